#include "engine/data/importer.h"

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/text.h"
#include "engine/data/table_columns.h"
#include "engine/data/table_time.h"
#include "engine/geo/reprojection.h"
#include "engine/geo/vector_source.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

namespace forewatch {

namespace {

std::string_view textOf(const OGRFeature &feature, int field)
{
    if (field < 0 || !feature.IsFieldSetAndNotNull(field))
        return {};
    std::string_view text = feature.GetFieldAsString(field);
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

/// Rows to be expected, for progress only; 0 where that is not cheap to know.
std::size_t estimateRows(const QString &source, OGRLayer &layer)
{
    QFile file(source);
    if (source.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive) && file.open(QIODevice::ReadOnly)) {
        std::size_t lines = 0;
        while (!file.atEnd()) {
            const QByteArray block = file.read(1 << 20);
            lines += static_cast<std::size_t>(std::count(block.begin(), block.end(), '\n'));
        }
        return lines;
    }
    return layer.TestCapability(OLCFastFeatureCount) ? static_cast<std::size_t>(layer.GetFeatureCount()) : 0;
}

/// The order of the table's dates: said by the user, or plain from the dates themselves.
DateOrder dateOrderOf(OGRLayer &layer, const TableColumns &columns, const IncidentSettings &settings, Feedback &feedback)
{
    if (settings.dateOrder != DateOrder::Guess)
        return settings.dateOrder;
    DateOrderGuess guess;
    std::string sample;
    std::size_t rows = 0;
    layer.ResetReading();
    for (const auto &feature : layer) {
        const auto date = textOf(*feature, columns.dateField());
        guess.look(date);
        if (sample.empty())
            sample = date;
        if (++rows % 1000 == 0)
            feedback.checkpoint(0);
        if (guess.order() && rows >= 1000)
            break;
    }
    layer.ResetReading();
    if (rows == 0)
        throw Error(QStringLiteral("The crime table %1 is empty: it has a header but no rows.").arg(shownSource(settings.source)));
    if (const auto order = guess.order())
        return *order;
    const QString advice = QStringLiteral("Say which comes first with --date-order mdy, dmy or ymd.");
    if (sample.empty())
        throw Error(QStringLiteral("The crime table %1 has no dates in its column for the time. Name the right column "
                                   "with --columns time=NAME.")
                        .arg(shownSource(settings.source)));
    if (guess.contradictory())
        throw Error(QStringLiteral("In %1 some dates have the month first and others the day. %2").arg(shownSource(settings.source), advice));
    throw Error(QStringLiteral("The dates of %1, like “%2”, can be read with the month or with the day first, or not at "
                               "all. %3")
                    .arg(shownSource(settings.source), QString::fromStdString(sample), advice));
}

/// `…Z`, `…+00`, `…-05:00` behind a time of day.
bool hasZone(std::string_view time)
{
    const auto colon = time.find(':');
    return colon != std::string_view::npos && (time.back() == 'Z' || time.find_first_of("+-", colon) != std::string_view::npos);
}

/// Reads a row after the other and sorts out what cannot be used.
class RowReader
{
public:
    RowReader(const TableColumns &columns, DateOrder order, const IncidentSettings &settings,
              const Neighborhoods &neighborhoods, const QString &geometryCrs)
        : m_columns(columns), m_order(order), m_settings(settings), m_neighborhoods(neighborhoods)
    {
        const QString crs = columns.geometry && settings.crs.isEmpty() ? geometryCrs : settings.crs;
        if (!crs.isEmpty() && crs.compare(QLatin1String("EPSG:4326"), Qt::CaseInsensitive) != 0)
            m_reprojection.emplace(crs);
    }

    void read(const OGRFeature &feature)
    {
        ++report.rows;
        Incident incident{};
        incident.row = report.rows;
        if (const auto reason = fill(feature, incident))
            report.rejected.push_back({report.rows, *reason});
        else
            incidents.push_back(incident);
    }

    std::vector<Incident> incidents;
    ImportReport report;
    /// Rows whose coordinates would fit the city if longitude and latitude changed places.
    std::size_t swapped = 0;
    std::size_t zoned = 0;
    GeoBox located;

