#include "engine/plot/city_charts.h"

#include "engine/analysis/monthly_trend.h"
#include "engine/analysis/outdoor_share.h"
#include "engine/analysis/type_counts.h"
#include "engine/analysis/week_hours.h"
#include "engine/core/text.h"
#include "engine/plot/bar_chart.h"
#include "engine/plot/chart_words.h"
#include "engine/plot/line_chart.h"
#include "engine/plot/matrix_chart.h"
#include "engine/plot/time_ticks.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

QString number(std::size_t count)
{
    return grouped(static_cast<qint64>(count));
}

QString plain(double value, int decimals)
{
    return QString::number(value, 'f', decimals);
}

std::shared_ptr<const Chart> emptyChart(ChartContents contents, const QString &why)
{
    return std::make_shared<const EmptyChart>(std::move(contents), why);
}

std::shared_ptr<const Chart> makeOutdoors(const ChartScope &scope, const ChartSettings &settings)
{
    const OutdoorShare share = outdoorShare(scope.city);
    const QString target = capitalized(scope.city.target->spoken());
    const std::size_t all = scope.city.incidents->size();
    ChartContents contents = contentsFor(scope, settings, QStringLiteral("Outdoors: %1 beside all other recorded crime").arg(target.toLower()),
                                         all, QStringLiteral("incidents"));
    contents.columns = {QStringLiteral("group"), QStringLiteral("outside"), QStringLiteral("inside"), QStringLiteral("unknown"),
                        QStringLiteral("share_outside"), QStringLiteral("low"), QStringLiteral("high")};
    const auto add = [&](const QString &key, const SettingCounts &counts) {
        const auto [low, high] = wilsonInterval(counts.outdoors());
        contents.rows.push_back({key, QString::number(counts.outside), QString::number(counts.inside), QString::number(counts.unknown),
                                 counts.outdoors().whole ? plain(counts.outdoors().value(), 6) : QString(),
                                 plain(low, 6), plain(high, 6)});
        contents.json.insert(key, QJsonObject{{QStringLiteral("outside"), static_cast<qint64>(counts.outside)},
                                              {QStringLiteral("inside"), static_cast<qint64>(counts.inside)},
                                              {QStringLiteral("unknown"), static_cast<qint64>(counts.unknown)},
                                              {QStringLiteral("share_outside"), counts.outdoors().value()},
                                              {QStringLiteral("low"), low}, {QStringLiteral("high"), high}});
    };
    add(QStringLiteral("target_rows"), share.targetRows);
    add(QStringLiteral("target_events"), share.targetEvents);
    add(QStringLiteral("others"), share.others);
    if (share.targetRows.outdoors().whole + share.others.outdoors().whole == 0)
        return emptyChart(std::move(contents), QStringLiteral("The table does not say of any of these incidents whether it was inside or outside. "
                                                              "Name its column when you open it, or loosen the filter."));
    const auto unknown = [](const QString &name, const SettingCounts &counts) {
        return QStringLiteral("%1 of %2 %3").arg(number(counts.unknown), number(counts.unknown + counts.inside + counts.outside), name);
    };
    contents.note = QStringLiteral("Of the rows whose setting the table says; each victim is a row. Not said for %1 and %2, which are left out. "
                                   "By events (rows of one time and place once) %3 of the targets are outdoors. Whiskers: 95 % intervals (Wilson).")
                        .arg(unknown(QStringLiteral("target rows"), share.targetRows), unknown(QStringLiteral("others"), share.others),
                             percentText(share.targetEvents.outdoors().value()));
    const auto column = [&](const QString &label, const SettingCounts &counts, Group group) {
        const Share part = counts.outdoors();
        const auto [low, high] = wilsonInterval(part);
        const QString base = QStringLiteral("%1 of %2").arg(number(part.part), number(part.whole));
        return ShareColumn{label, base, part, group,
                           QStringLiteral("%1\n%2 outdoors (%3), 95 % interval %4 to %5\nNot said: %6")
                               .arg(label, percentText(part.value()), base, percentText(low), percentText(high), number(counts.unknown))};
    };
    return std::make_shared<const ShareChart>(
        std::move(contents), std::vector{column(target, share.targetRows, Group::Target),
                                         column(QStringLiteral("All other crime"), share.others, Group::Other)});
}

