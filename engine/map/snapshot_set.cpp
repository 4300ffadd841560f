#include "engine/map/snapshot_set.h"

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/parallel.h"
#include "engine/map/snapshot_pictures.h"

#include <QDir>
#include <QFile>
#include <QImageWriter>
#include <QRegularExpression>

namespace forewatch {

namespace {

QString nameOf(const Window &window)
{
    return formatTime(window.start).remove(QLatin1Char('-')).remove(QLatin1Char(':')).replace(QLatin1Char(' '), QLatin1Char('T'))
        + QStringLiteral(".png");
}

/// A folder holds one set: the pictures that an earlier manifest lists go with it, or labels would be mixed.
void removeOldSet(const QDir &folder, const QString &manifest)
{
    QFile file(manifest);
    if (!file.open(QIODevice::ReadOnly))
        return;
    static const QRegularExpression ours(QStringLiteral("^((target|none)/)?\\d{8}T\\d{4,6}\\.png$"));
    while (!file.atEnd()) {
        const QString name = QString::fromUtf8(file.readLine()).section(QLatin1Char(','), 0, 0);
        if (ours.match(name).hasMatch())
            QFile::remove(folder.filePath(name));
    }
    file.remove();
}

void writePng(const QImage &image, const QString &path)
{
    writeWholeFile(path, [&](QIODevice &file) {
        QImageWriter writer(&file, "png");
        if (!writer.write(image))
            throw Error(QStringLiteral("The picture %1 cannot be written: %2.").arg(path, writer.errorString()));
    });
}

} // namespace

SnapshotSetResult writeSnapshotSet(const City &city, const SnapshotSetSettings &settings, Feedback &feedback)
{
    const auto painter = std::make_shared<const MapPainter>(city);
    const bool original = settings.style == MapStyle::Original;
    const QSize size = !settings.size.isEmpty() ? settings.size
        : original                              ? MapFrame::originalSize(city.neighborhoods->box())
                                                : MapFrame::originalSize(city.neighborhoods->box(), 1085);
    const SnapshotPictures pictures(painter, size, {.style = settings.style, .exactPlaces = settings.exactPlaces});

    struct Row
    {
        QString file;
        Snapshot snapshot;
        bool target;
    };
    SnapshotSetResult result;
    std::vector<Row> rows;
    for (std::size_t i = 0; i < settings.windows.count(); ++i) {
        if (i % 4096 == 0)
            feedback.checkpoint(0);
        const Snapshot snapshot = city.incidents->snapshot(settings.windows.at(i));
        const bool target = city.target->anyIn(snapshot.incidents);
        ++result.windows;
        result.empty += snapshot.incidents.empty();
        result.withTarget += target;
        if (settings.skipEmpty && snapshot.incidents.empty())
            continue;
        const QString folder = !settings.byLabel ? QString() : target ? QStringLiteral("target/") : QStringLiteral("none/");
        rows.push_back({folder + nameOf(snapshot.window), snapshot, target});
    }
    result.pictures = rows.size();

    const QDir folder(settings.folder);
    const QString manifest = folder.filePath(QStringLiteral("manifest.csv"));
    makeFolder(settings.folder);
    removeOldSet(folder, manifest);
    if (settings.byLabel) {
        makeFolder(folder.filePath(QStringLiteral("target")));
        makeFolder(folder.filePath(QStringLiteral("none")));
    }
    forEachInParallel(rows.size(), settings.threads, feedback, [&](std::size_t i) {
        writePng(pictures.picture(rows[i].snapshot), folder.filePath(rows[i].file));
    });

    QByteArray lines = "file,start,end,incidents,label\n";
    for (const Row &row : rows)
        lines += QStringLiteral("%1,%2,%3,%4,%5\n")
                     .arg(row.file, formatTime(row.snapshot.window.start), formatTime(row.snapshot.window.end()))
                     .arg(row.snapshot.incidents.size())
                     .arg(row.target ? 1 : 0)
                     .toUtf8();
    writeWholeFile(manifest, lines);
    return result;
}

} // namespace forewatch
