#include "widgets/filter/filter_view.h"

#include "widgets/filter/check_list.h"
#include "widgets/filter/date_range.h"
#include "widgets/filter/hour_range.h"
#include "widgets/filter/toggle_button.h"
#include "widgets/filter/toggle_row.h"
#include "widgets/look.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace forewatch {

namespace {

constexpr std::uint8_t workdays = 0x1f;
constexpr std::uint8_t weekend = 0x60;
/// In the order of the buttons.
constexpr std::array settings = {Setting::Inside, Setting::Outside, Setting::Unknown};

QWidget *makeSection(const QString &title, std::initializer_list<QWidget *> widgets)
{
    auto *section = new QWidget;
    auto *rows = new QVBoxLayout(section);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(gridUnit / 2);
    auto *head = new QLabel(title);
    QFont bold = head->font();
    bold.setWeight(QFont::DemiBold);
    head->setFont(bold);
    rows->addWidget(head);
    for (QWidget *widget : widgets)
        rows->addWidget(widget);
    return section;
}

} // namespace

FilterView::FilterView(QWidget *parent)
    : QWidget(parent)
    , m_empty(new QLabel(tr("Choices of when, where and how stand here once a city is open.")))
    , m_shown(new QLabel)
    , m_clear(new QToolButton)
    , m_dates(new DateRange)
    , m_hours(new HourRange)
    , m_weekdays(new ToggleRow(
          {tr("Mo"), tr("Tu"), tr("We"), tr("Th"), tr("Fr"), tr("Sa"), tr("Su")},
          {tr("Monday"), tr("Tuesday"), tr("Wednesday"), tr("Thursday"), tr("Friday"), tr("Saturday"), tr("Sunday")},
          false))
    , m_workdays(new ToggleButton(tr("Mo–Fr")))
    , m_weekend(new ToggleButton(tr("Weekend")))
    , m_groups(new ToggleRow(
          {groupName(Group::Target), groupName(Group::Violent), groupName(Group::Property), groupName(Group::Other)},
          {tr("Targets"), tr("Violent incidents that are no targets"), tr("Property incidents that are no targets"),
           tr("Other incidents that are no targets")},
          false))
    , m_setting(new ToggleRow({tr("Inside"), tr("Outside"), tr("Unknown")},
                              {tr("Inside a building"), tr("Outside"), tr("The table does not say")}, true))
    , m_neighborhoods(new CheckList(tr("Neighborhoods")))
    , m_districts(new CheckList(tr("Districts")))
    , m_weapons(new CheckList(tr("Weapons")))
    , m_premises(new CheckList(tr("Premises")))
{
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_empty->setPalette(muted(palette()));
    m_clear->setText(tr("Clear all"));
    m_clear->setFocusPolicy(Qt::TabFocus);
    m_shown->setObjectName(QStringLiteral("shown"));
    m_shown->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    auto *head = new QHBoxLayout;
    head->addWidget(m_shown, 1);
    head->addWidget(m_clear);
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(makeSections());
    m_all = new QWidget;
    auto *rows = new QVBoxLayout(m_all);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(gridUnit);
    rows->addLayout(head);
    rows->addWidget(scroll, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    column->addWidget(m_empty, 1);
    column->addWidget(m_all, 1);
    m_all->hide();
    connectSections();
    showFilter();
}

QWidget *FilterView::makeSections()
{
    auto *days = new QWidget;
    auto *dayRow = new QHBoxLayout(days);
    dayRow->setContentsMargins(0, 0, 0, 0);
    dayRow->setSpacing(gridUnit / 2);
    m_workdays->setAccessibleName(tr("Weekdays"));
    for (ToggleButton *button : {m_workdays, m_weekend})
        dayRow->addWidget(button);
    dayRow->addStretch(1);

    auto *sections = new QWidget;
    auto *rows = new QVBoxLayout(sections);
    rows->setContentsMargins(0, 0, gridUnit, 0);
    rows->setSpacing(2 * gridUnit);
    rows->addWidget(makeSection(tr("Dates"), {m_dates}));
    rows->addWidget(makeSection(tr("Hours"), {m_hours}));
    rows->addWidget(makeSection(tr("Weekdays"), {m_weekdays, days}));
    rows->addWidget(makeSection(tr("Groups"), {m_groups}));
    m_settingSection = makeSection(tr("Inside or outside"), {m_setting});
    rows->addWidget(m_settingSection);
    for (CheckList *list : {m_districts, m_neighborhoods, m_weapons, m_premises})
        rows->addWidget(list);
    rows->addStretch(1);
    return sections;
}

void FilterView::connectSections()
{
    connect(m_clear, &QToolButton::clicked, this, [this] { ask({}, tr("clear the filter")); });
    connect(m_dates, &DateRange::datesChanged, this, [this] {
        Filter wanted = m_filter;
        wanted.from = m_dates->from();
        wanted.to = m_dates->to();
        ask(wanted, tr("filter by date"));
    });
    connect(m_hours, &HourRange::hoursChanged, this, [this] {
        Filter wanted = m_filter;
        wanted.hours = m_hours->hours();
        ask(wanted, tr("filter by hour"), true);
    });
    connect(m_hours, &HourRange::stepEnded, this, [this] { ++m_step; });
    const auto askDays = [this](unsigned days) {
        Filter wanted = m_filter;
        wanted.weekdays = days == 0 ? Filter::allWeekdays : static_cast<std::uint8_t>(days);
        ask(wanted, tr("filter by weekday"));
    };
    connect(m_weekdays, &ToggleRow::pressedChanged, this, [this, askDays] { askDays(m_weekdays->pressed()); });
    connect(m_workdays, &ToggleButton::clicked, this, [askDays](bool on) { askDays(on ? workdays : 0); });
    connect(m_weekend, &ToggleButton::clicked, this, [askDays](bool on) { askDays(on ? weekend : 0); });
    connect(m_groups, &ToggleRow::pressedChanged, this, [this] {
        Filter wanted = m_filter;
        wanted.groups.clear();
        for (std::size_t i = 0; i < groupsFromLoud.size(); ++i)
            if (m_groups->pressed() >> i & 1)
                wanted.groups.insert(groupsFromLoud[i]);
        // All of them are no filter.
        if (wanted.groups.size() == groupsFromLoud.size())
            wanted.groups.clear();
        ask(wanted, tr("filter by group"));
    });
    connect(m_setting, &ToggleRow::pressedChanged, this, [this] {
        Filter wanted = m_filter;
        wanted.setting.reset();
        for (std::size_t i = 0; i < settings.size(); ++i)
            if (m_setting->pressed() >> i & 1)
                wanted.setting = settings[i];
        ask(wanted, tr("filter by inside or outside"));
    });
    const auto connectList = [this](CheckList *list, QSet<QString> Filter::*part, const QString &what) {
        connect(list, &CheckList::tickedChanged, this, [this, list, part, what] {
            Filter wanted = m_filter;
            wanted.*part = list->ticked();
            ask(wanted, what);
        });
    };
    connectList(m_neighborhoods, &Filter::neighborhoods, tr("filter by neighborhood"));
    connectList(m_districts, &Filter::districts, tr("filter by district"));
    connectList(m_weapons, &Filter::weapons, tr("filter by weapon"));
    connectList(m_premises, &Filter::premises, tr("filter by premises"));
}

void FilterView::ask(const Filter &wanted, const QString &what, bool goesOn)
{
    if (!goesOn)
        ++m_step;
    // Where nobody listens, what the user did stays seen.
    setFilter(wanted);
    Q_EMIT edited(wanted, what, m_step);
}

void FilterView::setCity(const City &city)
{
    const IncidentNames &names = city.incidents->names();
    QStringList neighborhoods;
    for (const Neighborhood &neighborhood : *city.neighborhoods)
        neighborhoods << neighborhood.name;
    m_neighborhoods->setNames(neighborhoods);
    m_districts->setNames(names.districts);
    m_weapons->setNames(names.weapons);
    m_premises->setNames(names.premises);
    // Long lists that few look for begin folded, and so does the map's own choice of places.
    m_neighborhoods->setUnfolded(false);
    m_premises->setUnfolded(false);
    m_dates->setCovered(city.incidents->coveredDays());
    const FilterCounts whole = filterCounts(city, FilterTest(city, {}));
    for (std::size_t i = 0; i < groupsFromLoud.size(); ++i)
        m_groups->setOffered(static_cast<int>(i), whole.groups[static_cast<std::size_t>(groupsFromLoud[i])] > 0);
    for (std::size_t i = 0; i < settings.size(); ++i)
        m_setting->setOffered(static_cast<int>(i), whole.settings[static_cast<std::size_t>(settings[i])] > 0);
    m_settingSection->setVisible(whole.settings[static_cast<std::size_t>(Setting::Inside)]
                                     + whole.settings[static_cast<std::size_t>(Setting::Outside)]
                                 > 0);
    m_empty->hide();
    m_all->show();
    showFilter();
}

void FilterView::setFilter(const Filter &filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    showFilter();
}

void FilterView::showFilter()
{
    m_dates->setDates(m_filter.from, m_filter.to);
    m_hours->setHours(m_filter.hours);
    m_weekdays->setPressed(m_filter.weekdays == Filter::allWeekdays ? 0 : m_filter.weekdays);
    m_workdays->setChecked(m_filter.weekdays == workdays);
    m_weekend->setChecked(m_filter.weekdays == weekend);
    unsigned groups = 0;
    for (std::size_t i = 0; i < groupsFromLoud.size(); ++i)
        groups |= unsigned(m_filter.groups.contains(groupsFromLoud[i])) << i;
    m_groups->setPressed(groups);
    unsigned setting = 0;
    for (std::size_t i = 0; i < settings.size(); ++i)
        setting |= unsigned(m_filter.setting == settings[i]) << i;
    m_setting->setPressed(setting);
    m_neighborhoods->setTicked(m_filter.neighborhoods);
    m_districts->setTicked(m_filter.districts);
    m_weapons->setTicked(m_filter.weapons);
    m_premises->setTicked(m_filter.premises);
    m_clear->setEnabled(!m_filter.isEmpty());
}

void FilterView::setCounts(const FilterCounts &counts, std::size_t all)
{
    m_shown->setText(counts.shown == all
                         ? tr("All %1 incidents").arg(grouped(static_cast<qint64>(all)))
                         : tr("%1 of %2 incidents")
                               .arg(grouped(static_cast<qint64>(counts.shown)), grouped(static_cast<qint64>(all))));
    m_shown->setToolTip(m_shown->text());
    m_hours->setCounts(counts.hours);
    m_weekdays->setCounts({counts.weekdays.begin(), counts.weekdays.end()});
    std::vector<std::size_t> groups;
    for (const Group group : groupsFromLoud)
        groups.push_back(counts.groups[static_cast<std::size_t>(group)]);
    m_groups->setCounts(groups);
    std::vector<std::size_t> inSettings;
    for (const Setting setting : settings)
        inSettings.push_back(counts.settings[static_cast<std::size_t>(setting)]);
    m_setting->setCounts(inSettings);
    m_neighborhoods->setCounts(counts.neighborhoods);
    m_districts->setCounts(counts.districts);
    m_weapons->setCounts(counts.weapons);
    m_premises->setCounts(counts.premises);
}

void FilterView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        m_empty->setPalette(muted(palette()));
    QWidget::changeEvent(event);
}

} // namespace forewatch
