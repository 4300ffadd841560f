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
