#include "engine/learning/field_inputs.h"

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/json_fields.h"
#include "engine/data/filter.h"
#include "engine/geo/vector_source.h"
#include "engine/layers/area_layer.h"
#include "engine/layers/density_layer.h"
#include "engine/layers/grid_layer.h"
#include "engine/layers/point_layer.h"
#include "engine/learning/risk_field.h"

#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace forewatch {

namespace {

using Kind = LayerSpec::Kind;

constexpr float missing = std::numeric_limits<float>::quiet_NaN();

double hoursBetween(Time from, Time to)
{
    return static_cast<double>((to - from).count()) / 3600;
}

bool isTimed(const LayerSpec &spec)
{
    return spec.kind == Kind::Points && PointLayerSettings::fromJson(spec.settings).isTimed();
}

/// Means over the fine cells' centres of what `valueAt` says, NaN where it says nothing.
std::vector<float> meansOver(const PlaceGrid &grid, const CoarseCells &coarse, const std::function<double(GeoPoint)> &valueAt)
{
    std::vector<double> sums(coarse.size());
    std::vector<int> counts(coarse.size());
    for (std::size_t cell = 0; cell < grid.size(); ++cell)
        if (const double value = valueAt(grid.centre(cell)); std::isfinite(value)) {
            sums[coarse.of[cell]] += value;
            ++counts[coarse.of[cell]];
        }
    std::vector<float> means(coarse.size(), missing);
    for (std::size_t cell = 0; cell < means.size(); ++cell)
        if (counts[cell] > 0)
            means[cell] = static_cast<float>(sums[cell] / counts[cell]);
    return means;
}

std::vector<float> areasOver(const LayerSpec &spec, const City &city, const PlaceGrid &grid, const CoarseCells &coarse,
                             Feedback &feedback)
{
    const AreaValues areas = areaValues(AreaLayerSettings::fromJson(spec.settings), city, feedback);
    return meansOver(grid, coarse, [&](GeoPoint place) {
        const auto area = areas.areas->locate(place).neighborhood;
        const auto value = area ? areas.values[*area] : std::nullopt;
        return value.value_or(std::numeric_limits<double>::quiet_NaN());
    });
}

std::vector<float> densityOver(const LayerSpec &spec, const City &city, const PlaceGrid &grid, const CoarseCells &coarse,
                               Feedback &feedback)
{
    const CityDensity density = cityDensity(city, DensityLayerSettings::fromJson(spec.settings), feedback);
    return meansOver(grid, coarse, [&](GeoPoint place) { return density.field.isEmpty() ? 0 : density.field.at(place); });
}

std::vector<float> gridOver(const LayerSpec &spec, const City &city, const PlaceGrid &grid, const CoarseCells &coarse,
                            Feedback &feedback)
{
    const CityGrid counted = cityGrid(city, GridLayerSettings::fromJson(spec.settings), feedback);
    return meansOver(grid, coarse, [&](GeoPoint place) {
        const auto cell = counted.grid.cellOf(place);
        if (!cell)
            return std::numeric_limits<double>::quiet_NaN();
        return counted.spots.empty() ? double(counted.counts[*cell]) : counted.spots[*cell].z;
    });
}

std::vector<float> pointsOver(const LayerSpec &spec, const City &city, const PlaceGrid &grid, const CoarseCells &coarse,
                              Feedback &feedback)
{
    std::vector<float> counts(coarse.size());
    for (const LayerPoint &point : readPoints(PointLayerSettings::fromJson(spec.settings), city, feedback).points)
        if (const std::uint32_t cell = grid.cellOf(point.place); cell != PlaceGrid::none)
            ++counts[coarse.of[cell]];
    std::ranges::transform(counts, counts.begin(), [](float count) { return std::log1p(count); });
    return counts;
}

std::vector<float> valuesOver(const LayerSpec &spec, const City &city, const PlaceGrid &grid, const CoarseCells &coarse,
                              Feedback &feedback)
{
    switch (spec.kind) {
    case Kind::Points:
        return pointsOver(spec, city, grid, coarse, feedback);
    case Kind::Areas:
        return areasOver(spec, city, grid, coarse, feedback);
    case Kind::Density:
        return densityOver(spec, city, grid, coarse, feedback);
    case Kind::Grid:
        return gridOver(spec, city, grid, coarse, feedback);
    case Kind::Raster:
        break;
    }
    throw Error(fieldLayersProblem({spec}, {}));
}

std::vector<FieldPoint> timedPoints(const LayerSpec &spec, const City &city, const Task &task, const PlaceGrid &grid,
                                    const CoarseCells &coarse, Feedback &feedback)
{
    std::vector<FieldPoint> points;
    for (const LayerPoint &point : readPoints(PointLayerSettings::fromJson(spec.settings), city, feedback).points) {
        const std::uint32_t cell = grid.cellOf(point.place);
        if (cell == PlaceGrid::none)
            continue;
        const bool ofDay = midnightOf(point.time) == point.time;
        const Duration after = ofDay ? Duration(std::chrono::days(1)) : Duration(1);
        points.push_back({point.time, point.time + std::max(after, task.delay), coarse.of[cell]});
    }
    std::ranges::stable_sort(points, {}, &FieldPoint::knownAt);
    return points;
}

std::size_t planesOf(const LayerSpec &spec)
{
    return isTimed(spec) ? FieldLayer::memoryHours.size() : 1;
}

QString sourceOf(const LayerSpec &spec)
{
    return spec.isMadeOfIncidents() ? QString() : spec.settings[QStringLiteral("source")].toString();
}

QJsonArray numbersToJson(const auto &numbers)
{
    QJsonArray json;
    for (const auto number : numbers)
        json << (std::isfinite(number) ? QJsonValue(static_cast<double>(number)) : QJsonValue());
    return json;
}

template <class Number>
std::vector<Number> numbersFromJson(const JsonFields &fields, const QString &key)
{
    std::vector<Number> numbers;
    for (const QJsonValue value : fields.array(key))
        numbers.push_back(static_cast<Number>(value.toDouble(std::numeric_limits<double>::quiet_NaN())));
    return numbers;
}

} // namespace

