#include "engine/plot/forecast_charts.h"

#include "engine/core/text.h"
#include "engine/plot/chart_words.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace forewatch {

namespace {

constexpr std::size_t bins = 10;
/// More points than this show nothing more on a line.
constexpr std::size_t mostPoints = 600;

std::size_t targetsOf(const Forecast &forecast)
{
    return static_cast<std::size_t>(std::ranges::count_if(forecast.outcomes, [](auto outcome) { return outcome != 0; }));
}

double ratio(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

const EvaluatedForecast *baselineOf(const Evaluation &evaluation, const QString &key)
{
    const auto found = std::ranges::find(evaluation.baselines, key, &EvaluatedForecast::key);
    return found == evaluation.baselines.end() || found->forecast.probabilities.empty() ? nullptr : &*found;
}

QString spokenName(const QString &key)
{
    return QString(key).replace(QLatin1Char('_'), QLatin1Char(' '));
}

QString number(double value, int decimals)
{
    return QString::number(value, 'f', decimals);
}

std::vector<AxisMark> shareMarks(double highest)
{
    std::vector<AxisMark> marks;
    for (const double at : axisMarks(highest, 5, false))
        marks.push_back({at, QStringLiteral("%1 %").arg(100 * at, 0, 'g', 3)});
    return marks;
}

std::vector<AxisMark> numberMarks(double highest)
{
    std::vector<AxisMark> marks;
    for (const double at : axisMarks(highest, 5, false))
        marks.push_back({at, QStringLiteral("%1").arg(at, 0, 'g', 3)});
    return marks;
}

LineAxes shareAxes(const QString &x, const QString &y)
{
    return {.xTo = 1, .yTo = 1, .x = shareMarks(1), .y = shareMarks(1), .xTitle = x, .yTitle = y};
}

/// A curve with a place for each threshold. `place` turns a step into a point of the plot.
template <class Place>
std::vector<ThresholdPoint> curveOf(const std::vector<ThresholdStep> &steps, Place place)
{
    std::vector<ThresholdPoint> points;
    for (const ThresholdStep &step : steps)
        points.push_back({step.threshold, place(step)});
    return points;
}

LineSeries lineOf(const QString &name, LineSeries::Look look, const std::vector<ThresholdPoint> &points, bool told)
{
    LineSeries series{.name = name, .look = look};
    const std::size_t every = points.size() / mostPoints + 1;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (i % every != 0 && i + 1 != points.size())
            continue;
        series.points.push_back(points[i].at);
        if (told)
            series.tells << QStringLiteral("From %1 on").arg(percentText(points[i].threshold));
    }
    return series;
}

/// What all charts of one evaluation share.
struct Maker
{
    const Evaluation &evaluation;
    const Forecast &forecast;
    const EvaluatedForecast *beside;
    double windows;
    double targets;
    double days;

    Maker(const Evaluation &all, const QString &besideKey)
        : evaluation(all)
        , forecast(all.model.forecast)
        , beside(baselineOf(all, besideKey))
        , windows(static_cast<double>(forecast.probabilities.size()))
        , targets(static_cast<double>(targetsOf(forecast)))
        , days(static_cast<double>(std::set<int>(forecast.day.begin(), forecast.day.end()).size()))
    {
    }

    ChartContents contents(const QString &title, const QString &note, const QStringList &columns) const
    {
        QString subtitle = QStringLiteral("%1 windows, %2 of them with a target (%3)")
                               .arg(grouped(static_cast<qint64>(windows)), grouped(static_cast<qint64>(targets)),
                                    percentText(ratio(targets, windows)));
        if (!evaluation.examples.empty())
            subtitle += QStringLiteral(", %1 to %2").arg(formatTime(evaluation.examples.front().asked.start).left(10),
                                                         formatTime(evaluation.examples.back().asked.start).left(10));
        return {.title = title, .subtitle = subtitle, .note = note, .columns = columns, .rows = {}, .json = {}};
    }

    QString besideName() const { return spokenName(beside->key); }

    template <class Place>
    std::shared_ptr<const ScoreChart> curve(ChartContents contents, LineAxes axes, std::optional<LineSeries> without, Place place) const
    {
        const auto steps = thresholdSteps(forecast);
        for (const ThresholdStep &step : steps) {
            const QPointF at = place(step);
            contents.rows.push_back({number(std::min(step.threshold, 1.), 6), QString::number(step.hits),
                                     QString::number(step.falseAlerts), number(at.x(), 6), number(at.y(), 6)});
        }
        ScoreChart::Parts parts{.points = curveOf(steps, place)};
        std::vector<LineSeries> series{lineOf(QStringLiteral("model"), LineSeries::Look::Main, parts.points, true)};
        if (beside)
            series.push_back(lineOf(besideName(), LineSeries::Look::Quiet, curveOf(thresholdSteps(beside->forecast), place), false));
        if (without)
            series.push_back(*without);
        return std::make_shared<const ScoreChart>(std::move(contents), std::move(axes), std::move(series), std::move(parts));
    }