    QStringList types() const
    {
        QStringList names(m_types.size());
        for (auto it = m_types.begin(); it != m_types.end(); ++it)
            names[it.value()] = QString::fromUtf8(it.key());
        return names;
    }

private:
    std::optional<Rejection> fill(const OGRFeature &feature, Incident &incident)
    {
        if (const auto reason = fillTime(feature, incident))
            return reason;
        const auto type = textOf(feature, m_columns.type);
        if (type.empty())
            return Rejection::NoType;
        incident.type = typeIndex(type);
        const bool inPeriod = (!m_settings.from || *m_settings.from <= incident.time)
            && (!m_settings.to || incident.time < *m_settings.to);
        if (!inPeriod)
            return Rejection::OutsidePeriod;
        if (const auto reason = fillPlace(feature, incident))
            return reason;
        const Located found = m_neighborhoods.locate(incident.place);
        if (!found.neighborhood) {
            swapped += m_neighborhoods.box().contains({incident.place.latitude, incident.place.longitude});
            return Rejection::OutsideNeighborhoods;
        }
        note(Note::TwoNeighborhoods, found.ambiguous);
        note(Note::MidnightOfNextDay, m_midnight24);
        incident.neighborhood = static_cast<std::uint16_t>(*found.neighborhood);
        return std::nullopt;
    }

    std::optional<Rejection> fillTime(const OGRFeature &feature, Incident &incident)
    {
        const auto date = textOf(feature, m_columns.dateField());
        if (date.empty())
            return Rejection::NoTime;
        const auto read = readTableTime(date, m_order);
        if (!read) {
            zoned += hasZone(date);
            return Rejection::BadTime;
        }
        incident.time = read->time;
        m_midnight24 = read->midnight24;
        if (m_columns.clock >= 0) {
            const auto text = textOf(feature, m_columns.clock);
            if (text.empty())
                return Rejection::NoTime;
            const auto clock = readClock(text);
            if (!clock)
                return Rejection::BadTime;
            // A date column may carry a time of its own, often midnight; the clock column is the surer.
            incident.time = midnightOf(read->time) + *clock;
            m_midnight24 = *clock == std::chrono::days(1);
        }
        return std::nullopt;
    }

    std::optional<Rejection> fillPlace(const OGRFeature &feature, Incident &incident)
    {
        double x = 0;
        double y = 0;
        if (m_columns.geometry) {
            const OGRGeometry *geometry = feature.GetGeometryRef();
            if (!geometry || wkbFlatten(geometry->getGeometryType()) != wkbPoint || geometry->IsEmpty())
                return Rejection::NoCoordinates;
            x = geometry->toPoint()->getX();
            y = geometry->toPoint()->getY();
        } else {
            const auto xText = textOf(feature, m_columns.longitude);
            const auto yText = textOf(feature, m_columns.latitude);
            if (xText.empty() || yText.empty())
                return Rejection::NoCoordinates;
            char *xEnd = nullptr;
            char *yEnd = nullptr;
            x = CPLStrtod(xText.data(), &xEnd);
            y = CPLStrtod(yText.data(), &yEnd);
            if (xEnd != xText.data() + xText.size() || yEnd != yText.data() + yText.size())
                return Rejection::BadCoordinates;
        }
        if (x == 0 && y == 0)
            return Rejection::NoCoordinates;
        const auto place = m_reprojection ? m_reprojection->toWgs84(x, y) : std::optional(GeoPoint{x, y});
        if (!place || !(std::abs(place->longitude) <= 180) || !(std::abs(place->latitude) <= 180))
            return Rejection::BadCoordinates;
        incident.place = *place;
        located.add(*place);
        return std::nullopt;
    }

    std::uint16_t typeIndex(std::string_view name)
    {
        const auto bytes = QByteArray::fromRawData(name.data(), static_cast<qsizetype>(name.size()));
        const auto known = m_types.constFind(bytes);
        if (known != m_types.constEnd())
            return *known;
        if (m_types.size() >= 65535)
            throw Error(QStringLiteral("The crime table %1 has more than 65,535 incident types: the column for the type "
                                       "is the wrong one. Name it with --columns type=NAME.")
                            .arg(shownSource(m_settings.source)));
        return *m_types.insert(QByteArray(name.data(), static_cast<qsizetype>(name.size())),
                               static_cast<std::uint16_t>(m_types.size()));
    }

    void note(Note kind, bool holds) { report.notes[static_cast<std::size_t>(kind)] += holds; }

