#include "app/gui/map_page.h"

#include "app/gui/alert_sign.h"
#include "app/gui/burden_panel.h"
#include "app/gui/charts_panel.h"
#include "app/gui/details_panel.h"
#include "app/gui/exploration.h"
#include "app/gui/filter_chip_row.h"
#include "app/gui/filter_panel.h"
#include "app/gui/layers_panel.h"
#include "app/gui/ledger_panel.h"
#include "app/gui/live_panel.h"
#include "app/gui/map_stage.h"
#include "app/gui/policy_panel.h"
#include "app/gui/session.h"
#include "app/gui/start_panel.h"
#include "app/gui/time_panel.h"
#include "app/gui/tables_panel.h"
#include "app/gui/watch_panel.h"
#include "app/gui/where_panel.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/plot/timeline_title.h"
#include "widgets/drawer.h"
#include "widgets/look.h"
#include "widgets/map/legend_view.h"
#include "widgets/map/map_view.h"
#include "widgets/plots/timeline_view.h"
#include "widgets/tables/import_report_view.h"
#include "widgets/time/time_navigator.h"
#include "widgets/time/time_player.h"

#include <QComboBox>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace forewatch {

MapPage::MapPage(Session *session, Exploration *exploration, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_exploration(exploration)
    , m_navigator(new TimeNavigator(this))
    , m_stage(new MapStage(exploration))
    , m_map(m_stage->map())
    , m_start(new StartPanel)
    , m_mapOrStart(new QStackedWidget)
    , m_time(new TimePanel(exploration, m_navigator))
    , m_timeline(new TimelineView)
    , m_alert(new AlertSign(m_map))
    , m_legend(new LegendView)
    , m_style(new QComboBox)
    , m_report(new ImportReportView)
    , m_watch(new WatchPanel)
    , m_live(new LivePanel(session))
    , m_panels(new QTabWidget)
    , m_side(new QStackedWidget)
    , m_drawer(new Drawer)
    , m_watchDrawer(new Drawer)
{
    auto *columns = new QSplitter(Qt::Horizontal);
    columns->addWidget(makeMapColumn());
    columns->addWidget(makeSide());
    columns->setStretchFactor(0, 1);
    columns->setStretchFactor(1, 0);
    columns->setChildrenCollapsible(false);
    columns->setSizes({1000, 320});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *rows = new QSplitter(Qt::Vertical);
    rows->addWidget(columns);
    rows->addWidget(m_drawer);
    rows->addWidget(m_watchDrawer);
    rows->setStretchFactor(0, 1);
    rows->setStretchFactor(1, 0);
    rows->setChildrenCollapsible(false);
    layout->addWidget(rows);
    // Folded, a drawer gets its row of tabs and the map the rest; one of the two is seen.
    for (Drawer *drawer : {m_drawer, m_watchDrawer})
        connect(drawer, &Drawer::openChanged, rows, [rows](bool open) {
            const int height = open ? std::max(30 * gridUnit, rows->height() / 3) : 1;
            rows->setSizes({rows->height() - height, height, height});
        });

    connect(m_session, &Session::cityChanged, this, &MapPage::showCity);
    connect(m_exploration, &Exploration::shownChanged, this, &MapPage::showIncidents);
    connect(m_exploration, &Exploration::windowChanged, this, &MapPage::showSnapshot);
    connect(m_exploration, &Exploration::settingsChanged, this, &MapPage::showSettings);
    connect(m_exploration, &Exploration::layersChanged, this, &MapPage::showSettings);
    connect(m_session, &Session::timelineChanged, this, &MapPage::showTimeline);
    connect(m_session, &Session::modelChanged, this, &MapPage::scoreShownDay);
    connect(m_navigator, &TimeNavigator::windowChanged, this, &MapPage::showWindow);
    connect(m_navigator, &TimeNavigator::shownWindowChanged, this, &MapPage::showSpan);
    connect(m_legend, &LegendView::changed, this, &MapPage::applyLegend);
    connect(m_style, &QComboBox::currentIndexChanged, this,
            [this](int index) { setMapStyle(index == 1 ? MapStyle::Original : MapStyle::Clear); });
    connect(m_stage, &MapStage::hovered, this, &MapPage::hovered);
    connect(m_stage, &MapStage::timeRequested, m_navigator, &TimeNavigator::goTo);
    connect(m_report, &ImportReportView::saveRejectedRequested, this, &MapPage::saveRejectedRequested);
    connect(m_watch, &WatchPanel::openModelRequested, this, &MapPage::openModelRequested);
    connect(m_watch, &WatchPanel::dayChosen, this, [this](Time day) { m_navigator->goTo(day); });
    connect(m_timeline, &TimelineView::cursorMoved, this, &MapPage::goToRisk);
    connect(m_timeline, &TimelineView::thresholdMoved, this, &MapPage::dragThreshold);
    connect(m_watch, &WatchPanel::spanChanged, this, &MapPage::scoreShownDay);
    connect(m_watch, &WatchPanel::originalToggled, m_timeline, &TimelineView::setOriginal);
    connect(m_watch, &WatchPanel::nextAlertRequested, this, &MapPage::goToNextAlert);
    connect(m_watch, &WatchPanel::nextTargetRequested, m_navigator, &TimeNavigator::goToNextTarget);
    connect(m_watch, &WatchPanel::resetRequested, m_session, &Session::resetPolicy);
    connect(m_session, &Session::policyChanged, m_watch,
            [this] { m_watch->setPolicy(m_session->policy(), m_session->isPolicyByHand()); });
    for (const auto signal : {&Session::trainingStarted, &Session::trainingEnded})
        connect(m_session, signal, this, &MapPage::scoreShownDay);
    AreaSources *areaSources = addTablePanels(this, session, exploration, m_report);
    m_style->setEnabled(false);
    addDrawerPanel(tr("Charts"), new ChartsPanel(m_session, m_exploration));
    auto *ledger = new LedgerPanel(m_session);
    connect(ledger, &LedgerPanel::spanRequested, this, &MapPage::showAsked);
    m_watchDrawer->addPanel(tr("Ledger"), ledger);
    m_where = new WherePanel(m_session, m_exploration, areaSources);
    connect(m_where, &WherePanel::zoomRequested, m_map, &MapView::fitBox);
    m_watchDrawer->addPanel(tr("Where"), m_where);
    auto *burden = new BurdenPanel(m_session, m_exploration, areaSources);
    connect(burden, &BurdenPanel::zoomRequested, m_map, &MapView::fitBox);
    m_watchDrawer->addPanel(tr("Burden"), burden);
    m_watchDrawer->addPanel(tr("Policy"), new PolicyPanel(m_session));
    m_watchDrawer->addPanel(tr("Live"), m_live);
    setMode(Mode::Explore);
}

QWidget *MapPage::makeMapColumn()
{
    m_mapOrStart->addWidget(m_start);
    m_mapOrStart->addWidget(m_stage);
    m_timeline->setMinimumHeight(190);

    auto *rows = new QSplitter(Qt::Vertical);
    rows->addWidget(m_timeline);
    rows->addWidget(m_mapOrStart);
    rows->setStretchFactor(0, 0);
    rows->setStretchFactor(1, 1);
    rows->setChildrenCollapsible(false);
    auto *column = new QWidget;
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new FilterChipRow(m_exploration, m_navigator));
    layout->addWidget(rows, 1);
    layout->addWidget(m_time);
    return column;
}