    std::shared_ptr<const ScoreChart> roc() const
    {
        const auto interval = evaluation.model.metrics.intervals.value(QStringLiteral("auc"));
        QString note = QStringLiteral("Area under the curve: %1 (95 %: %2 to %3)")
                           .arg(number(evaluation.model.metrics.auc, 3), number(interval.low, 3), number(interval.high, 3));
        if (beside)
            note += QStringLiteral("; %1: %2").arg(besideName(), number(beside->metrics.auc, 3));
        return curve(contents(QStringLiteral("Targets caught against false alerts (ROC)"), note + QLatin1Char('.'),
                              {QStringLiteral("threshold"), QStringLiteral("hits"), QStringLiteral("false_alerts"),
                               QStringLiteral("false_alert_share"), QStringLiteral("caught_share")}),
                     shareAxes(QStringLiteral("quiet windows with an alert"), QStringLiteral("targets caught")),
                     LineSeries{.name = QStringLiteral("chance"), .look = LineSeries::Look::Dashed, .points = {{0, 0}, {1, 1}}},
                     [this](const ThresholdStep &step) {
                         return QPointF(ratio(static_cast<double>(step.falseAlerts), windows - targets),
                                        ratio(static_cast<double>(step.hits), targets));
                     });
    }

    std::shared_ptr<const ScoreChart> precisionRecall() const
    {
        const double base = ratio(targets, windows);
        return curve(contents(QStringLiteral("Right alerts against targets caught (PR)"),
                              QStringLiteral("The dashed line is the base rate: how often an alert without skill is right. The "
                                             "leftmost alerts are few, and their share is chancy."),
                              {QStringLiteral("threshold"), QStringLiteral("hits"), QStringLiteral("false_alerts"),
                               QStringLiteral("caught_share"), QStringLiteral("right_share")}),
                     shareAxes(QStringLiteral("targets caught"), QStringLiteral("alerts that are right")),
                     LineSeries{.name = QStringLiteral("base rate"), .look = LineSeries::Look::Dashed, .points = {{0, base}, {1, base}}},
                     [this](const ThresholdStep &step) {
                         const auto alerts = static_cast<double>(step.hits + step.falseAlerts);
                         // Without an alert none is wrong; the curve starts at the height of its first one.
                         const ThresholdStep first = alerts > 0 ? step : firstStep(step);
                         return QPointF(ratio(static_cast<double>(step.hits), targets),
                                        ratio(static_cast<double>(first.hits), static_cast<double>(first.hits + first.falseAlerts)));
                     });
    }

    /// The first step with an alert, for the one before it.
    ThresholdStep firstStep(const ThresholdStep &none) const
    {
        const auto steps = thresholdSteps(forecast);
        return steps.size() > 1 ? steps[1] : none;
    }

    std::shared_ptr<const ScoreChart> alerts() const
    {
        const double most = ratio(windows, days);
        return curve(contents(QStringLiteral("Alerts a day against targets caught"),
                              QStringLiteral("What a shift works through for what it catches. Dashed: as many alerts at random."),
                              {QStringLiteral("threshold"), QStringLiteral("hits"), QStringLiteral("false_alerts"),
                               QStringLiteral("alerts_a_day"), QStringLiteral("caught_share")}),
                     {.xTo = std::max(most, 1e-9), .yTo = 1, .x = numberMarks(most), .y = shareMarks(1),
                      .xTitle = QStringLiteral("alerts a day"), .yTitle = QStringLiteral("targets caught")},
                     LineSeries{.name = QStringLiteral("at random"), .look = LineSeries::Look::Dashed, .points = {{0, 0}, {most, 1}}},
                     [this](const ThresholdStep &step) {
                         return QPointF(ratio(static_cast<double>(step.hits + step.falseAlerts), days),
                                        ratio(static_cast<double>(step.hits), targets));
                     });
    }