    TableColumns m_columns;
    DateOrder m_order;
    const IncidentSettings &m_settings;
    const Neighborhoods &m_neighborhoods;
    std::optional<Reprojection> m_reprojection;
    QHash<QByteArray, std::uint16_t> m_types;
    bool m_midnight24 = false;
};

/// A quotation mark that nothing closes swallows the rest of a CSV into one row, which then lacks its other fields.
void requireAllLines(const ImportReport &report, std::size_t lines, const IncidentSettings &settings)
{
    const bool lastIsBroken = !report.rejected.empty() && report.rejected.back().row == report.rows;
    if (settings.source.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive) && lastIsBroken && report.rows + 100 < lines * 9 / 10)
        throw Error(QStringLiteral("%1 has %2 lines but ends in row %3: a quotation mark there is never closed. Mend that "
                                   "row.")
                        .arg(shownSource(settings.source), grouped(static_cast<qint64>(lines)), grouped(report.rows)));
}

QString boxText(const GeoBox &box)
{
    return QStringLiteral("%1 to %2 east, %3 to %4 north")
        .arg(box.west, 0, 'f', 2).arg(box.east, 0, 'f', 2).arg(box.south, 0, 'f', 2).arg(box.north, 0, 'f', 2);
}

/// Says why a table gives nothing, or would give nonsense.
void requireSense(const RowReader &reader, const IncidentSettings &settings, const Neighborhoods &neighborhoods)
{
    const ImportReport &report = reader.report;
    if (report.rows == 0)
        throw Error(QStringLiteral("The crime table %1 is empty: it has a header but no rows.").arg(shownSource(settings.source)));
    const std::uint32_t inPeriod = report.rows - report.rejectedFor(Rejection::OutsidePeriod);
    if (inPeriod > 0 && reader.swapped > inPeriod / 2)
        throw Error(QStringLiteral("Longitude and latitude of %1 are swapped: %2 rows would lie in the city the other "
                                   "way round. Name the columns with --columns lon=NAME,lat=NAME.")
                        .arg(shownSource(settings.source), grouped(static_cast<qint64>(reader.swapped))));
    if (reader.zoned > report.rows / 2)
        throw Error(QStringLiteral("The times of %1 carry a time zone (as in “2022-01-01 05:00:00+00”), so they are not "
                                   "the city's wall clock. Export the table with local times.")
                        .arg(shownSource(settings.source)));
    if (!reader.incidents.empty())
        return;
    Rejection most = Rejection::OutsidePeriod;
    for (std::size_t i = 0; inPeriod > 0 && i < rejectionCount; ++i) {
        const auto reason = static_cast<Rejection>(i);
        if (reason != Rejection::OutsidePeriod
            && (most == Rejection::OutsidePeriod || report.rejectedFor(reason) > report.rejectedFor(most)))
            most = reason;
    }
    QString message = QStringLiteral("No row of the crime table %1 can be used: %2 of %3 rows %4.")
                          .arg(shownSource(settings.source), grouped(report.rejectedFor(most)), grouped(report.rows), rejectionText(most));
    switch (most) {
    case Rejection::OutsideNeighborhoods:
        message += QStringLiteral(" The table covers %1; the neighborhoods cover %2. Check that both are of one city, or "
                                  "name the coordinates' system with --crs.")
                       .arg(boxText(reader.located), boxText(neighborhoods.box()));
        break;
    case Rejection::OutsidePeriod:
        message += QStringLiteral(" Choose another --from and --to.");
        break;
    case Rejection::NoCoordinates:
        message += QStringLiteral(" Coordinates of zero count as missing. Name the right columns with --columns "
                                  "lon=NAME,lat=NAME.");
        break;
    case Rejection::BadCoordinates:
        message += QStringLiteral(" Name the coordinates' system with --crs, or the right columns with --columns "
                                  "lon=NAME,lat=NAME.");
        break;
    default:
        message += QStringLiteral(" Name the right columns with --columns.");
    }
    throw Error(message);
}

/// Puts the types in alphabetical order, so that they do not depend on the order of rows.
QStringList sortTypes(const QStringList &types, std::vector<Incident> &incidents)
{
    std::vector<std::uint16_t> order(static_cast<std::size_t>(types.size()));
    std::iota(order.begin(), order.end(), std::uint16_t(0));
    std::ranges::sort(order, {}, [&](std::uint16_t i) { return types[i]; });
    std::vector<std::uint16_t> rank(order.size());
    QStringList sorted;
    for (std::size_t i = 0; i < order.size(); ++i) {
        rank[order[i]] = static_cast<std::uint16_t>(i);
        sorted << types[order[i]];
    }
    for (Incident &incident : incidents)
        incident.type = rank[incident.type];
    return sorted;
}

QString geometryCrsOf(OGRLayer &layer)
{
    const OGRSpatialReference *reference = layer.GetSpatialRef();
    if (!reference)
        return {};
    char *wkt = nullptr;
    reference->exportToWkt(&wkt);
    const QString text = QString::fromUtf8(wkt);
    CPLFree(wkt);
    return text;
}

bool isSameFile(const QString &a, const QString &b)
{
    const QString place = QFileInfo(a).canonicalFilePath();
    return !place.isEmpty() && place == QFileInfo(b).canonicalFilePath();
}

SourceFile sourceFileOf(const QString &source)
{
    return {shownSource(source), QFileInfo(source).isFile() ? sha256OfFile(source) : QString()};
}

} // namespace

