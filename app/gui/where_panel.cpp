#include "app/gui/where_panel.h"

#include "app/gui/ask_file.h"
#include "app/gui/calendar_dates.h"
#include "app/gui/day_fields.h"
#include "app/gui/exploration.h"
#include "app/gui/session.h"
#include "engine/core/files.h"
#include "engine/warning/risk_surface.h"
#include "widgets/evaluation/rows_model.h"
#include "widgets/look.h"
#include "widgets/tables/table_look.h"
#include "widgets/text_label.h"

#include <QCheckBox>
#include <QDateEdit>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

namespace forewatch {

namespace {

constexpr Duration every = std::chrono::minutes(10);

QString percent(double share)
{
    return QString::number(100 * share, 'f', 1);
}

RowsModel::Cell figure(const Estimate &share)
{
    return {QStringLiteral("%1 [%2, %3]").arg(percent(share.value), percent(share.interval.low), percent(share.interval.high)), share.value};
}

/// Swatches with their numbers, on the land's ground.
QString legendOf(const MapLayer &layer, const QPalette &palette)
{
    QString html;
    for (const LayerSign &sign : layer.signs(isDark(palette))) {
        const QColor solid = mixed(palette.color(QPalette::Base), QColor(sign.color.rgb()), sign.color.alphaF());
        html += QStringLiteral("<span style=\"background-color:%1\">&nbsp;&nbsp;&nbsp;&nbsp;</span>&nbsp;%2&nbsp;&nbsp; ").arg(solid.name(), sign.text);
    }
    return html + QObject::tr("expected per km²");
}

} // namespace

WherePanel::WherePanel(Session *session, Exploration *exploration, AreaSources *sources, QWidget *parent)
    : LazyPanel(parent)
    , m_session(session)
    , m_exploration(exploration)
    , m_sources(sources)
    , m_areas(new AreaChooser(sources))
    , m_surface(new QCheckBox(tr("Risk on the map")))
    , m_opacity(new QSlider(Qt::Horizontal))
    , m_legend(new QLabel)
    , m_text(makeTextLabel("where text"))
    , m_rows(new RowsModel({tr("Area"), tr("Rank"), tr("Expected"), tr("Share"), tr("Per km²"), tr("Density’s rank"), tr("28 days"), tr("365 days")},
                           {tr("Name of the area"), tr("Place in the ranking"), tr("Target events to be expected in the span"),
                            tr("Of what is expected in the city"), tr("Target events to be expected per square kilometer"),
                            tr("Place in the ranking by kernel density of past target events"),
                            tr("Target events of the 28 days before that the forecast may know of"), tr("Likewise of the 365 days before")},
                           this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_table(new QTableView)
    , m_save(new QPushButton(tr("Save…")))
    , m_from(makeDay(tr("First day that rankings are held against")))
    , m_to(makeDay(tr("Last day that rankings are held against")))
    , m_measure(new QPushButton(tr("Past performance")))
    , m_verdict(makeTextLabel("where verdict"))
    , m_figures(new RowsModel({tr("Target events in the"), tr("This ranking, %"), tr("Density, %"), tr("Ahead, points")},
                              {tr("Highest-ranked cells or areas"), tr("Share of the target events, with 95 % interval"),
                               tr("Share of the target events by kernel density"), tr("Difference over the same resampled days")},
                              this))
    , m_figureTable(new QTableView)
    , m_details(new QWidget)
    , m_job(&m_pool)
    , m_measuring(&m_pool)
{
    m_surface->setChecked(true);
    m_surface->setToolTip(tr("Draw the target events to be expected at each place; the strongest color is the day's highest"));
    m_opacity->setRange(10, 100);
    m_opacity->setValue(80);
    m_opacity->setFixedWidth(10 * gridUnit);
    m_opacity->setToolTip(tr("Opacity of the risk on the map"));
    m_opacity->setAccessibleName(m_opacity->toolTip());
    m_legend->setTextFormat(Qt::RichText);
    m_save->setToolTip(tr("Save the ranking as CSV"));
    m_measure->setToolTip(tr("Hold the rankings of these days against the target events that came, beside kernel density"));
    auto *top = new QHBoxLayout;
    top->setContentsMargins(gridUnit, gridUnit / 2, gridUnit, gridUnit / 2);
    top->setSpacing(gridUnit);
    top->addWidget(m_areas);
    top->addWidget(m_surface);
    top->addWidget(m_opacity);
    top->addWidget(m_legend);
    top->addStretch();
    for (QWidget *control : {static_cast<QWidget *>(m_from), static_cast<QWidget *>(m_to), static_cast<QWidget *>(m_measure),
                             static_cast<QWidget *>(m_save)})
        top->addWidget(control);
    m_text->setContentsMargins(gridUnit, 0, gridUnit, gridUnit / 2);
    m_verdict->setContentsMargins(gridUnit, 0, gridUnit, gridUnit / 2);
    auto *right = new QVBoxLayout;
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(0);
    right->addWidget(m_verdict);
    right->addWidget(m_figureTable, 1);
    right->addStretch();
    auto *details = new QHBoxLayout(m_details);
    details->setContentsMargins(0, 0, 0, 0);
    details->setSpacing(0);
    details->addWidget(m_table, 3);
    details->addLayout(right, 2);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_text);
    column->addWidget(m_details, 1);
    column->addStretch();

    m_sorted->setSourceModel(m_rows);
    m_sorted->setSortRole(RowsModel::NumberRole);
    m_table->setModel(m_sorted);
    setUpTable(*m_table, tr("Areas by expected target events"));
    m_table->sortByColumn(1, Qt::AscendingOrder);
    m_figureTable->setModel(m_figures);
    setUpTable(*m_figureTable, tr("Past performance of the ranking"));
    m_figureTable->setSortingEnabled(false);

    m_pool.setMaxThreadCount(1);
    m_session->watch(m_job, tr("Ranking areas"));
    m_session->watch(m_measuring, tr("Measuring past rankings"));
    for (const auto signal : {&Session::cityChanged, &Session::modelChanged})
        connect(m_session, signal, this, &WherePanel::takeModel);
    connect(m_exploration, &Exploration::windowChanged, this, &WherePanel::follow);
    connect(m_areas, &AreaChooser::choiceChanged, this, [this] {
        m_day.reset();
        m_performance.reset();
        follow();
    });
    connect(m_areas, &AreaChooser::failed, m_session, &Session::failed);
    connect(m_surface, &QCheckBox::toggled, this, [this] {
        follow();
        showSurface();
    });
    connect(m_opacity, &QSlider::valueChanged, this, &WherePanel::showSurface);
    connect(m_measure, &QPushButton::clicked, this, &WherePanel::measure);
    connect(&m_measuring, &JobBase::started, this, [this] { m_measure->setEnabled(false); });
    connect(&m_measuring, &JobBase::ended, this, [this] { m_measure->setEnabled(m_loaded != nullptr); });
    connect(&m_job, &JobBase::ended, this, [this] {
        m_failedDay = m_loading;
        m_loading.reset();
    });
    connect(&m_job, &JobBase::failed, this, [this](const QString &message) { m_text->setText(message); });
    connect(m_table, &QTableView::clicked, this, &WherePanel::takeSelection);
    connect(m_save, &QPushButton::clicked, this, [this] {
        const QString path = askForFileToWrite(this, tr("Save the ranking"), QStringLiteral("ranking.csv"), csvFiles());
        if (!path.isEmpty())
            save(path);
    });
    takeModel();
}

WherePanel::~WherePanel() = default;

QString WherePanel::text() const
{
    return m_text->text();
}

bool WherePanel::isUsable() const
{
    const auto &model = m_session->model();
    return model && m_session->hasCity() && m_session->modelProblem().isEmpty() && model->card.task.question == Question::NextWindow;
}

void WherePanel::takeModel()
{
    m_job.cancel();
    m_measuring.cancel();
    m_loaded.reset();
    m_day.reset();
    m_failedDay.reset();
    m_performance.reset();
    const bool usable = isUsable();
    if (usable) {
        proposeUnseenDays(m_from, m_to, m_session->city(), m_session->model()->card);
    }
    for (QWidget *control : {static_cast<QWidget *>(m_from), static_cast<QWidget *>(m_to), static_cast<QWidget *>(m_surface),
                             static_cast<QWidget *>(m_opacity)})
        control->setEnabled(usable);
    m_text->setText(usable ? tr("Ranking the day …")
                           : tr("A ranking needs a city and a model that looks ahead. Open or train one (next window)."));
    showMoment();
    invalidate();
}

void WherePanel::refresh()
{
    follow();
}

void WherePanel::setWatching(bool watching)
{
    m_watching = watching;
    follow();
    showSurface();
}

void WherePanel::follow()
{
    const auto window = m_exploration->window();
    if (!isUsable() || !window || !m_watching || !(isVisible() || m_surface->isChecked()))
        return;
    const Time midnight = midnightOf(window->start);
    if (m_day == midnight)
        return showMoment();
    if (m_loading != midnight && m_failedDay != midnight)
        load(midnight);
}

void WherePanel::load(Time midnight)
{
    const auto source = m_areas->chosen();
    if (!source)
        return;
    m_job.cancel();
    m_failedDay.reset();
    m_job.start(
        [before = m_loaded, folder = m_session->modelFolder(), city = m_session->city(), source = m_sources->all()[*source],
         midnight](Feedback &feedback) {
            StageFeedback placing(feedback, 0, 0.2);
            StageFeedback preparing(feedback, 0.2, 0.6);
            StageFeedback asking(feedback, 0.6, 1);
            Loaded loaded;
            loaded.model = before ? before->model
                                  : std::make_shared<const Model>(loadModel(folder, torchBackend(), Session::learningThreads()));
            const auto areas = areasOf(source, city, placing);
            if (before)
                loaded.ground = before->ground->areas == areas ? before->ground
                                                               : std::make_shared<const RankingGround>(withAreas(*before->ground, areas));
            else
                loaded.ground = std::make_shared<const RankingGround>(rankingGround(*loaded.model, city, areas, preparing));
            std::vector<Time> starts;
            for (Time start = midnight; start < midnight + std::chrono::days(1); start += every)
                starts.push_back(start);
            loaded.day = forecastPlaces(*loaded.model, *loaded.ground, starts, asking);
            RiskSurface surface{.grid = loaded.day.places->grid(), .asked = {}, .expected = {}};
            for (std::size_t i = 0; i < loaded.day.examples.size(); i += 6) {
                surface.expected = loaded.day.cells(i);
                loaded.most = std::max(loaded.most, surface.highestPerSquareKilometre());
            }
            return loaded;
        },
        [this, index = *source, midnight](std::shared_ptr<const Loaded> loaded) {
            m_sources->keep(index, loaded->ground->areas);
            m_loaded = std::move(loaded);
            m_day = midnight;
            m_failedDay.reset();
            showMoment();
        });
    m_loading = midnight;
}

void WherePanel::showMoment()
{
    m_ranking.reset();
    const auto window = m_exploration->window();
    std::optional<std::size_t> index;
    if (m_loaded && m_day && window && midnightOf(window->start) == *m_day)
        index = m_loaded->day.find(*m_day + (window->start - *m_day) / every * every);
    if (index)
        m_ranking = rankAreas(*m_loaded->ground, m_loaded->day, *index);
    m_details->setVisible(m_ranking.has_value());
    m_save->setEnabled(m_ranking.has_value());
    m_measure->setEnabled(m_loaded && !m_measuring.isRunning());
    std::vector<std::vector<RowsModel::Cell>> rows;
    if (m_ranking) {
        const AreaSet &set = *m_loaded->ground->areas;
        m_text->setText(m_ranking->sentence(set));
        for (const RankedArea &row : m_ranking->areas) {
            const double dense = row.squareKilometres > 0 ? row.expected / row.squareKilometres : 0;
            rows.push_back({{set.names[static_cast<qsizetype>(row.area)]},
                            {QString::number(row.rank), double(row.rank)},
                            {QString::number(row.expected, 'f', 4), row.expected},
                            {tr("%1 %").arg(percent(row.share)), row.share},
                            {QString::number(dense, 'f', 4), dense},
                            {QString::number(row.densityRank), double(row.densityRank)},
                            {QString::number(row.last28), double(row.last28)},
                            {QString::number(row.last365), double(row.last365)}});
        }
    } else if (m_loaded && m_day) {
        m_text->setText(tr("The table holds nothing to rank this time by. Choose another one."));
    }
    const bool first = m_rows->rowCount() == 0;
    m_rows->setRows(std::move(rows));
    if (first)
        m_table->resizeColumnsToContents();
    showPerformance();
    showSurface();
}

void WherePanel::showSurface()
{
    std::shared_ptr<const MapLayer> layer;
    if (m_watching && m_surface->isChecked() && m_ranking && m_loaded->most > 0) {
        const auto index = m_loaded->day.find(m_ranking->asked.start);
        layer = makeRiskLayer({.grid = m_loaded->day.places->grid(), .asked = m_ranking->asked, .expected = m_loaded->day.cells(*index),
                               .most = m_loaded->most, .opacity = m_opacity->value() / 100.0},
                              m_loaded->ground->city);
    }
    m_legend->setText(layer ? legendOf(*layer, palette()) : QString());
    m_legend->setToolTip(layer ? layer->note() : QString());
    m_exploration->setOverlay(std::move(layer));
}

void WherePanel::showPerformance()
{
    m_figureTable->setVisible(m_performance != nullptr);
    if (!m_performance) {
        m_verdict->setText(tr("Past performance tells what such rankings were worth: how many of the target events of later days fell into "
                              "the first places, beside kernel density."));
        return;
    }
    m_verdict->setText(m_performance->sentences().join(QLatin1Char(' ')));
    std::vector<std::vector<RowsModel::Cell>> rows;
    for (const CaughtShare &share : m_performance->shares)
        rows.push_back({{share.what}, figure(share.model), figure(share.density), figure(share.ahead)});
    m_figures->setRows(std::move(rows));
    m_figureTable->resizeColumnsToContents();
}

void WherePanel::measure()
{
    if (!m_loaded)
        return;
    m_measuring.start([loaded = m_loaded, from = timeOf(m_from->date()), to = timeOf(m_to->date()) + std::chrono::days(1)](
                          Feedback &feedback) { return rankingPerformance(*loaded->model, *loaded->ground, from, to, feedback); },
                      [this](std::shared_ptr<const RankingPerformance> performance) {
                          m_performance = std::move(performance);
                          showPerformance();
                      });
}

void WherePanel::takeSelection()
{
    const QModelIndex index = m_table->currentIndex();
    if (!index.isValid() || !m_ranking)
        return;
    const auto row = static_cast<std::size_t>(m_sorted->mapToSource(index).row());
    const AreaSet &set = *m_loaded->ground->areas;
    const std::size_t area = m_ranking->areas[row].area;
    if (set.isNeighborhoods)
        m_exploration->select({.rows = {}, .neighborhoods = {area}});
    else if (set.outlines)
        Q_EMIT zoomRequested(set.outlines->at(area).box);
}

void WherePanel::save(const QString &path)
{
    if (!m_ranking)
        return;
    try {
        requireNoSource(m_session->city(), path);
        writeWholeFile(path, m_ranking->toCsv(*m_loaded->ground->areas));
        Q_EMIT m_session->exported(path);
        Q_EMIT m_session->said(tr("The ranking is in %1.").arg(path));
    } catch (const Error &error) {
        Q_EMIT m_session->failed(error.message());
    }
}

} // namespace forewatch