    std::shared_ptr<const ScoreChart> reliability() const
    {
        const auto found = reliabilityBins(forecast);
        double highest = 0;
        for (const ReliabilityBin &bin : found)
            highest = std::max({highest, bin.probability, bin.frequency, bin.perfect.high});
        const auto marks = shareMarks(std::min(highest, 1.));
        const double end = marks.back().at;
        const Metrics &metrics = evaluation.model.metrics;
        ChartContents words = contents(
            QStringLiteral("What was said against what came (reliability)"),
            QStringLiteral("Expected calibration error %1; a perfectly calibrated forecast would get %2 to %3. Each dot is a tenth of "
                           "the windows, the grey range where a perfectly calibrated forecast has it 95 times in 100.")
                .arg(number(metrics.ece, 3), number(metrics.ecePerfect.low, 3), number(metrics.ecePerfect.high, 3)),
            {QStringLiteral("probability"), QStringLiteral("frequency"), QStringLiteral("windows"), QStringLiteral("targets"),
             QStringLiteral("perfect_low"), QStringLiteral("perfect_high")});
        LineSeries dots{.name = QStringLiteral("model"), .look = LineSeries::Look::Main, .dots = true};
        ScoreChart::Parts parts;
        for (const ReliabilityBin &bin : found) {
            dots.points.push_back({bin.probability, bin.frequency});
            dots.tells << QStringLiteral("Said %1, came %2: %3 of %4 windows. A perfectly calibrated forecast: %5 to %6")
                              .arg(percentText(bin.probability), percentText(bin.frequency), grouped(static_cast<qint64>(bin.targets)),
                                   grouped(static_cast<qint64>(bin.windows)), percentText(bin.perfect.low), percentText(bin.perfect.high));
            words.rows.push_back({number(bin.probability, 6), number(bin.frequency, 6), QString::number(bin.windows),
                                  QString::number(bin.targets), number(bin.perfect.low, 6), number(bin.perfect.high, 6)});
            parts.ranges.push_back({bin.probability - end / 90, bin.probability + end / 90, bin.perfect.low, bin.perfect.high});
        }
        std::vector<LineSeries> series{dots};
        if (beside) {
            LineSeries other{.name = besideName(), .look = LineSeries::Look::Quiet};
            for (const ReliabilityBin &bin : reliabilityBins(beside->forecast))
                other.points.push_back({std::min(bin.probability, end), std::min(bin.frequency, end)});
            series.push_back(other);
        }
        series.push_back({.name = QStringLiteral("perfect"), .look = LineSeries::Look::Dashed, .points = {{0, 0}, {end, end}}});
        return std::make_shared<const ScoreChart>(
            std::move(words),
            LineAxes{.xTo = end, .yTo = end, .x = marks, .y = marks, .xTitle = QStringLiteral("probability"), .yTitle = QStringLiteral("share with a target")},
            std::move(series), std::move(parts));
    }

    std::shared_ptr<const ScoreChart> histogram() const
    {
        constexpr std::size_t steps = 20;
        const double highest = *std::ranges::max_element(forecast.probabilities);
        const auto marks = shareMarks(std::min(std::max(highest, 1e-3), 1.));
        const double end = marks.back().at;
        std::array<std::array<std::size_t, steps>, 2> counts{};
        for (std::size_t i = 0; i < forecast.probabilities.size(); ++i) {
            const double at = forecast.probabilities[i] / end * static_cast<double>(steps);
            ++counts[forecast.outcomes[i] ? 1 : 0][std::min(static_cast<std::size_t>(std::max(at, 0.)), steps - 1)];
        }
        ChartContents words = contents(QStringLiteral("Probabilities by what came"),
                                       QStringLiteral("Share of the windows of each kind. The further the line lies to the right of the "
                                                      "columns, the better the two are told apart."),
                                       {QStringLiteral("from"), QStringLiteral("to"), QStringLiteral("with_target"), QStringLiteral("without")});
        LineSeries outline{.name = QStringLiteral("with a target"), .look = LineSeries::Look::Main};
        ScoreChart::Parts parts;
        double most = 0;
        for (std::size_t i = 0; i < steps; ++i) {
            const double from = end * static_cast<double>(i) / static_cast<double>(steps);
            const double to = end * static_cast<double>(i + 1) / static_cast<double>(steps);
            const double with = ratio(static_cast<double>(counts[1][i]), targets);
            const double without = ratio(static_cast<double>(counts[0][i]), windows - targets);
            most = std::max({most, with, without});
            parts.columns.push_back({from, to, 0, without});
            const QString tell = QStringLiteral("%1 to %2: %3 windows with a target, %4 without")
                                     .arg(percentText(from), percentText(to), grouped(static_cast<qint64>(counts[1][i])),
                                          grouped(static_cast<qint64>(counts[0][i])));
            outline.points.insert(outline.points.end(), {{from, with}, {to, with}});
            outline.tells << tell << tell;
            words.rows.push_back({number(from, 4), number(to, 4), QString::number(counts[1][i]), QString::number(counts[0][i])});
        }
        const auto yMarks = shareMarks(most);
        return std::make_shared<const ScoreChart>(
            std::move(words),
            LineAxes{.xTo = end, .yTo = yMarks.back().at, .x = marks, .y = yMarks, .xTitle = QStringLiteral("probability"),
                     .yTitle = QStringLiteral("share; columns: without a target")},
            std::vector{outline}, std::move(parts));
    }
};

/// 95 % range of the share of ones among independent draws with these probabilities.
Interval rangeOfShare(std::span<const double> probabilities)
{
    const auto count = static_cast<double>(probabilities.size());
    double mean = 0;
    double variance = 0;
    for (const double p : probabilities) {
        mean += p;
        variance += p * (1 - p);
    }
    if (variance > 100) {
        const double reach = 1.96 * std::sqrt(variance);
        return {std::max(0., mean - reach) / count, std::min(count, mean + reach) / count};
    }
    // The distribution of the sum, draw by draw; beyond ten deviations there is nothing.
    const std::size_t most = std::min(probabilities.size(), static_cast<std::size_t>(mean + 10 * std::sqrt(variance) + 20));
    std::vector<double> chance(most + 1);
    chance[0] = 1;
    for (const double p : probabilities)
        for (std::size_t k = most + 1; k-- > 0;)
            chance[k] = chance[k] * (1 - p) + (k > 0 ? chance[k - 1] * p : 0);
    Interval range{0, 1};
    double sum = 0;
    bool below = true;
    for (std::size_t k = 0; k <= most; ++k) {
        sum += chance[k];
        if (below && sum > 0.025) {
            range.low = static_cast<double>(k) / count;
            below = false;
        }
        if (sum >= 0.975) {
            range.high = static_cast<double>(k) / count;
            break;
        }
    }
    return range;
}

} // namespace

