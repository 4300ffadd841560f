#include "widgets/icons.h"

#include "widgets/look.h"

#include <QApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace forewatch {

namespace {

/// Paths lie on a square of 16 units.
constexpr double edge = 16;

QPainterPath rightTriangle(double left, double right)
{
    QPainterPath path(QPointF(left, 3));
    path.lineTo(right, 8);
    path.lineTo(left, 13);
    path.closeSubpath();
    return path;
}

QPainterPath bar(double left, double width)
{
    QPainterPath path;
    path.addRect(left, 3, width, 10);
    return path;
}

QPainterPath diamond(double x, double radius)
{
    QPainterPath path(QPointF(x, 8 - radius));
    path.lineTo(x + radius, 8);
    path.lineTo(x, 8 + radius);
    path.lineTo(x - radius, 8);
    path.closeSubpath();
    return path;
}

QPainterPath stroked(const QPainterPath &line, double width)
{
    QPainterPathStroker stroker;
    stroker.setWidth(width);
    stroker.setCapStyle(Qt::FlatCap);
    return stroker.createStroke(line);
}

QPainterPath loop()
{
    QPainterPath arc;
    arc.arcMoveTo(3, 3, 10, 10, 60);
    arc.arcTo(3, 3, 10, 10, 60, 290);
    QPainterPath head(QPointF(8.6, 1.2));
    head.lineTo(13.4, 3.4);
    head.lineTo(9.2, 6.6);
    head.closeSubpath();
    return stroked(arc, 1.6).united(head);
}

/// An arrow to the left.
QPainterPath backward()
{
    QPainterPath shaft(QPointF(14, 8));
    shaft.lineTo(6, 8);
    QPainterPath head(QPointF(2, 8));
    head.lineTo(7.5, 3.8);
    head.lineTo(7.5, 12.2);
    head.closeSubpath();
    return stroked(shaft, 1.8).united(head);
}

/// Bars that grow.
QPainterPath cumulative()
{
    QPainterPath bars;
    for (const double x : {2.0, 5.2, 8.4, 11.6})
        bars.addRect(x, 13 - x * 0.75, 2.4, x * 0.75);
    return bars;
}

/// An arrow that jumps over an empty frame.
QPainterPath skipEmpty()
{
    QPainterPath frame;
    frame.addRect(5.5, 9.5, 5, 4);
    QPainterPath jump(QPointF(2, 9));
    jump.cubicTo(3, 2.5, 11, 2.5, 12.6, 7);
    QPainterPath head(QPointF(9.8, 6.6));
    head.lineTo(15, 5.2);
    head.lineTo(13.4, 10.2);
    head.closeSubpath();
    return stroked(frame, 1.2).united(stroked(jump, 1.5)).united(head);
}

/// Three areas that share borders, and an incident.
QPainterPath map()
{
    QPainterPath borders(QPointF(2, 3.5));
    borders.lineTo(14, 2.5);
    borders.lineTo(14, 13.5);
    borders.lineTo(2, 12.5);
    borders.closeSubpath();
    borders.moveTo(7, 3);
    borders.lineTo(6, 13);
    borders.moveTo(6.5, 8);
    borders.lineTo(14, 7);
    QPainterPath incident;
    incident.addEllipse(QPointF(10.5, 10.2), 1.6, 1.6);
    return stroked(borders, 1.2).united(incident);
}

/// Two layers of nodes that join in one.
QPainterPath network()
{
    QPainterPath lines;
    QPainterPath nodes;
    const QPointF end(13, 8);
    nodes.addEllipse(end, 2, 2);
    for (const double y : {3.0, 8.0, 13.0}) {
        lines.moveTo(3.5, y);
        lines.lineTo(end);
        nodes.addEllipse(QPointF(3.5, y), 2, 2);
    }
    nodes.setFillRule(Qt::WindingFill);
    return stroked(lines, 1.1).united(nodes);
}

/// A risk that rises over its threshold.
QPainterPath timeline()
{
    QPainterPath risk(QPointF(1.5, 12.5));
    risk.cubicTo(5, 12, 6, 10.5, 8, 7);
    risk.cubicTo(9.5, 3.5, 11, 3.5, 12, 7);
    risk.cubicTo(12.8, 10, 13.5, 11, 14.5, 11.5);
    QPainterPath threshold;
    for (const double x : {1.5, 5.0, 8.5, 12.0})
        threshold.addRect(x, 5.6, 2.2, 1);
    return stroked(risk, 1.5).united(threshold);
}

/// Arrows to all four sides.
QPainterPath pan()
{
    QPainterPath path;
    path.addRect(7.3, 3, 1.4, 10);
    path.addRect(3, 7.3, 10, 1.4);
    for (int turn = 0; turn < 4; ++turn) {
        QPainterPath head(QPointF(8, 0.8));
        head.lineTo(10.6, 4.2);
        head.lineTo(5.4, 4.2);
        head.closeSubpath();
        path = path.united(QTransform().translate(8, 8).rotate(90 * turn).translate(-8, -8).map(head));
    }
    return path;
}

/// An area, and the pointer on it.
QPainterPath neighborhood()
{
    QPainterPath area(QPointF(2, 4));
    area.lineTo(8, 2);
    area.lineTo(13.5, 4.5);
    area.lineTo(12.5, 8.5);
    area.moveTo(2, 4);
    area.lineTo(3, 11.5);
    area.lineTo(7, 12.8);
    QPainterPath arrow(QPointF(7.5, 6.5));
    arrow.lineTo(14.5, 10.8);
    arrow.lineTo(11.4, 11.5);
    arrow.lineTo(9.7, 14.4);
    arrow.closeSubpath();
    return stroked(area, 1.3).united(arrow);
}

QPainterPath rectangle()
{
    QPainterPath line;
    line.addRect(2.5, 4, 11, 8);
    QPainterPath corners;
    for (const QPointF &corner : {QPointF(2.5, 4), QPointF(13.5, 12)})
        corners.addRect(QRectF(corner, corner).adjusted(-1.7, -1.7, 1.7, 1.7));
    return stroked(line, 1.2).united(corners);
}

QPainterPath polygon()
{
    const QPolygonF points({{3, 5}, {9, 2.5}, {13.5, 7}, {10.5, 13}, {4, 12}});
    QPainterPath line;
    line.addPolygon(points);
    line.closeSubpath();
    QPainterPath corners;
    for (const QPointF &point : points)
        corners.addEllipse(point, 1.6, 1.6);
    corners.setFillRule(Qt::WindingFill);
    return stroked(line, 1.2).united(corners);
}

QPainterPath radius()
{
    QPainterPath line;
    line.addEllipse(QPointF(8, 8), 6, 6);
    line.moveTo(8, 8);
    line.lineTo(14, 8);
    QPainterPath centre;
    centre.addEllipse(QPointF(8, 8), 1.7, 1.7);
    return stroked(line, 1.2).united(centre);
}

/// A ruler with its ticks.
QPainterPath measure()
{
    QPainterPath line;
    line.addRect(1.5, 5, 13, 6);
    for (const double x : {4.1, 6.7, 9.3, 11.9}) {
        line.moveTo(x, 5);
        line.lineTo(x, x > 6 && x < 7 ? 8.5 : 7.5);
    }
    return stroked(line, 1.2);
}

/// A pin.
QPainterPath note()
{
    QPainterPath line(QPointF(8, 14.5));
    line.lineTo(4.2, 8.6);
    line.arcTo(3, 1.5, 10, 10, 214, -248);
    line.closeSubpath();
    QPainterPath text;
    text.addRect(5.8, 4.6, 4.4, 1.2);
    text.addRect(5.8, 7, 4.4, 1.2);
    return stroked(line, 1.3).united(text);
}

/// The four corners of a frame, about `inside`.
QPainterPath framed(const QPainterPath &inside)
{
    QPainterPath corners;
    for (int turn = 0; turn < 4; ++turn) {
        QPainterPath corner(QPointF(2, 5.5));
        corner.lineTo(2, 2);
        corner.lineTo(5.5, 2);
        corners.addPath(QTransform().translate(8, 8).rotate(90 * turn).translate(-8, -8).map(corner));
    }
    return stroked(corners, 1.4).united(inside);
}

QPainterPath fitCity()
{
    QPainterPath areas(QPointF(4.5, 5.5));
    areas.lineTo(11.5, 4.8);
    areas.lineTo(11.5, 11);
    areas.lineTo(4.5, 10.6);
    areas.closeSubpath();
    areas.moveTo(8, 5.2);
    areas.lineTo(7.6, 10.8);
    return framed(stroked(areas, 1.1));
}

QPainterPath fitSelection()
{
    QPainterPath ring;
    ring.addEllipse(QPointF(8, 8), 2.8, 2.8);
    return framed(stroked(ring, 1.5));
}

QPainterPath secondMap()
{
    QPainterPath line;
    line.addRect(1.7, 3.5, 5.6, 9);
    line.addRect(8.7, 3.5, 5.6, 9);
    return stroked(line, 1.3);
}

/// Two links of a chain.
QPainterPath locked()
{
    QPainterPath links;
    links.addRoundedRect(1.5, 5.6, 7.5, 4.8, 2.4, 2.4);
    links.addRoundedRect(7, 5.6, 7.5, 4.8, 2.4, 2.4);
    return stroked(links, 1.4);
}

/// The signs of three groups.
QPainterPath signs()
{
    QPainterPath triangle(QPointF(11.5, 2.5));
    triangle.lineTo(14.8, 8);
    triangle.lineTo(8.2, 8);
    triangle.closeSubpath();
    QPainterPath square;
    square.addRect(8.9, 9.8, 4.8, 4.8);
    return QTransform::fromTranslate(-6.5, 0).map(diamond(11, 4.2)).united(triangle).united(square);
}

QPainterPath pathOf(Icon which)
{
    switch (which) {
    case Icon::Explore: return map();
    case Icon::Model: return network();
    case Icon::Watch: return timeline();
    case Icon::Pan: return pan();
    case Icon::Neighborhood: return neighborhood();
    case Icon::Rectangle: return rectangle();
    case Icon::Polygon: return polygon();
    case Icon::Radius: return radius();
    case Icon::Measure: return measure();
    case Icon::Note: return note();
    case Icon::FitCity: return fitCity();
    case Icon::FitSelection: return fitSelection();
    case Icon::SecondMap: return secondMap();
    case Icon::Locked: return locked();
    case Icon::Signs: return signs();
    case Icon::Play: return rightTriangle(4, 13);
    case Icon::Pause: return bar(4, 3).united(bar(9, 3));
    case Icon::Next: return bar(3, 2).united(rightTriangle(6.5, 13));
    case Icon::NextDay: return rightTriangle(2, 8).united(rightTriangle(8, 14));
    case Icon::Last: return rightTriangle(3, 10.5).united(bar(11, 2));
    case Icon::NextTarget: return rightTriangle(2, 7).united(diamond(11, 4));
    case Icon::Loop: return loop();
    case Icon::SkipEmpty: return skipEmpty();
    case Icon::Backward: return backward();
    case Icon::Cumulative: return cumulative();
    case Icon::First:
    case Icon::PreviousDay:
    case Icon::Previous:
    case Icon::PlayBackward:
    case Icon::PreviousTarget: break;
    }
    const Icon mirrored = which == Icon::First ? Icon::Last
        : which == Icon::PlayBackward          ? Icon::Play
        : which == Icon::PreviousDay           ? Icon::NextDay
        : which == Icon::Previous              ? Icon::Next
                                               : Icon::NextTarget;
    return QTransform(-1, 0, 0, 1, edge, 0).map(pathOf(mirrored));
}

class PathIconEngine : public QIconEngine
{
public:
    explicit PathIconEngine(Icon which) : m_which(which) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const QPalette palette = QApplication::palette();
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        const double scale = std::min(rect.width(), rect.height()) / edge;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->translate(QRectF(rect).center());
        painter->scale(scale, scale);
        painter->translate(-edge / 2, -edge / 2);
        painter->fillPath(pathOf(m_which), palette.color(group, QPalette::ButtonText));
        painter->restore();
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap result(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return result;
    }

    QIconEngine *clone() const override { return new PathIconEngine(m_which); }

private:
    Icon m_which;
};

} // namespace

QIcon icon(Icon which)
{
    return QIcon(new PathIconEngine(which));
}

} // namespace forewatch