std::size_t FieldInputSettings::planes() const
{
    std::size_t count = 0;
    for (const FieldLayer &layer : layers)
        count += layer.planes();
    return count;
}

QJsonObject FieldInputSettings::toJson() const
{
    QJsonObject json;
    QJsonArray all;
    for (const FieldLayer &layer : layers) {
        QJsonObject one{{QStringLiteral("layer"), layer.spec.toJson()},
                        {QStringLiteral("means"), numbersToJson(layer.means)},
                        {QStringLiteral("scales"), numbersToJson(layer.scales)}};
        if (!layer.kept.empty())
            one[QStringLiteral("values")] = numbersToJson(layer.kept);
        all << one;
    }
    if (!layers.empty())
        json[QStringLiteral("layers")] = all;
    if (!weather.isEmpty())
        json[QStringLiteral("weather")] = weather.toJson();
    return json;
}

FieldInputSettings FieldInputSettings::fromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("model card's inputs"));
    FieldInputSettings settings;
    if (fields.has(QStringLiteral("layers")))
        for (const QJsonValue value : fields.array(QStringLiteral("layers"))) {
            const JsonFields one(value.toObject(), QStringLiteral("model card's layer"));
            FieldLayer layer{.spec = LayerSpec::fromJson(one.object(QStringLiteral("layer"))),
                             .means = numbersFromJson<double>(one, QStringLiteral("means")),
                             .scales = numbersFromJson<double>(one, QStringLiteral("scales"))};
            if (one.has(QStringLiteral("values")))
                layer.kept = numbersFromJson<float>(one, QStringLiteral("values"));
            if (const QString problem = fieldLayersProblem({layer.spec}, {}); !problem.isEmpty())
                throw Error(problem);
            const auto isNumber = [](double number) { return std::isfinite(number); };
            if (layer.means.size() != planesOf(layer.spec) || layer.scales.size() != layer.means.size()
                || !std::ranges::all_of(layer.means, isNumber)
                || !std::ranges::all_of(layer.scales, [](double scale) { return std::isfinite(scale) && scale > 0; }))
                one.refuse(QStringLiteral("scales"), QStringLiteral("a number above 0 for each plane"));
            settings.layers.push_back(std::move(layer));
        }
    if (fields.has(QStringLiteral("weather")))
        settings.weather = WeatherSettings::fromJson(fields.object(QStringLiteral("weather")));
    return settings;
}

QString fieldLayersProblem(const std::vector<LayerSpec> &specs, const Task &task)
{
    for (const LayerSpec &spec : specs) {
        if (spec.kind == Kind::Raster)
            return QStringLiteral("The layer “%1” is a picture of the ground, which has no numbers that a risk field could read. "
                                  "Leave it out.")
                .arg(spec.name);
        if (task.reporting == Reporting::AsReported && isTimed(spec))
            return QStringLiteral("No one knows when the rows of the layer “%1” came into their table, so that a risk field could "
                                  "be shown only what was there. Train it with a fixed delay, or leave the layer out.")
                .arg(spec.name);
    }
    return {};
}

