#include "app/gui/map_stage.h"

#include "app/gui/exploration.h"
#include "app/gui/map_notes.h"
#include "app/gui/sign_button.h"
#include "widgets/icons.h"
#include "widgets/look.h"
#include "widgets/map/map_hint.h"
#include "widgets/map/selection_facts.h"

#include <QAction>
#include <QActionGroup>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QToolBar>

#include <algorithm>

namespace forewatch {

namespace {

template <class T> void unite(std::vector<T> &into, const std::vector<T> &more)
{
    std::vector<T> both;
    // What was selected already goes: a second Ctrl+click takes a place back.
    if (!more.empty() && std::ranges::includes(into, more))
        std::ranges::set_difference(into, more, std::back_inserter(both));
    else
        std::ranges::set_union(into, more, std::back_inserter(both));
    into = std::move(both);
}

} // namespace

MapStage::MapStage(Exploration *exploration, QWidget *parent)
    : QWidget(parent)
    , m_exploration(exploration)
    , m_map(new MapView)
    , m_second(new MapView)
    , m_caption(new QLabel)
    , m_secondCaption(new QLabel)
    , m_empty(new MapHint(false))
    , m_areaHint(new MapHint(true))
    , m_tools(new QActionGroup(this))
    , m_shiftBox(new QComboBox)
{
    auto *maps = new QSplitter(Qt::Horizontal);
    maps->setChildrenCollapsible(false);
    maps->addWidget(makeColumn(m_map, m_caption, {m_empty, m_areaHint}));
    m_secondColumn = makeColumn(m_second, m_secondCaption, {});
    m_secondColumn->hide();
    m_second->setAccessibleName(tr("Second map"));
    maps->addWidget(m_secondColumn);
    maps->setStretchFactor(0, 1);
    maps->setStretchFactor(1, 1);
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(makeTools());
    rows->addWidget(maps, 1);
    addKeys();
    connectView(m_map);
    connectView(m_second);

    connect(m_exploration, &Exploration::shownChanged, this, &MapStage::showIncidents);
    connect(m_exploration, &Exploration::windowChanged, this, &MapStage::showWindow);
    for (const auto signal : {&Exploration::settingsChanged, &Exploration::layersChanged})
        connect(m_exploration, signal, this, &MapStage::showSettings);
    connect(m_exploration, &Exploration::selectionChanged, this, &MapStage::showSelection);
    connect(m_areaHint, &MapHint::accepted, this, &MapStage::filterToArea);
    connect(m_areaHint, &MapHint::closed, this, &MapStage::forgetArea);
    connect(m_empty, &MapHint::accepted, this, [this] {
        if (const auto offer = m_offer)
            offer();
    });
    connect(new MapNotes(m_exploration->places(), {m_map, m_second}, this), &MapNotes::started, this,
            [this] { setTool(MapTool::Pan); });
    showSettings();
    setTool(MapTool::Pan);
}

QWidget *MapStage::makeColumn(MapView *view, QLabel *caption, const std::vector<QWidget *> &above)
{
    caption->setContentsMargins(gridUnit, gridUnit / 2, gridUnit, gridUnit / 2);
    caption->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    caption->hide();
    auto *sheet = new QWidget;
    auto *grid = new QGridLayout(sheet);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->addWidget(view, 0, 0);
    Qt::Alignment edge = Qt::AlignTop;
    for (QWidget *hint : above) {
        grid->addWidget(hint, 0, 0, edge | Qt::AlignHCenter);
        edge = Qt::AlignBottom;
    }
    auto *column = new QWidget;
    auto *rows = new QVBoxLayout(column);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(caption);
    rows->addWidget(sheet, 1);
    return column;
}

QAction *MapStage::addTool(QToolBar *tools, MapTool tool)
{
    struct Looks
    {
        Icon sign;
        QString name;
        QString tip;
        Qt::Key key;
    };
    const auto looksOf = [&]() -> Looks {
        switch (tool) {
        case MapTool::Pan:
            return {Icon::Pan, tr("Move"), tr("Drag to move the map, click to select"), Qt::Key_V};
        case MapTool::Neighborhood:
            return {Icon::Neighborhood, tr("Neighborhoods"), tr("Click neighborhoods to select them"), Qt::Key_H};
        case MapTool::Rectangle:
            return {Icon::Rectangle, tr("Rectangle"), tr("Drag a rectangle around incidents"), Qt::Key_B};
        case MapTool::Polygon:
            return {Icon::Polygon, tr("Polygon"), tr("Click corners around incidents; a double click closes it"),
                    Qt::Key_P};
        case MapTool::Radius:
            return {Icon::Radius, tr("Radius"), tr("Drag a circle out from a point"), Qt::Key_O};
        case MapTool::Measure:
            return {Icon::Measure, tr("Measure"), tr("Click along a way to measure it; a double click ends it"),
                    Qt::Key_M};
        case MapTool::Note:
            break;
        }
        return {Icon::Note, tr("Note"), tr("Click a place to pin a note to it"), Qt::Key_N};
    };
    const Looks looks = looksOf();
    QAction *action = tools->addAction(icon(looks.sign), looks.name);
    action->setCheckable(true);
    action->setData(static_cast<int>(tool));
    action->setShortcut(QKeySequence(looks.key));
    action->setToolTip(QStringLiteral("%1 (%2)").arg(looks.tip, QKeySequence(looks.key).toString()));
    m_tools->addAction(action);
    connect(action, &QAction::triggered, this, [this, tool] { setTool(tool); });
    return action;
}

QToolBar *MapStage::makeTools()
{
    auto *tools = new QToolBar;
    tools->setIconSize({16, 16});
    tools->setContentsMargins(gridUnit / 2, 0, gridUnit / 2, 0);
    tools->setAccessibleName(tr("Map tools"));
    for (const MapTool tool :
         {MapTool::Pan, MapTool::Neighborhood, MapTool::Rectangle, MapTool::Polygon, MapTool::Radius})
        addTool(tools, tool);
    tools->addSeparator();
    addTool(tools, MapTool::Measure);
    addTool(tools, MapTool::Note);
    tools->addSeparator();
    QAction *city = tools->addAction(icon(Icon::FitCity), tr("Fit the city"), m_map, &MapView::fitCity);
    city->setToolTip(tr("Fit the city (F)"));
    QAction *selection
        = tools->addAction(icon(Icon::FitSelection), tr("Fit the selection"), this, &MapStage::fitSelection);
    selection->setShortcut(QKeySequence(Qt::SHIFT | Qt::Key_F));
    selection->setToolTip(tr("Fit the selection (Shift+F)"));
    tools->addSeparator();
    tools->addWidget(new SignButton(m_exploration));
    addSecondMap(tools);
    return tools;
}

void MapStage::addSecondMap(QToolBar *tools)
{
    m_secondShown = tools->addAction(icon(Icon::SecondMap), tr("Second map"));
    m_secondShown->setCheckable(true);
    m_secondShown->setShortcut(QKeySequence(Qt::Key_D));
    m_secondShown->setToolTip(tr("A second map beside this one, at another time (D)"));
    connect(m_secondShown, &QAction::toggled, this, &MapStage::setSecondShown);

    m_locked = tools->addAction(icon(Icon::Locked), tr("Move both maps together"));
    m_locked->setCheckable(true);
    m_locked->setChecked(true);
    m_locked->setVisible(false);
    connect(m_locked, &QAction::toggled, this, &MapStage::setLocked);

    m_shiftBox->setEditable(true);
    m_shiftBox->setInsertPolicy(QComboBox::NoInsert);
    m_shiftBox->setMinimumContentsLength(20);
    m_shiftBox->setAccessibleName(tr("Time of the second map"));
    m_shiftBox->setToolTip(tr("Time of the second map: choose, or type how far away: −7d, −1y, +2h"));
    m_shiftBox->addItem(tr("Same hour last week"), QStringLiteral("-1w"));
    m_shiftBox->addItem(tr("Same hour last year"), QStringLiteral("-1y"));
    m_shiftBox->addItem(tr("The day before"), QStringLiteral("-1d"));
    connect(m_shiftBox, &QComboBox::activated, this, &MapStage::takeShift);
    connect(m_shiftBox->lineEdit(), &QLineEdit::editingFinished, this, &MapStage::takeShift);
    m_shiftShown = tools->addWidget(m_shiftBox);
    m_shiftShown->setVisible(false);
}

void MapStage::addKeys()
{
    const auto add = [this](int key, QPointF direction) {
        auto *action = new QAction(this);
        action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(key)));
        connect(action, &QAction::triggered, this, [this, direction] {
            const double share = 0.125;
            m_map->pan({std::round(direction.x() * share * m_map->width()),
                        std::round(direction.y() * share * m_map->height())});
        });
        addAction(action);
    };
    add(Qt::Key_Left, {-1, 0});
    add(Qt::Key_Right, {1, 0});
    add(Qt::Key_Up, {0, -1});
    add(Qt::Key_Down, {0, 1});
}

