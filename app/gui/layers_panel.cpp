#include "app/gui/layers_panel.h"

#include "app/gui/exploration.h"
#include "app/gui/layer_store.h"
#include "app/gui/session.h"
#include "widgets/layers/area_layer_form.h"
#include "widgets/layers/layer_dialog.h"

#include <QPointer>
#include <QVBoxLayout>

namespace forewatch {

LayersPanel::LayersPanel(Session *session, Exploration *exploration, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_exploration(exploration)
    , m_store(new LayerStore(session, exploration, this))
    , m_list(new LayerList)
    , m_preview(&m_pool)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_list);
    connect(m_store, &LayerStore::changed, this, &LayersPanel::showState);
    connect(exploration, &Exploration::settingsChanged, this, &LayersPanel::showState);
    connect(exploration, &Exploration::shownChanged, this, &LayersPanel::showState);
    connect(m_list, &LayerList::addRequested, this, &LayersPanel::add);
    connect(m_list, &LayerList::editRequested, this, &LayersPanel::edit);
    connect(m_list, &LayerList::specsChanged, this,
            [this](const std::vector<LayerSpec> &specs, const QString &text, int mergeKey) {
                ViewSettings settings = m_exploration->settings();
                settings.layers = specs;
                m_exploration->change(settings, text, mergeKey);
            },
            // The list fills itself anew when the settings change, which it must not do while it tells of a click.
            Qt::QueuedConnection);
    showState();
}

void LayersPanel::showState()
{
    m_list->setAddEnabled(m_exploration->hasCity());
    m_list->setLayers(m_store->layers());
}

void LayersPanel::add(LayerSpec::Kind kind)
{
    if (const auto spec = ask({.kind = kind, .name = {}})) {
        ViewSettings settings = m_exploration->settings();
        settings.layers.push_back(*spec);
        m_exploration->change(settings, tr("add %1").arg(spec->name));
    }
}

void LayersPanel::edit(std::size_t index)
{
    if (index >= m_exploration->settings().layers.size())
        return;
    const LayerSpec before = m_exploration->settings().layers[index];
    const auto spec = ask(before);
    ViewSettings settings = m_exploration->settings();
    if (!spec || index >= settings.layers.size() || !(settings.layers[index] == before))
        return;
    settings.layers[index] = *spec;
    m_exploration->change(settings, tr("edit %1").arg(spec->name));
}

std::optional<LayerSpec> LayersPanel::ask(const LayerSpec &spec)
{
    try {
        LayerDialog dialog(spec, m_session->sources().neighborhoods.source, this);
        if (auto *areas = qobject_cast<AreaLayerForm *>(dialog.form())) {
            connect(areas, &AreaLayerForm::previewWanted, this, [this, areas] { preview(areas); });
            if (areas->problem().isEmpty())
                preview(areas);
            else
                areas->setPreview({}, tr("How the values fall into the classes stands here."));
        }
        const bool accepted = dialog.exec() == QDialog::Accepted;
        m_preview.cancel();
        return accepted ? std::optional(dialog.spec()) : std::nullopt;
    } catch (const Error &error) {
        Q_EMIT m_session->failed(error.message());
        return std::nullopt;
    }
}

void LayersPanel::preview(AreaLayerForm *form)
{
    const QPointer<AreaLayerForm> shown(form);
    m_preview.disconnect(form);
    connect(&m_preview, &JobBase::failed, form, [form](const QString &problem) { form->setPreview({}, problem); });
    m_preview.start([settings = form->areaSettings(), city = m_exploration->shown()](
                        Feedback &feedback) { return areaValues(settings, city, feedback); },
                    [shown](std::shared_ptr<const AreaValues> values) {
                        if (shown)
                            shown->setPreview(values->present());
                    });
}

} // namespace forewatch
