#include "widgets/layers/layer_dialog.h"

#include "widgets/layers/area_layer_form.h"
#include "widgets/layers/field_forms.h"
#include "widgets/layers/point_layer_form.h"
#include "widgets/look.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace forewatch {

namespace {

template <class Settings>
Settings settingsOf(const LayerSpec &spec)
{
    return spec.settings.isEmpty() ? Settings{} : Settings::fromJson(spec.settings);
}

LayerForm *makeForm(const LayerSpec &spec, const QString &areas)
{
    switch (spec.kind) {
    case LayerSpec::Kind::Points: return new PointLayerForm(settingsOf<PointLayerSettings>(spec));
    case LayerSpec::Kind::Areas: {
        auto settings = settingsOf<AreaLayerSettings>(spec);
        if (spec.settings.isEmpty())
            settings.source = areas;
        return new AreaLayerForm(settings);
    }
    case LayerSpec::Kind::Density: return new DensityLayerForm(settingsOf<DensityLayerSettings>(spec));
    case LayerSpec::Kind::Grid: return new GridLayerForm(settingsOf<GridLayerSettings>(spec));
    case LayerSpec::Kind::Raster: break;
    }
    return new RasterLayerForm(settingsOf<RasterLayerSettings>(spec));
}

} // namespace

QString layerKindText(LayerSpec::Kind kind)
{
    switch (kind) {
    case LayerSpec::Kind::Points: return LayerDialog::tr("Points: calls, arrests, cameras…");
    case LayerSpec::Kind::Areas: return LayerDialog::tr("Areas colored by a figure or by counts…");
    case LayerSpec::Kind::Density: return LayerDialog::tr("Density of targets or incidents…");
    case LayerSpec::Kind::Grid: return LayerDialog::tr("Grid: counts or hot spots…");
    case LayerSpec::Kind::Raster: break;
    }
    return LayerDialog::tr("Base map: picture or tiles…");
}

LayerDialog::LayerDialog(const LayerSpec &spec, const QString &areas, QWidget *parent)
    : QDialog(parent)
    , m_spec(spec)
    , m_form(makeForm(spec, areas))
    , m_name(new QLineEdit(spec.name))
    , m_problem(new QLabel)
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel))
{
    setWindowTitle(spec.name.isEmpty() ? tr("Add a layer") : tr("Layer %1").arg(spec.name));
    m_name->setAccessibleName(tr("Name"));
    m_problem->setObjectName(QStringLiteral("problem"));
    m_problem->setWordWrap(true);
    m_problem->setPalette(muted(palette()));
    m_problem->setMinimumHeight(2 * fontMetrics().lineSpacing());
    m_problem->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto *name = new QFormLayout;
    name->addRow(tr("Name"), m_name);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(2 * gridUnit, 2 * gridUnit, 2 * gridUnit, 2 * gridUnit);
    column->setSpacing(gridUnit);
    column->addLayout(name);
    column->addWidget(m_form);
    column->addStretch();
    column->addWidget(m_problem);
    column->addWidget(m_buttons);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_form, &LayerForm::changed, this, &LayerDialog::showState);
    showState();
}

void LayerDialog::showState()
{
    const QString wrong = m_form->problem();
    m_problem->setText(wrong);
    m_name->setPlaceholderText(m_form->suggestedName());
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(wrong.isEmpty());
}

LayerSpec LayerDialog::spec() const
{
    LayerSpec spec = m_spec;
    spec.name = m_name->text().trimmed().isEmpty() ? m_form->suggestedName() : m_name->text().trimmed();
    spec.settings = m_form->settings();
    return spec;
}

} // namespace forewatch