void MapStage::connectView(MapView *view)
{
    connect(view, &MapView::hovered, this, &MapStage::hovered);
    connect(view, &MapView::picked, this, &MapStage::select);
    connect(view, &MapView::areaDrawn, this,
            [this, view](const DrawnArea &area, bool adds) { takeArea(view, area, adds); });
    connect(view, &MapView::escaped, this, &MapStage::escape);
    MapView *other = view == m_map ? m_second : m_map;
    connect(view, &MapView::frameChanged, this, [this, other](const MapFrame &frame) {
        if (isSecondShown() && m_locked->isChecked())
            other->follow(frame);
    });
}

void MapStage::eachView(const std::function<void(MapView *)> &act)
{
    act(m_map);
    act(m_second);
}

void MapStage::setTool(MapTool tool)
{
    for (QAction *action : m_tools->actions())
        if (action->data().toInt() == static_cast<int>(tool))
            action->setChecked(true);
    eachView([tool](MapView *view) { view->setTool(tool); });
    if (m_map->isVisible())
        m_map->setFocus();
}

bool MapStage::isSecondShown() const
{
    return m_secondShown->isChecked();
}

void MapStage::setSecondShown(bool shown)
{
    m_secondShown->setChecked(shown);
    m_secondColumn->setVisible(shown);
    m_locked->setVisible(shown);
    m_shiftShown->setVisible(shown);
    if (shown)
        showIncidents();
    showCaptions();
    setLocked(m_locked->isChecked());
}

