#include "engine/core/text.h"
#include "engine/geo/ground_grid.h"
#include "engine/layers/density_layer.h"
#include "engine/plot/chart_words.h"
#include "engine/plot/density_chart.h"
#include "engine/plot/line_chart.h"
#include "engine/plot/matrix_chart.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

QString number(std::size_t count)
{
    return grouped(static_cast<qint64>(count));
}

QString unitNoun(PlaceUnit unit)
{
    switch (unit) {
    case PlaceUnit::Points: return QStringLiteral("places");
    case PlaceUnit::Cells: return QStringLiteral("250 m squares");
    case PlaceUnit::Neighborhoods: return QStringLiteral("neighborhoods");
    }
    return {};
}

QString unitNote(PlaceUnit unit)
{
    switch (unit) {
    case PlaceUnit::Points: return QStringLiteral("A place: coordinates to 0.0001° (about 10 m), counted where anything was recorded at all.");
    case PlaceUnit::Cells: return QStringLiteral("Squares inside the neighborhoods, empty ones included.");
    case PlaceUnit::Neighborhoods: return QStringLiteral("All neighborhoods, empty ones included.");
    }
    return {};
}

/// A thousand points at most, for the pointer and the file.
std::vector<double> steps(const std::vector<ConcentrationPoint> &curve)
{
    std::vector<double> result;
    for (int i = 0; i <= 100; ++i)
        result.push_back(i / 100.);
    for (const ConcentrationPoint &point : curve)
        if (curve.size() <= 900)
            result.push_back(point.places);
    std::ranges::sort(result);
    result.erase(std::unique(result.begin(), result.end(), [](double a, double b) { return b - a < 1e-9; }), result.end());
    return result;
}

/// `***` for p up to 0.001, `**` for 0.01, `*` for 0.05.
QString stars(double p)
{
    return p <= 0.001 ? QStringLiteral("***") : p <= 0.01 ? QStringLiteral("**") : p <= 0.05 ? QStringLiteral("*") : QString();
}

} // namespace

std::shared_ptr<const Chart> makeConcentrationChart(const ChartScope &scope, const ChartSettings &settings)
{
    const Concentration found = concentration(scope.city, settings.what, settings.unit);
    const QString noun = countedNoun(scope.city, settings.what);
    const QString units = unitNoun(settings.unit);
    ChartContents contents = contentsFor(scope, settings, {}, found.incidents, noun);
    contents.title = QStringLiteral("Concentration of %1 over %2 %3").arg(noun, number(found.places), units);
    if (found.incidents == 0)
        return std::make_shared<const EmptyChart>(std::move(contents), QStringLiteral("No %1 inside the neighborhoods. Loosen the filter.").arg(noun));
    const double held = Concentration::heldBy(found.curve, 0.2);
    const double chanceHeld = Concentration::heldBy(found.chance, 0.2);
    const double half = Concentration::placesFor(found.curve, 0.5);
    const double fourFifths = Concentration::placesFor(found.curve, 0.8);
    contents.title += QStringLiteral(": half in %1 of them").arg(percentText(half));
    contents.note = QStringLiteral("20 % of the %1 hold %2 (by chance alone %3). Half of the %4 lie in %5 of the %1 (by chance %6), four fifths in %7 "
                                   "(%8). Gini %9")
                        .arg(units, percentText(held), percentText(chanceHeld), noun, percentText(half), percentText(Concentration::placesFor(found.chance, 0.5)),
                             percentText(fourFifths), percentText(Concentration::placesFor(found.chance, 0.8)))
                        .arg(found.gini, 0, 'f', 2)
        + QStringLiteral(", by chance %1, adjusted for few incidents %2. %3 Where there are few incidents for many places, much of the concentration is chance.")
              .arg(found.chanceGini, 0, 'f', 2).arg(found.adjustedGini, 0, 'f', 2).arg(unitNote(settings.unit));
    contents.columns = {QStringLiteral("places_share"), QStringLiteral("incidents_share"), QStringLiteral("chance_share")};
    LineSeries seen{.name = QStringLiteral("as recorded")};
    LineSeries chance{.name = QStringLiteral("by chance alone"), .look = LineSeries::Look::Dashed};
    LineSeries even{.name = QStringLiteral("even"), .look = LineSeries::Look::Quiet, .points = {{0, 0}, {1, 1}}};
    for (const ConcentrationPoint &point : found.chance)
        chance.points.push_back({point.places, point.incidents});
    for (const double places : steps(found.curve)) {
        const double incidents = Concentration::heldBy(found.curve, places);
        const double byChance = Concentration::heldBy(found.chance, places);
        seen.points.push_back({places, incidents});
        seen.tells << QStringLiteral("%1 of the %2 (%3) hold %4\nby chance alone %5")
                          .arg(percentText(places), units, number(static_cast<std::size_t>(std::llround(places * static_cast<double>(found.places)))),
                               percentText(incidents), percentText(byChance));
        contents.rows.push_back({QString::number(places, 'f', 6), QString::number(incidents, 'f', 6), QString::number(byChance, 'f', 6)});
    }
    contents.json.insert(QStringLiteral("places"), static_cast<qint64>(found.places));
    contents.json.insert(QStringLiteral("empty_places"), static_cast<qint64>(found.emptyPlaces));
    contents.json.insert(QStringLiteral("most_at_one_place"), static_cast<qint64>(found.most));
    contents.json.insert(QStringLiteral("held_by_20_percent"), held);
    contents.json.insert(QStringLiteral("held_by_20_percent_by_chance"), chanceHeld);
    contents.json.insert(QStringLiteral("places_for_half"), half);
    contents.json.insert(QStringLiteral("places_for_four_fifths"), fourFifths);
    contents.json.insert(QStringLiteral("gini"), found.gini);
    contents.json.insert(QStringLiteral("gini_by_chance"), found.chanceGini);
    contents.json.insert(QStringLiteral("gini_adjusted"), found.adjustedGini);
    LineAxes axes;
    axes.xTitle = QStringLiteral("share of the %1, the fullest first").arg(units);
    axes.yTitle = QStringLiteral("share of the %1").arg(noun);
    for (int i = 0; i <= 5; ++i) {
        axes.x.push_back({i / 5., QStringLiteral("%1 %").arg(20 * i)});
        axes.y.push_back({i / 5., QStringLiteral("%1 %").arg(20 * i)});
    }
    return std::make_shared<const LineChart>(std::move(contents), std::move(axes), std::vector{seen, chance, even});
}

