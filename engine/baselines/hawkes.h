#pragma once

#include "engine/baselines/baseline.h"
#include "engine/baselines/hawkes_fit.h"
#include "engine/places/place_model.h"

namespace forewatch {

/// A Hawkes process as an opponent in time (`hawkes` among the baselines) and in place (`hawkes` among the place models):
/// each event raises the rate around it for a while. Fitted by likelihood on the target events of a span (`fitHawkes`).
///
/// A forecast holds the events that are known when it is made, and integrates over the span asked about. Events that
/// cannot be seen (during the reporting delay, the lead and the span itself) beget others too; this is accounted for
/// in expectation, with a fixed delay exactly. With a delay column, events that are not reported yet are left out.
/// The level is the number of events that became known in the 365 days before; the background's places are learnt
/// from the events of the span of the fit and, month by month, from those known at the month's beginning.
/// Immutable; several threads may ask.
class Hawkes final : public Baseline, public PlaceModel
{
public:
    /// Learns from target events in `[learnt.start, learnt.end())`, which must all be known; nothing after it decides
    /// a parameter. Throws `Error` for fewer than 50 events, and `Cancelled`.
    Hawkes(const City &city, const Task &task, const Window &learnt, std::shared_ptr<const PlaceGrid> grid,
           Feedback &feedback, const HawkesSettings &settings = {});
    ~Hawkes() override;

    QString key() const override { return QStringLiteral("hawkes"); }

    std::vector<double> expected(std::span<const Example> examples, Feedback &feedback) const override;

    const std::shared_ptr<const PlaceGrid> &grid() const override { return m_grid; }
    void shares(const Example &example, std::span<float> into) const override;

    /// The parameters with their intervals.
    const HawkesFit &fit() const { return m_fit; }

private:
    struct Outlook;

    Outlook outlookOf(const Example &example) const;

    struct Background;

    Task m_task;
    std::shared_ptr<const PlaceGrid> m_grid;
    /// All target events of the table: which of them a forecast may know is asked anew each time.
    std::vector<Incident> m_events;
    std::vector<double> m_moments;
    HawkesFit m_fit;
    std::unique_ptr<const Background> m_background;
};

} // namespace forewatch