std::shared_ptr<const Chart> makeTypes(const ChartScope &scope, const ChartSettings &settings)
{
    const std::vector<TypeCount> counts = typeCounts(scope.city);
    const std::size_t events = scope.city.target->eventsIn(scope.city.incidents->all());
    std::size_t victims = 0;
    for (const TypeCount &count : counts)
        victims += count.group == Group::Target ? count.rows : 0;
    ChartContents contents = contentsFor(scope, settings, QStringLiteral("Incidents by type"), scope.city.incidents->size(),
                                         QStringLiteral("incidents"));
    contents.note = QStringLiteral("Rows of the table. %1: %2 events (distinct times and places) with %3 victims (rows). "
                                   "A line across a bar: events where they are fewer than rows.")
                        .arg(capitalized(scope.city.target->spoken()), number(events), number(victims));
    contents.json.insert(QStringLiteral("target_events"), static_cast<qint64>(events));
    contents.json.insert(QStringLiteral("target_victims"), static_cast<qint64>(victims));
    contents.columns = {QStringLiteral("type"), QStringLiteral("group"), QStringLiteral("rows"), QStringLiteral("events")};
    QJsonArray types;
    std::vector<Bar> bars;
    for (const TypeCount &count : counts) {
        contents.rows.push_back({count.type, groupKey(count.group), QString::number(count.rows), QString::number(count.events)});
        types.append(QJsonObject{{QStringLiteral("type"), count.type}, {QStringLiteral("group"), groupKey(count.group)},
                                 {QStringLiteral("rows"), static_cast<qint64>(count.rows)},
                                 {QStringLiteral("events"), static_cast<qint64>(count.events)}});
        const bool target = count.group == Group::Target;
        const QString text = target ? QStringLiteral("%1 victims, %2 events").arg(number(count.rows), number(count.events))
                                    : number(count.rows);
        bars.push_back({.label = count.type,
                        .value = static_cast<double>(count.rows),
                        .text = text,
                        .tell = QStringLiteral("%1 (%2)\n%3 rows, %4 of all\n%5 events")
                                    .arg(count.type, groupName(count.group).toLower(), number(count.rows),
                                         percentText(static_cast<double>(count.rows) / static_cast<double>(scope.city.incidents->size())),
                                         number(count.events)),
                        .group = count.group,
                        .mark = target && count.events < count.rows ? std::optional(static_cast<double>(count.events)) : std::nullopt});
    }
    contents.json.insert(QStringLiteral("types"), types);
    return std::make_shared<const BarChart>(std::move(contents), std::move(bars));
}

