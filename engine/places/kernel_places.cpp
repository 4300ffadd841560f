#include "engine/places/kernel_places.h"

#include "engine/core/json_fields.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

namespace forewatch {

namespace {

constexpr std::array densitySigmas{90., 150., 250., 400., 500., 700.};
constexpr std::array mixtureSigmas{90., 150., 250., 500.};
constexpr std::array mixtureDecays{14., 60., 400., 0.};
/// Kernels of less weight are left out.
constexpr double leastWeight = 1e-4;

std::vector<KernelComponent> componentsOf(const KernelWeights &weights)
{
    std::vector<KernelComponent> components;
    for (const WeightedKernel &kernel : weights.kernels)
        components.push_back(kernel.component);
    return components;
}

/// Each target event of the examples' spans with the day on which its forecast was made, in order of the days; calls
/// `visit(event, sums)`.
void forEachEvent(const PlaceHistory &history, KernelSums &sums, std::span<const Example> examples, Feedback &feedback,
                  const auto &visit)
{
    for (std::size_t i = 0; i < examples.size(); ++i) {
        feedback.checkpoint(static_cast<double>(i) / static_cast<double>(examples.size()));
        const auto events = history.targetsIn(examples[i].asked);
        if (events.empty())
            continue;
        sums.advanceTo(history.dayOf(examples[i].asked));
        for (const PlacedEvent &event : events)
            visit(event, sums);
    }
}

/// Weights of the mixture's parts that are the likeliest for the events; `shares` holds the parts' shares of each event's
/// cell, one event after the other. The last part gets one event's weight in advance.
std::vector<double> fittedWeights(std::span<const float> shares, std::size_t parts, Feedback &feedback)
{
    constexpr int most = 2000;
    constexpr double enough = 1e-7;
    const std::size_t events = shares.size() / parts;
    std::vector<double> weights(parts, 1 / static_cast<double>(parts));
    std::vector<double> sums(parts);
    double before = -std::numeric_limits<double>::infinity();
    for (int round = 0; round < most; ++round) {
        feedback.checkpoint(static_cast<double>(round) / most);
        std::ranges::fill(sums, 0);
        double likelihood = 0;
        for (std::size_t event = 0; event < events; ++event) {
            const float *const own = shares.data() + event * parts;
            double whole = 0;
            for (std::size_t k = 0; k < parts; ++k)
                whole += weights[k] * own[k];
            likelihood += std::log(whole);
            for (std::size_t k = 0; k < parts; ++k)
                sums[k] += weights[k] * own[k] / whole;
        }
        sums.back() += 1;
        for (std::size_t k = 0; k < parts; ++k)
            weights[k] = sums[k] / static_cast<double>(events + 1);
        likelihood += std::log(weights.back());
        if (likelihood - before < enough * static_cast<double>(events + 1))
            break;
        before = likelihood;
    }
    return weights;
}

} // namespace

QJsonObject KernelWeights::toJson(const EventSources &sources) const
{
    QJsonArray list;
    for (const auto &[component, weight] : kernels)
        list << QJsonObject{{QStringLiteral("source"), sources.names()[component.source]},
                            {QStringLiteral("sigma_m"), component.sigmaMetres},
                            {QStringLiteral("decay_days"), component.decayDays},
                            {QStringLiteral("weight"), weight}};
    return {{QStringLiteral("kernels"), list}, {QStringLiteral("uniform"), uniform}};
}

KernelWeights KernelWeights::fromJson(const QJsonObject &json, const EventSources &sources)
{
    const auto within = [](const JsonFields &fields, const QString &key, double least, double most) {
        const double value = fields.number(key);
        if (!(value >= least && value <= most))
            fields.refuse(key, QStringLiteral("a number from %1 to %2").arg(least).arg(most));
        return value;
    };
    const JsonFields fields(json, QStringLiteral("mixture of places"));
    KernelWeights weights;
    weights.uniform = within(fields, QStringLiteral("uniform"), 1e-9, 1);
    double sum = weights.uniform;
    for (const QJsonValue value : fields.array(QStringLiteral("kernels"))) {
        const JsonFields kernel(value.toObject(), QStringLiteral("mixture's kernel"));
        const auto source = sources.names().indexOf(kernel.text(QStringLiteral("source")));
        if (source < 0)
            kernel.refuse(QStringLiteral("source"), QStringLiteral("one of ") + sources.names().join(QStringLiteral(", ")));
        weights.kernels.push_back({{.source = static_cast<std::uint8_t>(source),
                                    .sigmaMetres = within(kernel, QStringLiteral("sigma_m"), 10, 100'000),
                                    .decayDays = within(kernel, QStringLiteral("decay_days"), 0, 100'000)},
                                   within(kernel, QStringLiteral("weight"), 0, 1)});
        sum += weights.kernels.back().weight;
    }
    if (std::abs(sum - 1) > 1e-3)
        fields.refuse(QStringLiteral("kernels"), QStringLiteral("weights that sum to 1 with the uniform part"));
    return weights;
}

KernelDays::KernelDays(std::shared_ptr<const PlaceHistory> history, const KernelWeights &weights)
    : m_history(std::move(history))
    , m_uniform(weights.uniform)
    , m_sums(m_history, componentsOf(weights))
    , m_shares(m_history->grid()->size())
    , m_field(m_history->grid()->ground().size())
    , m_ground(m_field.size())
{
    for (const WeightedKernel &kernel : weights.kernels)
        m_weights.push_back(kernel.weight);
}

std::span<const float> KernelDays::sharesAt(Time midnight)
{
    if (m_begun && midnight == m_midnight)
        return m_shares;
    m_begun = true;
    m_midnight = midnight;
    m_sums.advanceTo(midnight);
    double uniform = m_uniform;
    std::ranges::fill(m_ground, 0.F);
    // What shares a kernel is summed up first, and smoothed once.
    for (std::size_t number = 0; number < m_sums.kernelCount(); ++number) {
        std::ranges::fill(m_field, 0.F);
        for (std::size_t k = 0; k < m_weights.size(); ++k) {
            if (m_sums.kernelNumber(k) != number)
                continue;
            const double mass = m_sums.mass(k);
            if (!(mass > KernelSums::leastMass)) {
                uniform += m_weights[k];
                continue;
            }
            const auto factor = static_cast<float>(m_weights[k] / mass);
            const auto counts = m_sums.counts(k);
            for (std::size_t i = 0; i < counts.size(); ++i)
                m_field[i] += factor * counts[i];
        }
        m_sums.kernelAt(number).smooth(m_field, m_ground, m_scratch);
    }
    const PlaceGrid &grid = *m_history->grid();
    const double equal = uniform / static_cast<double>(grid.size());
    double sum = 0;
    for (std::size_t cell = 0; cell < grid.size(); ++cell) {
        m_shares[cell] = static_cast<float>(m_ground[grid.groundCell(cell)] + equal);
        sum += m_shares[cell];
    }
    for (float &share : m_shares)
        share = static_cast<float>(share / sum);
    return m_shares;
}

KernelPlaces::KernelPlaces(QString key, std::shared_ptr<const PlaceHistory> history, KernelWeights weights)
    : m_key(std::move(key))
    , m_history(std::move(history))
    , m_weights(std::move(weights))
{
}

void KernelPlaces::shares(const Example &example, std::span<float> into) const
{
    assert(into.size() == grid()->size());
    const Time day = m_history->dayOf(example.asked);
    const auto kept = std::ranges::lower_bound(m_days, day, {}, &std::pair<Time, std::vector<float>>::first);
    if (kept != m_days.end() && kept->first == day)
        std::ranges::copy(kept->second, into.begin());
    else
        std::ranges::copy(KernelDays(m_history, m_weights).sharesAt(day), into.begin());
}

std::shared_ptr<const KernelPlaces> KernelPlaces::keepingDays(std::span<const Example> examples, Feedback &feedback) const
{
    std::vector<Time> days;
    for (const Example &example : examples)
        days.push_back(m_history->dayOf(example.asked));
    std::ranges::sort(days);
    days.erase(std::ranges::unique(days).begin(), days.end());

    auto keeping = std::make_shared<KernelPlaces>(m_key, m_history, m_weights);
    KernelDays states(m_history, m_weights);
    for (const Time day : days) {
        feedback.checkpoint(static_cast<double>(keeping->m_days.size()) / static_cast<double>(days.size()));
        const auto shares = states.sharesAt(day);
        keeping->m_days.emplace_back(day, std::vector(shares.begin(), shares.end()));
    }
    return keeping;
}

std::shared_ptr<const KernelPlaces> fitDensity(std::shared_ptr<const PlaceHistory> history, const Split &split,
                                               Feedback &feedback)
{
    std::vector<KernelComponent> candidates;
    for (const double sigma : densitySigmas)
        candidates.push_back({.source = EventSources::target, .sigmaMetres = sigma});
    std::size_t events = 0;
    for (const Example &example : split.training)
        events += history->targetsIn(example.asked).size();
    const double uniform = 1 / static_cast<double>(events + 1);
    const double equal = 1 / static_cast<double>(history->grid()->size());

    std::vector<double> likelihoods(candidates.size());
    KernelSums sums(history, candidates);
    forEachEvent(*history, sums, split.validation, feedback, [&](const PlacedEvent &event, const KernelSums &state) {
        for (std::size_t k = 0; k < candidates.size(); ++k)
            likelihoods[k] += std::log((1 - uniform) * state.share(k, event.cell) + uniform * equal);
    });
    const auto best = static_cast<std::size_t>(std::ranges::max_element(likelihoods) - likelihoods.begin());
    return std::make_shared<KernelPlaces>(QStringLiteral("density"), std::move(history),
                                          KernelWeights{{{candidates[best], 1 - uniform}}, uniform});
}

std::shared_ptr<const KernelPlaces> fitMixture(std::shared_ptr<const PlaceHistory> history, const Split &split,
                                               Feedback &feedback)
{
    std::vector<KernelComponent> components;
    for (qsizetype source = 0; source < history->sources().names().size(); ++source)
        for (const double sigma : mixtureSigmas)
            for (const double decay : mixtureDecays)
                components.push_back({static_cast<std::uint8_t>(source), sigma, decay});
    const std::size_t parts = components.size() + 1;
    const float equal = 1 / static_cast<float>(history->grid()->size());

    StageFeedback gathering(feedback, 0, 0.7);
    StageFeedback fitting(feedback, 0.7, 1);
    std::vector<float> shares;
    KernelSums sums(history, components);
    forEachEvent(*history, sums, split.training, gathering, [&](const PlacedEvent &event, const KernelSums &state) {
        for (std::size_t k = 0; k < components.size(); ++k)
            shares.push_back(static_cast<float>(state.share(k, event.cell)));
        shares.push_back(equal);
    });
    const std::vector<double> weights = fittedWeights(shares, parts, fitting);

    KernelWeights kept{.kernels = {}, .uniform = weights.back()};
    double sum = kept.uniform;
    for (std::size_t k = 0; k < components.size(); ++k)
        if (weights[k] >= leastWeight) {
            kept.kernels.push_back({components[k], weights[k]});
            sum += weights[k];
        }
    kept.uniform /= sum;
    for (WeightedKernel &kernel : kept.kernels)
        kernel.weight /= sum;
    return std::make_shared<KernelPlaces>(QStringLiteral("mixture"), std::move(history), std::move(kept));
}

double natsPerEvent(const KernelPlaces &places, std::span<const Example> examples, Feedback &feedback)
{
    const PlaceHistory &history = *places.history();
    KernelDays days(places.history(), places.weights());
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t i = 0; i < examples.size(); ++i) {
        feedback.checkpoint(static_cast<double>(i) / static_cast<double>(examples.size()));
        for (const PlacedEvent &event : history.targetsIn(examples[i].asked)) {
            const auto shares = days.sharesAt(history.dayOf(examples[i].asked));
            sum += std::log(double(shares[event.cell]) * static_cast<double>(shares.size()));
            ++count;
        }
    }
    return count ? sum / static_cast<double>(count) : 0;
}

} // namespace forewatch
