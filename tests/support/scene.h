#pragma once

#include "engine/core/error.h"
#include "engine/data/importer.h"

#include <QFile>
#include <QTemporaryDir>

namespace forewatch::test {

/// A folder for one test's files.
class Folder
{
public:
    QString path(const QString &name) const { return m_folder.filePath(name); }

    /// Writes `text` to a file, and gives its path.
    QString write(const QString &name, const QByteArray &text) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write %s", qPrintable(file.fileName()));
        return file.fileName();
    }

private:
    QTemporaryDir m_folder;
};

inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no file)");
}

/// Two squares side by side, `West` over 0–1° east and `East` over 1–2°, both 0–1° north.
inline QByteArray twoSquares()
{
    return R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"name":"West"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}},
{"type":"Feature","properties":{"name":"East"},"geometry":{"type":"Polygon","coordinates":[[[1,0],[2,0],[2,1],[1,1],[1,0]]]}}]})";
}

/// Settings for a table and neighborhoods written into `folder`.
inline ImportSettings scene(const Folder &folder, const QByteArray &table, const QByteArray &neighborhoods = twoSquares())
{
    ImportSettings settings;
    settings.incidents.source = folder.write(QStringLiteral("table.csv"), table);
    settings.neighborhoods.source = folder.write(QStringLiteral("areas.geojson"), neighborhoods);
    return settings;
}

inline City importQuietly(const ImportSettings &settings)
{
    NoFeedback feedback;
    return importCity(settings, feedback);
}

/// A table of `days` days from 2014-01-01 on: a larceny every two hours, and a shooting on every second evening. Small,
/// but a network can be trained on it.
inline QByteArray busyTable(int days)
{
    QByteArray rows = "CrimeDate,CrimeTime,Description,Longitude,Latitude\n";
    const auto add = [&](Time time, const char *type, double east, double north) {
        const QString text = formatTime(time);
        rows += QStringLiteral("%1/%2/%3,%4:00,%5,%6,%7\n")
                    .arg(text.mid(5, 2), text.mid(8, 2), text.left(4), text.mid(11), QLatin1String(type))
                    .arg(east, 0, 'f', 3).arg(north, 0, 'f', 3).toUtf8();
    };
    for (int day = 0; day < days; ++day) {
        const Time midnight = makeTime(2014, 1, 1) + std::chrono::days(day);
        for (int hour = 0; hour < 24; hour += 2)
            add(midnight + std::chrono::hours(hour), "LARCENY", 0.1 + 0.07 * hour, 0.1 + 0.01 * (day % 80));
        if (day % 2 == 0)
            add(midnight + std::chrono::hours(22) + std::chrono::minutes(30), "SHOOTING", 1.5, 0.5);
    }
    return rows;
}

/// The message of the `Error` that `work` throws; empty when it throws none.
template <class Work>
QString errorOf(const Work &work)
{
    try {
        work();
    } catch (const Error &error) {
        return error.message();
    }
    return {};
}

} // namespace forewatch::test

/// Fails with the whole message when it lacks a word the user needs.
#define VERIFY_SAYS(message, word)                                                                                     \
    QVERIFY2((message).contains(QLatin1String(word)), qPrintable(QStringLiteral("“%1” in: %2").arg(QLatin1String(word), message)))