std::shared_ptr<const Chart> makeNearRepeatChart(const ChartScope &scope, const ChartSettings &settings, Feedback &feedback)
{
    const NearRepeat found = nearRepeat(countedIncidents(scope.city, settings.what), settings.nearRepeat, feedback);
    const QString noun = countedNoun(scope.city, settings.what);
    ChartContents contents = contentsFor(scope, settings, QStringLiteral("Near repeats of %1: pairs seen for each pair expected").arg(noun), found.events, noun);
    const std::size_t cellCount = found.cells.size() * found.settings.days.size();
    contents.note = QStringLiteral("Large: pairs this near in space and time over what is expected when dates are dealt out anew to the places (%1 times, "
                                   "seed %2); small: pairs seen. * p ≤ 0.05, ** ≤ 0.01, *** ≤ 0.001; with %3 cells chance alone stars about %4. "
                                   "Framed: p ≤ 0.05 and at least 1.2 times expected. Victims of one event whose times differ count as pairs.")
                        .arg(found.settings.runs).arg(found.settings.seed).arg(cellCount).arg(std::max(1., std::round(0.05 * static_cast<double>(cellCount))));
    if (found.events < found.given)
        contents.note += QStringLiteral(" Only the latest %1 of %2 are used, from %3 on.")
                             .arg(number(found.events), number(found.given), formatTime(found.first).left(10));
    contents.columns = {QStringLiteral("distance"), QStringLiteral("time"), QStringLiteral("observed"), QStringLiteral("expected"),
                        QStringLiteral("ratio"), QStringLiteral("p")};
    double highest = 1.5;
    for (const auto &row : found.cells)
        for (const NearRepeatCell &cell : row)
            if (cell.observed >= 5)
                highest = std::max(highest, cell.ratio());
    Matrix matrix;
    matrix.columnTitle = QStringLiteral("days apart");
    matrix.least = QStringLiteral("as expected, or fewer");
    matrix.most = QStringLiteral("%1 times expected").arg(highest, 0, 'f', 1);
    for (std::size_t column = 0; column < found.settings.days.size(); ++column)
        matrix.columnLabels << found.timeLabel(column);
    QJsonArray cells;
    for (std::size_t row = 0; row < found.cells.size(); ++row) {
        matrix.rowLabels << found.distanceLabel(row);
        std::vector<MatrixCell> drawn;
        for (std::size_t column = 0; column < found.cells[row].size(); ++column) {
            const NearRepeatCell &cell = found.cells[row][column];
            const QString ratio = cell.expected > 0 ? QString::number(cell.ratio(), 'f', 2) : QStringLiteral("–");
            drawn.push_back({.shade = std::clamp((cell.ratio() - 1) / (highest - 1), 0., 1.),
                             .text = ratio + stars(cell.p),
                             .second = number(cell.observed),
                             .tell = QStringLiteral("%1, %2 apart\n%3 pairs seen, %4 expected: %5 times\np %6")
                                         .arg(capitalized(found.distanceLabel(row)), found.timeLabel(column), number(cell.observed))
                                         .arg(cell.expected, 0, 'f', 1).arg(ratio).arg(cell.p, 0, 'f', 3),
                             .marked = cell.p <= 0.05 && cell.ratio() >= 1.2});
            contents.rows.push_back({found.distanceLabel(row), found.timeLabel(column), QString::number(cell.observed),
                                     QString::number(cell.expected, 'f', 3), cell.expected > 0 ? QString::number(cell.ratio(), 'f', 4) : QString(),
                                     QString::number(cell.p, 'f', 4)});
            cells.append(QJsonObject{{QStringLiteral("distance"), found.distanceLabel(row)}, {QStringLiteral("time"), found.timeLabel(column)},
                                     {QStringLiteral("observed"), static_cast<qint64>(cell.observed)}, {QStringLiteral("expected"), cell.expected},
                                     {QStringLiteral("ratio"), cell.ratio()}, {QStringLiteral("p"), cell.p}});
        }
        matrix.cells.push_back(std::move(drawn));
    }
    contents.json.insert(QStringLiteral("runs"), found.settings.runs);
    contents.json.insert(QStringLiteral("seed"), static_cast<qint64>(found.settings.seed));
    contents.json.insert(QStringLiteral("near_pairs"), static_cast<qint64>(found.nearPairs));
    contents.json.insert(QStringLiteral("cells"), cells);
    if (found.events < 2)
        return std::make_shared<const EmptyChart>(std::move(contents), QStringLiteral("Near repeats need at least two %1. Loosen the filter, or look at a longer span.").arg(noun));
    return std::make_shared<const MatrixChart>(std::move(contents), std::move(matrix));
}

