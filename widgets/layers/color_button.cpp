#include "widgets/layers/color_button.h"

#include <QColorDialog>
#include <QPixmap>

namespace forewatch {

ColorButton::ColorButton(QWidget *parent) : QToolButton(parent)
{
    setAccessibleName(tr("Color"));
    setToolTip(tr("Choose another color"));
    connect(this, &QToolButton::clicked, this, [this] {
        const QColor chosen = QColorDialog::getColor(m_color, this, tr("Color of the points"));
        if (!chosen.isValid() || chosen == m_color)
            return;
        setColor(chosen);
        Q_EMIT colorChanged();
    });
}

void ColorButton::setColor(const QColor &color)
{
    m_color = color;
    QPixmap swatch(iconSize() * devicePixelRatioF());
    swatch.setDevicePixelRatio(devicePixelRatioF());
    swatch.fill(color);
    setIcon(swatch);
}

} // namespace forewatch
