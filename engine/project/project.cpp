#include "engine/project/project.h"

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/json_fields.h"
#include "engine/geo/vector_source.h"

#include <QDir>
#include <QFileInfo>

namespace forewatch {

namespace {

const QString sourceKey = QStringLiteral("source");

/// Whether a source is a path rather than a database, an address or one of GDAL's virtual files.
bool isPath(const QString &source)
{
    if (source.isEmpty() || source.startsWith(QLatin1String("/vsi")))
        return false;
    return source.startsWith(QLatin1Char('.')) || !source.contains(QLatin1Char(':')) || QFileInfo::exists(source);
}

/// As the file has it.
QString stored(const QString &source, const QString &folder)
{
    if (!isPath(source))
        return withoutSecrets(source);
    const QString path = QDir::cleanPath(QFileInfo(source).absoluteFilePath());
    if (folder.isEmpty())
        return path;
    const QDir here(QDir::cleanPath(folder));
    const QString above = QFileInfo(here.path()).path();
    const QString beside = above.endsWith(QLatin1Char('/')) ? QString() : above + QLatin1Char('/');
    if (!path.startsWith(here.path() + QLatin1Char('/')) && (beside.isEmpty() || !path.startsWith(beside)))
        return path;
    const QString relative = here.relativeFilePath(path);
    // What could be taken for a database says that it is a path.
    return relative.contains(QLatin1Char(':')) && !relative.startsWith(QLatin1String("../"))
        ? QStringLiteral("./") + relative : relative;
}

/// As the program has it.
QString resolved(const QString &source, const QString &folder)
{
    return isPath(source) && !folder.isEmpty() ? QDir::cleanPath(QDir(folder).absoluteFilePath(source)) : source;
}

/// Calls `visit` with every source the project names, and what it is called.
template <class Visit>
void forEachSource(Project &project, const Visit &visit)
{
    visit(project.sources.incidents.source, QStringLiteral("crime table"), true);
    visit(project.sources.neighborhoods.source, QStringLiteral("neighborhoods"), true);
    for (LayerSpec &layer : project.view.layers) {
        if (!layer.settings[sourceKey].isString())
            continue;
        QString source = layer.settings[sourceKey].toString();
        visit(source, layer.name, false);
        layer.settings[sourceKey] = source;
    }
}

QJsonObject stepsToJson(const Project::Steps &steps)
{
    QJsonObject json{{QStringLiteral("length_seconds"), static_cast<qint64>(steps.length.count())},
                     {QStringLiteral("step_seconds"), static_cast<qint64>(steps.step.count())},
                     {QStringLiteral("loop"), steps.loop},
                     {QStringLiteral("skip_empty"), steps.skipEmpty},
                     {QStringLiteral("backward"), steps.backward},
                     {QStringLiteral("frames_per_second"), steps.framesPerSecond},
                     {QStringLiteral("cumulative"), steps.cumulative}};
    if (steps.anchor)
        json[QStringLiteral("anchor")] = formatTime(*steps.anchor);
    return json;
}

Project::Steps stepsFromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("project's time"));
    Project::Steps steps;
    const auto readTruth = [&](const QString &key, bool &value) {
        if (fields.has(key))
            value = fields.truth(key);
    };
    if (fields.has(QStringLiteral("length_seconds")))
        steps.length = fields.duration(QStringLiteral("length_seconds"));
    if (fields.has(QStringLiteral("step_seconds")))
        steps.step = fields.duration(QStringLiteral("step_seconds"));
    readTruth(QStringLiteral("loop"), steps.loop);
    readTruth(QStringLiteral("skip_empty"), steps.skipEmpty);
    readTruth(QStringLiteral("backward"), steps.backward);
    if (fields.has(QStringLiteral("frames_per_second")))
        steps.framesPerSecond = fields.number(QStringLiteral("frames_per_second"));
    readTruth(QStringLiteral("cumulative"), steps.cumulative);
    if (fields.has(QStringLiteral("anchor")))
        steps.anchor = fields.time(QStringLiteral("anchor"));
    return steps;
}

QJsonObject standpointToJson(const Project::Standpoint &standpoint)
{
    QJsonObject json{{QStringLiteral("workspace"), standpoint.workspace},
                     {QStringLiteral("drawer_open"), standpoint.drawerOpen}};
    if (standpoint.time)
        json[QStringLiteral("time")] = formatTime(*standpoint.time);
    if (standpoint.map)
        json[QStringLiteral("map")] = standpoint.map->toJson();
    return json;
}

Project::Standpoint standpointFromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("project's standpoint"));
    Project::Standpoint standpoint;
    if (fields.has(QStringLiteral("time")))
        standpoint.time = fields.time(QStringLiteral("time"));
    if (fields.has(QStringLiteral("map")))
        standpoint.map = MapPlace::fromJson(fields.object(QStringLiteral("map")));
    if (fields.has(QStringLiteral("workspace")))
        standpoint.workspace = fields.text(QStringLiteral("workspace"));
    if (fields.has(QStringLiteral("drawer_open")))
        standpoint.drawerOpen = fields.truth(QStringLiteral("drawer_open"));
    return standpoint;
}

