#pragma once

#include "engine/learning/field_inputs.h"
#include "engine/learning/field_network.h"
#include "engine/places/kernel_places.h"

#include <array>

namespace forewatch {

/// Which factors and planes a risk field has, and how its network is trained.
struct RiskFieldSettings
{
    /// Target events of the trailing 180 days; else the training part's rate.
    bool level = true;
    /// Hour of the week; else all hours alike.
    bool hour = true;
    /// Mixture of kernels; else all cells alike.
    bool mixture = true;
    bool network = true;
    /// Groups of the network's planes.
    bool targetPlanes = true;
    bool violentPlanes = true;
    bool otherPlanes = true;
    /// What the network reads beside the incidents, where a training is given it.
    bool layers = true;
    bool weather = true;
    /// Federal holidays and daylight-saving time of the United States.
    bool unitedStates = true;
    int batch = 64;
    /// Training ends after so many epochs without a lower validation loss.
    int patience = 3;

    QJsonObject toJson() const;
    /// Throws `Error`, naming the field.
    static RiskFieldSettings fromJson(const QJsonObject &json);

    bool operator==(const RiskFieldSettings &) const = default;
};

/// What a risk field has learnt beside its network's weights; the section `field` of a model card.
struct RiskFieldParameters
{
    static constexpr double cellMetres = 125;
    /// Edge of one of the network's cells, in cells.
    static constexpr std::size_t coarse = 4;
    static constexpr int levelDays = 180;

    RiskFieldSettings settings;
    /// Target events per day of the training part.
    double rate = 0;
    /// Relative rate by hour of the week from Monday 00:00, mean 1.
    std::array<double, 168> hours{};
    /// `KernelWeights`.
    QJsonObject mixture;
    /// Layers and weather that the network reads.
    FieldInputSettings inputs = {};
    /// The numbers that the network reads are standardised by these.
    std::vector<double> means;
    std::vector<double> scales;
    FieldShape shape;

    QJsonObject toJson() const;
    static RiskFieldParameters fromJson(const QJsonObject &json);
};

/// λ(cell, t) = level(t) × hour(t) × mixture(cell, day) × exp(network): target events to be expected. Its network is used by
/// one thread at a time.
struct RiskField
{
    RiskFieldParameters parameters;
    /// None where it is switched off.
    std::shared_ptr<FieldNetwork> network;
    /// Layers and weather as they were read once, for a training; null: read anew for each forecast.
    std::shared_ptr<const FieldInputs> inputs = nullptr;
};

/// What a risk field depends on beside incidents: extent, CRS, neighborhoods and cells of the city; a model's `encoding`.
QJsonObject riskFieldIdentity(const City &city);

/// Level × hour over a span: target events to be expected in the city, from what is known when the forecast is made. `begins` is
/// the start of the table's days.
double simpleExpectation(const PlaceHistory &history, const RiskFieldParameters &parameters, Time begins, const Window &asked);

/// Level, hour and mixture of the training part; the hours are drawn from those of the day towards those of the week as far
/// as the validation part likes it. Throws `Cancelled`.
RiskFieldParameters fitSimpleField(const City &city, const std::shared_ptr<const PlaceHistory> &history, const Split &split,
                                   const RiskFieldSettings &settings, Feedback &feedback);

/// The network's input for examples in order of time, and the simple model's say: all that is known when each forecast is made.
/// Planes: the incidents', those of layers of points with times, those of other layers, the mixture's. Numbers: the calendar's, the
/// incidents', the weather's. Planes that change are kept in bytes: 12 KB for an example in Baltimore without layers.
class FieldWindows
{
public:
    /// Reads layers and weather where `inputs` is null. Throws `Cancelled`, and `Error` as `FieldInputs` does.
    FieldWindows(std::shared_ptr<const PlaceHistory> history, const City &city, const RiskFieldParameters &parameters,
                 std::span<const Example> examples, Feedback &feedback, std::shared_ptr<const FieldInputs> inputs = nullptr);

    /// Of the network that reads them.
    static FieldShape shapeFor(const PlaceHistory &history, const RiskFieldSettings &settings, const FieldInputSettings &inputs);