std::shared_ptr<const Chart> makeHours(const ChartScope &scope, const ChartSettings &settings)
{
    const QStringList days{QStringLiteral("Monday"), QStringLiteral("Tuesday"), QStringLiteral("Wednesday"), QStringLiteral("Thursday"),
                           QStringLiteral("Friday"), QStringLiteral("Saturday"), QStringLiteral("Sunday")};
    const WeekHours hours = weekHours(countedIncidents(scope.city, settings.what), scope.span);
    const QString noun = countedNoun(scope.city, settings.what);
    ChartContents contents = contentsFor(scope, settings, QStringLiteral("%1 by hour and weekday").arg(capitalized(noun)), hours.total, noun);
    const auto part = [&](std::size_t count) {
        return percentText(hours.total ? static_cast<double>(count) / static_cast<double>(hours.total) : 0);
    };
    contents.note = QStringLiteral("Color: incidents in an hour of that kind, so that uneven spans do no harm; figures, where they fit: counts. %1 (%2) are at exactly "
                                   "00:00, often a stand-in for an unknown time: distrust the first column. %3 (%4) are at another whole hour.")
                        .arg(number(hours.atMidnight), part(hours.atMidnight), number(hours.atWholeHour), part(hours.atWholeHour));
    contents.json.insert(QStringLiteral("at_midnight"), static_cast<qint64>(hours.atMidnight));
    contents.json.insert(QStringLiteral("at_whole_hour"), static_cast<qint64>(hours.atWholeHour));
    contents.columns = {QStringLiteral("weekday"), QStringLiteral("hour"), QStringLiteral("count"), QStringLiteral("hours"), QStringLiteral("per_hour")};
    double highest = 0;
    for (std::size_t day = 0; day < 7; ++day)
        for (std::size_t hour = 0; hour < 24; ++hour)
            highest = std::max(highest, hours.rate(day, hour));
    Matrix matrix;
    matrix.rowLabels = days;
    matrix.rowSums.assign(7, 0);
    matrix.columnSums.assign(24, 0);
    matrix.least = QStringLiteral("0");
    matrix.most = QStringLiteral("%1 an hour").arg(highest, 0, 'g', 3);
    QJsonArray counts;
    for (std::size_t hour = 0; hour < 24; ++hour)
        matrix.columnLabels << QStringLiteral("%1").arg(hour, 2, 10, QLatin1Char('0'));
    for (std::size_t day = 0; day < 7; ++day) {
        std::vector<MatrixCell> row;
        QJsonArray ofDay;
        for (std::size_t hour = 0; hour < 24; ++hour) {
            const std::size_t count = hours.counts[day][hour];
            const double exposure = hours.exposure[day][hour];
            matrix.rowSums[day] += static_cast<double>(count);
            matrix.columnSums[hour] += static_cast<double>(count);
            const QString name = days[static_cast<qsizetype>(day)];
            row.push_back({.shade = highest > 0 ? hours.rate(day, hour) / highest : 0,
                           .text = number(count),
                           .tell = QStringLiteral("%1 %2:00–%3:00\n%4 in %5 hours, %6 an hour")
                                       .arg(name, matrix.columnLabels[static_cast<qsizetype>(hour)])
                                       .arg(hour + 1, 2, 10, QLatin1Char('0'))
                                       .arg(number(count)).arg(exposure, 0, 'f', 0).arg(hours.rate(day, hour), 0, 'g', 3)});
            contents.rows.push_back({name, QString::number(hour), QString::number(count), plain(exposure, 2), plain(hours.rate(day, hour), 6)});
            ofDay.append(static_cast<qint64>(count));
        }
        matrix.cells.push_back(std::move(row));
        counts.append(ofDay);
    }
    contents.json.insert(QStringLiteral("counts"), counts);
    return std::make_shared<const MatrixChart>(std::move(contents), std::move(matrix));
}

std::shared_ptr<const Chart> makeMonths(const ChartScope &scope, const ChartSettings &settings)
{
    const std::vector<Incident> counted = countedIncidents(scope.city, settings.what);
    const QString noun = countedNoun(scope.city, settings.what);
    const std::vector<MonthCount> months = monthlyTrend(counted, scope.span);
    ChartContents contents = contentsFor(scope, settings, QStringLiteral("%1 by month, with the same months a year before").arg(capitalized(noun)),
                                         counted.size(), noun);
    contents.columns = {QStringLiteral("month"), QStringLiteral("count"), QStringLiteral("covered_days"), QStringLiteral("partial"),
                        QStringLiteral("year_before")};
    LineSeries now{.name = QStringLiteral("each month"), .dots = true};
    LineSeries before{.name = QStringLiteral("a year before"), .look = LineSeries::Look::Quiet};
    const auto xOf = [](Time time) { return static_cast<double>(time.time_since_epoch().count()); };
    std::size_t highest = 0;
    QJsonArray list;
    for (const MonthCount &month : months) {
        const QString key = formatTime(month.start()).left(7);
        const double x = xOf(month.start());
        if (month.partial)
            now.hollow.push_back(now.points.size());
        now.points.push_back({x, static_cast<double>(month.count)});
        highest = std::max(highest, month.count);
        QString tell = QStringLiteral("%1: %2 %3").arg(key, number(month.count), noun);
        if (month.partial)
            tell += QStringLiteral("\nonly %1 days of it are covered").arg(month.coveredDays, 0, 'f', month.coveredDays == std::floor(month.coveredDays) ? 0 : 1);
        if (month.yearBefore) {
            before.points.push_back({x, static_cast<double>(*month.yearBefore)});
            highest = std::max(highest, *month.yearBefore);
            tell += QStringLiteral("\na year before: %1").arg(number(*month.yearBefore));
        }
        now.tells << tell;
        contents.rows.push_back({key, QString::number(month.count), plain(month.coveredDays, 2), month.partial ? QStringLiteral("1") : QStringLiteral("0"),
                                 month.yearBefore ? QString::number(*month.yearBefore) : QString()});
        QJsonObject entry{{QStringLiteral("month"), key}, {QStringLiteral("count"), static_cast<qint64>(month.count)},
                          {QStringLiteral("covered_days"), month.coveredDays}, {QStringLiteral("partial"), month.partial}};
        if (month.yearBefore)
            entry.insert(QStringLiteral("year_before"), static_cast<qint64>(*month.yearBefore));
        list.append(entry);
    }
    contents.json.insert(QStringLiteral("months"), list);
    contents.note = QStringLiteral("Months are of uneven length and counts of few events swing by chance: a month of 60 by about ±15.");
    if (!now.hollow.empty())
        contents.note += QStringLiteral(" Hollow: a month that the span covers in part.");
    if (before.points.empty())
        contents.note += QStringLiteral(" There is no whole month a year before.");
    LineAxes axes;
    axes.xFrom = xOf(months.front().start());
    axes.xTo = std::max(xOf(months.back().start()), axes.xFrom + 86'400);
    for (const auto &[time, label] : timeTicks({months.front().start(), Duration(static_cast<Duration::rep>(axes.xTo - axes.xFrom))}, 12))
        axes.x.push_back({xOf(time), label});
    for (const double mark : axisMarks(static_cast<double>(highest), 6, true))
        axes.y.push_back({mark, grouped(std::llround(mark))});
    axes.yTo = axes.y.back().at;
    std::vector<LineSeries> series{std::move(now)};
    if (!before.points.empty())
        series.push_back(std::move(before));
    return std::make_shared<const LineChart>(std::move(contents), std::move(axes), std::move(series));
}

} // namespace

