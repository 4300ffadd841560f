#include "engine/warning/live_watch.h"

#include "engine/core/error.h"
#include "engine/core/text.h"

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

using namespace std::chrono_literals;

/// A difference that shows in a risk with one decimal of a percent.
constexpr double visible = 0.0005;
constexpr Duration revisedFor = std::chrono::days(1);
constexpr Duration keptFor = std::chrono::days(2);
/// Arrivals that the observed delay is made of.
constexpr std::size_t mostAges = 100'000;

Time gridMoment(Time now, Duration step)
{
    const Time midnight = midnightOf(now);
    return midnight + (now - midnight) / step * step;
}

/// The span that a forecast made at `moment` is asked about.
Window askedAt(const Task &task, Time moment)
{
    return {moment + task.lead, task.horizon};
}

/// To the minute: `2 h 5 min`.
QString spokenAge(Duration age)
{
    const auto minutes = std::chrono::floor<std::chrono::minutes>(age).count();
    if (minutes < 60)
        return QStringLiteral("%1 min").arg(minutes);
    if (minutes < 48 * 60)
        return QStringLiteral("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
    return QStringLiteral("%1 days").arg(minutes / 1440);
}

} // namespace

QString feedStateName(FeedState state)
{
    switch (state) {
    case FeedState::Fresh: return QStringLiteral("fresh");
    case FeedState::Stale: return QStringLiteral("stale");
    case FeedState::Lost: break;
    }
    return QStringLiteral("lost");
}

Duration usualAge(const City &city, const Task &task, Time now)
{
    // Before the newest row, so that a table that is old when the watch begins is known by its own pauses too.
    const auto all = city.incidents->all();
    const auto future = std::ranges::upper_bound(all, now, {}, &Incident::time);
    const Time end = future == all.begin() ? now : std::prev(future)->time + Duration(1);
    const auto recent = city.incidents->snapshot({end - std::chrono::days(90), std::chrono::days(90)}).incidents;
    std::vector<Duration> pauses;
    for (std::size_t i = 1; i < recent.size(); ++i)
        pauses.push_back(recent[i].time - recent[i - 1].time);
    Duration pause = 1h;
    if (!pauses.empty()) {
        std::ranges::sort(pauses);
        pause = std::max(pause, pauses[static_cast<std::size_t>(std::ceil(0.999 * static_cast<double>(pauses.size()))) - 1]);
    }
    Duration delay = task.delay;
    if (task.reporting == Reporting::AsReported)
        if (const auto reported = delayOfReports(city, task))
            delay = std::min(reported->most, Duration(std::chrono::days(30)));
    return pause + delay;
}

QStringList LiveNews::sentences() const
{
    QStringList text;
    if (!problem.isEmpty())
        text << problem;
    if (halfWritten)
        text << QStringLiteral("The last row is still being written and was left out.");
    if (changes.late > 0 || changes.corrected > 0 || changes.removed > 0)
        text << QStringLiteral("The table changed: %1.").arg(changes.spoken());
    if (fromFuture > 0)
        text << (fromFuture == 1 ? QStringLiteral("1 row is from the future: its time is wrong, or the city's clock is.")
                                 : QStringLiteral("%1 rows are from the future: their times are wrong, or the city's clock is.")
                                       .arg(grouped(static_cast<qint64>(fromFuture))));
    if (!revised.empty()) {
        const LiveRisk &most = *std::ranges::max_element(revised, {}, [](const LiveRisk &risk) {
            return std::abs(*risk.revised - risk.point->probability);
        });
        text << QStringLiteral("Rows that came late change %1 of the risks that were shown; most of all that of %2, from %3 % to %4 %.")
                    .arg(revised.size()).arg(formatWindow(most.point->asked))
                    .arg(100 * most.point->probability, 0, 'f', 1).arg(100 * *most.revised, 0, 'f', 1);
    }
    return text;
}

LiveWatch::LiveWatch(std::shared_ptr<const Model> model, const LiveSettings &settings)
    : m_model(std::move(model)), m_settings(settings), m_process(settings.policy, m_model->card.task)
{
    if (m_model->card.task.question == Question::SameWindow)
        throw Error(QStringLiteral("The model “%1” is asked about windows that are over, with the answer drawn in: it warns of nothing. "
                                   "Choose a model that looks ahead (--task next-window).").arg(m_model->card.name));
}

