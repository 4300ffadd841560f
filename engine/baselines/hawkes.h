#pragma once

#include "engine/baselines/baseline.h"
#include "engine/baselines/hawkes_fit.h"
#include "engine/baselines/target_history.h"
#include "engine/places/place_model.h"

namespace forewatch {

/// A Hawkes process as an opponent in time (`hawkes` among the baselines) and in place (`hawkes` among the place models):
/// each event raises the rate around it for a while. Fitted by likelihood on the target events of a span (`fitHawkes`).
///
/// A forecast starts from the events that are known when it is made, and integrates over the span asked about. Events that
/// cannot be seen (during a fixed delay, the lead and the span itself) beget others too: this is accounted for in
/// expectation. With a delay column, events that are not reported yet are left out. The level is that of the 365 days
/// before; the background's places are those of the events of the fit and, from month to month, of those known when the
/// month begins. Immutable; several threads may ask.
class Hawkes final : public Baseline, public PlaceModel
{
public:
    /// Learns from the target events in `learnt`, whole days, as if all of them were known at its end; what follows decides no
    /// parameter. Throws `Error` for fewer than 50 events, and `Cancelled`.
    Hawkes(const City &city, const Task &task, const Window &learnt, std::shared_ptr<const PlaceGrid> grid,
           Feedback &feedback, const HawkesSettings &settings = {});

    QString key() const override { return QStringLiteral("hawkes"); }

    std::vector<double> expected(std::span<const Example> examples, Feedback &feedback) const override;

    const std::shared_ptr<const PlaceGrid> &grid() const override { return m_grid; }
    void shares(const Example &example, std::span<float> into) const override;

    /// The parameters with their intervals.
    const HawkesFit &fit() const { return m_fit; }

private:
    /// A cell with its share of an event's influence.
    struct CellShare
    {
        std::uint32_t cell;
        float share;
    };
    using Footprint = std::vector<CellShare>;

    /// What is to be expected in an example's span.
    struct Outlook
    {
        /// Events that come by themselves, and what they beget before anybody knows of them.
        double background = 0;
        /// Of each kernel: what one event's influence of 1 event per day at `since` leads to.
        std::vector<double> perRate;
        /// On the clock of the hours: up to here events can be known.
        double since = 0;
    };

    Outlook outlookOf(const Example &example) const;
    double levelAt(Time madeAt) const;
    Footprint footprintOf(GroundPoint place, double metres) const;
    void layBackgrounds(const Window &learnt, Time end);
    /// Calls `visit(event, kernel, expected)` for each known event that still has influence.
    template <class Visit> void forEachCause(const Example &example, const Outlook &outlook, const Visit &visit) const;

    Task m_task;
    std::shared_ptr<const PlaceGrid> m_grid;
    /// Of the grid's ground; `PlaceGrid::none` outside the city.
    std::vector<std::uint32_t> m_cellOfGround;
    Time m_begin{};
    /// All target events of the table in order of time: which of them a forecast may know is asked anew each time.
    std::vector<KnownEvent> m_events;
    std::vector<GroundPoint> m_places;
    HawkesFit m_fit;
    std::vector<double> m_moments;
    /// By event, then by kernel.
    std::vector<std::vector<Footprint>> m_footprints;
    /// The background's share of each cell, month by month from the end of what was learnt from.
    std::vector<std::pair<Time, std::vector<float>>> m_backgrounds;
};

} // namespace forewatch
