#include "widgets/layers/point_layer_form.h"

#include "engine/core/error.h"
#include "widgets/layers/color_button.h"
#include "widgets/look.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>

namespace forewatch {

namespace {

QWidget *inARow(std::initializer_list<QWidget *> widgets)
{
    auto *line = new QWidget;
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(gridUnit);
    for (QWidget *widget : widgets)
        row->addWidget(widget, qobject_cast<QLabel *>(widget) ? 0 : 1);
    return line;
}

} // namespace

PointLayerForm::PointLayerForm(const PointLayerSettings &settings, QWidget *parent)
    : LayerForm(parent)
    , m_base(settings)
    , m_source(new SourceField(tr("Table of points"), tr("Tables and points (*.csv *.gpkg *.geojson *.json *.shp);;All files (*)")))
    , m_layer(makeWordBox(tr("Layer of the source"), {}))
    , m_longitude(makeWordBox(tr("Column with the longitude"), {}))
    , m_latitude(makeWordBox(tr("Column with the latitude"), {}))
    , m_place(makeWordBox(tr("Column with both coordinates"), {}))
    , m_crs(new QLineEdit)
    , m_time(makeWordBox(tr("Column with the date or time"), {}))
    , m_clock(makeWordBox(tr("Column with the time of day"), {}))
    , m_order(makeWordBox(tr("Order of dates"), {tr("as the dates tell"), tr("month, day, year"), tr("day, month, year"), tr("year, month, day")}))
    , m_filterColumn(makeWordBox(tr("Column to filter by"), {}))
    , m_filter(new QLineEdit)
    , m_label(makeWordBox(tr("Column that the pointer tells"), {}))
    , m_shape(makeWordBox(tr("Sign"), {tr("Dot"), tr("Square"), tr("Triangle"), tr("Diamond")}))
    , m_color(new ColorButton)
    , m_radius(new QDoubleSpinBox)
{
    m_crs->setAccessibleName(tr("Coordinate system"));
    m_crs->setPlaceholderText(tr("as the file says, else degrees (WGS84)"));
    m_filter->setAccessibleName(tr("Words to filter by"));
    m_filter->setPlaceholderText(tr("narcotics; 87-*"));
    m_filter->setToolTip(tr("A part of the value, or a whole value with * and ?; several with ;"));
    m_radius->setRange(1.5, 12);
    m_radius->setSingleStep(.5);
    m_radius->setDecimals(1);
    m_radius->setAccessibleName(tr("Half the sign's width"));
    m_radius->setSuffix(tr(" px"));

    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(tr("Table"), m_source);
    form->addRow(tr("Layer"), m_layer);
    form->addRow(tr("Place"), inARow({m_longitude, m_latitude}));
    form->addRow(tr("or both in"), m_place);
    form->addRow(tr("Coordinates"), m_crs);
    form->addRow(tr("Time"), inARow({m_time, m_clock}));
    form->addRow(tr("Dates are"), m_order);
    form->addRow(tr("Only rows whose"), inARow({m_filterColumn, new QLabel(tr("is")), m_filter}));
    form->addRow(tr("Pointer tells"), m_label);
    form->addRow(tr("Sign"), inARow({m_shape, m_color, m_radius}));

    m_source->setSource(settings.source);
    m_crs->setText(settings.crs);
    m_order->setCurrentIndex(static_cast<int>(settings.dateOrder));
    m_filter->setText(settings.filterPatterns.join(QStringLiteral("; ")));
    m_shape->setCurrentIndex(static_cast<int>(settings.shape));
    m_color->setColor(settings.color);
    m_radius->setValue(settings.radius);
    offerColumns(settings);
    if (!settings.source.isEmpty())
        readColumns(false);

    connect(m_source, &SourceField::sourceChanged, this, [this] {
        if (m_source->source() == m_base.source && m_sourceProblem.isEmpty())
            return;
        m_base.layer.clear();
        readColumns(true);
        Q_EMIT changed();
    });
    connect(m_layer, &QComboBox::activated, this, [this] {
        m_base.layer = m_layer->currentText();
        readColumns(true);
        Q_EMIT changed();
    });
    for (QComboBox *box : {m_longitude, m_latitude, m_place, m_time, m_clock, m_order, m_filterColumn, m_label, m_shape})
        connect(box, &QComboBox::currentIndexChanged, this, &LayerForm::changed);
    for (QLineEdit *field : {m_crs, m_filter})
        connect(field, &QLineEdit::textChanged, this, &LayerForm::changed);
    connect(m_color, &ColorButton::colorChanged, this, &LayerForm::changed);
    connect(m_radius, &QDoubleSpinBox::valueChanged, this, &LayerForm::changed);
}

void PointLayerForm::readColumns(bool isNew)
{
    m_sourceProblem.clear();
    PointLayerSettings chosen = isNew ? PointLayerSettings{} : m_base;
    chosen.source = m_source->source();
    chosen.layer = m_base.layer;
    m_base.source = chosen.source;
    try {
        m_found = lookAtSource(chosen.source, chosen.layer);
        if (isNew)
            chosen = recognisedTimes(chosen);
    } catch (const Error &error) {
        m_found = {};
        m_sourceProblem = error.message();
    }
    offerColumns(chosen);
}

void PointLayerForm::offerColumns(const PointLayerSettings &chosen)
{
    QStringList columns;
    for (const SourceColumn &column : m_found.columns)
        if (!column.aboutPersons)
            columns << column.name;
    {
        const QSignalBlocker quiet(m_layer);
        m_layer->clear();
        m_layer->addItems(m_found.layers);
        m_layer->setCurrentIndex(std::max(m_layer->findText(chosen.layer), 0));
    }
    m_layer->setEnabled(m_found.layers.size() > 1);
    setColumns(m_longitude, tr("longitude: recognized"), columns, chosen.longitude);
    setColumns(m_latitude, tr("latitude: recognized"), columns, chosen.latitude);
    setColumns(m_place, tr("recognized"), columns, chosen.place);
    setColumns(m_time, tr("shown at any time"), columns, chosen.time);
    setColumns(m_clock, tr("time of day: in the same column"), columns, chosen.clock);
    setColumns(m_filterColumn, tr("any column"), columns, chosen.filterColumn);
    setColumns(m_label, tr("the layer's name"), columns, chosen.label);
}

PointLayerSettings PointLayerForm::pointSettings() const
{
    PointLayerSettings settings{.source = m_source->source(),
                                .layer = m_base.layer,
                                .longitude = chosenColumn(m_longitude),
                                .latitude = chosenColumn(m_latitude),
                                .place = chosenColumn(m_place),
                                .crs = m_crs->text().trimmed(),
                                .time = chosenColumn(m_time),
                                .clock = chosenColumn(m_clock),
                                .dateOrder = static_cast<DateOrder>(m_order->currentIndex()),
                                .filterColumn = chosenColumn(m_filterColumn),
                                .label = chosenColumn(m_label),
                                .shape = static_cast<LayerSign::Shape>(m_shape->currentIndex()),
                                .color = m_color->color(),
                                .radius = m_radius->value()};
    if (settings.time.isEmpty())
        settings.clock.clear();
    if (!settings.filterColumn.isEmpty())
        for (const QString &word : m_filter->text().split(QLatin1Char(';'), Qt::SkipEmptyParts))
            settings.filterPatterns << word.trimmed();
    return settings;
}

QString PointLayerForm::problem() const
{
    if (m_source->source().isEmpty())
        return tr("Choose a table of points: calls for service, arrests, cameras …");
    if (!m_sourceProblem.isEmpty())
        return m_sourceProblem;
    if (chosenColumn(m_longitude).isEmpty() != chosenColumn(m_latitude).isEmpty())
        return tr("Choose the columns for both longitude and latitude, or for neither.");
    if (chosenColumn(m_filterColumn).isEmpty() && !m_filter->text().trimmed().isEmpty())
        return tr("Choose the column that the words are looked for in.");
    return {};
}

QString PointLayerForm::suggestedName() const
{
    const QString file = QFileInfo(m_source->source()).completeBaseName().replace(QLatin1Char('_'), QLatin1Char(' '));
    const QString words = m_filter->text().trimmed();
    return file.isEmpty() ? tr("Points") : words.isEmpty() ? file : QStringLiteral("%1: %2").arg(file, words);
}

} // namespace forewatch
