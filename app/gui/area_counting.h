#pragma once

#include "app/gui/area_sources.h"
#include "app/gui/job.h"
#include "engine/data/filter.h"

namespace forewatch {

class Exploration;
class Session;

/// What a table by area counts: the city under the filter without its dates (a span brings its own, and the year before
/// must not be left out), and the areas. Made in the background and kept until one of them changes.
class AreaCounting : public QObject
{
    Q_OBJECT

public:
    /// All must outlive it.
    AreaCounting(Session *session, Exploration *exploration, AreaSources *sources, QObject *parent = nullptr);
    ~AreaCounting() override;

    /// Asks for the areas of a source; `ready` follows, at once where they are there. Precondition: a city is open.
    void require(std::size_t source);

    /// Null before the first `ready`.
    const std::shared_ptr<const AreaSet> &areas() const { return m_areas; }
    /// Precondition: `areas()`.
    const City &city() const { return *m_city; }

    /// What the whole table covers.
    Window covered() const;

Q_SIGNALS:
    void ready();
    void failed(const QString &message);

private:
    struct Prepared
    {
        City city;
        std::shared_ptr<const AreaSet> areas;
    };

    Session *m_session;
    Exploration *m_exploration;
    AreaSources *m_sources;
    std::optional<City> m_city;
    std::shared_ptr<const IncidentTable> m_whole;
    Filter m_filter;
    std::shared_ptr<const AreaSet> m_areas;
    QThreadPool m_pool;
    Job<Prepared> m_job;
};

} // namespace forewatch
