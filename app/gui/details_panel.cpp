#include "app/gui/details_panel.h"

#include "app/gui/exploration.h"

#include <algorithm>

namespace forewatch {

DetailsPanel::DetailsPanel(Exploration *exploration, QWidget *parent)
    : DetailsView(parent)
    , m_exploration(exploration)
{
    for (const auto signal : {&Exploration::selectionChanged, &Exploration::shownChanged, &Exploration::windowChanged})
        connect(exploration, signal, this, &DetailsPanel::tell);
    connect(this, &DetailsView::filterRequested, this, &DetailsPanel::filterToSelection);
    connect(this, &DetailsView::clearRequested, this, [this] { m_exploration->select({}); });
}

void DetailsPanel::showEvent(QShowEvent *event)
{
    DetailsView::showEvent(event);
    tell();
}

void DetailsPanel::tell()
{
    // What nobody sees is not counted.
    if (!isVisible())
        return;
    if (!m_exploration->hasCity() || m_exploration->selection().isEmpty())
        setFacts({});
    else
        setFacts(factsOf(m_exploration->whole(), m_exploration->shown(), m_exploration->window(),
                         m_exploration->selection()));
}

void DetailsPanel::filterToSelection()
{
    const Selection &selection = m_exploration->selection();
    const City &city = m_exploration->whole();
    ViewSettings settings = m_exploration->settings();
    if (!selection.neighborhoods.empty()) {
        settings.filter.neighborhoods.clear();
        for (const std::size_t neighborhood : selection.neighborhoods)
            settings.filter.neighborhoods.insert(city.neighborhoods->at(neighborhood).name.toUpper());
    } else {
        // A circle that holds all of them where they are shown, and a little ground around.
        constexpr double around = 50;
        const Discretion discretion(city);
        const auto incidents = incidentsOfRows(city, selection.rows);
        if (incidents.empty())
            return;
        GeoBox box;
        for (const Incident *incident : incidents)
            box.add(discretion.shownPlace(*incident));
        double metres = 0;
        for (const Incident *incident : incidents)
            metres = std::max(metres, metresBetween(box.centre(), discretion.shownPlace(*incident)));
        settings.filter.area.reset();
        settings.filter.circle = Circle{box.centre(), metres + around};
    }
    m_exploration->change(settings, tr("filter to the selection"));
}

} // namespace forewatch
