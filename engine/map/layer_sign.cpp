#include "engine/map/layer_sign.h"

#include <QPainter>

#include <algorithm>

namespace forewatch {

using Shape = LayerSign::Shape;

QPainterPath signPath(Shape shape, QPointF centre, double radius)
{
    QPainterPath path;
    const auto corner = [&](double x, double y) { return centre + radius * QPointF(x, y); };
    switch (shape) {
    case Shape::Square: path.addRect(QRectF(corner(-.9, -.9), corner(.9, .9))); break;
    case Shape::Triangle:
        path.addPolygon(QPolygonF({corner(0, -1.1), corner(1.1, .8), corner(-1.1, .8)}));
        path.closeSubpath();
        break;
    case Shape::Diamond:
        path.addPolygon(QPolygonF({corner(0, -1.25), corner(1.25, 0), corner(0, 1.25), corner(-1.25, 0)}));
        path.closeSubpath();
        break;
    case Shape::Dot:
    case Shape::Line:
    case Shape::Fill: path.addEllipse(centre, radius, radius);
    }
    return path;
}

void paintLayerSign(QPainter &painter, const QRectF &box, const LayerSign &sign, const QColor &halo)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (sign.shape == Shape::Fill) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(sign.color);
        painter.drawRoundedRect(box, 2, 2);
    } else if (sign.shape == Shape::Line) {
        painter.setPen(QPen(sign.color, 2));
        painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()));
    } else {
        painter.setPen(QPen(halo, 1));
        painter.setBrush(sign.color);
        painter.drawPath(signPath(sign.shape, box.center(), std::min(box.width(), box.height()) / 3));
    }
    painter.restore();
}

} // namespace forewatch
