#include "engine/baselines/time_baselines.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <queue>

namespace forewatch {

namespace {

using namespace std::chrono_literals;

constexpr double secondsPerDay = 86400;

double daysIn(Duration duration)
{
    return static_cast<double>(duration.count()) / secondsPerDay;
}

/// Calls `visit(hour, part)` for each hour of day that the span touches, with the part of that hour inside.
template <class Visit>
void forEachHour(const Window &span, Visit &&visit)
{
    for (Time at = span.start; at < span.end();) {
        const Time next = std::chrono::floor<std::chrono::hours>(at) + 1h;
        const Time end = std::min(next, span.end());
        visit(static_cast<std::size_t>(hourOfDay(at)), static_cast<double>((end - at).count()) / 3600);
        at = end;
    }
}

/// The known target events of the last days, by hour of day, for moments in rising order.
class TrailingHours
{
public:
    TrailingHours(const TargetHistory &history, Duration length) : m_history(history), m_length(length)
    {
        const auto all = history.all();
        if (!all.empty())
            m_begin = midnightOf(std::ranges::min(all, {}, &KnownEvent::time).time);
    }

    void moveTo(Time moment)
    {
        const Task &task = m_history.task();
        const bool fixed = task.question == Question::NextWindow && task.reporting == Reporting::AfterDelay;
        const Time last = moment - (fixed ? task.delay : Duration(0));
        const auto all = m_history.all();
        for (; m_next < all.size() && all[m_next].knownFrom <= moment; ++m_next) {
            m_inside.push(all[m_next].time);
            ++m_counts[static_cast<std::size_t>(hourOfDay(all[m_next].time))];
        }
        for (; !m_inside.empty() && m_inside.top() < last - m_length; m_inside.pop())
            --m_counts[static_cast<std::size_t>(hourOfDay(m_inside.top()))];
        m_days = std::max(daysIn(std::min(m_length, last - m_begin)), 0.0);
    }

    const std::array<double, 24> &counts() const { return m_counts; }
    double total() const { return std::accumulate(m_counts.begin(), m_counts.end(), 0.0); }
    /// Days looked back on, fewer at the table's start.
    double days() const { return m_days; }

private:
    const TargetHistory &m_history;
    Duration m_length;
    Time m_begin{};
    std::size_t m_next = 0;
    std::priority_queue<Time, std::vector<Time>, std::greater<>> m_inside;
    std::array<double, 24> m_counts{};
    double m_days = 0;
};

/// Exponentially decayed numbers of known events, for moments in rising order.
class DecayedCounts
{
public:
    DecayedCounts(std::span<const KnownEvent> events, std::vector<double> hours)
        : m_events(events), m_hours(std::move(hours)), m_counts(m_hours.size())
    {
    }

