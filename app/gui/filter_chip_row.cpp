#include "app/gui/filter_chip_row.h"

#include "app/gui/exploration.h"
#include "widgets/filter/filter_chips.h"
#include "widgets/time/time_navigator.h"

#include <QVBoxLayout>

namespace forewatch {

namespace {

const QString playedId = QStringLiteral("played");

} // namespace

FilterChipRow::FilterChipRow(Exploration *exploration, TimeNavigator *navigator, QWidget *parent)
    : QWidget(parent)
    , m_exploration(exploration)
    , m_navigator(navigator)
    , m_chips(new FilterChips)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_chips);
    connect(exploration, &Exploration::settingsChanged, this, &FilterChipRow::showParts);
    connect(exploration, &Exploration::shownChanged, this, &FilterChipRow::showParts);
    connect(navigator, &TimeNavigator::spanChanged, this, &FilterChipRow::showParts);
    connect(m_chips, &FilterChips::removed, this, &FilterChipRow::remove);
    connect(m_chips, &FilterChips::cleared, this, &FilterChipRow::clear);
}

void FilterChipRow::showParts()
{
    if (!m_exploration->hasCity())
        return;
    const City &whole = m_exploration->whole();
    std::vector<FilterPart> parts = filterParts(m_exploration->settings().filter, &whole);
    const Window covered = whole.incidents->coveredDays();
    if (!m_navigator->isEmpty() && (m_navigator->from() > covered.start || m_navigator->to() < covered.end()))
        parts.push_back({playedId, tr("plays %1").arg(datesInWords(m_navigator->from(), m_navigator->to()))});
    m_chips->setCounts(m_exploration->shown().incidents->size(), whole.incidents->size());
    m_chips->setParts(parts);
}

void FilterChipRow::remove(const QString &id)
{
    if (id == playedId) {
        const Window covered = m_exploration->whole().incidents->coveredDays();
        m_navigator->setSpan(covered.start, covered.end());
        return;
    }
    ViewSettings settings = m_exploration->settings();
    settings.filter = withoutPart(settings.filter, id);
    m_exploration->change(settings, tr("remove a filter"));
}

void FilterChipRow::clear()
{
    remove(playedId);
    ViewSettings settings = m_exploration->settings();
    settings.filter = {};
    m_exploration->change(settings, tr("clear the filter"));
}

} // namespace forewatch