QWidget *MapPage::makeSide()
{
    m_style->addItems({tr("Clear, for people"), tr("As published, for the network")});
    m_style->setToolTip(tr("How the map is drawn"));
    m_style->setAccessibleName(tr("Map style"));

    auto *layers = new QWidget;
    auto *layersLayout = new QVBoxLayout(layers);
    layersLayout->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    layersLayout->addWidget(m_style);
    layersLayout->addWidget(m_legend, 1);
    layersLayout->addWidget(new LayersPanel(m_session, m_exploration), 1);

    auto *report = new QWidget;
    auto *reportLayout = new QVBoxLayout(report);
    reportLayout->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    reportLayout->addWidget(m_report, 1);

    m_panels->setDocumentMode(true);
    addSidePanel(tr("Layers"), layers);
    addSidePanel(tr("Filter"), new FilterPanel(m_session, m_exploration));
    auto *details = new DetailsPanel(m_exploration);
    connect(details, &DetailsView::zoomRequested, m_stage, &MapStage::fitSelection);
    addSidePanel(tr("Details"), details);
    addSidePanel(tr("Import"), report);

    m_side->addWidget(m_panels);
    m_side->addWidget(m_watch);
    m_side->setMinimumWidth(280);
    return m_side;
}

void MapPage::addSidePanel(const QString &title, QWidget *panel)
{
    m_panels->addTab(panel, title);
}

void MapPage::addDrawerPanel(const QString &title, QWidget *panel)
{
    m_drawer->addPanel(title, panel);
}

std::pair<Duration, Duration> MapPage::chosenSteps() const
{
    return m_stepsBefore.value_or(std::pair(m_navigator->length(), m_navigator->step()));
}

