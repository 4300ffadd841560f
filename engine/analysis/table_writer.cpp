#include "engine/analysis/table_writer.h"

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/text.h"
#include "engine/geo/geopackage.h"

#include <QIODevice>
#include <QJsonArray>

namespace forewatch {

namespace {

QString numberText(std::optional<qint64> number)
{
    return number ? QString::number(*number) : QString();
}

/// Never inlined: GCC 12 would take an unset optional's number for one that is read.
Q_NEVER_INLINE QString numberText(const std::optional<double> &number, int decimals)
{
    return number ? QString::number(*number, 'f', decimals) : QString();
}

void writeLines(const QString &path, const std::vector<QStringList> &lines)
{
    writeWholeFile(path, [&](QIODevice &file) {
        for (QStringList line : lines) {
            for (QString &field : line)
                field = csvField(field);
            file.write(line.join(QLatin1Char(',')).toUtf8() + '\n');
        }
    });
}

const std::vector<GeoPackageField> &areaFields()
{
    static const std::vector<GeoPackageField> fields = {
        {"area", OFTString}, {"incidents", OFTInteger64}, {"incidents_before", OFTInteger64},
        {"incidents_difference", OFTInteger64}, {"incidents_percent", OFTReal}, {"incidents_reading", OFTString},
        {"target_events", OFTInteger64}, {"target_events_before", OFTInteger64}, {"target_events_difference", OFTInteger64},
        {"target_events_percent", OFTReal}, {"target_events_reading", OFTString}, {"victims", OFTInteger64},
        {"victims_before", OFTInteger64}, {"victims_difference", OFTInteger64}, {"victims_percent", OFTReal},
        {"victims_reading", OFTString}, {"share_of_targets", OFTReal}, {"km2", OFTReal}, {"incidents_per_km2", OFTReal},
        {"residents", OFTReal}, {"few_residents", OFTString}, {"incidents_per_1000", OFTReal},
        {"targets_per_1000", OFTReal}, {"from", OFTString}, {"to", OFTString}, {"before_from", OFTString},
        {"before_to", OFTString}};
    return fields;
}

/// The values of `areaFields`; `index` is past the areas for those in none of them.
QStringList areaLine(const AreaCounts &counts, const AreaSet &areas, std::size_t index)
{
    const bool isArea = index < areas.size();
    const AreaCount &count = isArea ? counts.areas[index] : counts.elsewhere;
    QStringList line{isArea ? areas.names[static_cast<qsizetype>(index)] : QStringLiteral("(in none of the areas)")};
    for (const Change *change : {&count.incidents, &count.targets, &count.victims})
        line << numberText(change->now) << numberText(change->before) << numberText(change->difference())
             << numberText(change->percent(), 1) << readingKey(change->reading());
    const qint64 incidents = count.incidents.now.value_or(0);
    const auto residents = index < areas.residents.size() ? areas.residents[index] : std::nullopt;
    line << numberText(counts.shareOfTargets(count), 4)
         << (index < areas.squareKilometres.size() ? QString::number(areas.squareKilometres[index], 'f', 4) : QString())
         << numberText(perSquareKilometre(incidents, areas, index), 3) << numberText(residents, 0)
         << (!residents ? QString() : hasFewResidents(areas, index) ? QStringLiteral("yes") : QStringLiteral("no"))
         << numberText(perThousandResidents(incidents, areas, index), 3)
         << numberText(perThousandResidents(count.targets.now.value_or(0), areas, index), 3)
         << formatTime(counts.span.now.start) << formatTime(counts.span.now.end())
         << formatTime(counts.span.before.start) << formatTime(counts.span.before.end());
    return line;
}

OGRMultiPolygon polygonsOf(const Neighborhood &area)
{
    // Rings are even-odd; GDAL sorts out which are holes of which.
    std::vector<OGRGeometry *> polygons;
    for (const Ring &ring : area.rings) {
        auto line = std::make_unique<OGRLinearRing>();
        for (const GeoPoint &point : ring)
            line->addPoint(point.longitude, point.latitude);
        line->closeRings();
        auto polygon = std::make_unique<OGRPolygon>();
        polygon->addRingDirectly(line.release());
        polygons.push_back(polygon.release());
    }
    int isValid = 0;
    const std::unique_ptr<OGRGeometry> organized(
        OGRGeometryFactory::organizePolygons(polygons.data(), static_cast<int>(polygons.size()), &isValid, nullptr));
    OGRMultiPolygon result;
    if (wkbFlatten(organized->getGeometryType()) == wkbPolygon)
        result.addGeometry(organized.get());
    else
        for (const OGRPolygon *polygon : *organized->toMultiPolygon())
            result.addGeometry(polygon);
    return result;
}

void writePackage(const AreaCounts &counts, const AreaSet &areas, const std::vector<std::size_t> &order, const QString &path)
{
    const QString description = QStringLiteral("Counts by area (%1), %2. “before” is the same span a year before: %3.")
                                    .arg(areas.title, formatWindow(counts.span.now), formatWindow(counts.span.before));
    writeGeoPackage(path, QStringLiteral("areas"), description, wkbMultiPolygon, areaFields(), [&](OGRLayer &layer) {
        for (const std::size_t index : order) {
            OGRFeature feature(layer.GetLayerDefn());
            const QStringList line = areaLine(counts, areas, index);
            for (int i = 0; i < line.size(); ++i)
                if (!line[i].isEmpty())
                    feature.SetField(i, line[i].toUtf8().constData());
            const OGRMultiPolygon outline = polygonsOf(areas.outlines->at(index));
            feature.SetGeometry(&outline);
            addFeature(layer, feature);
        }
    });
}

} // namespace

void writeAreaCounts(const AreaCounts &counts, const AreaSet &areas, const std::vector<std::size_t> &order,
                     const QString &path)
{
    if (path.endsWith(QLatin1String(".gpkg"), Qt::CaseInsensitive)) {
        if (!areas.outlines)
            throw Error(QStringLiteral("%1 are known by name alone and have no outlines for a GeoPackage. Save them as CSV, "
                                       "or open their polygons.").arg(areas.title));
        return writePackage(counts, areas, order, path);
    }
    std::vector<QStringList> lines(1);
    for (const GeoPackageField &field : areaFields())
        lines.front() << QString::fromLatin1(field.name);
    for (const std::size_t index : order)
        lines.push_back(areaLine(counts, areas, index));
    lines.push_back(areaLine(counts, areas, areas.size()));
    writeLines(path, lines);
}

QString categoryKey(DailyCategory::Kind kind)
{
    switch (kind) {
    case DailyCategory::Kind::Group: return QStringLiteral("group");
    case DailyCategory::Kind::Type: return QStringLiteral("type");
    case DailyCategory::Kind::All: break;
    }
    return QStringLiteral("all");
}

namespace {

const QStringList &dailyColumns()
{
    static const QStringList columns = QStringLiteral("area,category,kind,span,from,to,before_from,before_to,count,before,"
                                                      "difference,percent,chance,reading,victims,victims_before")
                                           .split(QLatin1Char(','));
    return columns;
}

std::vector<QStringList> dailyLines(const DailyTable &table)
{
    std::vector<QStringList> lines;
    for (std::size_t area = 0; area < table.areaCount(); ++area)
        for (std::size_t category = 0; category < table.categories.size(); ++category)
            for (std::size_t i = 0; i < DailyTable::spanCount; ++i) {
                const DailyTable::Cell &cell = table.at(area, category, i);
                const ComparedSpan &span = table.spans[i];
                const auto chance = cell.count.difference() ? std::optional(cell.count.chance()) : std::nullopt;
                lines.push_back({table.areas[static_cast<qsizetype>(area)], table.categories[category].name,
                                 categoryKey(table.categories[category].kind), spanKey(i), formatTime(span.now.start),
                                 formatTime(span.now.end()), formatTime(span.before.start), formatTime(span.before.end()),
                                 numberText(cell.count.now), numberText(cell.count.before), numberText(cell.count.difference()),
                                 numberText(cell.count.percent(), 1), numberText(chance, 4), readingKey(cell.count.reading()),
                                 numberText(cell.victims.now), numberText(cell.victims.before)});
            }
    return lines;
}

/// Texts under the names of their columns; those that are numbers as numbers.
QJsonObject named(const QStringList &columns, const QStringList &line)
{
    QJsonObject object;
    for (qsizetype i = 0; i < columns.size(); ++i) {
        if (line[i].isEmpty())
            continue;
        // An area may be called 12.
        bool isNumber = false;
        const double number = line[i].toDouble(&isNumber);
        object[columns[i]] = isNumber && i > 0 ? QJsonValue(number) : QJsonValue(line[i]);
    }
    return object;
}

QJsonObject spanJson(const Window &span)
{
    return {{QStringLiteral("from"), formatTime(span.start)}, {QStringLiteral("to"), formatTime(span.end())}};
}

} // namespace

void writeDailyTable(const DailyTable &table, const QString &path)
{
    std::vector<QStringList> lines = dailyLines(table);
    lines.insert(lines.begin(), dailyColumns());
    writeLines(path, lines);
}

QJsonObject toJson(const DailyTable &table)
{
    QJsonArray rows;
    for (const QStringList &line : dailyLines(table))
        rows << named(dailyColumns(), line);
    return {{QStringLiteral("day"), formatTime(table.day).left(10)}, {QStringLiteral("rows"), rows}};
}

QJsonObject toJson(const AreaCounts &counts, const AreaSet &areas)
{
    // The spans are told once.
    QStringList columns;
    for (const GeoPackageField &field : areaFields())
        columns << QString::fromLatin1(field.name);
    const qsizetype kept = columns.indexOf(QStringLiteral("from"));
    columns = columns.first(kept);
    QJsonArray rows;
    for (std::size_t area = 0; area < areas.size(); ++area)
        rows << named(columns, areaLine(counts, areas, area));
    AreaCounts total = counts;
    total.elsewhere = counts.total;
    QJsonObject sum = named(columns, areaLine(total, areas, areas.size()));
    sum[QStringLiteral("area")] = QStringLiteral("(total)");
    return {{QStringLiteral("span"), spanJson(counts.span.now)},
            {QStringLiteral("before"), spanJson(counts.span.before)},
            {QStringLiteral("year_before_known"), counts.span.knowsBefore},
            {QStringLiteral("areas"), rows},
            {QStringLiteral("elsewhere"), named(columns, areaLine(counts, areas, areas.size()))},
            {QStringLiteral("total"), sum}};
}

} // namespace forewatch