    /// Sets the means and scales of the numbers and of the layers' planes to those of these windows. Throws `Error` for a
    /// column of the weather, and a layer, without a value in them.
    void standardise(RiskFieldParameters &parameters) const;

    std::size_t size() const { return m_expected.size(); }
    /// Before the network has its say.
    double expected(std::size_t index) const { return m_expected[index]; }
    /// The mixture's mass by coarse cell; sums to 1.
    std::span<const float> masses(std::size_t index) const { return m_masses[m_dayOf[index]]; }
    std::span<const std::uint32_t> events(std::size_t index) const { return m_events[index]; }
    /// As they are, not standardised; NaN where missing.
    std::span<const float> scalars(std::size_t index) const;

    /// Buffers of one batch.
    struct Batch
    {
        std::vector<float> planes;
        std::vector<float> scalars;
        std::vector<float> expected;
        std::vector<float> events;
        FieldBatch view;
    };
    /// What is missing is at its mean.
    void fill(std::span<const std::size_t> indices, const RiskFieldParameters &parameters, Batch &into) const;

private:
    /// Of the planes in bytes.
    std::span<const std::uint8_t> plane(std::size_t index, std::size_t number) const;
    void addLayers(std::size_t index, const RiskFieldParameters &parameters, std::vector<float> &into) const;

    FieldShape m_shape;
    std::size_t m_cityCells = 0;
    std::vector<bool> m_inhabited;
    std::size_t m_incidentPlanes = 0;
    /// Those in bytes.
    std::size_t m_changingPlanes = 0;
    std::shared_ptr<const FieldInputs> m_inputs;
    std::vector<std::uint8_t> m_planes;
    std::vector<float> m_scalars;
    std::vector<double> m_expected;
    std::vector<std::size_t> m_dayOf;
    std::vector<std::vector<float>> m_masses;
    /// Coarse cell of each target event.
    std::vector<std::vector<std::uint32_t>> m_events;
};

/// A risk field's forecasts for given examples, as a distribution over places too (key `model`). Immutable.
class FieldForecast final : public PlaceModel
{
public:
    /// Examples in any order. Throws `Error` for a field that does not fit the city, and `Cancelled`.
    FieldForecast(const RiskField &field, const City &city, const Task &task, std::span<const Example> examples,
                  Feedback &feedback);

    QString key() const override { return QStringLiteral("model"); }
    const std::shared_ptr<const PlaceGrid> &grid() const override { return m_history->grid(); }

    /// Expected target events in each example's span, in the examples' order; not calibrated.
    const std::vector<double> &expected() const { return m_expected; }

    /// Throws `Error` for an example that it was not made for.
    void shares(const Example &example, std::span<float> into) const override;

private:
    std::shared_ptr<const PlaceHistory> m_history;
    std::shared_ptr<const KernelPlaces> m_mixture;
    std::size_t m_coarseColumns = 0;
    std::size_t m_coarseCells = 0;
    std::vector<double> m_expected;
    /// Start of the span and place of its factors, in order of time.
    std::vector<std::pair<Time, std::size_t>> m_starts;
    /// log f by example and coarse cell; empty without a network.
    std::vector<float> m_logs;
};

/// One row of the table that shows what each factor is worth.
struct FieldWorth
{
    /// `model`, `without_network`; where the network reads them, `without_layers` and `without_weather`: the same network, which is
    /// not trained anew, with all their planes or numbers at their means, so that what it would have learnt in their
    /// stead is not counted; and, each taken out of the model without a network, `without_level`, `without_hour`, `without_mixture`.
    QString key;
    /// Poisson log-likelihood of the number of events, in nats per day.
    double natsPerDay = 0;
    /// Mean log of an event's share times the number of cells.
    double natsPerEvent = 0;
};

/// Held against the examples, before any calibration. Throws `Cancelled`.
std::vector<FieldWorth> worthOfFactors(const RiskField &field, const City &city, const Task &task,
                                       std::span<const Example> examples, Feedback &feedback);

} // namespace forewatch