void MapPage::setMode(Mode mode)
{
    m_mode = mode;
    m_timeline->setVisible(mode == Mode::Watch);
    m_side->setCurrentIndex(mode == Mode::Watch ? 1 : 0);
    m_drawer->setVisible(mode == Mode::Explore);
    m_watchDrawer->setVisible(mode == Mode::Watch);
    m_where->setWatching(mode == Mode::Watch);
    if (mode == Mode::Watch) {
        // The day that is watched is any day, and its map shows the span that is asked about.
        m_navigator->setCumulative(false);
        m_time->playAll();
    }
    if (mode == Mode::Explore && m_stepsBefore) {
        m_navigator->setLength(m_stepsBefore->first);
        m_navigator->setStep(m_stepsBefore->second);
        m_stepsBefore.reset();
    }
    scoreShownDay();
    showAlert();
}

void MapPage::goToNextAlert()
{
    const auto &timeline = m_session->timeline();
    const auto window = m_navigator->window();
    if (!timeline || !window)
        return;
    const auto next = std::ranges::upper_bound(timeline->alerts, window->start, {}, [](const Alert &alert) { return alert.span.start; });
    if (next != timeline->alerts.end())
        goToRisk(next->span.start);
}

void MapPage::goToPreviousAlert()
{
    const auto &timeline = m_session->timeline();
    const auto window = m_navigator->window();
    if (!timeline || !window)
        return;
    const auto next = std::ranges::lower_bound(timeline->alerts, window->start, {}, [](const Alert &alert) { return alert.span.start; });
    if (next != timeline->alerts.begin())
        goToRisk((next - 1)->span.start);
}

void MapPage::dragThreshold(double threshold)
{
    AlertPolicy policy = m_session->policy();
    policy.release *= policy.threshold > 0 ? threshold / policy.threshold : 0;
    policy.threshold = threshold;
    policy.release = std::min(policy.release, threshold);
    m_session->setPolicy(policy);
}

void MapPage::showAlert()
{
    const auto window = m_navigator->window();
    m_alert->showAt(m_mode == Mode::Watch && window ? m_session->timeline().get() : nullptr, window ? window->start : Time{});
}

void MapPage::goToRisk(Time time)
{
    const auto &timeline = m_session->timeline();
    if (!timeline || timeline->points.empty())
        return;
    // Risks are asked about every ten minutes, so the map must be able to stand there.
    const bool onGrid = (time - m_navigator->from()) % m_navigator->step() == Duration::zero();
    const Duration length = timeline->points.front().asked.length;
    if (!m_stepsBefore && (!onGrid || length != m_navigator->length()))
        m_stepsBefore = {m_navigator->length(), m_navigator->step()};
    if (!onGrid)
        m_navigator->setStep(std::chrono::minutes(10));
    m_navigator->setLength(length);
    m_navigator->goTo(time);
}

void MapPage::showAsked(const Window &span)
{
    if (!m_session->hasCity())
        return;
    m_navigator->pause();
    m_navigator->setCumulative(false);
    if (span.start < m_navigator->from() || span.start >= m_navigator->to())
        m_time->playAll();
    m_navigator->setLength(span.length);
    for (const Duration step : {span.length, Duration(std::chrono::minutes(10)), Duration(std::chrono::minutes(1))})
        if ((span.start - m_navigator->from()) % m_navigator->step() != Duration::zero())
            m_navigator->setStep(step);
    m_navigator->goTo(span.start);
}

void MapPage::setMapStyle(MapStyle style)
{
    ViewSettings settings = m_exploration->settings();
    settings.style = style;
    m_exploration->change(settings, tr("map style"));
}

void MapPage::showSettings()
{
    const MapStyle style = m_exploration->settings().style;
    m_legend->setMapStyle(style);
    m_legend->setTypesApart(m_exploration->settings().typesApart);
    m_style->setCurrentIndex(style == MapStyle::Original ? 1 : 0);
    if (m_exploration->hasCity()) {
        const QSignalBlocker quiet(m_legend);
        std::vector<bool> hidden;
        for (const QString &type : m_exploration->whole().incidents->types())
            hidden.push_back(m_exploration->settings().filter.hiddenTypes.contains(type.toUpper()));
        m_legend->setHiddenTypes(hidden);
        m_legend->setShowsTouched(m_exploration->settings().touchedOutlines);
    }
    Q_EMIT mapStyleChanged(style);
}

void MapPage::showCity()
{
    const City &city = m_session->city();
    m_navigator->pause();
    m_style->setEnabled(true);
    m_mapOrStart->setCurrentWidget(m_stage);
    m_report->setReport(city.report);
    const Time from = midnightOf(city.incidents->first());
    const Time to = city.incidents->coveredDays().end();
    m_watch->setDays(from, to);
    showSettings();
    m_navigator->setSpan(from, to);
    if (const auto window = m_navigator->window()) {
        showSpan(*m_navigator->shownWindow());
        showWindow(*window);
    }
    showSnapshot();
}

void MapPage::showIncidents()
{
    // Told of another city before `showCity` is: its types have to be known before they are counted.
    if (m_legendOf != m_session->painter()) {
        m_legendOf = m_session->painter();
        m_legend->setLegend(m_legendOf->legend());
    }
    showSnapshot();
}