QString chartKindKey(ChartKind kind)
{
    switch (kind) {
    case ChartKind::Outdoors: return QStringLiteral("outdoors");
    case ChartKind::Types: return QStringLiteral("types");
    case ChartKind::Hours: return QStringLiteral("hours");
    case ChartKind::Months: return QStringLiteral("months");
    case ChartKind::Concentration: return QStringLiteral("concentration");
    case ChartKind::NearRepeat: return QStringLiteral("near-repeat");
    case ChartKind::HeatMap: return QStringLiteral("heat-map");
    }
    return {};
}

std::optional<ChartKind> parseChartKind(const QString &key)
{
    const auto found = std::ranges::find(chartKinds, key, chartKindKey);
    return found == chartKinds.end() ? std::nullopt : std::optional(*found);
}

bool asksWhatIsCounted(ChartKind kind)
{
    return kind != ChartKind::Outdoors && kind != ChartKind::Types;
}

Counted usuallyCounted(ChartKind kind)
{
    return kind == ChartKind::NearRepeat || kind == ChartKind::HeatMap ? Counted::Targets : Counted::All;
}

std::shared_ptr<const Chart> makeChart(const ChartScope &scope, const ChartSettings &settings, Feedback &feedback)
{
    settings.nearRepeat.require();
    feedback.checkpoint(0);
    const bool targets = asksWhatIsCounted(settings.kind) && settings.what == Counted::Targets;
    const auto all = scope.city.incidents->all();
    if (all.empty() || (targets && !scope.city.target->anyIn(all))) {
        const QString noun = targets ? countedNoun(scope.city, Counted::Targets) : QStringLiteral("incidents");
        return emptyChart(contentsFor(scope, settings, {}, 0, noun),
                          QStringLiteral("No %1 in what is shown. Loosen the filter, or look at a longer span.").arg(noun));
    }
    switch (settings.kind) {
    case ChartKind::Outdoors: return makeOutdoors(scope, settings);
    case ChartKind::Types: return makeTypes(scope, settings);
    case ChartKind::Hours: return makeHours(scope, settings);
    case ChartKind::Months: return makeMonths(scope, settings);
    case ChartKind::Concentration: return makeConcentrationChart(scope, settings);
    case ChartKind::NearRepeat: return makeNearRepeatChart(scope, settings, feedback);
    case ChartKind::HeatMap: return makeHeatMapChart(scope, settings, feedback);
    }
    return nullptr;
}

} // namespace forewatch
