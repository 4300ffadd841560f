#pragma once

#include "engine/layers/layer_source.h"
#include "engine/layers/point_layer.h"
#include "widgets/layers/layer_form.h"

class QDoubleSpinBox;

namespace forewatch {

class ColorButton;

/// Which points, from where, when, and how they look. The columns on offer are those of the chosen source.
class PointLayerForm : public LayerForm
{
    Q_OBJECT

public:
    explicit PointLayerForm(const PointLayerSettings &settings, QWidget *parent = nullptr);

    PointLayerSettings pointSettings() const;
    QJsonObject settings() const override { return pointSettings().toJson(); }
    QString problem() const override;
    QString suggestedName() const override;

private:
    /// A source that is new to the form, rather than one whose settings are edited, gets its times recognised.
    void readColumns(bool isNew);
    void offerColumns(const PointLayerSettings &chosen);

    PointLayerSettings m_base;
    LayerSource m_found;
    QString m_sourceProblem;

    SourceField *m_source;
    QComboBox *m_layer;
    QComboBox *m_longitude;
    QComboBox *m_latitude;
    QComboBox *m_place;
    QLineEdit *m_crs;
    QComboBox *m_time;
    QComboBox *m_clock;
    QComboBox *m_order;
    QComboBox *m_filterColumn;
    QLineEdit *m_filter;
    QComboBox *m_label;
    QComboBox *m_shape;
    ColorButton *m_color;
    QDoubleSpinBox *m_radius;
};

} // namespace forewatch