City importIncidents(const IncidentSettings &settings, std::shared_ptr<const Neighborhoods> neighborhoods,
                     const QStringList &target, Feedback &feedback)
{
    const VectorSource source = openVectorSource(settings.source, QStringLiteral("crime table"));
    OGRLayer &layer = layerOf(source, settings.layer, settings.source);
    const TableColumns columns = findColumns(layer, settings);
    readOnly(layer, columns);
    const DateOrder order = dateOrderOf(layer, columns, settings, feedback);
    const std::size_t expected = estimateRows(settings.source, layer);

    RowReader reader(columns, order, settings, *neighborhoods, geometryCrsOf(layer));
    reader.incidents.reserve(std::min<std::size_t>(expected, 50'000'000));
    const QuietGdal quiet;
    layer.ResetReading();
    for (const auto &feature : layer) {
        reader.read(*feature);
        if (reader.report.rows % 2000 == 0)
            feedback.checkpoint(expected ? 0.9 * std::min(1.0, double(reader.report.rows) / double(expected)) : 0);
    }
    requireWholeRead(settings.source);
    requireAllLines(reader.report, expected, settings);
    requireSense(reader, settings, *neighborhoods);

    ImportReport report = std::move(reader.report);
    const QStringList types = sortTypes(reader.types(), reader.incidents);
    auto table = std::make_shared<const IncidentTable>(std::move(reader.incidents), types);
    feedback.checkpoint(0.95);
    report.describe(*table, *neighborhoods);
    report.leftOutColumns = columns.leftOut;
    report.columns = columns.chosen;
    report.sources = {sourceFileOf(settings.source)};
    auto targets = std::make_shared<const Target>(target, *table);
    if (!target.isEmpty())
        targets->requireAll(*table);
    feedback.checkpoint(1);
    return {QFileInfo(shownSource(settings.source)).completeBaseName(), std::move(neighborhoods), table, std::move(targets), std::make_shared<const ImportReport>(std::move(report))};
}

City importCity(const ImportSettings &settings, Feedback &feedback)
{
    City city = importIncidents(settings.incidents, readNeighborhoods(settings.neighborhoods), settings.target, feedback);
    ImportReport report = *city.report;
    report.sources.push_back(sourceFileOf(settings.neighborhoods.source));
    city.report = std::make_shared<const ImportReport>(std::move(report));
    return city;
}

void writeRejectedRows(const IncidentSettings &settings, const ImportReport &report, const QString &path,
                       Feedback &feedback)
{
    const VectorSource source = openVectorSource(settings.source, QStringLiteral("crime table"));
    OGRLayer &layer = layerOf(source, settings.layer, settings.source);
    const QStringList fields = fieldNames(layer);
    QList<int> shown;
    for (int i = 0; i < fields.size(); ++i)
        if (!isAboutPersons(fields[i]))
            shown << i;
    const auto quoted = [](QString text) {
        if (!text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"')) && !text.contains(QLatin1Char('\n')))
            return text;
        return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
    };

    if (isSameFile(path, settings.source))
        throw Error(QStringLiteral("%1 is the crime table itself. Choose another file for the rejected rows.").arg(path));
    writeWholeFile(path, [&](QIODevice &file) {
        QStringList line = {QStringLiteral("row"), QStringLiteral("reason")};
        for (const int field : shown)
            line << quoted(fields[field]);
        file.write(line.join(QLatin1Char(',')).toUtf8() + '\n');
        const QuietGdal quiet;
        std::uint32_t row = 0;
        auto next = report.rejected.begin();
        layer.ResetReading();
        for (const auto &feature : layer) {
            if (next == report.rejected.end())
                break;
            if (++row % 2000 == 0)
                feedback.checkpoint(double(row) / report.rows);
            if (row != next->row)
                continue;
            line = {QString::number(row), rejectionKey(next->reason)};
            for (const int field : shown)
                line << quoted(QString::fromUtf8(feature->GetFieldAsString(field)));
            file.write(line.join(QLatin1Char(',')).toUtf8() + '\n');
            ++next;
        }
    });
    feedback.checkpoint(1);
}

} // namespace forewatch
