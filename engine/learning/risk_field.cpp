#include "engine/learning/risk_field.h"

#include "engine/core/error.h"
#include "engine/core/json_fields.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace forewatch {

namespace {

double days(Duration duration)
{
    return static_cast<double>(duration.count()) / 86400;
}

/// Mean-1 rates by hour of the week: those of the day, drawn towards the week's own by counts against `pooling` events.
std::array<double, 168> hoursOf(const std::array<double, 168> &counts, double pooling)
{
    const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
    std::array<double, 168> hours{};
    double sum = 0;
    for (std::size_t hour = 0; hour < hours.size(); ++hour) {
        double ofDay = 1;
        for (std::size_t day = 0; day < 7; ++day)
            ofDay += counts[hour % 24 + 24 * day];
        const double expected = ofDay / 7;
        hours[hour] = expected * (std::isfinite(pooling) ? (counts[hour] + pooling) / (expected + pooling) : 1) + 1e-9 * total;
        sum += hours[hour];
    }
    for (double &hour : hours)
        hour *= 168 / sum;
    return hours;
}

QJsonArray arrayOf(const auto &values)
{
    QJsonArray array;
    for (const double value : values)
        array << value;
    return array;
}

std::vector<double> numbersOf(const JsonFields &fields, const QString &key)
{
    std::vector<double> numbers;
    for (const QJsonValue value : fields.array(key)) {
        if (!value.isDouble())
            fields.refuse(key, QStringLiteral("numbers"));
        numbers.push_back(value.toDouble());
    }
    return numbers;
}

struct Switch
{
    QLatin1String name;
    bool RiskFieldSettings::*value;
};
constexpr std::array switches{Switch{QLatin1String("level"), &RiskFieldSettings::level},
                              Switch{QLatin1String("hour"), &RiskFieldSettings::hour},
                              Switch{QLatin1String("mixture"), &RiskFieldSettings::mixture},
                              Switch{QLatin1String("network"), &RiskFieldSettings::network},
                              Switch{QLatin1String("target_planes"), &RiskFieldSettings::targetPlanes},
                              Switch{QLatin1String("violent_planes"), &RiskFieldSettings::violentPlanes},
                              Switch{QLatin1String("other_planes"), &RiskFieldSettings::otherPlanes},
                              Switch{QLatin1String("layers"), &RiskFieldSettings::layers},
                              Switch{QLatin1String("weather"), &RiskFieldSettings::weather},
                              Switch{QLatin1String("united_states"), &RiskFieldSettings::unitedStates}};

} // namespace

QJsonObject RiskFieldSettings::toJson() const
{
    QJsonObject json{{QStringLiteral("batch"), batch}, {QStringLiteral("patience"), patience}};
    for (const Switch &one : switches)
        json[one.name] = this->*one.value;
    return json;
}

