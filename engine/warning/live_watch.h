#pragma once

#include "engine/learning/model.h"
#include "engine/warning/alert_policy.h"
#include "engine/warning/live_feed.h"

namespace forewatch {

/// How far a source can be relied on.
enum class FeedState {
    /// Read at the last look, and its newest row is no older than its own pauses and the model's delay explain.
    Fresh,
    /// Read, but its newest row is too old: what has happened since cannot be told from nothing having happened.
    Stale,
    /// Not read at the last look.
    Lost,
};

/// `fresh`, `stale`, `lost`.
QString feedStateName(FeedState state);

struct LiveSettings
{
    AlertPolicy policy;
    /// A forecast is made at each multiple of it since midnight.
    Duration step = std::chrono::minutes(10);
    /// The oldest that the newest row may be; nothing: `usualAge`, as the first good look finds it.
    std::optional<Duration> staleAfter = std::nullopt;
};

/// What was said of the span asked about at one moment.
struct LiveRisk
{
    /// When the forecast was due, by the city's clock.
    Time made{};
    /// Nothing where there is no forecast, which is not a low risk.
    std::optional<RiskPoint> point = std::nullopt;
    /// Why there is none.
    QString why = {};
    FeedState state = FeedState::Lost;
    /// Newest row then, and how old it was when the table was looked at.
    std::optional<Time> newestRow = std::nullopt;
    Duration age{0};
    bool isAlert = false;
    /// What the same model says of the same span with rows that came later; never put in the place of what was shown.
    std::optional<double> revised = std::nullopt;
};

/// What one look brought.
struct LiveNews
{
    Time now{};
    FeedState state = FeedState::Lost;
    bool stateChanged = false;
    /// Why the source is not fresh; empty when it is.
    QString problem = {};
    std::optional<Time> newestRow = std::nullopt;
    Duration age{0};
    Duration mayAge{0};
    /// Rows with times after now: wrong clocks, which make no feed fresh.
    std::size_t fromFuture = 0;
    bool imported = false;
    bool halfWritten = false;
    RowChanges changes = {};
    std::shared_ptr<const ImportReport> report = nullptr;
    /// Those that became due, with or without a forecast, in order of time.
    std::vector<LiveRisk> risks = {};
    std::optional<Alert> alert = std::nullopt;
    /// Earlier risks that late or corrected rows have changed, since the last time that they were told.
    std::vector<LiveRisk> revised = {};
    std::optional<FeedDelay> delay = std::nullopt;

    /// What is to be told beside the risk, in plain words; empty when nothing is.
    QStringList sentences() const;
};

/// The oldest that a table's newest row is in ordinary times: the pause between two rows that only one in a thousand exceeds,
/// 90 days before `now`, and an hour at least; with it the delay that the model was trained for (95 % of the delays of the rows that were reported,
/// for a model that was trained with times of report).
Duration usualAge(const City &city, const Task &task, Time now);

/// A model that follows a source: what is said at each moment is kept as it was said.
///
/// *Now.* A batch timeline leaves out spans whose drawn window reaches beyond the days of the table, and counts a day as covered
/// when it has a row. Neither will do live, where the day is not over and the table's end is wherever its last row is. Here a
/// forecast made at moment t needs the table as far as the model was taught to look, t less its delay, and a table
/// cannot show that nothing is missing from it. What can be checked is checked: the source was read at or after t; and its
/// newest row, rows from the future left aside, is not older than `usualAge` explains. Then silence is taken for what it was in
/// training: nothing happened. Else there is no forecast, with the reason, and never a low one. Days before the first
/// row are not covered either.
///
/// *Order.* Forecasts are made on a grid of moments, each once, for the newest moment that is not after now; earlier ones that were missed stay
/// without a forecast, since nobody could have been warned. A moment without a forecast is caught up on while it is still the
/// newest. Rows that come late change nothing that was said: the spans of the last day are asked about again, and those
/// whose risk differs by 0.05 points or more are told as revised. Alerts follow the policy over the forecasts that were made.
class LiveWatch
{
public:
    /// The model is used by this thread alone. Throws `Error` for a model that does not look ahead.
    LiveWatch(std::shared_ptr<const Model> model, const LiveSettings &settings);

    /// Takes what a look found at `now`, by the city's clock, into account. Throws `Cancelled`; a model that does not
    /// fit the table gives no forecast, with the reason.
    LiveNews follow(const LiveLook &look, Time now, Feedback &feedback);

    /// The risks of the last two days, and all alerts, in order of time.
    const std::vector<LiveRisk> &risks() const { return m_risks; }
    const std::vector<Alert> &alerts() const { return m_process.alerts(); }
    const LiveSettings &settings() const { return m_settings; }
    const Model &model() const { return *m_model; }

private:
    void judge(const LiveLook &look, Time now, LiveNews &news);
    void forecast(const LiveLook &look, LiveNews &news, Feedback &feedback);
    void say(const City &city, LiveRisk &risk, LiveNews &news, Feedback &feedback);
    void revise(const City &city, Time since, LiveNews &news, Feedback &feedback);
    void noteDelay(const LiveLook &look, Time now, LiveNews &news);

    std::shared_ptr<const Model> m_model;
    LiveSettings m_settings;
    AlertProcess m_process;
    std::optional<Duration> m_mayAge;
    std::optional<FeedState> m_state;
    std::vector<LiveRisk> m_risks;
    std::vector<Duration> m_ages;
};

/// What goes into an audit log, and to whoever reads JSON lines: kind and content, in order.
std::vector<std::pair<QString, QJsonObject>> auditEntries(const LiveNews &news, const LiveSettings &settings);

} // namespace forewatch