    /// Appends the logarithms of the counts, each held against the number that is to be expected in a constant stream.
    void appendAt(Time moment, std::vector<double> &into)
    {
        const auto since = [&](Time t) { return static_cast<double>((moment - t).count()) / 3600; };
        if (m_begun)
            for (std::size_t k = 0; k < m_hours.size(); ++k)
                m_counts[k] *= std::exp(-since(m_moment) / m_hours[k]);
        for (; m_next < m_events.size() && m_events[m_next].knownFrom <= moment; ++m_next)
            for (std::size_t k = 0; k < m_hours.size(); ++k)
                m_counts[k] += std::exp(-since(m_events[m_next].time) / m_hours[k]);
        m_moment = moment;
        m_begun = true;
        for (const double count : m_counts)
            into.push_back(std::log(0.5 + count));
    }

private:
    std::span<const KnownEvent> m_events;
    std::vector<double> m_hours;
    std::vector<double> m_counts;
    std::size_t m_next = 0;
    Time m_moment{};
    bool m_begun = false;
};

void appendHarmonics(double phase, int count, std::vector<double> &into)
{
    for (int k = 1; k <= count; ++k) {
        into.push_back(std::sin(2 * std::numbers::pi * k * phase));
        into.push_back(std::cos(2 * std::numbers::pi * k * phase));
    }
}

void appendCalendar(const Window &asked, std::vector<double> &into)
{
    const Time middle = asked.start + asked.length / 2;
    const double seconds = static_cast<double>((middle - midnightOf(middle)).count());
    appendHarmonics(seconds / secondsPerDay, 4, into);
    appendHarmonics((static_cast<double>(hourOfWeek(middle) / 24) + seconds / secondsPerDay) / 7, 3, into);
    appendHarmonics(daysIn(middle - makeTime(yearOf(middle), 1, 1)) / 365.25, 2, into);
    into.push_back(hourOfWeek(middle) >= 5 * 24 ? 1 : 0);
}

} // namespace

HourOfWeek::HourOfWeek(std::span<const Example> training, const TargetHistory &history)
{
    constexpr double shrinkage = 4;
    std::array<double, 168> events{}, spans{};
    std::array<double, 24> dayEvents{}, daySpans{};
    double allEvents = 0;
    for (const Example &example : training) {
        const auto count = static_cast<double>(history.happenedIn(example.asked).size());
        events[hourOfWeek(example.asked.start)] += count;
        ++spans[hourOfWeek(example.asked.start)];
        dayEvents[hourOfWeek(example.asked.start) % 24] += count;
        ++daySpans[hourOfWeek(example.asked.start) % 24];
        allEvents += count;
    }
    const double overall = allEvents / std::max(1.0, static_cast<double>(training.size()));
    std::array<double, 24> daily{};
    for (std::size_t hour = 0; hour < 24; ++hour) {
        // Hours at which no span starts get what the nearest earlier ones have.
        std::size_t seen = hour;
        for (int back = 0; back < 24 && daySpans[seen] == 0; ++back)
            seen = (seen + 23) % 24;
        daily[hour] = (dayEvents[seen] + overall) / (daySpans[seen] + 1);
    }
    for (std::size_t hour = 0; hour < m_rates.size(); ++hour)
        m_rates[hour] = (events[hour] + shrinkage * daily[hour % 24]) / (spans[hour] + shrinkage);
}

std::vector<double> HourOfWeek::expected(std::span<const Example> examples, Feedback &feedback) const
{
    feedback.checkpoint(0);
    std::vector<double> result;
    std::ranges::transform(examples, std::back_inserter(result),
                           [this](const Example &example) { return m_rates[hourOfWeek(example.asked.start)]; });
    return result;
}

std::vector<double> HourOfDayTrailingYear::expected(std::span<const Example> examples, Feedback &feedback) const
{
    feedback.checkpoint(0);
    TrailingHours year(*m_history, std::chrono::days(365));
    std::vector<double> result;
    for (const Example &example : examples) {
        year.moveTo(knowledgeFor(m_history->task(), example.asked));
        const double mean = (year.total() + 1) / (24 * (year.days() + 1));
        double sum = 0;
        forEachHour(example.asked, [&](std::size_t hour, double part) {
            sum += part * (year.counts()[hour] + mean) / (year.days() + 1);
        });
        result.push_back(sum);
    }
    return result;
}

HourAndLevel::HourAndLevel(std::span<const Example> training, std::shared_ptr<const TargetHistory> history)
    : m_history(std::move(history))
{
    m_shares.fill(1);
    for (const Example &example : training)
        for (const KnownEvent &event : m_history->happenedIn(example.asked))
            ++m_shares[static_cast<std::size_t>(hourOfDay(event.time))];
    const double sum = std::accumulate(m_shares.begin(), m_shares.end(), 0.0);
    for (double &share : m_shares)
        share /= sum;
}

std::vector<double> HourAndLevel::expected(std::span<const Example> examples, Feedback &feedback) const
{
    feedback.checkpoint(0);
    TrailingHours level(*m_history, std::chrono::days(180));
    std::vector<double> result;
    for (const Example &example : examples) {
        level.moveTo(knowledgeFor(m_history->task(), example.asked));
        const double daily = (level.total() + 0.5) / (level.days() + 1);
        double sum = 0;
        forEachHour(example.asked, [&](std::size_t hour, double part) { sum += part * m_shares[hour] * daily; });
        result.push_back(sum);
    }
    return result;
}

HistoryRegression::HistoryRegression(const City &city, std::span<const Example> training,
                                     std::shared_ptr<const TargetHistory> history)
    : m_history(std::move(history))
{
    std::vector<bool> violent;
    for (const QString &type : city.incidents->types())
        violent.push_back(city.groups.value(type.toUpper(), guessedGroup(type)) == Group::Violent);
    m_violent = knownEvents(city, m_history->task(), [&](const Incident &incident) {
        return violent[incident.type] && !city.target->contains(incident);
    });
    m_all = knownEvents(city, m_history->task(), [](const Incident &) { return true; });

    std::vector<double> counts;
    for (const Example &example : training)
        counts.push_back(static_cast<double>(m_history->happenedIn(example.asked).size()));
    const std::vector<double> features = featuresOf(training);
    m_regression = Regression(RegressionFamily::Poisson, features, features.size() / training.size(), counts, 10);
}

std::vector<double> HistoryRegression::featuresOf(std::span<const Example> examples) const
{
    DecayedCounts targets(m_history->all(), {2, 12, 48, 168, 720, 2160});
    DecayedCounts violent(m_violent, {2, 48, 720});
    DecayedCounts all(m_all, {2, 720});
    std::vector<double> features;
    for (const Example &example : examples) {
        const Time moment = knowledgeFor(m_history->task(), example.asked);
        appendCalendar(example.asked, features);
        for (DecayedCounts *counts : {&targets, &violent, &all})
            counts->appendAt(moment, features);
    }
    return features;
}

std::vector<double> HistoryRegression::expected(std::span<const Example> examples, Feedback &feedback) const
{
    feedback.checkpoint(0);
    std::vector<double> result;
    if (examples.empty())
        return result;
    const std::vector<double> features = featuresOf(examples);
    const std::size_t width = features.size() / examples.size();
    for (std::size_t i = 0; i < examples.size(); ++i)
        result.push_back(m_regression.predict(std::span(features).subspan(i * width, width)));
    return result;
}

} // namespace forewatch