void MapStage::setLocked(bool locked)
{
    m_locked->setChecked(locked);
    if (locked && isSecondShown())
        m_second->follow(m_map->frame());
}

void MapStage::setShift(const TimeShift &shift)
{
    m_shift = shift;
    showWindow();
}

void MapStage::takeShift()
{
    const int known = m_shiftBox->findText(m_shiftBox->currentText());
    const QString text = known >= 0 ? m_shiftBox->itemData(known).toString() : m_shiftBox->currentText();
    if (const auto shift = parseTimeShift(text))
        setShift(*shift);
    else
        m_shiftBox->setCurrentIndex(0);
}

void MapStage::showIncidents()
{
    if (!m_exploration->hasCity())
        return;
    m_map->setPainter(m_exploration->painter());
    if (isSecondShown())
        m_second->setPainter(m_exploration->painter());
    m_area.reset();
    showSettings();
    showSelection();
    showWindow();
}

void MapStage::showWindow()
{
    const auto &window = m_exploration->window();
    if (!m_exploration->hasCity() || !window)
        return;
    m_map->setSnapshot(m_exploration->snapshot());
    if (isSecondShown() && m_second->painter())
        m_second->setSnapshot(m_exploration->shown().incidents->snapshot(shifted(*window, m_shift)));
    showCaptions();
    showHint();
}

void MapStage::showSettings()
{
    const MapOptions options = m_exploration->mapOptions();
    eachView([&](MapView *view) { view->setOptions(options); });
    const Filter &filter = m_exploration->settings().filter;
    const std::optional<DrawnArea> filtered
        = filter.area || filter.circle ? std::optional(DrawnArea{filter.area, filter.circle}) : std::nullopt;
    eachView([&](MapView *view) { view->setShownArea(m_area ? m_area : filtered); });
    m_areaHint->setVisible(m_area.has_value());
}

