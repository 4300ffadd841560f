#include "app/gui/layer_store.h"

#include "app/gui/exploration.h"
#include "app/gui/session.h"

namespace forewatch {

namespace {

/// The same layer, whatever its opacity and whether it is shown.
LayerSpec bare(LayerSpec spec)
{
    spec.visible = true;
    spec.opacity = 1;
    return spec;
}

bool isMadeOfIncidents(const LayerSpec &spec)
{
    try {
        return spec.isMadeOfIncidents();
    } catch (const Error &) {
        return false; // it will say so when it is made
    }
}

} // namespace

LayerStore::LayerStore(Session *session, Exploration *exploration, QObject *parent)
    : QObject(parent), m_session(session), m_exploration(exploration), m_job(&m_pool)
{
    m_pool.setMaxThreadCount(1);
    session->watch(m_job, tr("Making map layers"));
    connect(&m_job, &JobBase::cancelled, this, [this] {
        for (const LayerSpec &spec : std::exchange(m_making, {}))
            take({{spec, nullptr, tr("Cancelled. Hide the layer and show it again to make it.")}}, m_makingFor);
        publish();
    });
    connect(exploration, &Exploration::settingsChanged, this, &LayerStore::update);
    connect(exploration, &Exploration::shownChanged, this, &LayerStore::update);
}

LayerStore::Entry *LayerStore::find(const LayerSpec &spec)
{
    const auto found = std::ranges::find(m_entries, bare(spec), &Entry::spec);
    return found == m_entries.end() ? nullptr : &*found;
}

bool LayerStore::isCurrent(const Entry &entry) const
{
    return isMadeOfIncidents(entry.spec) ? entry.painter == m_exploration->painter()
                                         : entry.neighborhoods == m_exploration->whole().neighborhoods;
}

void LayerStore::update()
{
    if (!m_exploration->hasCity())
        return;
    const auto &specs = m_exploration->settings().layers;
    // What nobody describes any more is forgotten; so is what failed and was hidden, and all of another city.
    std::erase_if(m_entries, [&](const Entry &entry) {
        const auto described = std::ranges::find_if(specs, [&](const LayerSpec &spec) { return bare(spec) == entry.spec; });
        return described == specs.end() || (!described->visible && !entry.layer)
            || entry.neighborhoods != m_exploration->whole().neighborhoods;
    });
    std::vector<LayerSpec> missing;
    for (const LayerSpec &spec : specs) {
        const Entry *entry = find(spec);
        const bool listed = std::ranges::find(missing, bare(spec)) != missing.end();
        if (spec.visible && !listed && (!entry || !isCurrent(*entry)))
            missing.push_back(bare(spec));
    }
    publish();
    const bool sameWork = missing == m_making && m_makingFor == m_exploration->painter();
    if (sameWork)
        return;
    if (missing.empty()) {
        m_making.clear();
        m_job.cancel();
        return;
    }
    m_making = missing;
    m_makingFor = m_exploration->painter();
    m_job.start(
        [missing, city = m_exploration->shown(), whole = m_exploration->whole()](Feedback &feedback) {
            std::vector<Made> made;
            for (std::size_t i = 0; i < missing.size(); ++i) {
                const auto share = [&](std::size_t done) { return static_cast<double>(done) / static_cast<double>(missing.size()); };
                StageFeedback part(feedback, share(i), share(i + 1));
                try {
                    made.push_back({missing[i], makeLayer(missing[i], isMadeOfIncidents(missing[i]) ? city : whole, part), {}});
                } catch (const Error &error) {
                    made.push_back({missing[i], nullptr, error.message()});
                }
            }
            return made;
        },
        [this, painter = m_makingFor](std::shared_ptr<const std::vector<Made>> made) {
            m_making.clear();
            take(*made, painter);
            for (const Made &one : *made)
                if (!one.problem.isEmpty())
                    Q_EMIT m_session->failed(tr("The layer “%1” cannot be shown. %2").arg(one.spec.name, one.problem));
            update();
        });
}

void LayerStore::take(const std::vector<Made> &made, const std::shared_ptr<const MapPainter> &painter)
{
    for (const Made &one : made) {
        std::erase_if(m_entries, [&](const Entry &entry) { return entry.spec == one.spec; });
        m_entries.push_back({one.spec, one.layer, one.problem, painter, painter->city().neighborhoods});
    }
}

std::vector<ListedLayer> LayerStore::layers() const
{
    std::vector<ListedLayer> all;
    for (const LayerSpec &spec : m_exploration->settings().layers) {
        const Entry *entry = find(spec);
        all.push_back({spec, entry && spec.visible ? entry->layer : nullptr, entry ? entry->problem : QString()});
    }
    return all;
}

void LayerStore::publish()
{
    std::vector<std::shared_ptr<const MapLayer>> ready;
    for (const LayerSpec &spec : m_exploration->settings().layers) {
        Entry *entry = find(spec);
        if (!entry || !entry->layer || !spec.visible)
            continue;
        // A layer that has its opacity already stays the same object, so that nothing is drawn anew.
        const auto before = std::ranges::find_if(m_dressed, [&](const Dressed &one) {
            return one.made == entry->layer && one.opacity == spec.opacity;
        });
        if (before != m_dressed.end()) {
            ready.push_back(before->shown);
            continue;
        }
        m_dressed.push_back({entry->layer, spec.opacity, withOpacity(entry->layer, spec.opacity)});
        ready.push_back(m_dressed.back().shown);
    }
    std::erase_if(m_dressed, [&](const Dressed &one) { return std::ranges::find(ready, one.shown) == ready.end(); });
    m_exploration->setLayers(std::move(ready));
    Q_EMIT changed();
}

} // namespace forewatch
