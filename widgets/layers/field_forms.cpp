#include "widgets/layers/field_forms.h"

#include "widgets/look.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

#include <cmath>

namespace forewatch {

namespace {

QSpinBox *makeMetres(const QString &name, double least, double most, double value)
{
    auto *box = new QSpinBox;
    box->setAccessibleName(name);
    box->setRange(static_cast<int>(least), static_cast<int>(most));
    box->setSingleStep(50);
    box->setSuffix(QObject::tr(" m"));
    box->setValue(static_cast<int>(std::lround(value)));
    return box;
}

QFormLayout *makeForm(QWidget *owner)
{
    auto *form = new QFormLayout(owner);
    form->setContentsMargins(0, 0, 0, 0);
    return form;
}

QStringList countedTexts()
{
    return {QObject::tr("Target events"), QObject::tr("All incidents shown")};
}

} // namespace

DensityLayerForm::DensityLayerForm(const DensityLayerSettings &settings, QWidget *parent)
    : LayerForm(parent)
    , m_what(makeWordBox(tr("What is counted"), countedTexts()))
    , m_kernel(makeWordBox(tr("Kernel"), {tr("Gaussian"), tr("Quartic")}))
    , m_bandwidth(makeMetres(tr("Bandwidth"), DensityLayerSettings::leastBandwidth, DensityLayerSettings::mostBandwidth,
                             settings.bandwidthMetres > 0 ? settings.bandwidthMetres : DensityLayerSettings().bandwidthMetres))
    , m_scott(new QCheckBox(tr("Bandwidth by Scott’s rule")))
{
    QFormLayout *form = makeForm(this);
    form->addRow(tr("Density of"), m_what);
    form->addRow(tr("Kernel"), m_kernel);
    form->addRow(tr("Bandwidth"), m_bandwidth);
    form->addRow(QString(), m_scott);
    m_what->setCurrentIndex(static_cast<int>(settings.what));
    m_kernel->setCurrentIndex(static_cast<int>(settings.kernel));
    m_scott->setChecked(settings.bandwidthMetres == 0);
    m_bandwidth->setEnabled(!m_scott->isChecked());
    connect(m_scott, &QCheckBox::toggled, this, [this](bool on) {
        m_bandwidth->setEnabled(!on);
        Q_EMIT changed();
    });
    for (QComboBox *box : {m_what, m_kernel})
        connect(box, &QComboBox::currentIndexChanged, this, &LayerForm::changed);
    connect(m_bandwidth, &QSpinBox::valueChanged, this, &LayerForm::changed);
}

QJsonObject DensityLayerForm::settings() const
{
    return DensityLayerSettings{.what = static_cast<Counted>(m_what->currentIndex()),
                                .kernel = static_cast<Kernel>(m_kernel->currentIndex()),
                                .bandwidthMetres = m_scott->isChecked() ? 0. : m_bandwidth->value()}
        .toJson();
}

QString DensityLayerForm::suggestedName() const
{
    return m_what->currentIndex() == 0 ? tr("Density of targets") : tr("Density of incidents");
}

GridLayerForm::GridLayerForm(const GridLayerSettings &settings, QWidget *parent)
    : LayerForm(parent)
    , m_show(makeWordBox(tr("What is shown"), {tr("Counts"), tr("Hot and cold spots (Gi*)")}))
    , m_what(makeWordBox(tr("What is counted"), countedTexts()))
    , m_shape(makeWordBox(tr("Cells"), {}))
    , m_size(makeMetres(tr("Size of the cells"), GridLayerSettings::leastSize, GridLayerSettings::mostSize, settings.sizeMetres))
    , m_reach(makeMetres(tr("Neighbors within"), 0, GridLayerSettings::mostReach, settings.reachMetres))
    , m_corrected(new QCheckBox(tr("Allow for the number of cells tested")))
{
    m_shape->addItem(tr("Hexagons"), static_cast<int>(CellShape::Hexagons));
    m_shape->addItem(tr("Squares"), static_cast<int>(CellShape::Squares));
    m_reach->setSpecialValueText(tr("touching cells"));
    m_corrected->setToolTip(tr("Of thousands of cells some are hot by chance alone (false discovery rate)"));
    QFormLayout *form = makeForm(this);
    form->addRow(tr("Show"), m_show);
    form->addRow(tr("of"), m_what);
    form->addRow(tr("Cells"), m_shape);
    form->addRow(tr("Size"), m_size);
    form->addRow(tr("Neighbors within"), m_reach);
    form->addRow(QString(), m_corrected);
    m_show->setCurrentIndex(settings.show == GridLayerSettings::Show::GiStar ? 1 : 0);
    m_what->setCurrentIndex(static_cast<int>(settings.what));
    m_shape->setCurrentIndex(std::max(m_shape->findData(static_cast<int>(settings.shape)), 0));
    m_corrected->setChecked(settings.correction == ManyTests::FalseDiscoveryRate);
    const auto showState = [this] {
        const bool spots = m_show->currentIndex() == 1;
        m_reach->setEnabled(spots);
        m_corrected->setEnabled(spots);
        Q_EMIT changed();
    };
    showState();
    for (QComboBox *box : {m_show, m_what, m_shape})
        connect(box, &QComboBox::currentIndexChanged, this, showState);
    for (QSpinBox *box : {m_size, m_reach})
        connect(box, &QSpinBox::valueChanged, this, &LayerForm::changed);
    connect(m_corrected, &QCheckBox::toggled, this, &LayerForm::changed);
}

QJsonObject GridLayerForm::settings() const
{
    return GridLayerSettings{.shape = static_cast<CellShape>(m_shape->currentData().toInt()),
                             .sizeMetres = static_cast<double>(m_size->value()),
                             .what = static_cast<Counted>(m_what->currentIndex()),
                             .show = m_show->currentIndex() == 1 ? GridLayerSettings::Show::GiStar : GridLayerSettings::Show::Count,
                             .reachMetres = static_cast<double>(m_reach->value()),
                             .correction = m_corrected->isChecked() ? ManyTests::FalseDiscoveryRate : ManyTests::Uncorrected}
        .toJson();
}

QString GridLayerForm::suggestedName() const
{
    const QString what = m_what->currentIndex() == 0 ? tr("targets") : tr("incidents");
    return m_show->currentIndex() == 1 ? tr("Hot spots of %1").arg(what) : tr("Counts of %1").arg(what);
}

RasterLayerForm::RasterLayerForm(const RasterLayerSettings &settings, QWidget *parent)
    : LayerForm(parent)
    , m_source(new SourceField(tr("Picture or address of tiles"), tr("Pictures of the ground (*.tif *.tiff *.mbtiles *.gpkg *.xml *.vrt *.jp2);;All files (*)")))
    , m_attribution(new QLineEdit)
{
    m_attribution->setAccessibleName(tr("Attribution"));
    m_attribution->setPlaceholderText(tr("as the source says"));
    auto *hint = new QLabel(tr("A file, or the address of map tiles with {z}, {x} and {y} in it, whose server then learns where you look."));
    hint->setWordWrap(true);
    hint->setPalette(muted(palette()));
    QFormLayout *form = makeForm(this);
    form->addRow(tr("Source"), m_source);
    form->addRow(QString(), hint);
    form->addRow(tr("Attribution"), m_attribution);
    m_source->setSource(settings.source);
    m_attribution->setText(settings.attribution);
    connect(m_source, &SourceField::sourceChanged, this, &LayerForm::changed);
    connect(m_attribution, &QLineEdit::textChanged, this, &LayerForm::changed);
}

QJsonObject RasterLayerForm::settings() const
{
    return RasterLayerSettings{.source = m_source->source(), .attribution = m_attribution->text().trimmed()}.toJson();
}

QString RasterLayerForm::problem() const
{
    return m_source->source().isEmpty() ? tr("Choose a picture of the ground, e.g. a GeoTIFF, or give the address of map tiles.")
                                        : QString();
}

QString RasterLayerForm::suggestedName() const
{
    const QString file = m_source->source().contains(QLatin1String("://")) ? QString() : QFileInfo(m_source->source()).completeBaseName();
    return file.isEmpty() ? tr("Base map") : file;
}

} // namespace forewatch
