#include "engine/plot/skill_chart.h"

#include "engine/core/text.h"
#include "engine/plot/chart_words.h"
#include "engine/plot/line_chart.h"

#include <QJsonArray>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace forewatch {

namespace {

/// More lines than these cannot be told apart.
constexpr std::size_t mostBaselines = 4;
/// Between lines at the same place of the axis, of the distance between places.
constexpr double apart = 0.07;

using Points = std::vector<const RollingEvaluation *>;

Duration placeOf(const RollingEvaluation &evaluation, SkillAxis axis)
{
    return axis == SkillAxis::Delay ? evaluation.task.delay : evaluation.task.lead;
}

QString hoursText(Duration duration)
{
    return QString::number(std::chrono::duration<double, std::ratio<3600>>(duration).count(), 'g', 6);
}

/// `0 h` rather than `0 s`.
QString timeText(Duration duration)
{
    return duration.count() == 0 ? QStringLiteral("0 h") : formatDuration(duration);
}

Estimate skillOf(const PooledForecast &forecast, SkillFigure figure)
{
    if (figure == SkillFigure::NatsAhead)
        return forecast.nats;
    return {forecast.metrics.brierSkill,
            forecast.metrics.intervals.value(QStringLiteral("brier_skill"), {forecast.metrics.brierSkill, forecast.metrics.brierSkill})};
}

/// Null where the evaluation has no such forecast.
const PooledForecast *find(const RollingEvaluation &evaluation, const QString &key)
{
    const auto found = std::ranges::find(evaluation.forecasts, key, &PooledForecast::key);
    return found == evaluation.forecasts.end() ? nullptr : &*found;
}

/// The baselines that all points have, the strongest first: the one the model is least ahead of.
QStringList baselinesOf(const Points &points)
{
    std::vector<std::pair<double, QString>> ranked;
    for (const PooledForecast &forecast : points.front()->forecasts) {
        if (&forecast == &points.front()->forecasts.front())
            continue;
        double sum = 0;
        const bool inAll = std::ranges::all_of(points, [&](const RollingEvaluation *point) {
            const PooledForecast *own = find(*point, forecast.key);
            sum += own ? own->nats.value : 0;
            return own != nullptr;
        });
        if (inAll)
            ranked.emplace_back(sum, forecast.key);
    }
    std::ranges::sort(ranked);
    QStringList keys;
    for (const auto &[sum, key] : ranked)
        keys << key;
    return keys;
}

QString spoken(const QString &key)
{
    return QString(key).replace(QLatin1Char('_'), QLatin1Char(' '));
}

QString shortNumber(double value)
{
    // Without this a rounded −0.0000 remains.
    return QString::number(std::abs(value) < 5e-5 ? 0. : value, 'f', 4).replace(QLatin1Char('-'), QChar(0x2212));
}

QString withInterval(const Estimate &skill)
{
    return QStringLiteral("%1 (%2 to %3)").arg(shortNumber(skill.value), shortNumber(skill.interval.low), shortNumber(skill.interval.high));
}

/// The vertical axis around all ranges and zero.
void fitHeight(LineAxes &axes, const std::vector<LineSeries> &series)
{
    double low = 0;
    double high = 0;
    for (const LineSeries &one : series)
        for (std::size_t i = 0; i < one.points.size(); ++i) {
            low = std::min({low, one.points[i].y(), one.ranges[i].low});
            high = std::max({high, one.points[i].y(), one.ranges[i].high});
        }
    const double step = axisMarks(std::max(high - low, 1e-4), 6, false)[1];
    const auto first = static_cast<int>(std::floor(low / step + 1e-9));
    const auto last = std::max(first + 1, static_cast<int>(std::ceil(high / step - 1e-9)));
    axes.yFrom = first * step;
    axes.yTo = last * step;
    for (int i = first; i <= last; ++i)
        axes.y.push_back({i * step, QStringLiteral("%1").arg(i * step, 0, 'g', 3).replace(QLatin1Char('-'), QChar(0x2212))});
}

/// `5,310`, or `5,310 to 5,460` where they differ.
QString countText(const Points &points)
{
    const auto [least, most] = std::ranges::minmax(points, {}, &RollingEvaluation::windows);
    const QString text = grouped(static_cast<qint64>(least->windows));
    return least->windows == most->windows ? text : text + QStringLiteral(" to ") + grouped(static_cast<qint64>(most->windows));
}

QString subtitleOf(const Points &points, SkillAxis axis)
{
    const RollingEvaluation &first = *points.front();
    const Task &task = first.task;
    QString text = QStringLiteral("%1 windows of %2 in %3 %4").arg(countText(points), formatDuration(task.askedLength()))
                       .arg(first.folds.size()).arg(first.folds.size() == 1 ? QStringLiteral("fold") : QStringLiteral("folds"));
    if (!first.folds.empty())
        text += QStringLiteral(", ") + spanInWords({first.folds.front().validationTo, first.folds.back().to - first.folds.front().validationTo});
    return text + (axis == SkillAxis::Lead && task.reporting == Reporting::AsReported
                       ? QStringLiteral("; rows known as reported")
                       : axis == SkillAxis::Delay ? QStringLiteral("; lead %1").arg(timeText(task.lead))
                                                  : QStringLiteral("; delay %1").arg(timeText(task.delay)));
}

QString noteOf(SkillFigure figure, std::size_t drawn, std::size_t all)
{
    const QString how = figure == SkillFigure::NatsAhead
        ? QStringLiteral("How much more probable the model made what came than each baseline did. Above zero the model is ahead; where "
                         "a bar reaches zero no difference is shown.")
        : QStringLiteral("Share of the base rate's squared error that is avoided; zero is no better than the base rate. Whether the "
                         "model is ahead of a baseline is shown by paired intervals alone, which are those of the nats.");
    const QString which = drawn < all ? QStringLiteral(" Drawn are the %1 of %2 baselines that do best.").arg(drawn).arg(all)
                                      : QString();
    return how + which + QStringLiteral(" Bars: 95 % intervals by resampling days. Times are evenly spaced, not to scale.");
}

std::shared_ptr<const Chart> makeChart(const Points &points, SkillAxis axis, SkillFigure figure)
{
    const bool nats = figure == SkillFigure::NatsAhead;
    const QString axisName = axis == SkillAxis::Delay ? QStringLiteral("reporting delay") : QStringLiteral("lead");
    const QStringList baselines = baselinesOf(points);
    const QString model = points.front()->forecasts.front().key;
    const QStringList drawn = (nats ? QStringList() : QStringList(model)) + baselines.mid(0, mostBaselines - (nats ? 0 : 1));
    using Look = LineSeries::Look;
    constexpr std::array looks = {Look::Main, Look::Quiet, Look::Quiet, Look::Dashed};
    std::vector<LineSeries> series;
    for (qsizetype k = 0; k < drawn.size(); ++k) {
        LineSeries line{.name = spoken(drawn[k]), .look = looks[static_cast<std::size_t>(k)], .dots = true};
        if (k == 1)
            line.color = Group::Violent;
        for (std::size_t i = 0; i < points.size(); ++i) {
            const Estimate skill = skillOf(*find(*points[i], drawn[k]), figure);
            const double offset = apart * (static_cast<double>(k) - static_cast<double>(drawn.size() - 1) / 2);
            line.points.push_back({static_cast<double>(i) + offset, skill.value});
            line.ranges.push_back(skill.interval);
        }
        series.push_back(std::move(line));
    }
    LineAxes axes{.xFrom = -0.5, .xTo = static_cast<double>(points.size()) - 0.5, .x = {}, .y = {}, .xTitle = axisName,
                  .yTitle = nats ? QStringLiteral("nats ahead a window") : QStringLiteral("Brier skill")};
    fitHeight(axes, series);

    ChartContents contents{
        .title = nats ? QStringLiteral("The model’s lead over baselines by %1").arg(axisName)
                      : QStringLiteral("Brier skill by %1").arg(axisName),
        .subtitle = subtitleOf(points, axis),
        .note = noteOf(figure, static_cast<std::size_t>(drawn.size()) - (nats ? 0 : 1), static_cast<std::size_t>(baselines.size())),
        .columns = {axis == SkillAxis::Delay ? QStringLiteral("delay_hours") : QStringLiteral("lead_hours"), QStringLiteral("forecast"),
                    QStringLiteral("windows"), nats ? QStringLiteral("nats_ahead") : QStringLiteral("brier_skill"), QStringLiteral("low"),
                    QStringLiteral("high")},
        .rows = {},
        .json = {}};
    QJsonArray values;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Duration place = placeOf(*points[i], axis);
        axes.x.push_back({static_cast<double>(i), timeText(place)});
        QStringList told{capitalized(axisName) + QLatin1Char(' ') + timeText(place)};
        for (const QString &key : (nats ? QStringList() : QStringList(model)) + baselines) {
            const Estimate skill = skillOf(*find(*points[i], key), figure);
            contents.rows.push_back({hoursText(place), key, QString::number(points[i]->windows), QString::number(skill.value, 'g', 6),
                                     QString::number(skill.interval.low, 'g', 6), QString::number(skill.interval.high, 'g', 6)});
            values << QJsonObject{{contents.columns[0], hoursText(place).toDouble()}, {QStringLiteral("forecast"), key},
                                  {QStringLiteral("windows"), static_cast<qint64>(points[i]->windows)},
                                  {contents.columns[3], skill.value}, {QStringLiteral("low"), skill.interval.low},
                                  {QStringLiteral("high"), skill.interval.high}};
            if (drawn.contains(key))
                told << (nats ? QStringLiteral("ahead of %1 by %2") : QStringLiteral("%1: %2")).arg(spoken(key), withInterval(skill));
        }
        if (!series.empty())
            series.front().tells << told.join(QLatin1Char('\n'));
    }
    contents.json = {{QStringLiteral("title"), contents.title}, {QStringLiteral("points"), values}};
    return std::make_shared<const LineChart>(std::move(contents), std::move(axes), std::move(series));
}

} // namespace

