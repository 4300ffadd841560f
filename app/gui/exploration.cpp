#include "app/gui/exploration.h"

#include "app/gui/session.h"

namespace forewatch {

/// One step of the view's history.
class ViewChange final : public QUndoCommand
{
public:
    ViewChange(Exploration *exploration, const ViewSettings &after, const QString &text, int mergeKey)
        : QUndoCommand(text), m_exploration(exploration), m_before(exploration->settings()), m_after(after), m_mergeKey(mergeKey)
    {
    }

    void undo() override { m_exploration->apply(m_before); }
    void redo() override { m_exploration->apply(m_after); }
    int id() const override { return m_mergeKey == 0 ? -1 : m_mergeKey; }

    bool mergeWith(const QUndoCommand *other) override
    {
        m_after = static_cast<const ViewChange *>(other)->m_after;
        setObsolete(m_after == m_before);
        return true;
    }

private:
    Exploration *m_exploration;
    ViewSettings m_before;
    ViewSettings m_after;
    int m_mergeKey;
};

Exploration::Exploration(Session *session, QObject *parent) : QObject(parent), m_session(session)
{
    connect(session, &Session::cityChanged, this, [this] {
        m_selection = {};
        filterCity();
        Q_EMIT selectionChanged();
    });
}

void Exploration::change(const ViewSettings &wanted, const QString &text, int mergeKey)
{
    if (wanted != m_settings)
        m_undo.push(new ViewChange(this, wanted, text, mergeKey));
}

void Exploration::restore(const ViewSettings &settings)
{
    m_undo.clear();
    apply(settings);
}

void Exploration::apply(const ViewSettings &settings)
{
    if (settings == m_settings)
        return;
    const bool otherIncidents = settings.filter != m_settings.filter;
    m_settings = settings;
    if (otherIncidents)
        filterCity();
    Q_EMIT settingsChanged();
}

void Exploration::filterCity()
{
    if (!m_session->hasCity())
        return;
    m_test.emplace(whole(), m_settings.filter);
    m_painter = m_settings.filter.isEmpty() ? m_session->painter()
                                            : std::make_shared<const MapPainter>(filtered(whole(), m_settings.filter));
    Q_EMIT shownChanged();
}

const City &Exploration::whole() const
{
    return m_session->city();
}

MapOptions Exploration::mapOptions() const
{
    auto layers = m_layers;
    if (m_overlay)
        layers.push_back(m_overlay);
    return {.style = m_settings.style,
            .touchedOutlines = m_settings.touchedOutlines,
            .exactPlaces = m_settings.exactPlaces,
            .layers = std::move(layers),
            .typesApart = m_settings.typesApart,
            .stackCounts = m_settings.stackCounts};
}

void Exploration::setLayers(std::vector<std::shared_ptr<const MapLayer>> layers)
{
    if (layers == m_layers)
        return;
    m_layers = std::move(layers);
    Q_EMIT layersChanged();
}

void Exploration::setOverlay(std::shared_ptr<const MapLayer> layer)
{
    if (layer == m_overlay)
        return;
    m_overlay = std::move(layer);
    Q_EMIT layersChanged();
}

void Exploration::setWindow(const std::optional<Window> &window)
{
    if (window == m_window)
        return;
    m_window = window;
    Q_EMIT windowChanged();
}

Snapshot Exploration::snapshot() const
{
    return m_painter && m_window ? shown().incidents->snapshot(*m_window) : Snapshot{};
}

void Exploration::select(Selection selection)
{
    if (selection == m_selection)
        return;
    m_selection = std::move(selection);
    Q_EMIT selectionChanged();
}

} // namespace forewatch
