#include "engine/data/importer.h"

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/text.h"
#include "engine/data/row_reader.h"

#include <QFileInfo>

#include <algorithm>
#include <future>

namespace forewatch {

namespace {

/// A quotation mark that nothing closes swallows the rest of a CSV into one row, which then lacks its other fields.
void requireAllLines(const ImportReport &report, std::size_t lines, const IncidentSettings &settings)
{
    const bool lastIsBroken = !report.rejected.empty() && report.rejected.back().row == report.rows;
    if (isDelimitedText(settings.source) && lastIsBroken && report.rows + 100 < lines * 9 / 10)
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
    const std::uint32_t inPeriod = report.rows - report.rejectedFor(Rejection::OutsidePeriod);
    if (inPeriod > 0 && reader.swapped > inPeriod / 2)
        throw Error(QStringLiteral("Longitude and latitude of %1 are swapped: %2 rows would lie in the city the other "
                                   "way round. Say --swap-axes, or name the columns with --columns lon=NAME,lat=NAME.")
                        .arg(shownSource(settings.source), grouped(static_cast<qint64>(reader.swapped))));
    if (reader.zoned > report.rows / 2)
        throw Error(QStringLiteral("The times of %1 carry a time zone (as in “2022-01-01 05:00:00+00”), so they are not "
                                   "the city's wall clock. Name the city's time zone with --city-time-zone, e.g. "
                                   "America/New_York.")
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

SourceFile sourceFileOf(const QString &source)
{
    return {shownSource(source), QFileInfo(source).isFile() ? sha256OfFile(source) : QString()};
}

/// What was found out on the way.
void describeReading(ImportReport &report, const CrimeTable &table, const ReadingPlan &plan)
{
    report.leftOutColumns = plan.columns.leftOut;
    report.columns = plan.columns.chosen();
    report.kind = plan.columns.kind ? plan.columns.kind->name : QString();
    report.crs = plan.crsName;
    report.crsGuessed = plan.crsGuessed;
    report.axesSwapped = plan.swapAxes;
    report.dateOrder = dateOrderKey(plan.order);
    report.timeZone = plan.asWritten ? wallClock : plan.tableClock ? plan.tableClock->zone() : QString();
    report.cityTimeZone = plan.cityClock ? plan.cityClock->zone() : QString();
    report.delimiter = table.delimiter;
    report.encoding = table.decode.metOther() ? QStringLiteral("CP1252") : table.encoding;
}

/// The presets of the table's kind, with what the user said over them.
TypeGroups groupsOf(const ReadingPlan &plan, const TypeGroups &groups)
{
    TypeGroups all = plan.columns.kind ? plan.columns.kind->groups : TypeGroups();
    for (auto it = groups.begin(); it != groups.end(); ++it)
        all[it.key()] = it.value();
    return all;
}

} // namespace

City importIncidents(const IncidentSettings &settings, std::shared_ptr<const Neighborhoods> neighborhoods,
                     const QStringList &target, const TypeGroups &groups, Feedback &feedback)
{
    const CrimeTable source = openCrimeTable(settings);
    const ReadingPlan plan = planReading(source, settings, neighborhoods.get(), feedback);
    if (!plan.questions.empty())
        throw Error(plan.questions.front().text);
    const std::size_t expected = estimateRows(settings, *source.layer);
    // As long as reading takes, another thread has the time to go over the bytes.
    std::future<SourceFile> file = std::async(std::launch::async, sourceFileOf, settings.source);

    RowReader reader(source, plan, settings, neighborhoods.get());
    reader.incidents.reserve(std::min<std::size_t>(expected, 50'000'000));
    {
        const QuietGdal quiet;
        for (const auto &feature : *source.layer) {
            reader.read(*feature);
            if (reader.report.rows % 2000 == 0)
                feedback.checkpoint(expected ? 0.9 * std::min(1.0, double(reader.report.rows) / double(expected)) : 0);
        }
        requireWholeRead(settings.source);
    }
    requireAllLines(reader.report, expected, settings);
    requireSense(reader, settings, *neighborhoods);
    reader.noteCutNames();

    IncidentNames names = reader.takeNames();
    const auto table = std::make_shared<const IncidentTable>(std::move(reader.incidents), std::move(names));
    feedback.checkpoint(0.95);
    ImportReport report = std::move(reader.report);
    report.describe(*table, *neighborhoods, plan.cityClock.get());
    describeReading(report, source, plan);
    report.sources = {file.get()};
    const auto targets = std::make_shared<const Target>(
        target.isEmpty() && plan.columns.kind ? plan.columns.kind->target : target, *table);
    if (!target.isEmpty())
        targets->requireAll();
    report.targetEvents = targets->eventsIn(table->all());
    report.targetVictims = targets->victimsIn(table->all());
    feedback.checkpoint(1);
    return {QFileInfo(shownSource(settings.source)).completeBaseName(),
            std::move(neighborhoods),
            table,
            targets,
            std::make_shared<const ImportReport>(std::move(report)),
            groupsOf(plan, groups)};
}

City importCity(const ImportSettings &settings, Feedback &feedback)
{
    City city = importIncidents(settings.incidents, readNeighborhoods(settings.neighborhoods), settings.target,
                                settings.groups, feedback);
    ImportReport report = *city.report;
    report.sources.push_back(sourceFileOf(settings.neighborhoods.source));
    city.report = std::make_shared<const ImportReport>(std::move(report));
    return city;
}

} // namespace forewatch