RiskFieldSettings RiskFieldSettings::fromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("risk field's settings"));
    RiskFieldSettings settings;
    for (const Switch &one : switches)
        if (fields.has(one.name))
            settings.*one.value = fields.truth(one.name);
    if (fields.has(QStringLiteral("batch")))
        settings.batch = static_cast<int>(fields.whole(QStringLiteral("batch"), 1, 4096));
    if (fields.has(QStringLiteral("patience")))
        settings.patience = static_cast<int>(fields.whole(QStringLiteral("patience"), 1, 10'000));
    return settings;
}

QJsonObject RiskFieldParameters::toJson() const
{
    QJsonObject json{
            {QStringLiteral("settings"), settings.toJson()},
            {QStringLiteral("rate"), rate},
            {QStringLiteral("hours"), arrayOf(hours)},
            {QStringLiteral("mixture"), mixture},
            {QStringLiteral("means"), arrayOf(means)},
            {QStringLiteral("scales"), arrayOf(scales)},
            {QStringLiteral("columns"), shape.columns},
            {QStringLiteral("rows"), shape.rows},
            {QStringLiteral("planes"), shape.planes},
            {QStringLiteral("scalars"), shape.scalars}};
    if (!inputs.isEmpty())
        json[QStringLiteral("inputs")] = inputs.toJson();
    return json;
}

RiskFieldParameters RiskFieldParameters::fromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("model card's field"));
    RiskFieldParameters parameters;
    parameters.settings = RiskFieldSettings::fromJson(fields.object(QStringLiteral("settings")));
    parameters.rate = fields.number(QStringLiteral("rate"));
    if (!(parameters.rate > 0))
        fields.refuse(QStringLiteral("rate"), QStringLiteral("above 0"));
    const std::vector<double> hours = numbersOf(fields, QStringLiteral("hours"));
    if (hours.size() != 168 || !std::ranges::all_of(hours, [](double hour) { return hour > 0; }))
        fields.refuse(QStringLiteral("hours"), QStringLiteral("168 numbers above 0"));
    std::ranges::copy(hours, parameters.hours.begin());
    parameters.mixture = fields.object(QStringLiteral("mixture"));
    if (fields.has(QStringLiteral("inputs")))
        parameters.inputs = FieldInputSettings::fromJson(fields.object(QStringLiteral("inputs")));
    parameters.means = numbersOf(fields, QStringLiteral("means"));
    parameters.scales = numbersOf(fields, QStringLiteral("scales"));
    const auto whole = [&](const QString &key) { return static_cast<int>(fields.whole(key, 1, 10'000)); };
    parameters.shape.columns = whole(QStringLiteral("columns"));
    parameters.shape.rows = whole(QStringLiteral("rows"));
    parameters.shape.planes = whole(QStringLiteral("planes"));
    parameters.shape.scalars = whole(QStringLiteral("scalars"));
    if (parameters.means.size() != static_cast<std::size_t>(parameters.shape.scalars)
        || parameters.scales.size() != parameters.means.size()
        || !std::ranges::all_of(parameters.scales, [](double scale) { return scale > 0; }))
        fields.refuse(QStringLiteral("scales"), QStringLiteral("a number above 0 for each scalar"));
    return parameters;
}

QJsonObject riskFieldIdentity(const City &city)
{
    const GeoBox &box = city.neighborhoods->box();
    return {{QStringLiteral("kind"), QStringLiteral("risk-field")},
            {QStringLiteral("version"), 1},
            {QStringLiteral("extent"), QJsonArray{box.west, box.south, box.east, box.north}},
            {QStringLiteral("crs"), city.neighborhoods->sourceCrs()},
            {QStringLiteral("neighborhoods"), city.neighborhoods->fingerprint()},
            {QStringLiteral("cell_metres"), RiskFieldParameters::cellMetres},
            {QStringLiteral("sources"), QJsonArray::fromStringList(EventSources(city).names())}};
}

RiskFieldParameters fitSimpleField(const City &city, const std::shared_ptr<const PlaceHistory> &history, const Split &split,
                                   const RiskFieldSettings &settings, Feedback &feedback)
{
    RiskFieldParameters parameters;
    parameters.settings = settings;
    parameters.shape = FieldWindows::shapeFor(*history, settings, {});
    parameters.means.assign(static_cast<std::size_t>(parameters.shape.scalars), 0);
    parameters.scales.assign(static_cast<std::size_t>(parameters.shape.scalars), 1);
    const Time begins = city.incidents->coveredDays().start;
    const Window learnt{split.training.front().asked.start,
                        split.training.back().asked.end() - split.training.front().asked.start};
    std::array<double, 168> counts{};
    for (const PlacedEvent &event : history->targetsIn(learnt))
        ++counts[hourOfWeek(event.time)];
    const double events = static_cast<double>(history->targetsIn(learnt).size());
    parameters.rate = (events + 1) / days(learnt.length);
    parameters.hours = hoursOf(counts, std::numeric_limits<double>::infinity());
    if (settings.hour) {
        double best = -std::numeric_limits<double>::infinity();
        std::array<double, 168> chosen{};
        for (const double pooling : {std::numeric_limits<double>::infinity(), 300., 100., 30., 10.}) {
            parameters.hours = hoursOf(counts, pooling);
            double likelihood = 0;
            for (const Example &example : split.validation) {
                const double expected = simpleExpectation(*history, parameters, begins, example.asked);
                likelihood += static_cast<double>(history->targetsIn(example.asked).size()) * std::log(expected) - expected;
            }
            if (likelihood > best) {
                best = likelihood;
                chosen = parameters.hours;
            }
        }
        parameters.hours = chosen;
    }
    const KernelWeights weights = settings.mixture ? fitMixture(history, split, feedback)->weights() : KernelWeights{};
    parameters.mixture = weights.toJson(history->sources());
    return parameters;
}

FieldForecast::FieldForecast(const RiskField &field, const City &city, const Task &task, std::span<const Example> examples,
                             Feedback &feedback)
    : m_history(std::make_shared<const PlaceHistory>(
          city, task, std::make_shared<const PlaceGrid>(*city.neighborhoods, RiskFieldParameters::cellMetres)))
{
    const RiskFieldParameters &parameters = field.parameters;
    const FieldShape &shape = parameters.shape;
    const FieldShape here = FieldWindows::shapeFor(*m_history, parameters.settings, parameters.inputs);
    if (here.columns != shape.columns || here.rows != shape.rows || here.planes != shape.planes || here.scalars != shape.scalars)
        throw Error(QStringLiteral("The risk field was trained on another city's grid. Open that city, or train a model on "
                                   "this one."));
    m_coarseColumns = static_cast<std::size_t>(shape.columns);
    m_coarseCells = shape.cells();

    std::vector<std::size_t> order(examples.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return examples[i].asked.start; });
    std::vector<Example> sorted;
    for (const std::size_t index : order)
        sorted.push_back(examples[index]);
    StageFeedback reading(feedback, 0, 0.5);
    StageFeedback keeping(feedback, 0.5, 0.6);
    StageFeedback asking(feedback, 0.6, 1);
    RiskFieldParameters read = parameters;
    read.settings.network = field.network != nullptr;
    const FieldWindows windows(m_history, city, read, sorted, reading, field.inputs);
    m_mixture = KernelPlaces(QStringLiteral("mixture"), m_history,
                             KernelWeights::fromJson(parameters.mixture, m_history->sources()))
                    .keepingDays(sorted, keeping);
    m_expected.resize(examples.size());
    FieldWindows::Batch batch;
    constexpr std::size_t most = 128;
    for (std::size_t from = 0; from < sorted.size(); from += most) {
        asking.checkpoint(static_cast<double>(from) / static_cast<double>(sorted.size()));
        std::vector<std::size_t> some(std::min(most, sorted.size() - from));
        std::iota(some.begin(), some.end(), from);
        if (field.network) {
            windows.fill(some, parameters, batch);
            const std::vector<float> logs = field.network->logFactors(some.size(), batch.planes, batch.scalars);
            m_logs.insert(m_logs.end(), logs.begin(), logs.end());
        }
        for (const std::size_t index : some) {
            double factor = field.network ? 0 : 1;
            if (field.network) {
                const auto masses = windows.masses(index);
                for (std::size_t cell = 0; cell < masses.size(); ++cell)
                    factor += double(masses[cell]) * std::exp(double(m_logs[index * m_coarseCells + cell]));
            }
            m_expected[order[index]] = windows.expected(index) * factor;
            m_starts.emplace_back(sorted[index].asked.start, index);
        }
    }
}

void FieldForecast::shares(const Example &example, std::span<float> into) const
{
    const auto found = std::ranges::lower_bound(m_starts, example.asked.start, {}, &std::pair<Time, std::size_t>::first);
    if (found == m_starts.end() || found->first != example.asked.start)
        throw Error(QStringLiteral("The risk field was not asked about the span that starts at %1. Ask for it first.")
                        .arg(formatTime(example.asked.start)));
    m_mixture->shares(example, into);
    if (m_logs.empty())
        return;
    const PlaceGrid &cells = *grid();
    const std::size_t columns = cells.ground().columns();
    double sum = 0;
    for (std::size_t cell = 0; cell < into.size(); ++cell) {
        const std::size_t ground = cells.groundCell(cell);
        const std::size_t coarse = ground / columns / RiskFieldParameters::coarse * m_coarseColumns
            + ground % columns / RiskFieldParameters::coarse;
        into[cell] *= std::exp(m_logs[found->second * m_coarseCells + coarse]);
        sum += into[cell];
    }
    for (float &share : into)
        share = static_cast<float>(share / sum);
}

std::vector<FieldWorth> worthOfFactors(const RiskField &field, const City &city, const Task &task,
                                       std::span<const Example> examples, Feedback &feedback)
{
    std::vector<FieldWorth> table;
    const auto add = [&](const QString &key, const RiskField &variant) {
        StageFeedback own(feedback, static_cast<double>(table.size()) / 7, static_cast<double>(table.size() + 1) / 7);
        const FieldForecast forecast(variant, city, task, examples, own);
        const PlaceHistory history(city, task, forecast.grid());
        FieldWorth &row = table.emplace_back(FieldWorth{key});
        std::vector<float> shares(forecast.grid()->size());
        double asked = 0;
        double events = 0;
        for (std::size_t i = 0; i < examples.size(); ++i) {
            const auto came = history.targetsIn(examples[i].asked);
            row.natsPerDay += static_cast<double>(came.size()) * std::log(forecast.expected()[i]) - forecast.expected()[i];
            asked += days(examples[i].asked.length);
            if (came.empty())
                continue;
            forecast.shares(examples[i], shares);
            for (const PlacedEvent &event : came)
                row.natsPerEvent += std::log(double(shares[event.cell]) * static_cast<double>(shares.size()));
            events += static_cast<double>(came.size());
        }
        row.natsPerDay /= std::max(asked, 1e-9);
        row.natsPerEvent /= std::max(events, 1.0);
    };
    add(QStringLiteral("model"), field);
    const RiskField simple{field.parameters, nullptr};
    add(QStringLiteral("without_network"), simple);
    RiskField variant = field;
    if (field.network && !field.parameters.inputs.layers.empty()) {
        for (FieldLayer &layer : variant.parameters.inputs.layers)
            std::ranges::fill(layer.scales, std::numeric_limits<double>::infinity());
        add(QStringLiteral("without_layers"), variant);
    }
    if (field.network && !field.parameters.inputs.weather.isEmpty()) {
        variant = field;
        const auto numbers = static_cast<std::ptrdiff_t>(field.parameters.inputs.weather.columns.size());
        std::fill(variant.parameters.scales.end() - numbers, variant.parameters.scales.end(), std::numeric_limits<double>::infinity());
        add(QStringLiteral("without_weather"), variant);
    }
    variant = simple;
    variant.parameters.settings.level = false;
    add(QStringLiteral("without_level"), variant);
    variant = simple;
    variant.parameters.settings.hour = false;
    add(QStringLiteral("without_hour"), variant);
    variant = simple;
    variant.parameters.mixture = KernelWeights{}.toJson(EventSources(city));
    add(QStringLiteral("without_mixture"), variant);
    return table;
}

} // namespace forewatch