void MapStage::showSelection()
{
    eachView([this](MapView *view) { view->setSelection(m_exploration->selection()); });
}

void MapStage::showCaptions()
{
    const bool two = isSecondShown();
    m_caption->setVisible(two);
    m_secondCaption->setVisible(two);
    if (!two)
        return;
    const Window known = m_exploration->hasCity() ? m_exploration->whole().incidents->coveredDays() : Window{};
    const auto tell = [&known](QLabel *label, const MapView *view) {
        const Window window = view->snapshot().window;
        // Where the table says nothing, nothing is known, which is not the same as nothing having happened.
        const bool isKnown = known.start <= window.start && window.end() <= known.end();
        const auto incidents = static_cast<qint64>(view->snapshot().incidents.size());
        label->setText(QStringLiteral("<b>%1</b>   %2")
                           .arg(formatWindow(window), isKnown ? counted(incidents, tr("incident"), tr("incidents"))
                                                              : tr("not in the table")));
    };
    tell(m_caption, m_map);
    tell(m_secondCaption, m_second);
}

void MapStage::showHint()
{
    const IncidentTable &shown = *m_exploration->shown().incidents;
    const auto &window = m_exploration->window();
    if (!m_exploration->snapshot().incidents.empty()) {
        m_empty->hide();
        return;
    }
    if (shown.isEmpty()) {
        m_offer = [this] {
            ViewSettings settings = m_exploration->settings();
            settings.filter = {};
            m_exploration->change(settings, tr("clear the filter"));
        };
        m_empty->say(tr("The filter hides all %1 incidents.")
                         .arg(grouped(static_cast<qint64>(m_exploration->whole().incidents->size()))),
                     tr("Clear filter"));
        return;
    }
    const auto next = std::ranges::lower_bound(shown.all(), window->end(), {}, &Incident::time);
    const bool isLater = next != shown.all().end();
    const Time time = isLater ? next->time : shown.last();
    m_offer = [this, time] { Q_EMIT timeRequested(time); };
    m_empty->say((isLater ? tr("No incidents in this window. The next one is at %1.")
                          : tr("No incidents in this window. The last one was at %1."))
                     .arg(formatTime(time)),
                 tr("Go there"));
}

void MapStage::select(const Selection &picked, bool adds)
{
    if (!adds) {
        m_exploration->select(picked);
        return;
    }
    Selection both = m_exploration->selection();
    unite(both.rows, picked.rows);
    unite(both.neighborhoods, picked.neighborhoods);
    m_exploration->select(std::move(both));
}

void MapStage::takeArea(const MapView *view, const DrawnArea &area, bool adds)
{
    m_area = area;
    const Selection inside = view->incidentsIn(area);
    select(inside, adds);
    m_areaHint->say(tr("%1 in the drawn area")
                        .arg(counted(static_cast<qint64>(inside.rows.size()), tr("incident"), tr("incidents"))),
                    tr("Filter to it"));
    showSettings();
}

void MapStage::forgetArea()
{
    m_area.reset();
    showSettings();
}

void MapStage::filterToArea()
{
    if (!m_area)
        return;
    ViewSettings settings = m_exploration->settings();
    settings.filter.area = m_area->ring;
    settings.filter.circle = m_area->circle;
    m_area.reset();
    m_areaHint->hide();
    m_exploration->change(settings, tr("filter to the drawn area"));
}

void MapStage::escape()
{
    if (m_area)
        forgetArea();
    else if (m_map->tool() != MapTool::Pan)
        setTool(MapTool::Pan);
    else
        m_exploration->select({});
}

void MapStage::fitSelection()
{
    if (!m_exploration->hasCity())
        return;
    const City &city = m_exploration->whole();
    const Selection &selection = m_exploration->selection();
    GeoBox box;
    for (const Incident *incident : incidentsOfRows(city, selection.rows))
        box.add(m_exploration->painter()->shownPlace(*incident, m_map->options()));
    for (const std::size_t neighborhood : selection.neighborhoods)
        if (neighborhood < city.neighborhoods->size())
            box.add(city.neighborhoods->at(neighborhood).box);
    m_map->fitBox(box);
}

} // namespace forewatch
