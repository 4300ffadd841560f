#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/learning/tensor.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <cmath>
#include <limits>

using namespace forewatch;

namespace {

/// A file of the format, put together by hand; the header is written with single quotes.
QByteArray fileOf(QByteArray header, int dataBytes)
{
    header.replace('\'', '"');
    QByteArray bytes(8, '\0');
    qToLittleEndian(static_cast<quint64>(header.size()), bytes.data());
    return bytes + header + QByteArray(dataBytes, '\0');
}

QByteArray withLength(quint64 length, QByteArray file)
{
    qToLittleEndian(length, file.data());
    return file;
}

QByteArray entry(const char *name, const char *shape, const char *offsets, const char *type = "F32")
{
    return QByteArray("'") + name + "':{'dtype':'" + type + "','shape':" + shape + ",'data_offsets':" + offsets + "}";
}

} // namespace

/// Weights are data: they survive their file bit for bit, and no file makes the reader believe what is not in it.
class TestTensor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tensorsSurviveTheirFile()
    {
        const Tensors tensors{{"conv1.weight", {{2, 1, 1, 3}, {1, -2, .1F, 1e-38F, 3e38F, -0.F}}},
                              {"none", {{0, 5}, {}}},
                              {"scalar", {{}, {42}}},
                              {"Größe", {{1}, {std::numeric_limits<float>::denorm_min()}}}};
        const std::map<std::string, std::string> notes{{"epoch", "3"}, {"card", "{\"a\": \"b\\n\"}"}};
        writeTensors(path(), tensors, notes);
        const TensorFile read = readTensors(path());
        QVERIFY(read.tensors == tensors);
        QVERIFY(std::signbit(read.tensors.at("conv1.weight").values.back()));
        QVERIFY(read.notes == notes);
    }

    void theFileIsAsTheFormatSays()
    {
        writeTensors(path(), {{"a", {{2}, {1, 2}}}, {"b", {{1}, {3}}}});
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        const auto header = qFromLittleEndian<quint64>(bytes.constData());
        QCOMPARE(header % 8, quint64(0));
        QCOMPARE(bytes.size(), qsizetype(8 + header + 12));
        QCOMPARE(bytes.sliced(qsizetype(8 + header)).toHex(), QByteArray("0000803f0000004000004040"));
        QVERIFY(bytes.contains("\"b\":{\"data_offsets\":[8,12],\"dtype\":\"F32\",\"shape\":[1]}"));
    }

    void everyShorterFileIsRefused()
    {
        writeTensors(path(), {{"a", {{2}, {1, 2}}}}, {{"epoch", "1"}});
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray whole = file.readAll();
        for (qsizetype size = 0; size < whole.size(); ++size) {
            writeWholeFile(path(), whole.first(size));
            QVERIFY_THROWS_EXCEPTION(Error, readTensors(path()));
        }
    }

    void craftedFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray good = "{" + entry("a", "[2]", "[0,8]") + "}";
        QTest::newRow("a header longer than the file") << withLength(1000, fileOf(good, 8));
        QTest::newRow("a header as long as a number can say") << withLength(~quint64(0), fileOf(good, 8));
        QTest::newRow("a header whose length is negative") << withLength(quint64(1) << 63, fileOf(good, 8));
        QTest::newRow("a header that is no JSON") << fileOf("{'a':", 8);
        QTest::newRow("a header that is a list") << fileOf("[1]", 0);
        QTest::newRow("an entry that is a number") << fileOf("{'a':3}", 0);
        QTest::newRow("offsets behind the end") << fileOf("{" + entry("a", "[2]", "[4,12]") + "}", 8);
        QTest::newRow("offsets before the start") << fileOf("{" + entry("a", "[2]", "[-8,0]") + "}", 8);
        QTest::newRow("offsets backwards") << fileOf("{" + entry("a", "[2]", "[8,0]") + "}", 8);
        QTest::newRow("offsets beyond 64 bits") << fileOf("{" + entry("a", "[2]", "[0,1e30]") + "}", 8);
        QTest::newRow("one offset") << fileOf("{" + entry("a", "[2]", "[8]") + "}", 8);
        QTest::newRow("three offsets") << fileOf("{" + entry("a", "[2]", "[0,8,8]") + "}", 8);
        QTest::newRow("tensors that overlap")
            << fileOf("{" + entry("a", "[2]", "[0,8]") + "," + entry("b", "[2]", "[4,12]") + "}", 12);
        QTest::newRow("tensors at one place")
            << fileOf("{" + entry("a", "[2]", "[0,8]") + "," + entry("b", "[2]", "[0,8]") + "}", 8);
        QTest::newRow("a hole between tensors")
            << fileOf("{" + entry("a", "[1]", "[0,4]") + "," + entry("b", "[1]", "[8,12]") + "}", 12);
        QTest::newRow("numbers after the last tensor") << fileOf(good, 12);
        QTest::newRow("a shape that is too small") << fileOf("{" + entry("a", "[1]", "[0,8]") + "}", 8);
        QTest::newRow("a shape that is too large") << fileOf("{" + entry("a", "[3]", "[0,8]") + "}", 8);
        QTest::newRow("a shape whose product overflows to the right size")
            << fileOf("{" + entry("a", "[4294967296,4294967296,2]", "[0,8]") + "}", 8);
        QTest::newRow("a negative shape") << fileOf("{" + entry("a", "[-1,-2]", "[0,8]") + "}", 8);
        QTest::newRow("a shape with a fraction") << fileOf("{" + entry("a", "[2.5]", "[0,8]") + "}", 8);
        QTest::newRow("no shape") << fileOf("{" + entry("a", "null", "[0,4]") + "}", 4);
        QTest::newRow("half a number") << fileOf("{" + entry("a", "[1]", "[0,6]") + "}", 6);
        QTest::newRow("16-bit numbers") << fileOf("{" + entry("a", "[2]", "[0,8]", "F16") + "}", 8);
        QTest::newRow("64-bit numbers") << fileOf("{" + entry("a", "[1]", "[0,8]", "F64") + "}", 8);
    }
    void craftedFilesAreRefused()
    {
        QFETCH(QByteArray, bytes);
        writeWholeFile(path(), bytes);
        try {
            readTensors(path());
            QFAIL("The file was believed.");
        } catch (const Error &error) {
            QVERIFY2(error.message().contains(path()), qPrintable(error.message()));
        }
    }

    void theHandMadeFilesAreRefusedForTheirFaultAlone()
    {
        writeWholeFile(path(), fileOf("{" + entry("a", "[2]", "[0,8]") + "," + entry("b", "[1]", "[8,12]") + "}  ", 12));
        const Tensors expected{{"a", {{2}, {0, 0}}}, {"b", {{1}, {0}}}};
        QVERIFY(readTensors(path()).tensors == expected);
    }

    void aMissingFileIsNamed() { QVERIFY_THROWS_EXCEPTION(Error, readTensors(m_folder.filePath(QStringLiteral("no")))); }

private:
    QString path() const { return m_folder.filePath(QStringLiteral("w.safetensors")); }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestTensor)
#include "tst_tensor.moc"
