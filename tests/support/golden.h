#pragma once

#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QTest>

namespace forewatch::test {

/// How far two pictures may differ: font and rasteriser versions move a color by a little here and there.
struct GoldenTolerance
{
    int perChannel = 12;
    double pixels = 0.002;
};

/// Share of pixels in which a channel differs by more than `perChannel`; 1 for different sizes.
inline double differingShare(const QImage &a, const QImage &b, int perChannel)
{
    if (a.size() != b.size())
        return 1;
    qsizetype different = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QRgb p = a.pixel(x, y);
            const QRgb q = b.pixel(x, y);
            different += std::abs(qRed(p) - qRed(q)) > perChannel || std::abs(qGreen(p) - qGreen(q)) > perChannel
                || std::abs(qBlue(p) - qBlue(q)) > perChannel;
        }
    }
    return static_cast<double>(different) / (a.width() * a.height());
}

/// Holds a picture against `tests/golden/NAME.png`. With FOREWATCH_WRITE_GOLDEN set it is written there instead; what
/// does not fit is left beside the tests' binaries, to be looked at.
inline void compareWithGolden(const QImage &picture, const QString &name, GoldenTolerance tolerance = {})
{
    const QString path = QStringLiteral(FOREWATCH_GOLDEN "/%1.png").arg(name);
    if (qEnvironmentVariableIsSet("FOREWATCH_WRITE_GOLDEN")) {
        QVERIFY(picture.save(path));
        return;
    }
    const QImage golden(path);
    QVERIFY2(!golden.isNull(), qPrintable(path + QStringLiteral(" is missing; write it with FOREWATCH_WRITE_GOLDEN=1")));
    const double share = differingShare(picture, golden, tolerance.perChannel);
    if (share > tolerance.pixels) {
        const QString seen = QStringLiteral(FOREWATCH_BIN "/%1-seen.png").arg(name);
        picture.save(seen);
        QFAIL(qPrintable(QStringLiteral("%1 % of the pixels differ from %2; see %3").arg(100 * share).arg(path, seen)));
    }
}

} // namespace forewatch::test
