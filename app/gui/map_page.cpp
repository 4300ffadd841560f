#include "app/gui/map_page.h"

#include "app/gui/session.h"
#include "app/gui/start_panel.h"
#include "app/gui/watch_panel.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/plot/timeline_title.h"
#include "widgets/look.h"
#include "widgets/map/legend_view.h"
#include "widgets/map/map_view.h"
#include "widgets/plots/timeline_view.h"
#include "widgets/tables/import_report_view.h"
#include "widgets/time/time_histogram.h"
#include "widgets/time/time_navigator.h"
#include "widgets/time/time_player.h"

#include <QComboBox>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace forewatch {

namespace {

QLabel *makeHeading(const QString &text)
{
    auto *heading = new QLabel(text);
    heading->setFont([&] {
        QFont font = heading->font();
        font.setBold(true);
        return font;
    }());
    return heading;
}

} // namespace

MapPage::MapPage(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_navigator(new TimeNavigator(this))
    , m_map(new MapView)
    , m_start(new StartPanel)
    , m_mapOrStart(new QStackedWidget)
    , m_player(new TimePlayer(m_navigator))
    , m_histogram(new TimeHistogram)
    , m_timeline(new TimelineView)
    , m_legend(new LegendView)
    , m_style(new QComboBox)
    , m_report(new ImportReportView)
    , m_watch(new WatchPanel)
    , m_side(new QStackedWidget)
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
    layout->addWidget(columns);

    connect(m_session, &Session::cityChanged, this, &MapPage::showCity);
    connect(m_session, &Session::timelineChanged, this, &MapPage::showTimeline);
    connect(m_session, &Session::modelChanged, this, &MapPage::scoreShownDay);
    connect(m_navigator, &TimeNavigator::windowChanged, this, &MapPage::showWindow);
    connect(m_histogram, &TimeHistogram::scrubbedTo, m_navigator, &TimeNavigator::goTo);
    connect(m_legend, &LegendView::changed, this, &MapPage::applyLegend);
    connect(m_style, &QComboBox::currentIndexChanged, this,
            [this](int index) { setMapStyle(index == 1 ? MapStyle::Original : MapStyle::Clear); });
    connect(m_map, &MapView::hovered, this, &MapPage::hovered);
    connect(m_report, &ImportReportView::saveRejectedRequested, this, &MapPage::saveRejectedRequested);
    connect(m_watch, &WatchPanel::openModelRequested, this, &MapPage::openModelRequested);
    connect(m_watch, &WatchPanel::dayChosen, this, [this](Time day) { m_navigator->goTo(day); });
    connect(m_timeline, &TimelineView::cursorMoved, this, &MapPage::goToRisk);
    for (const auto signal : {&Session::trainingStarted, &Session::trainingEnded})
        connect(m_session, signal, this, &MapPage::scoreShownDay);
    m_style->setEnabled(false);
    setMode(Mode::Explore);
}

QWidget *MapPage::makeMapColumn()
{
    m_mapOrStart->addWidget(m_start);
    m_mapOrStart->addWidget(m_map);
    m_timeline->setMinimumHeight(190);

    auto *bottom = new QWidget;
    auto *time = new QVBoxLayout(bottom);
    time->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    time->setSpacing(gridUnit / 2);
    time->addWidget(m_player);
    time->addWidget(m_histogram);

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
    layout->addWidget(rows, 1);
    layout->addWidget(bottom);
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
    auto *heading = new QHBoxLayout;
    heading->addWidget(makeHeading(tr("Layers")));
    heading->addStretch();
    heading->addWidget(m_style);
    layersLayout->addLayout(heading);
    layersLayout->addWidget(m_legend, 1);

    auto *report = new QWidget;
    auto *reportLayout = new QVBoxLayout(report);
    reportLayout->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    reportLayout->addWidget(makeHeading(tr("Import report")));
    reportLayout->addWidget(m_report, 1);

    auto *explore = new QSplitter(Qt::Vertical);
    explore->addWidget(layers);
    explore->addWidget(report);
    explore->setChildrenCollapsible(false);
    explore->setSizes({320, 420});

    m_side->addWidget(explore);
    m_side->addWidget(m_watch);
    m_side->setMinimumWidth(280);
    return m_side;
}

