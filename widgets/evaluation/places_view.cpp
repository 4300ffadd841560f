#include "widgets/evaluation/places_view.h"

#include "engine/plot/area_error_chart.h"
#include "widgets/evaluation/figure_words.h"
#include "widgets/evaluation/rows_model.h"
#include "widgets/look.h"
#include "widgets/plots/chart_view.h"
#include "widgets/tables/table_look.h"

#include <QHeaderView>
#include <QLabel>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include <cmath>

namespace forewatch {

namespace {

QTableView *makeTable(RowsModel *rows, const QString &name)
{
    auto *table = new QTableView;
    auto *sorted = new QSortFilterProxyModel(table);
    sorted->setSourceModel(rows);
    sorted->setSortRole(RowsModel::NumberRole);
    table->setModel(sorted);
    setUpTable(*table, name);
    table->setSortingEnabled(true);
    table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    return table;
}

QString withInterval(double value, const Interval &interval, bool percent)
{
    return QStringLiteral("%1 (%2)").arg(valueText(value, percent), intervalText(interval, percent));
}

RowsModel::Cell numberCell(double value, const QString &text, bool bold)
{
    return {.text = text, .number = value, .bold = bold};
}

} // namespace

PlacesView::PlacesView(QWidget *parent)
    : QScrollArea(parent)
    , m_text(new QLabel)
    , m_modelRows(new RowsModel(
          {tr("Places by"), tr("Nats per event"), tr("Model ahead"), tr("Top 1 %"), tr("Top 5 %"), tr("Top 10 %"), tr("PAI"), tr("PEI")},
          {{}, tr("Mean log of how much more likely an event's place was called than evenly over the city, with its 95 % interval"),
           tr("Nats per event that the model is ahead of the row, with a paired 95 % interval"),
           tr("Share of the events in the highest-ranked 1 % of the city's area"), tr("The same for 5 %, with its 95 % interval"),
           tr("The same for 10 %"), tr("Prediction accuracy index at 5 %: share of events over share of area"),
           tr("Prediction efficiency index at 5 %: that over the best that 5 % of the area could have had")},
          this))
    , m_models(makeTable(m_modelRows, tr("Models of places")))
    , m_areaRows(new RowsModel({tr("Neighborhood"), tr("Expected"), tr("Came"), tr("Difference")},
                               {{}, tr("Target events that were expected over the span"), tr("Target events that came"),
                                tr("Events that came less those expected")}, this))
    , m_areas(makeTable(m_areaRows, tr("Neighborhoods")))
    , m_map(new ChartView)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setObjectName(QStringLiteral("places text"));
    m_map->setMinimumHeight(54 * gridUnit);
    m_areas->setMinimumHeight(36 * gridUnit);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    column->setSpacing(2 * gridUnit);
    column->addWidget(m_text);
    column->addWidget(m_models);
    column->addWidget(m_map);
    column->addWidget(m_areas);
    column->addStretch();
    setWidget(content);
    connect(m_map, &ChartView::saveRequested, this,
            [this](const QString &ending) { Q_EMIT saveRequested(m_map->chart(), QStringLiteral("places"), ending); });
    setEvaluation(nullptr, nullptr);
}

void PlacesView::setEvaluation(std::shared_ptr<const Evaluation> evaluation, std::shared_ptr<const Neighborhoods> neighborhoods)
{
    const bool has = evaluation && evaluation->places && neighborhoods;
    for (QWidget *part : {static_cast<QWidget *>(m_models), static_cast<QWidget *>(m_areas), static_cast<QWidget *>(m_map)})
        part->setVisible(has);
    if (!has) {
        m_text->setText(!evaluation ? tr("Train or open a model to see what its places are worth.")
                                    : tr("There is nothing to hold places against: no target event with a place came in these windows, or "
                                         "nothing that was evaluated ranks places. Train a risk field to have places forecast."));
        return;
    }
    const PlaceEvaluation &places = *evaluation->places;
    const bool knows = std::ranges::any_of(places.figures, [](const PlaceFigures &f) { return f.key == QLatin1String("model"); });
    QString text = tr("%1 target events on cells of %2 m.").arg(grouped(static_cast<qint64>(places.events))).arg(places.cellMetres, 0, 'f', 0);
    if (!knows)
        text += QLatin1Char(' ') + tr("This model speaks for the whole city and ranks no places. The rows are what simple models of "
                                      "places are worth on the same events; a risk field would stand above them.");
    m_text->setText(text);
    fillModels(places);
    fillAreas(places, *neighborhoods);
    m_map->setChart(makeAreaErrorChart(places, std::move(neighborhoods)));
}

void PlacesView::fillModels(const PlaceEvaluation &places)
{
    std::vector<std::vector<RowsModel::Cell>> rows;
    for (const PlaceFigures &figures : places.figures) {
        const bool bold = figures.key == QLatin1String("model");
        const auto ahead = places.natsAhead.constFind(figures.key);
        const bool compared = ahead != places.natsAhead.constEnd();
        rows.push_back({{.text = forecastName(figures.key), .bold = bold},
                        numberCell(figures.natsPerEvent, withInterval(figures.natsPerEvent, figures.natsInterval, false), bold),
                        compared ? numberCell(ahead->value, withInterval(ahead->value, ahead->interval, false), bold)
                                 : RowsModel::Cell{.text = QStringLiteral("–")},
                        numberCell(figures.top1, probabilityText(figures.top1), bold),
                        numberCell(figures.top5, withInterval(figures.top5, figures.top5Interval, true), bold),
                        numberCell(figures.top10, probabilityText(figures.top10), bold),
                        numberCell(figures.pai5, QString::number(figures.pai5, 'f', 2), bold),
                        numberCell(figures.pei5, QString::number(figures.pei5, 'f', 2), bold)});
    }
    m_modelRows->setRows(std::move(rows));
    m_models->resizeColumnsToContents();
    showAllRows(*m_models);
}

void PlacesView::fillAreas(const PlaceEvaluation &places, const Neighborhoods &neighborhoods)
{
    std::vector<std::vector<RowsModel::Cell>> rows;
    for (const NeighborhoodFigures &figures : places.neighborhoods) {
        if (figures.neighborhood >= neighborhoods.size())
            continue;
        const auto came = static_cast<double>(figures.events);
        const double off = came - figures.expected;
        rows.push_back({{.text = neighborhoods.at(figures.neighborhood).name},
                        numberCell(figures.expected, QString::number(figures.expected, 'f', 1), false),
                        numberCell(came, grouped(static_cast<qint64>(figures.events)), false),
                        numberCell(off, (off > 0 ? QStringLiteral("+") : QString())
                                       + QString::number(off, 'f', 1).replace(QLatin1Char('-'), QChar(0x2212)), false)});
    }
    m_areaRows->setRows(std::move(rows));
    m_areas->resizeColumnsToContents();
    m_areas->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
}

} // namespace forewatch
