#include "app/gui/area_counting.h"

#include "app/gui/exploration.h"
#include "app/gui/session.h"

namespace forewatch {

AreaCounting::AreaCounting(Session *session, Exploration *exploration, AreaSources *sources, QObject *parent)
    : QObject(parent), m_session(session), m_exploration(exploration), m_sources(sources), m_job(&m_pool)
{
    m_session->watch(m_job, tr("Counting by area"));
    connect(&m_job, &JobBase::failed, this, &AreaCounting::failed);
}

AreaCounting::~AreaCounting() = default;

Window AreaCounting::covered() const
{
    return m_exploration->whole().incidents->coveredDays();
}

void AreaCounting::require(std::size_t source)
{
    const City &whole = m_exploration->whole();
    Filter filter = m_exploration->settings().filter;
    filter.from.reset();
    filter.to.reset();
    const AreaSource wanted = m_sources->all()[source];
    const bool sameCity = m_city && m_whole == whole.incidents && m_filter == filter && m_city->target == whole.target
        && m_city->groups == whole.groups;
    if (sameCity && wanted.areas) {
        m_job.cancel();
        m_areas = wanted.areas;
        Q_EMIT ready();
        return;
    }
    m_job.start(
        [wanted, whole, filter](Feedback &feedback) {
            StageFeedback locating(feedback, 0, 0.9);
            auto areas = areasOf(wanted, whole, locating);
            Prepared prepared{filtered(whole, filter), std::move(areas)};
            feedback.checkpoint(1);
            return prepared;
        },
        [this, source, filter, incidents = whole.incidents](std::shared_ptr<const Prepared> prepared) {
            if (incidents != m_exploration->whole().incidents)
                return;
            m_city = prepared->city;
            m_whole = incidents;
            m_filter = filter;
            m_areas = prepared->areas;
            m_sources->keep(source, m_areas);
            Q_EMIT ready();
        });
}

} // namespace forewatch