std::vector<SkillPlot> skillPlots(const std::vector<RollingEvaluation> &evaluations, SkillFigure figure)
{
    std::vector<SkillPlot> plots;
    for (const SkillAxis axis : {SkillAxis::Delay, SkillAxis::Lead}) {
        const SkillAxis other = axis == SkillAxis::Delay ? SkillAxis::Lead : SkillAxis::Delay;
        std::set<Duration> fixed;
        for (const RollingEvaluation &evaluation : evaluations)
            fixed.insert(placeOf(evaluation, other));
        for (const Duration one : fixed) {
            Points points;
            for (const RollingEvaluation &evaluation : evaluations)
                if (placeOf(evaluation, other) == one)
                    points.push_back(&evaluation);
            std::ranges::stable_sort(points, {}, [&](const RollingEvaluation *point) { return placeOf(*point, axis); });
            const auto same = std::ranges::unique(points, {}, [&](const RollingEvaluation *point) { return placeOf(*point, axis); });
            points.erase(same.begin(), same.end());
            if (points.size() < 2)
                continue;
            QString key = axis == SkillAxis::Delay ? QStringLiteral("by-delay") : QStringLiteral("by-lead");
            if (fixed.size() > 1)
                key += (axis == SkillAxis::Delay ? QStringLiteral("-lead-") : QStringLiteral("-delay-")) + timeText(one).remove(QLatin1Char(' '));
            plots.push_back({key, makeChart(points, axis, figure)});
        }
    }
    return plots;
}

} // namespace forewatch
