#include "engine/report/risk_report.h"

#include "engine/core/error.h"
#include "engine/core/text.h"
#include "engine/evaluation/model_card_words.h"

#include <algorithm>

namespace forewatch {

namespace {

constexpr std::array<int, 2> pastDays{30, 365};

QString several(std::size_t number, const char *one, const char *more)
{
    return QStringLiteral("%1 %2").arg(grouped(static_cast<qint64>(number)), QLatin1String(number == 1 ? one : more));
}

/// Forecasts whose spans start in `[from, to)`, of those in order of time.
std::span<const RiskPoint> startingIn(std::span<const RiskPoint> points, Time from, Time to)
{
    const auto start = [](const RiskPoint &point) { return point.asked.start; };
    const auto first = std::ranges::lower_bound(points, from, {}, start);
    const auto last = std::ranges::lower_bound(points, to, {}, start);
    return {first, last};
}

/// The part of a forecast from an index on.
Forecast from(const Forecast &whole, std::size_t first)
{
    const auto begin = static_cast<std::ptrdiff_t>(first);
    return {{whole.probabilities.begin() + begin, whole.probabilities.end()},
            {whole.outcomes.begin() + begin, whole.outcomes.end()},
            {whole.day.begin() + begin, whole.day.end()}};
}

/// Probabilities of the last days beside the opponents'.
void takeFigures(PastWorth &past, const Evaluation &evaluation)
{
    const auto first = static_cast<std::size_t>(
        std::ranges::lower_bound(evaluation.examples, past.span.start, {}, [](const Example &example) { return example.asked.start; })
        - evaluation.examples.begin());
    if (first >= evaluation.examples.size())
        return;
    const Forecast model = from(evaluation.model.forecast, first);
    past.model = measure(model, evaluation.model.threshold);
    past.strongest = evaluation.strongest;
    for (const EvaluatedForecast &baseline : evaluation.baselines) {
        const Forecast opponent = from(baseline.forecast, first);
        past.opponents.push_back({baseline.key, measure(opponent, baseline.threshold), pairedBrierSkill(model, opponent)});
    }
}

/// Alerts that speak of some of the span.
std::vector<Alert> overlapping(const std::vector<Alert> &alerts, const Window &span)
{
    std::vector<Alert> some;
    std::ranges::copy_if(alerts, std::back_inserter(some),
                         [&](const Alert &alert) { return alert.span.start < span.end() && span.start < alert.span.end(); });
    return some;
}

} // namespace

QStringList PastWorth::sentences() const
{
    QStringList text = alerts.sentences();
    text.removeLast(); // how brackets are to be read stands below the figures
    const auto opponent = std::ranges::find(opponents, strongest, &PastOpponent::key);
    if (opponent == opponents.end())
        return text;
    const Interval &range = opponent->ahead.interval;
    const QString figures = QStringLiteral("(Brier skill against it: %1 % [%2, %3])")
                                .arg(card::number(100 * opponent->ahead.value, 1), card::number(100 * range.low, 1),
                                     card::number(100 * range.high, 1));
    const char *words = range.low > 0 ? "Its probabilities were better than those of “%1” %2."
        : range.high < 0              ? "Its probabilities were worse than those of “%1” %2."
                                      : "Its probabilities were no better than those of “%1” %2.";
    return text << QString::fromUtf8(words).arg(card::forecastName(strongest), figures);
}

QStringList RiskReport::glance() const
{
    const LedgerTotals &totals = ledger.totals;
    QString came = QStringLiteral("%1: %2 right, %3 false%4. %5: %6 within an alert, %7 outside.")
                       .arg(several(ledger.alerts.size(), "alert", "alerts"), grouped(static_cast<qint64>(totals.hits)),
                            grouped(static_cast<qint64>(totals.falseAlerts)),
                            totals.open > 0 ? QStringLiteral(", %1 not known yet").arg(totals.open) : QString(),
                            several(totals.targets, "target event", "target events"), grouped(static_cast<qint64>(totals.caught)),
                            grouped(static_cast<qint64>(totals.targets - totals.caught)));
    QStringList lines{came};
    const auto highest = std::ranges::max_element(timeline.points, {}, &RiskPoint::probability);
    if (highest != timeline.points.end())
        lines << QStringLiteral("The risk was highest for %1: %2, where hours like these have %3.")
                     .arg(formatWindow(highest->asked), card::percent(highest->probability), card::percent(highest->hourRate));
    if (seen)
        lines << QStringLiteral("Part of this span was learnt from or tuned on: its figures flatter the model.");
    if (byHand)
        lines << QStringLiteral("The alert policy was set by hand, perhaps after a look at these days: what it came to here says little about "
                                "other days.");
    if (timeline.span.end() < span.end())
        lines << QStringLiteral("The forecasts end with %1: the table holds nothing later to make one from. This is no calm, it is "
                                "not known.").arg(formatTime(timeline.span.end()));
    if (!past.empty())
        lines << QStringLiteral("Over the last %1 days: %2").arg(past.back().days).arg(past.back().alerts.sentences().front());
    else
        lines << missingPast;
    return lines;
}

namespace {

/// Shares of the target events in the highest-ranked parts of the area, by the model and by the density.
QString placesInWords(const Evaluation &evaluation)
{
    if (!evaluation.places)
        return {};
    const auto said = [&](const char *key, const char *who) {
        const auto figures = std::ranges::find(evaluation.places->figures, QLatin1String(key), &PlaceFigures::key);
        return figures == evaluation.places->figures.end()
            ? QString()
            : QStringLiteral("%1: %2 of the target events in the highest-ranked 1 % of the area, %3 in 5 %, %4 in 10 % [%5, %6]. ")
                  .arg(QString::fromUtf8(who), card::percent(figures->top1), card::percent(figures->top5), card::percent(figures->top10),
                       card::number(100 * figures->top10Interval.low, 1), card::number(100 * figures->top10Interval.high, 1));
    };
    const QString density = said("density", "Kernel density");
    return (said("model", "Model") + density + QStringLiteral("%1 events.").arg(evaluation.places->events)).trimmed();
}

void rank(RiskReport &report, const Model &model, Time start, Feedback &feedback)
{
    try {
        report.rankedAreas = std::make_shared<const AreaSet>(neighborhoodAreas(report.city));
        StageFeedback fitting(feedback, 0, 0.8);
        const RankingGround ground = rankingGround(model, report.city, report.rankedAreas, fitting);
        StageFeedback ranking(feedback, 0.8, 1);
        const PlaceForecast forecast = forecastPlaces(model, ground, std::span(&start, 1), ranking);
        report.ranking = rankAreas(ground, forecast, 0);
    } catch (const Error &error) {
        report.missingRanking = error.message();
    }
}

} // namespace

RiskReport makeRiskReport(const Model &model, const City &city, const ReportSettings &settings, Feedback &feedback)
{
    const ModelCard &card = model.card;
    if (card.task.question == Question::SameWindow)
        throw Error(QStringLiteral("The model “%1” is asked about windows that are over, with the answer drawn in: it warns of nothing, and "
                                   "there is nothing to report. Choose a model that looks ahead (--task next-window).").arg(card.name));
    const Window known = city.incidents->coveredDays();
    const Window &span = settings.span;
    if (span.start < known.start || span.start >= known.end())
        throw Error(QStringLiteral("The table says nothing of %1: it runs from %2 to %3. Choose a span that begins within it.")
                        .arg(formatWindow(span), formatTime(known.start), formatTime(known.end())));

    RiskReport report;
    report.city = city;
    report.card = card;
    report.span = span;
    report.knownTo = known.end();
    report.byHand = settings.byHand;
    report.newest = city.incidents->all().back().time;

    const Time end = std::min(span.end(), known.end());
    const Time unseen = card.split.seenTo();
    const auto begin = [&](int days) { return std::max(unseen, end - std::chrono::days(days)); };
    // Alerts do not begin anew at midnight: what was before the span is scored too.
    const Time first = std::min(span.start - std::chrono::days(1), begin(pastDays.back()));

    StageFeedback tuning(feedback, 0, 0.2);
    const AlertPolicy policy
        = settings.budget ? policyWithin(settings.policy, *settings.budget, model, city, settings.step, tuning) : settings.policy;
    StageFeedback scoring(feedback, 0.2, 0.7);
    RiskTimeline whole = makeRiskTimeline(
        model, city, WindowSequence::startingIn(std::max(first, known.start), span.end(), card.task.askedLength(), settings.step), scoring);
    whole.apply(policy);

    report.timeline = whole;
    const auto points = startingIn(whole.points, span.start, span.end());
    if (points.empty())
        throw Error(QStringLiteral("No forecast can be made for %1: the table lacks what comes before it. Choose a later span.").arg(formatWindow(span)));
    report.timeline.points.assign(points.begin(), points.end());
    report.timeline.span = {points.front().asked.start, points.back().asked.end() - points.front().asked.start};
    report.timeline.alerts = overlapping(whole.alerts, report.timeline.span);
    std::erase_if(report.timeline.targets, [&](Time target) { return !report.timeline.span.contains(target); });
    report.seen = points.front().asked.start < unseen;
    const TargetHistory history(city, card.task);
    report.ledger = makeLedger(report.timeline.alerts, report.timeline.span, history.happenedIn(report.timeline.span), known.end());

    StageFeedback ranking(feedback, 0.7, 0.8);
    rank(report, model, std::ranges::max_element(report.timeline.points, {}, &RiskPoint::probability)->asked.start, ranking);
    StageFeedback judging(feedback, 0.8, 1);
    if (end - unseen < std::chrono::days(1)) {
        report.missingPast = QStringLiteral("What alerts are worth cannot be said: there are no days before that this model had not seen.");
    } else {
        const Evaluation evaluation = evaluateModel(model, city, begin(pastDays.back()), end, judging);
        report.placesWorth = placesInWords(evaluation);
        for (const int days : pastDays) {
            const auto past = startingIn(whole.points, begin(days), end);
            const auto there = static_cast<int>(std::chrono::duration_cast<std::chrono::days>(end - begin(days)).count());
            if (past.empty() || (!report.past.empty() && report.past.back().days == there))
                continue;
            PastWorth worth;
            worth.days = there;
            worth.span = {begin(days), end - begin(days)};
            worth.alerts = accountFor(policy, card, city, past);
            worth.alerts.byHand = settings.byHand;
            takeFigures(worth, evaluation);
            report.past.push_back(std::move(worth));
        }
        if (const auto there = std::chrono::duration_cast<std::chrono::days>(end - begin(pastDays.back())); there.count() < pastDays.back())
            report.missingPast = QStringLiteral("Only %1 days before the end of the span were not learnt from or tuned on.").arg(there.count());
    }
    // The last day that is over when the span ends: nothing of later hours is counted.
    report.daily = dailyTable(city, settings.areas, std::max(midnightOf(end) - std::chrono::days(1), midnightOf(known.start)), known);
    feedback.checkpoint(1);
    return report;
}

} // namespace forewatch