QString forecastChartKey(ForecastChart kind)
{
    switch (kind) {
    case ForecastChart::Roc:
        return QStringLiteral("roc");
    case ForecastChart::PrecisionRecall:
        return QStringLiteral("precision-recall");
    case ForecastChart::Reliability:
        return QStringLiteral("reliability");
    case ForecastChart::Histogram:
        return QStringLiteral("histogram");
    case ForecastChart::Alerts:
        break;
    }
    return QStringLiteral("alerts");
}

std::shared_ptr<const ScoreChart> makeForecastChart(const Evaluation &evaluation, ForecastChart kind, const QString &beside)
{
    const Maker maker(evaluation, beside);
    switch (kind) {
    case ForecastChart::Roc:
        return maker.roc();
    case ForecastChart::PrecisionRecall:
        return maker.precisionRecall();
    case ForecastChart::Reliability:
        return maker.reliability();
    case ForecastChart::Histogram:
        return maker.histogram();
    case ForecastChart::Alerts:
        break;
    }
    return maker.alerts();
}

std::vector<ThresholdStep> thresholdSteps(const Forecast &forecast)
{
    std::vector<std::size_t> falling(forecast.probabilities.size());
    std::iota(falling.begin(), falling.end(), std::size_t(0));
    std::ranges::sort(falling, std::greater(), [&](std::size_t i) { return forecast.probabilities[i]; });
    std::vector<ThresholdStep> steps{{std::nextafter(1., 2.), 0, 0}};
    for (const std::size_t i : falling) {
        const double probability = forecast.probabilities[i];
        if (steps.size() == 1 || probability != steps.back().threshold)
            steps.push_back({probability, steps.back().hits, steps.back().falseAlerts});
        ++(forecast.outcomes[i] ? steps.back().hits : steps.back().falseAlerts);
    }
    return steps;
}

std::vector<ReliabilityBin> reliabilityBins(const Forecast &forecast)
{
    const std::size_t count = forecast.probabilities.size();
    std::vector<std::size_t> falling(count);
    std::iota(falling.begin(), falling.end(), std::size_t(0));
    std::ranges::stable_sort(falling, std::greater(), [&](std::size_t i) { return forecast.probabilities[i]; });
    std::vector<ReliabilityBin> found;
    for (std::size_t bin = bins; bin-- > 0;) {
        std::vector<double> said;
        std::size_t targets = 0;
        for (std::size_t at = bin * count / bins; at < (bin + 1) * count / bins; ++at) {
            said.push_back(forecast.probabilities[falling[at]]);
            targets += forecast.outcomes[falling[at]] != 0;
        }
        if (said.empty())
            continue;
        const auto size = static_cast<double>(said.size());
        found.push_back({std::accumulate(said.begin(), said.end(), 0.) / size, static_cast<double>(targets) / size, said.size(),
                         targets, rangeOfShare(said)});
    }
    return found;
}

} // namespace forewatch