void MapPage::showSpan(const Window &shown)
{
    if (m_session->hasCity())
        m_exploration->setWindow(shown);
}

void MapPage::showWindow(const Window &window)
{
    if (!m_session->hasCity())
        return;
    m_timeline->setCursorTime(window.start);
    m_watch->setWindow(window);
    scoreShownDay();
    showAlert();
}

void MapPage::showSnapshot()
{
    if (!m_exploration->hasCity() || !m_exploration->window())
        return;
    const auto [incidents, targets] = shownCounts();
    m_time->player()->setCounts(incidents, targets);

    // The legend tells also how many a hidden type hides.
    const City &whole = m_exploration->whole();
    std::vector<int> perType(static_cast<std::size_t>(whole.incidents->types().size()));
    for (const Incident &incident : whole.incidents->snapshot(*m_exploration->window()).incidents)
        perType[incident.type] += m_exploration->filterTest().passesButType(incident);
    m_legend->setCounts(perType);
}

std::pair<int, int> MapPage::shownCounts() const
{
    const auto incidents = m_exploration->snapshot().incidents;
    return {static_cast<int>(incidents.size()), static_cast<int>(m_exploration->whole().target->eventsIn(incidents))};
}

void MapPage::applyLegend()
{
    ViewSettings settings = m_exploration->settings();
    const QSet<QString> before = settings.filter.hiddenTypes;
    const QStringList &types = m_exploration->whole().incidents->types();
    const std::vector<bool> hidden = m_legend->hiddenTypes();
    for (qsizetype i = 0; i < types.size(); ++i) {
        if (hidden[static_cast<std::size_t>(i)])
            settings.filter.hiddenTypes.insert(types[i].toUpper());
        else
            settings.filter.hiddenTypes.remove(types[i].toUpper());
    }
    settings.touchedOutlines = m_legend->showsTouched();
    m_exploration->change(settings, settings.filter.hiddenTypes != before ? tr("filter by type") : tr("touched neighborhoods"));
}

void MapPage::scoreShownDay()
{
    const auto window = m_navigator->window();
    m_watch->setModel(m_session->model(), m_session->modelProblem(), m_session->isTraining());
    if (m_mode == Mode::Watch && window && m_session->hasCity())
        m_session->score(spanAround(m_watch->span(), window->start, m_session->city().incidents->coveredDays()), m_watch->step());
    m_timeline->setEmptyText(whyNoTimeline());
}

QString MapPage::whyNoTimeline() const
{
    if (!m_session->hasCity())
        return tr("Open a city to see its risk.");
    if (!m_session->model())
        return m_session->isTraining() ? tr("A model is being trained; its risks stand here when it has ended.")
                                       : tr("Train a model in the Model workspace (2), or open one.");
    if (!m_session->modelProblem().isEmpty())
        return m_session->modelProblem();
    return m_session->isScoring() ? tr("Scoring …") : tr("Nothing was scored here. Choose another day or span.");
}

void MapPage::showTimeline()
{
    const auto &timeline = m_session->timeline();
    m_timeline->setTimeline(timeline);
    if (timeline)
        m_timeline->setTitle(timelineTitle(*timeline, *m_session->city().target));
    m_watch->setTimeline(timeline);
    if (const auto window = m_navigator->window()) {
        m_timeline->setCursorTime(window->start);
        m_watch->setWindow(*window);
    }
    showAlert();
}

QString MapPage::exportName() const
{
    QString name = m_session->hasCity() ? m_session->city().name : QString();
    if (const auto window = m_navigator->window())
        name += QLatin1Char('-') + formatTime(window->start).remove(QLatin1Char('-')).remove(QLatin1Char(':'));
    return name.toLower().replace(QLatin1Char(' '), QLatin1Char('-')) + QStringLiteral(".png");
}

QString MapPage::caption() const
{
    if (m_navigator->isEmpty())
        return {};
    const auto [incidents, targets] = shownCounts();
    const QString exact = m_exploration->settings().exactPlaces ? tr("   Sexual offences at their exact places") : QString();
    return QStringLiteral("%1   %2   %3, %4%5")
        .arg(m_session->city().name, m_navigator->title(), counted(incidents, tr("incident"), tr("incidents")),
             counted(targets, tr("target event"), tr("target events")), exact);
}

void MapPage::exportSnapshot(const QString &path) const
{
    const QImage image = m_map->picture(2, caption());
    if (image.isNull())
        throw Error(tr("There is no map to export. Open a crime table and its neighborhoods first."));
    writeWholeFile(path, [&](QIODevice &file) {
        if (!image.save(&file, "png"))
            throw Error(tr("The picture %1 cannot be written.").arg(path));
    });
}

} // namespace forewatch