DecayedCounts::DecayedCounts(std::vector<double> hours, std::size_t cells)
    : m_hours(std::move(hours)), m_sums(m_hours.size(), std::vector<float>(cells))
{
}

void DecayedCounts::advanceTo(Time moment)
{
    for (std::size_t i = 0; i < m_hours.size(); ++i) {
        const auto factor = static_cast<float>(std::exp(-hoursBetween(m_moment, moment) / m_hours[i]));
        for (float &sum : m_sums[i])
            sum = sum < 1e-12F ? 0 : sum * factor;
    }
    m_moment = moment;
}

void DecayedCounts::add(std::size_t memory, Time time, std::size_t cell)
{
    m_sums[memory][cell] += static_cast<float>(std::exp(-hoursBetween(time, m_moment) / m_hours[memory]));
}

std::vector<bool> CoarseCells::inhabited() const
{
    std::vector<bool> result(size());
    for (const std::uint32_t cell : of)
        result[cell] = true;
    return result;
}

CoarseCells coarseCells(const PlaceGrid &grid)
{
    constexpr std::size_t edge = RiskFieldParameters::coarse;
    const std::size_t columns = grid.ground().columns();
    CoarseCells coarse{.of = {}, .columns = (columns + edge - 1) / edge, .rows = (grid.ground().rows() + edge - 1) / edge};
    for (std::size_t cell = 0; cell < grid.size(); ++cell) {
        const std::size_t ground = grid.groundCell(cell);
        coarse.of.push_back(static_cast<std::uint32_t>(ground / columns / edge * coarse.columns + ground % columns / edge));
    }
    return coarse;
}

FieldInputs::FieldInputs(const FieldInputSettings &settings, const City &city, const Task &task, const PlaceGrid &grid,
                         Feedback &feedback)
    : m_points(settings.layers.size()), m_values(settings.layers.size())
{
    const CoarseCells coarse = coarseCells(grid);
    const auto count = static_cast<double>(settings.layers.size() + 1);
    for (std::size_t i = 0; i < settings.layers.size(); ++i) {
        StageFeedback part(feedback, static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
        const FieldLayer &layer = settings.layers[i];
        try {
            if (layer.isTimed())
                m_points[i] = timedPoints(layer.spec, city, task, grid, coarse, part);
            else if (layer.spec.isMadeOfIncidents())
                m_values[i] = layer.kept;
            else
                m_values[i] = valuesOver(layer.spec, city, grid, coarse, part);
        } catch (const Error &error) {
            throw Error(QStringLiteral("The risk field reads the layer “%1”, which cannot be read. %2")
                            .arg(layer.spec.name, error.message()));
        }
        if (!layer.isTimed() && m_values[i].size() != coarse.size())
            throw Error(QStringLiteral("The layer “%1” in the model card belongs to another city. Restore the model from a copy, or "
                                       "train again.")
                            .arg(layer.spec.name));
    }
    StageFeedback last(feedback, 1 - 1 / count, 1);
    if (!settings.weather.isEmpty())
        m_weather = std::make_shared<const WeatherTable>(settings.weather, last);
}

FieldInputSettings fieldInputs(const std::vector<LayerSpec> &layers, const WeatherSettings &weather, const City &city,
                               const Task &task, Time trainTo, const PlaceGrid &grid, Feedback &feedback)
{
    if (const QString problem = fieldLayersProblem(layers, task); !problem.isEmpty())
        throw Error(problem);
    FieldInputSettings settings;
    const City past = layers.empty() ? city : filtered(city, {.to = trainTo});
    for (const LayerSpec &spec : layers) {
        FieldLayer layer{.spec = spec};
        layer.means.assign(planesOf(spec), 0);
        layer.scales.assign(planesOf(spec), 1);
        if (spec.isMadeOfIncidents())
            layer.kept = valuesOver(spec, past, grid, coarseCells(grid), feedback);
        settings.layers.push_back(std::move(layer));
    }
    if (!weather.isEmpty())
        settings.weather = WeatherTable(weather, feedback).settings();
    return settings;
}

QJsonArray filesRead(const FieldInputSettings &settings)
{
    QStringList sources;
    for (const FieldLayer &layer : settings.layers)
        sources << sourceOf(layer.spec);
    sources << settings.weather.source;
    sources.removeAll(QString());
    sources.removeDuplicates();
    QJsonArray files;
    for (const QString &source : sources) {
        QJsonObject file{{QStringLiteral("path"), withoutSecrets(source)}};
        if (QFileInfo(source).isFile())
            file[QStringLiteral("sha256")] = sha256OfFile(source);
        files << file;
    }
    return files;
}

} // namespace forewatch
