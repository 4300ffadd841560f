#include "widgets/layers/area_layer_form.h"

#include "engine/core/error.h"
#include "widgets/layers/breaks_preview.h"
#include "widgets/look.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QSpinBox>

namespace forewatch {

namespace {

QIcon rampIcon(ColorRamp ramp, bool dark)
{
    constexpr int classes = 5;
    QPixmap pixmap(6 * classes * 2, 16);
    QPainter painter(&pixmap);
    for (int i = 0; i < classes; ++i)
        painter.fillRect(12 * i, 0, 12, 16, classColor(ramp, static_cast<std::size_t>(i), classes, dark));
    return QIcon(pixmap);
}

} // namespace

AreaLayerForm::AreaLayerForm(const AreaLayerSettings &settings, QWidget *parent)
    : LayerForm(parent)
    , m_base(settings)
    , m_source(new SourceField(tr("File of areas"), tr("Polygons (*.shp *.geojson *.json *.gpkg *.kml);;All files (*)")))
    , m_layer(makeWordBox(tr("Layer of the source"), {}))
    , m_value(makeWordBox(tr("What is shown"), {tr("A figure of the areas"), tr("Incidents shown on the map"), tr("Target events shown on the map")}))
    , m_attribute(makeWordBox(tr("Figure"), {}))
    , m_per(makeWordBox(tr("Divided by"), {}))
    , m_method(makeWordBox(tr("Classes by"), {tr("quantiles"), tr("equal intervals"), tr("natural breaks (Jenks)")}))
    , m_classes(new QSpinBox)
    , m_ramp(makeWordBox(tr("Colors"), {tr("Blue"), tr("Green"), tr("Purple"), tr("Brown"), tr("Grey")}))
    , m_outlines(new QCheckBox(tr("Outlines")))
    , m_preview(new BreaksPreview)
{
    m_classes->setRange(3, 9);
    m_classes->setAccessibleName(tr("Number of classes"));
    m_ramp->setIconSize({60, 16});
    for (int i = 0; i < m_ramp->count(); ++i)
        m_ramp->setItemIcon(i, rampIcon(colorRamps[static_cast<std::size_t>(i)], isDark(palette())));
    auto *classes = new QWidget;
    auto *row = new QHBoxLayout(classes);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(gridUnit);
    row->addWidget(m_classes);
    row->addWidget(new QLabel(tr("by")));
    row->addWidget(m_method, 1);

    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(tr("Areas"), m_source);
    form->addRow(tr("Layer"), m_layer);
    form->addRow(tr("Show"), m_value);
    form->addRow(tr("Figure"), m_attribute);
    form->addRow(tr("per 1,000 of"), m_per);
    form->addRow(tr("Classes"), classes);
    form->addRow(tr("Colors"), m_ramp);
    form->addRow(QString(), m_outlines);
    form->addRow(m_preview);

    m_source->setSource(settings.source);
    m_value->setCurrentIndex(static_cast<int>(settings.value));
    m_method->setCurrentIndex(static_cast<int>(settings.method));
    m_classes->setValue(settings.classes);
    m_ramp->setCurrentIndex(static_cast<int>(settings.ramp));
    m_outlines->setChecked(settings.outlines);
    readColumns();
    offerColumns(settings);
    showState();

    connect(m_source, &SourceField::sourceChanged, this, [this] {
        if (m_source->source() == m_base.source && m_sourceProblem.isEmpty())
            return;
        m_base.layer.clear();
        readColumns();
        offerColumns({});
        askForPreview();
    });
    connect(m_layer, &QComboBox::activated, this, [this] {
        m_base.layer = m_layer->currentText();
        readColumns();
        offerColumns({});
        askForPreview();
    });
    for (QComboBox *box : {m_value, m_attribute, m_per})
        connect(box, &QComboBox::currentIndexChanged, this, &AreaLayerForm::askForPreview);
    for (QComboBox *box : {m_method, m_ramp})
        connect(box, &QComboBox::currentIndexChanged, this, &AreaLayerForm::showState);
    connect(m_classes, &QSpinBox::valueChanged, this, &AreaLayerForm::showState);
    connect(m_outlines, &QCheckBox::toggled, this, &LayerForm::changed);
}

void AreaLayerForm::readColumns()
{
    m_sourceProblem.clear();
    m_found = {};
    m_base.source = m_source->source();
    if (m_base.source.isEmpty())
        return;
    try {
        m_found = lookAtSource(m_base.source, m_base.layer);
        if (!m_found.hasPolygons)
            m_sourceProblem = tr("The file holds no polygons. Choose a file of areas.");
    } catch (const Error &error) {
        m_sourceProblem = error.message();
    }
}

void AreaLayerForm::offerColumns(const AreaLayerSettings &chosen)
{
    QStringList numbers;
    for (const SourceColumn &column : m_found.columns)
        if (column.isNumber)
            numbers << column.name;
    const QSignalBlocker quiet(m_layer);
    m_layer->clear();
    m_layer->addItems(m_found.layers);
    m_layer->setCurrentIndex(std::max(m_layer->findText(m_base.layer), 0));
    m_layer->setEnabled(m_found.layers.size() > 1);
    setColumns(m_attribute, tr("Choose a figure"), numbers, chosen.attribute);
    setColumns(m_per, tr("nothing: the figure itself"), numbers, chosen.per);
}

void AreaLayerForm::showState()
{
    m_attribute->setEnabled(m_value->currentIndex() == 0);
    m_preview->setClasses(static_cast<ClassMethod>(m_method->currentIndex()), m_classes->value(),
                          static_cast<ColorRamp>(m_ramp->currentIndex()));
    Q_EMIT changed();
}

void AreaLayerForm::askForPreview()
{
    showState();
    const QString wrong = problem();
    m_preview->setValues({});
    m_preview->setEmptyText(wrong.isEmpty() ? tr("Reading the values …") : QString());
    if (wrong.isEmpty())
        Q_EMIT previewWanted();
}

void AreaLayerForm::setPreview(std::vector<double> values, const QString &problem)
{
    m_preview->setEmptyText(problem);
    m_preview->setValues(std::move(values));
}

AreaLayerSettings AreaLayerForm::areaSettings() const
{
    AreaLayerSettings settings = m_base;
    settings.source = m_source->source();
    settings.value = static_cast<AreaLayerSettings::Value>(m_value->currentIndex());
    settings.attribute = settings.showsIncidents() ? QString() : chosenColumn(m_attribute);
    settings.per = chosenColumn(m_per);
    settings.method = static_cast<ClassMethod>(m_method->currentIndex());
    settings.classes = m_classes->value();
    settings.ramp = static_cast<ColorRamp>(m_ramp->currentIndex());
    settings.outlines = m_outlines->isChecked();
    return settings;
}

QString AreaLayerForm::problem() const
{
    if (!m_sourceProblem.isEmpty())
        return m_sourceProblem;
    const AreaLayerSettings settings = areaSettings();
    if (settings.value == AreaLayerSettings::Value::Attribute && settings.source.isEmpty())
        return tr("Choose a file of areas with figures, e.g. census areas.");
    if (settings.value == AreaLayerSettings::Value::Attribute && settings.attribute.isEmpty())
        return tr("Choose the figure to show.");
    if (settings.source.isEmpty() && !settings.per.isEmpty())
        return tr("The city's neighborhoods carry no figures to divide by. Choose a file of areas.");
    return {};
}

QString AreaLayerForm::suggestedName() const
{
    const AreaLayerSettings settings = areaSettings();
    const QString what = settings.value == AreaLayerSettings::Value::Incidents ? tr("Incidents")
        : settings.value == AreaLayerSettings::Value::TargetEvents             ? tr("Target events")
        : settings.attribute.isEmpty()                                         ? tr("Areas")
                                                                               : settings.attribute;
    return settings.per.isEmpty() ? what : tr("%1 per 1,000 of %2").arg(what, settings.per);
}

} // namespace forewatch
