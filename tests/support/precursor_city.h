#pragma once

#include "engine/core/random.h"
#include "engine/learning/model.h"

#include <algorithm>

namespace forewatch::testing {

/// A city of two oblong neighborhoods, West and East. Every day from 2016-01-01 on, a shooting happens in the East half
/// an hour after `shootingHour(day)`, and a larceny in the West an hour and a half before `warnedHour(day)`: where the
/// two agree, whoever looks West knows what comes.
inline City precursorCity(int days, auto &&shootingHour, auto &&warnedHour)
{
    using namespace std::chrono_literals;
    const auto oblong = [](const char *name, double west) {
        return Neighborhood{QLatin1String(name), {{{west, 0}, {west + 1, 0}, {west + 1, 2}, {west, 2}}}, {}};
    };
    std::vector<Incident> incidents;
    const auto add = [&](Time time, double longitude, std::uint16_t type) {
        incidents.push_back({time, {longitude, 1}, std::uint32_t(incidents.size() + 1), type, type});
    };
    for (int day = 0; day < days; ++day) {
        const Time midnight = makeTime(2016, 1, 1) + day * 24h;
        add(midnight + std::chrono::hours(warnedHour(day)) - 90min, 0.4, 0);
        add(midnight + std::chrono::hours(shootingHour(day)) + 30min, 1.5, 1);
    }
    City city;
    city.name = QStringLiteral("Precursor");
    city.neighborhoods = std::make_shared<Neighborhoods>(std::vector{oblong("West", 0), oblong("East", 1)});
    city.incidents = std::make_shared<IncidentTable>(
        std::move(incidents), QStringList{QStringLiteral("LARCENY"), QStringLiteral("SHOOTING")});
    city.target = std::make_shared<Target>(QStringList{QStringLiteral("SHOOTING")}, *city.incidents);
    return city;
}

/// An even hour from 2 to 22, another one each day.
inline int changingHour(int day)
{
    return 2 + 2 * int(Random(5, std::uint64_t(day)).below(11));
}

/// Says `warned` where something is drawn in the West, and `quiet` where nothing is.
class LookingWest final : public Network
{
public:
    LookingWest(const City &city, float warned, float quiet)
        : m_warned(warned)
        , m_quiet(quiet)
    {
        const MapImageEncoding encoding(city);
        m_empty.resize(encoding.size());
        encoding.encode({}, m_empty);
    }

    std::vector<float> logits(std::span<const std::uint8_t> images) override
    {
        std::vector<float> all;
        for (std::size_t at = 0; at < images.size(); at += m_empty.size())
            all.push_back(isEmptyInTheWest(images.subspan(at, m_empty.size())) ? m_quiet : m_warned);
        return all;
    }

    BatchResult train(std::span<const std::uint8_t>, std::span<const float>, const TrainingStep &) override { return {}; }
    std::vector<float> inputGradients(std::span<const std::uint8_t>) override { return {}; }
    Tensors weights() const override { return {}; }
    Tensors optimiserState() const override { return {}; }
    void setOptimiserState(const Tensors &) override {}
    Precision precision() const override { return Precision::Float32; }

private:
    bool isEmptyInTheWest(std::span<const std::uint8_t> image) const
    {
        constexpr std::size_t edge = 150;
        constexpr std::size_t west = edge * 2 / 5;
        for (std::size_t row = 0; row < image.size(); row += edge)
            if (!std::equal(image.begin() + row, image.begin() + row + west, m_empty.begin() + row))
                return false;
        return true;
    }

    std::vector<std::uint8_t> m_empty;
    float m_warned;
    float m_quiet;
};

/// A finished model of `city` that looks West, with a card as training leaves it.
inline Model modelOf(const City &city, const Task &task, const SplitSettings &split, float warned, float quiet)
{
    const Split parts = splitExamples(makeExamples(city, task, split.from, split.to), split);
    Model model;
    model.card.task = task;
    model.card.split = split;
    model.card.target = city.target->names();
    model.card.encoding = MapImageEncoding(city).identity();
    model.card.trainingBaseRate = baseRate(parts.training);
    model.card.validationBaseRate = baseRate(parts.validation);
    model.card.hourOfDay = HourOfDayRate(parts.training, parts.validation);
    model.card.complete = true;
    model.network = std::make_shared<LookingWest>(city, warned, quiet);
    return model;
}

} // namespace forewatch::testing