void LiveWatch::judge(const LiveLook &look, Time now, LiveNews &news)
{
    if (look.city && !look.city->incidents->isEmpty()) {
        const auto all = look.city->incidents->all();
        const auto future = std::ranges::upper_bound(all, now, {}, &Incident::time);
        news.fromFuture = static_cast<std::size_t>(all.end() - future);
        if (future != all.begin()) {
            news.newestRow = std::prev(future)->time;
            news.age = now - *news.newestRow;
        }
        if (!m_mayAge)
            m_mayAge = m_settings.staleAfter ? *m_settings.staleAfter : usualAge(*look.city, m_model->card.task, now);
        news.mayAge = *m_mayAge;
    }
    if (!look.problem.isEmpty()) {
        news.state = FeedState::Lost;
        news.problem = look.problem;
    } else if (!news.newestRow || news.age > news.mayAge) {
        news.state = FeedState::Stale;
        news.problem = news.newestRow
            ? QStringLiteral("The newest row is %1 old; up to %2 is ordinary for this table and model. What has happened since is not known.")
                  .arg(spokenAge(news.age), spokenAge(news.mayAge))
            : QStringLiteral("The table has no row of before now.");
    } else {
        news.state = FeedState::Fresh;
    }
    news.stateChanged = m_state != news.state;
    m_state = news.state;
}

void LiveWatch::say(const City &city, LiveRisk &risk, LiveNews &news, Feedback &feedback)
{
    const Task &task = m_model->card.task;
    const Window asked = askedAt(task, risk.made);
    const Window input = task.inputFor(asked);
    if (input.start < city.incidents->coveredDays().start) {
        risk.why = QStringLiteral("The table begins after what the model must look at.");
        return;
    }
    try {
        const double probability = predict(*m_model, city, {{input, asked, false}}, feedback).front();
        risk.point = RiskPoint{asked, probability, m_model->card.hourOfDay.probability(asked), std::nullopt};
    } catch (const Error &error) {
        risk.why = error.message();
        return;
    }
    if (m_process.add(*risk.point))
        news.alert = m_process.alerts().back();
    risk.isAlert = m_process.isActive();
}

void LiveWatch::forecast(const LiveLook &look, LiveNews &news, Feedback &feedback)
{
    const Time moment = gridMoment(news.now, m_settings.step);
    LiveRisk risk{.made = moment, .state = news.state, .newestRow = news.newestRow, .age = news.age};
    if (!m_risks.empty()) {
        const LiveRisk &last = m_risks.back();
        const bool mayHelp = news.state == FeedState::Fresh && (last.state != FeedState::Fresh || look.imported);
        if (moment < last.made || (moment == last.made && (last.point || !mayHelp)))
            return;
        // At most as many as are kept.
        const Time first = std::max(last.made + m_settings.step, moment - keptFor / m_settings.step * m_settings.step);
        for (Time missed = first; missed < moment; missed += m_settings.step) {
            m_risks.push_back({.made = missed, .why = QStringLiteral("Nobody looked at the source then.")});
            news.risks.push_back(m_risks.back());
        }
        if (moment == last.made)
            m_risks.pop_back();
    }
    if (news.state == FeedState::Fresh)
        say(*look.city, risk, news, feedback);
    else
        risk.why = news.problem;
    m_risks.push_back(risk);
    news.risks.push_back(std::move(risk));
}

void LiveWatch::revise(const City &city, Time since, LiveNews &news, Feedback &feedback)
{
    const Task &task = m_model->card.task;
    std::vector<std::size_t> indices;
    std::vector<Example> examples;
    for (std::size_t i = 0; i < m_risks.size(); ++i) {
        const LiveRisk &risk = m_risks[i];
        if (!risk.point || risk.made <= since || risk.made < news.now - revisedFor)
            continue;
        indices.push_back(i);
        examples.push_back({task.inputFor(risk.point->asked), risk.point->asked, false});
    }
    if (examples.empty())
        return;
    std::vector<double> risks;
    try {
        risks = predict(*m_model, city, examples, feedback);
    } catch (const Error &) {
        // The forecast that is made next meets the same and tells it.
        return;
    }
    for (std::size_t k = 0; k < indices.size(); ++k) {
        LiveRisk &risk = m_risks[indices[k]];
        if (std::abs(risks[k] - risk.revised.value_or(risk.point->probability)) < visible)
            continue;
        risk.revised = risks[k];
        news.revised.push_back(risk);
    }
}

void LiveWatch::noteDelay(const LiveLook &look, Time now, LiveNews &news)
{
    if (!look.city)
        return;
    for (const Time time : look.changes.arrived)
        if (time <= now && m_ages.size() < mostAges)
            m_ages.push_back(now - time);
    news.delay = delayOfArrivals(m_ages, m_model->card.task);
    if (!news.delay)
        news.delay = delayOfReports(*look.city, m_model->card.task);
}

LiveNews LiveWatch::follow(const LiveLook &look, Time now, Feedback &feedback)
{
    LiveNews news{.now = now};
    news.imported = look.imported;
    news.halfWritten = look.halfWritten;
    news.changes = look.changes;
    news.report = look.city ? look.city->report : nullptr;
    judge(look, now, news);
    noteDelay(look, now, news);
    if (look.changes.reachesBack && look.city)
        revise(*look.city, *look.changes.reachesBack, news, feedback);
    forecast(look, news, feedback);
    std::erase_if(m_risks, [&](const LiveRisk &risk) { return risk.made < now - keptFor; });
    return news;
}

} // namespace forewatch