template <class Item>
QJsonArray listToJson(const std::vector<Item> &items)
{
    QJsonArray list;
    for (const Item &item : items)
        list << item.toJson();
    return list;
}

template <class Item>
std::vector<Item> readList(const JsonFields &fields, const QString &key)
{
    std::vector<Item> items;
    if (fields.has(key))
        for (const QJsonValue value : fields.array(key)) {
            if (!value.isObject())
                fields.refuse(key, QStringLiteral("a list of objects"));
            items.push_back(Item::fromJson(value.toObject()));
        }
    return items;
}

void requireReadable(const JsonFields &fields)
{
    constexpr std::int64_t highest = 1'000'000;
    const std::int64_t found = fields.whole(QStringLiteral("version"), 1, highest);
    if (found > Project::version)
        throw Error(QStringLiteral("It was written by a newer Forewatch (form %1; this one reads up to %2). Update Forewatch "
                                   "to open it.").arg(found).arg(Project::version));
}

} // namespace

QJsonObject Project::toJson(const QString &folder) const
{
    Project file = *this;
    forEachSource(file, [&](QString &source, const QString &, bool) { source = stored(source, folder); });
    QJsonObject json{{QStringLiteral("version"), version},
                     {QStringLiteral("written_by"), QStringLiteral("Forewatch " FOREWATCH_VERSION)},
                     {QStringLiteral("sample_city"), sampleCity},
                     {QStringLiteral("sources"), sourcesToJson(file.sources)},
                     {QStringLiteral("view"), file.view.toJson()},
                     {QStringLiteral("time"), stepsToJson(steps)},
                     {QStringLiteral("notes"), listToJson(notes)},
                     {QStringLiteral("bookmarks"), listToJson(bookmarks)},
                     {QStringLiteral("standpoint"), standpointToJson(standpoint)}};
    if (!modelFolder.isEmpty())
        json[QStringLiteral("model")] = stored(modelFolder, folder);
    return json;
}

Project Project::fromJson(const QJsonObject &json, const QString &folder)
{
    const JsonFields fields(json, QStringLiteral("project"));
    requireReadable(fields);
    Project project;
    if (fields.has(QStringLiteral("sample_city")))
        project.sampleCity = fields.truth(QStringLiteral("sample_city"));
    if (fields.has(QStringLiteral("sources")))
        project.sources = sourcesFromJson(fields.object(QStringLiteral("sources")));
    if (fields.has(QStringLiteral("view")))
        project.view = ViewSettings::fromJson(fields.object(QStringLiteral("view")));
    if (fields.has(QStringLiteral("time")))
        project.steps = stepsFromJson(fields.object(QStringLiteral("time")));
    project.notes = readList<MapNote>(fields, QStringLiteral("notes"));
    project.bookmarks = readList<Bookmark>(fields, QStringLiteral("bookmarks"));
    if (fields.has(QStringLiteral("model")))
        project.modelFolder = resolved(fields.text(QStringLiteral("model")), folder);
    if (fields.has(QStringLiteral("standpoint")))
        project.standpoint = standpointFromJson(fields.object(QStringLiteral("standpoint")));
    forEachSource(project, [&](QString &source, const QString &, bool) { source = resolved(source, folder); });
    return project;
}

bool Project::isSameWork(const Project &other) const
{
    const auto work = [](const Project &project) {
        QJsonObject json = project.toJson({});
        json.remove(QStringLiteral("standpoint"));
        return json;
    };
    return work(*this) == work(other);
}

Project readProject(const QString &path)
{
    const QJsonObject json = readJson(path);
    try {
        return Project::fromJson(json, QFileInfo(path).absolutePath());
    } catch (const Error &error) {
        throw Error(QStringLiteral("%1 cannot be opened as a project. %2").arg(path, error.message()));
    }
}

void writeProject(const Project &project, const QString &path)
{
    writeJson(path, project.toJson(QFileInfo(path).absolutePath()));
}

std::vector<MissingFile> missingFiles(const Project &project)
{
    std::vector<MissingFile> missing;
    Project looked = project;
    forEachSource(looked, [&](const QString &source, const QString &what, bool isNeeded) {
        if (isPath(source) && !QFileInfo::exists(source))
            missing.push_back({what, source, isNeeded});
    });
    return missing;
}

void replaceMissing(Project &project, const QString &path, const QString &found)
{
    const QDir before = QFileInfo(path).dir();
    const QDir now = QFileInfo(found).dir();
    forEachSource(project, [&](QString &source, const QString &, bool) {
        if (source == path) {
            source = found;
        } else if (isPath(source) && !QFileInfo::exists(source)) {
            const QString moved = QDir::cleanPath(now.filePath(before.relativeFilePath(source)));
            if (QFileInfo::exists(moved))
                source = moved;
        }
    });
}

} // namespace forewatch