std::shared_ptr<const Chart> makeHeatMapChart(const ChartScope &scope, const ChartSettings &settings, Feedback &feedback)
{
    DensityLayerSettings density;
    density.what = settings.what;
    density.bandwidthMetres = settings.bandwidthMetres;
    LayerSpec spec;
    spec.kind = LayerSpec::Kind::Density;
    spec.settings = density.toJson();
    StageFeedback drawing(feedback, 0, 0.5);
    const auto layer = makeDensityLayer(spec, scope.city, drawing);
    StageFeedback counting(feedback, 0.5, 1);
    const CityDensity field = cityDensity(scope.city, density, counting);

    const QString noun = countedNoun(scope.city, settings.what);
    ChartContents contents = contentsFor(scope, settings, QStringLiteral("Heat map of %1").arg(noun), field.events, noun);
    contents.note = layer->note() + QStringLiteral(". A kernel smooths over streets and water; sexual offences lie at their neighborhood’s centre.");
    contents.columns = {QStringLiteral("longitude"), QStringLiteral("latitude"), QStringLiteral("neighborhood"), QStringLiteral("density")};
    const Neighborhoods &neighborhoods = *scope.city.neighborhoods;
    const GroundGrid grid(neighborhoods.box(), CellShape::Squares, std::max(100., field.bandwidthMetres));
    for (std::size_t cell = 0; cell < grid.size(); ++cell) {
        const GeoPoint centre = grid.centre(cell);
        if (const auto neighborhood = neighborhoods.locate(centre).neighborhood)
            contents.rows.push_back({QString::number(centre.longitude, 'f', 6), QString::number(centre.latitude, 'f', 6),
                                     neighborhoods.at(*neighborhood).name, QString::number(field.field.at(centre), 'f', 4)});
    }
    contents.json.insert(QStringLiteral("bandwidth_m"), field.bandwidthMetres);
    contents.json.insert(QStringLiteral("unit"), field.unit());
    contents.json.insert(QStringLiteral("highest"), field.highestOn(neighborhoods));
    if (field.events == 0)
        return std::make_shared<const EmptyChart>(std::move(contents), QStringLiteral("No %1 inside the neighborhoods. Loosen the filter.").arg(noun));
    return std::make_shared<const DensityChart>(std::move(contents), scope.city, layer);
}

} // namespace forewatch
