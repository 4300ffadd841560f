#pragma once

#include "engine/layers/area_layer.h"
#include "engine/layers/layer_source.h"
#include "widgets/layers/layer_form.h"

class QCheckBox;
class QSpinBox;

namespace forewatch {

class BreaksPreview;

/// What areas are colored by, in which classes and colors, with a look at how the values fall into them.
class AreaLayerForm : public LayerForm
{
    Q_OBJECT

public:
    explicit AreaLayerForm(const AreaLayerSettings &settings, QWidget *parent = nullptr);

    AreaLayerSettings areaSettings() const;
    QJsonObject settings() const override { return areaSettings().toJson(); }
    QString problem() const override;
    QString suggestedName() const override;

    /// The values of the settings last asked for, or why there are none.
    void setPreview(std::vector<double> values, const QString &problem = {});

Q_SIGNALS:
    /// Other values are chosen, not only other classes of them. `areaSettings` can be made a layer of.
    void previewWanted();

private:
    void readColumns();
    void offerColumns(const AreaLayerSettings &chosen);
    void showState();
    void askForPreview();

    AreaLayerSettings m_base;
    LayerSource m_found;
    QString m_sourceProblem;

    SourceField *m_source;
    QComboBox *m_layer;
    QComboBox *m_value;
    QComboBox *m_attribute;
    QComboBox *m_per;
    QComboBox *m_method;
    QSpinBox *m_classes;
    QComboBox *m_ramp;
    QCheckBox *m_outlines;
    BreaksPreview *m_preview;
};

} // namespace forewatch
