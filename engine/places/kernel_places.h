#pragma once

#include "engine/core/feedback.h"
#include "engine/places/kernel_sums.h"
#include "engine/places/place_model.h"
#include "engine/task/split.h"

#include <QJsonObject>

namespace forewatch {

/// A kernel component with its share of the whole.
struct WeightedKernel
{
    KernelComponent component;
    double weight = 0;

    bool operator==(const WeightedKernel &) const = default;
};

/// What a mixture is made of, as a value that a file can hold: the weights and the rest, an equal share for all cells.
struct KernelWeights
{
    /// Their weights and `uniform` sum to 1; `uniform` is above 0.
    std::vector<WeightedKernel> kernels;
    double uniform = 1;

    /// Sources by their names.
    QJsonObject toJson(const EventSources &sources) const;

    /// Throws `Error`, naming the field; also for a source that the city's table lacks.
    static KernelWeights fromJson(const QJsonObject &json, const EventSources &sources);
};

/// Places by a mixture of kernel densities of past events, each normalised over the city (risk terrain and self-exciting
/// kernels: Mohler, 2014). A forecast is made of the city's state at the midnight before it is made.
class KernelPlaces final : public PlaceModel
{
public:
    KernelPlaces(QString key, std::shared_ptr<const PlaceHistory> history, KernelWeights weights);

    QString key() const override { return m_key; }
    const std::shared_ptr<const PlaceGrid> &grid() const override { return m_history->grid(); }

    /// A copy when `keepDays` has kept the day; some 10 ms else.
    void shares(const Example &example, std::span<float> into) const override;

    /// The same model that keeps the days on which these examples' forecasts are made: four bytes for a cell and a day.
    /// Throws `Cancelled`.
    std::shared_ptr<const KernelPlaces> keepingDays(std::span<const Example> examples, Feedback &feedback) const;

    const KernelWeights &weights() const { return m_weights; }
    const std::shared_ptr<const PlaceHistory> &history() const { return m_history; }

private:
    QString m_key;
    std::shared_ptr<const PlaceHistory> m_history;
    KernelWeights m_weights;
    /// In order of time.
    std::vector<std::pair<Time, std::vector<float>>> m_days;
};

/// The days of a mixture one after the other, for who wants many. Used by one thread.
class KernelDays
{
public:
    KernelDays(std::shared_ptr<const PlaceHistory> history, const KernelWeights &weights);

    /// Shares of the city's cells at a midnight; they hold until the next call. Cheapest in order of time.
    std::span<const float> sharesAt(Time midnight);

private:
    std::shared_ptr<const PlaceHistory> m_history;
    std::vector<double> m_weights;
    double m_uniform;
    KernelSums m_sums;
    bool m_begun = false;
    Time m_midnight{};
    std::vector<float> m_shares;
    std::vector<float> m_field;
    std::vector<float> m_ground;
    std::vector<float> m_scratch;
};

/// Kernel density of all target events known so far, key `density`; of the bandwidths 90, 150, 250, 400, 500 and 700 m the
/// one with the highest likelihood of the validation part's events. The weight of one of the training part's events goes to
/// all cells alike. Throws `Cancelled`.
std::shared_ptr<const KernelPlaces> fitDensity(std::shared_ptr<const PlaceHistory> history, const Split &split,
                                               Feedback &feedback);

/// Mixture of kernel densities, key `mixture`: every source with standard deviations of 90, 150, 250 and 500 m and decays of
/// 14, 60, 400 days and none, and a uniform part; their weights by expectation–maximisation (Dempster and others, 1977) on the
/// training part's target events, each held against the city's state at the midnight before its forecast was made, with
/// one event's weight in advance for the uniform part. Nothing is chosen on the validation part. Throws `Cancelled`.
std::shared_ptr<const KernelPlaces> fitMixture(std::shared_ptr<const PlaceHistory> history, const Split &split,
                                               Feedback &feedback);

/// Mean log of the events' shares times the number of cells, in nats: gain over a city where all cells are alike; 0 without
/// events. Throws `Cancelled`.
double natsPerEvent(const KernelPlaces &places, std::span<const Example> examples, Feedback &feedback);

} // namespace forewatch
