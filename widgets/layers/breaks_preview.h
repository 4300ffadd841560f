#pragma once

#include "engine/layers/class_breaks.h"
#include "engine/layers/color_ramp.h"

#include <QWidget>

namespace forewatch {

/// How values fall into classes: their histogram in the classes' colors, with the limits below.
class BreaksPreview : public QWidget
{
    Q_OBJECT

public:
    explicit BreaksPreview(QWidget *parent = nullptr);

    void setValues(std::vector<double> values);
    void setClasses(ClassMethod method, int classes, ColorRamp ramp);
    /// Shown while there are no values.
    void setEmptyText(const QString &text);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::vector<double> m_values;
    ClassMethod m_method = ClassMethod::Quantile;
    int m_classes = 5;
    ColorRamp m_ramp = ColorRamp::Purple;
    QString m_empty;
};

} // namespace forewatch
