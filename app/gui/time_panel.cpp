#include "app/gui/time_panel.h"

#include "app/gui/exploration.h"
#include "widgets/look.h"
#include "widgets/time/time_histogram.h"
#include "widgets/time/time_navigator.h"
#include "widgets/time/time_player.h"

#include <QVBoxLayout>

namespace forewatch {

TimePanel::TimePanel(Exploration *exploration, TimeNavigator *navigator, QWidget *parent)
    : QWidget(parent)
    , m_exploration(exploration)
    , m_navigator(navigator)
    , m_player(new TimePlayer(navigator))
    , m_histogram(new TimeHistogram)
{
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    rows->setSpacing(gridUnit / 2);
    rows->addWidget(m_player);
    rows->addWidget(m_histogram);

    connect(exploration, &Exploration::shownChanged, this, &TimePanel::showIncidents);
    connect(exploration, &Exploration::settingsChanged, this, &TimePanel::showSettings);
    connect(navigator, &TimeNavigator::spanChanged, this, &TimePanel::showSpan);
    connect(navigator, &TimeNavigator::windowChanged, this, &TimePanel::showWindow);
    connect(navigator, &TimeNavigator::shownWindowChanged, this, &TimePanel::showWindow);
    connect(m_histogram, &TimeHistogram::scrubbedTo, navigator, &TimeNavigator::goTo);
    connect(m_histogram, &TimeHistogram::filterRequested, this, &TimePanel::filterTo);
    connect(m_histogram, &TimeHistogram::playRequested, this,
            [this](const Window &range) { m_navigator->setSpan(range.start, range.end()); });
}

void TimePanel::showIncidents()
{
    const City &city = m_exploration->shown();
    const Window covered = m_exploration->whole().incidents->coveredDays();
    m_histogram->setIncidents(city.incidents, city.target, covered.start, covered.end());
    showSettings();
    std::vector<Time> targets;
    for (const Incident &incident : city.incidents->all())
        if (city.target->contains(incident) && (targets.empty() || targets.back() != incident.time))
            targets.push_back(incident.time);
    m_navigator->setTargets(std::move(targets));
    m_navigator->setEmptyTest(
        [incidents = city.incidents](const Window &window) { return incidents->snapshot(window).incidents.empty(); });
}

void TimePanel::showSettings()
{
    const Filter &filter = m_exploration->settings().filter;
    m_histogram->setFilterDates(filter.from, filter.to);
}

void TimePanel::showSpan()
{
    if (!m_exploration->hasCity())
        return;
    const Window played{m_navigator->from(), m_navigator->to() - m_navigator->from()};
    m_histogram->setPlayed(played == m_exploration->whole().incidents->coveredDays() ? std::nullopt
                                                                                     : std::optional(played));
    showWindow();
}

void TimePanel::showWindow()
{
    if (const auto window = m_navigator->window())
        m_histogram->setWindow(*window, *m_navigator->shownWindow());
}

void TimePanel::filterTo(const Window &range)
{
    ViewSettings settings = m_exploration->settings();
    settings.filter.from = range.start;
    settings.filter.to = range.end();
    m_exploration->change(settings, tr("filter by date"));
}

void TimePanel::playAll()
{
    if (!m_exploration->hasCity())
        return;
    const Window covered = m_exploration->whole().incidents->coveredDays();
    m_navigator->setSpan(covered.start, covered.end());
}

} // namespace forewatch
