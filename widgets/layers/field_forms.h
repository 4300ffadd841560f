#pragma once

#include "engine/layers/density_layer.h"
#include "engine/layers/grid_layer.h"
#include "engine/layers/raster_layer.h"
#include "widgets/layers/layer_form.h"

class QCheckBox;
class QSpinBox;

namespace forewatch {

/// Of what, and how far, a density spreads.
class DensityLayerForm : public LayerForm
{
    Q_OBJECT

public:
    explicit DensityLayerForm(const DensityLayerSettings &settings, QWidget *parent = nullptr);

    QJsonObject settings() const override;
    QString problem() const override { return {}; }
    QString suggestedName() const override;

private:
    QComboBox *m_what;
    QComboBox *m_kernel;
    QSpinBox *m_bandwidth;
    QCheckBox *m_scott;
};

/// What is counted in which cells, or where it clusters.
class GridLayerForm : public LayerForm
{
    Q_OBJECT

public:
    explicit GridLayerForm(const GridLayerSettings &settings, QWidget *parent = nullptr);

    QJsonObject settings() const override;
    QString problem() const override { return {}; }
    QString suggestedName() const override;

private:
    QComboBox *m_show;
    QComboBox *m_what;
    QComboBox *m_shape;
    QSpinBox *m_size;
    QSpinBox *m_reach;
    QCheckBox *m_corrected;
};

/// Which picture lies under the map.
class RasterLayerForm : public LayerForm
{
    Q_OBJECT

public:
    explicit RasterLayerForm(const RasterLayerSettings &settings, QWidget *parent = nullptr);

    QJsonObject settings() const override;
    QString problem() const override;
    QString suggestedName() const override;

private:
    SourceField *m_source;
    QLineEdit *m_attribution;
};

} // namespace forewatch