void MapPage::setMode(Mode mode)
{
    m_mode = mode;
    m_timeline->setVisible(mode == Mode::Watch);
    m_side->setCurrentIndex(mode == Mode::Watch ? 1 : 0);
    if (mode == Mode::Explore && m_stepsBefore) {
        m_navigator->setLength(m_stepsBefore->first);
        m_navigator->setStep(m_stepsBefore->second);
        m_stepsBefore.reset();
    }
    scoreShownDay();
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

void MapPage::setMapStyle(MapStyle style)
{
    MapOptions options = m_map->options();
    if (options.style == style)
        return;
    options.style = style;
    m_map->setOptions(options);
    m_legend->setMapStyle(style);
    m_style->setCurrentIndex(style == MapStyle::Original ? 1 : 0);
    Q_EMIT mapStyleChanged(style);
}

void MapPage::showCity()
{
    const City &city = m_session->city();
    std::vector<Time> targets;
    for (const Incident &incident : city.incidents->all())
        if (city.target->contains(incident) && (targets.empty() || targets.back() != incident.time))
            targets.push_back(incident.time);

    m_navigator->pause();
    m_style->setEnabled(true);
    m_map->setPainter(m_session->painter());
    m_mapOrStart->setCurrentWidget(m_map);
    m_legend->setLegend(m_session->painter()->legend());
    applyLegend();
    m_report->setReport(city.report);
    const Time from = midnightOf(city.incidents->first());
    const Time to = city.incidents->coveredDays().end();
    m_histogram->setIncidents(city.incidents, city.target, from, to);
    m_navigator->setEmptyTest([incidents = city.incidents](const Window &window) {
        return incidents->snapshot(window).incidents.empty();
    });
    m_navigator->setTargets(std::move(targets));
    m_navigator->setSpan(from, to);
    m_watch->setDays(from, to);
    if (const auto window = m_navigator->window())
        showWindow(*window);
}

void MapPage::showWindow(const Window &window)
{
    if (!m_session->hasCity())
        return;
    const City &city = m_session->city();
    const Snapshot snapshot = city.incidents->snapshot(window);
    m_map->setSnapshot(snapshot);
    m_histogram->setWindow(window);

    std::vector<int> perType(static_cast<std::size_t>(city.incidents->types().size()));
    for (const Incident &incident : snapshot.incidents)
        ++perType[incident.type];
    m_legend->setCounts(perType);
    const auto [incidents, targets] = shownCounts(snapshot);
    m_player->setCounts(incidents, targets);

    m_timeline->setCursorTime(window.start);
    m_watch->setWindow(window);
    scoreShownDay();
}

std::pair<int, int> MapPage::shownCounts(const Snapshot &snapshot) const
{
    const auto &hidden = m_map->options().hiddenTypes;
    const auto shown = std::ranges::count_if(snapshot.incidents, [&](const Incident &incident) {
        return incident.type >= hidden.size() || !hidden[incident.type];
    });
    return {static_cast<int>(shown), static_cast<int>(m_session->city().target->eventsIn(snapshot.incidents))};
}

void MapPage::applyLegend()
{
    MapOptions options = m_map->options();
    options.hiddenTypes = m_legend->hiddenTypes();
    options.touchedOutlines = m_legend->showsTouched();
    m_map->setOptions(options);
    if (const auto window = m_navigator->window(); window && m_session->hasCity()) {
        const auto [incidents, targets] = shownCounts(m_session->city().incidents->snapshot(*window));
        m_player->setCounts(incidents, targets);
    }
}

void MapPage::scoreShownDay()
{
    const auto window = m_navigator->window();
    m_watch->setModel(m_session->model(), m_session->modelProblem(), m_session->isTraining());
    const auto &timeline = m_session->timeline();
    const bool scored = timeline && window && midnightOf(timeline->span.start) == midnightOf(window->start);
    if (m_mode == Mode::Watch && window && !scored)
        m_session->scoreDay(window->start);
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
    return tr("Scoring the day …");
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
    const auto window = m_navigator->window();
    if (!window)
        return {};
    const auto [incidents, targets] = shownCounts(m_session->city().incidents->snapshot(*window));
    return QStringLiteral("%1   %2   %3, %4")
        .arg(m_session->city().name, formatWindow(*window), counted(incidents, tr("incident"), tr("incidents")),
             counted(targets, tr("target event"), tr("target events")));
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
