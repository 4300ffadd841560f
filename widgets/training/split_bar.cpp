#include "widgets/training/split_bar.h"

#include "widgets/look.h"
#include "widgets/time/time_axis.h"

#include <QPainter>

#include <array>

namespace forewatch {

namespace {

/// Strengths of the parts' greys, between the window's ground and its text.
constexpr std::array<double, 3> strengths = {0.42, 0.28, 0.14};

QColor shade(const QPalette &palette, std::size_t part)
{
    return mixed(palette.color(QPalette::Window), palette.color(QPalette::WindowText), strengths[part]);
}

void paintPart(QPainter &painter, const QRectF &area, const QColor &ground, const QString &name, const QPalette &palette)
{
    painter.fillRect(area, ground);
    if (painter.fontMetrics().horizontalAdvance(name) + gridUnit > area.width())
        return;
    painter.setPen(palette.color(QPalette::WindowText));
    painter.drawText(area, Qt::AlignCenter, name);
}

void paintMixed(QPainter &painter, const QRectF &area, const QPalette &palette)
{
    // Out of 80 examples 63 are learnt from, 7 tuned on and 10 tested on: three stripes of each eight stand for that.
    constexpr std::array<std::size_t, 8> pattern = {0, 0, 2, 0, 0, 1, 0, 0};
    constexpr double stripe = 3;
    std::size_t i = 0;
    for (double x = area.left(); x < area.right(); x += stripe, ++i)
        painter.fillRect(QRectF(x, area.top(), stripe, area.height()) & area, shade(palette, pattern[i % pattern.size()]));
}

} // namespace

SplitBar::SplitBar(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("The split on a time axis"));
}

void SplitBar::setSplit(const std::optional<SplitSettings> &split)
{
    m_split = split;
    update();
}

QSize SplitBar::sizeHint() const
{
    const QFontMetricsF metrics(scaled(font(), 0.85));
    return {30 * gridUnit, static_cast<int>(3 * gridUnit + TimeAxis::height(metrics))};
}

void SplitBar::paintEvent(QPaintEvent *)
{
    if (!m_split)
        return;
    QPainter painter(this);
    painter.setFont(scaled(font(), 0.85));
    const TimeAxis axis(m_split->from, m_split->to, width(), QFontMetricsF(painter.font()));
    const double bottom = 3 * gridUnit;
    if (m_split->kind == SplitKind::Random) {
        paintMixed(painter, QRectF(0, 0, width(), bottom), palette());
    } else {
        const std::array<double, 4> edges = {0, axis.xOf(m_split->trainTo), axis.xOf(m_split->validationTo),
                                             static_cast<double>(width())};
        const std::array<QString, 3> names = {tr("learn"), tr("tune"), tr("test")};
        for (std::size_t part = 0; part < names.size(); ++part)
            paintPart(painter, QRectF(edges[part], 0, edges[part + 1] - edges[part], bottom), shade(palette(), part),
                      names[part], palette());
    }
    axis.paint(painter, QRectF(0, bottom, width(), height() - bottom), palette());
}

} // namespace forewatch
