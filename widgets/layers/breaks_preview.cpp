#include "widgets/layers/breaks_preview.h"

#include "widgets/look.h"

#include <QPainter>

#include <algorithm>

namespace forewatch {

BreaksPreview::BreaksPreview(QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("How the values fall into the classes"));
    setMinimumHeight(14 * gridUnit);
}

void BreaksPreview::setValues(std::vector<double> values)
{
    m_values = std::move(values);
    update();
}

void BreaksPreview::setClasses(ClassMethod method, int classes, ColorRamp ramp)
{
    m_method = method;
    m_classes = classes;
    m_ramp = ramp;
    update();
}

void BreaksPreview::setEmptyText(const QString &text)
{
    m_empty = text;
    update();
}

QSize BreaksPreview::sizeHint() const
{
    return {52 * gridUnit, 14 * gridUnit};
}

void BreaksPreview::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (m_values.empty()) {
        painter.setPen(mutedText(palette()));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, m_empty);
        return;
    }
    const ClassBreaks breaks = classBreaks(m_values, m_method, m_classes);
    const double least = breaks.least;
    const double range = std::max(breaks.uppers.back() - least, 1e-12);
    const int textHeight = fontMetrics().height();
    const QRectF area = QRectF(rect()).adjusted(gridUnit, 2, -gridUnit, -textHeight - gridUnit / 2);
    constexpr std::size_t bars = 60;
    std::vector<int> counts(bars);
    const auto barOf = [&](double value) { return std::min(static_cast<std::size_t>((value - least) / range * bars), bars - 1); };
    for (const double value : m_values)
        ++counts[barOf(value)];
    const int most = *std::ranges::max_element(counts);
    const auto x = [&](double value) { return area.left() + (value - least) / range * area.width(); };
    for (std::size_t i = 0; i < breaks.count(); ++i) {
        const double from = i == 0 ? least : breaks.uppers[i - 1];
        const QColor color = classColor(m_ramp, i, breaks.count(), isDark(palette()));
        // The bars are cut where the class ends, so that each color is where its values are.
        painter.save();
        painter.setClipRect(QRectF(QPointF(x(from), area.top()), QPointF(x(breaks.uppers[i]), area.bottom())).adjusted(0, 0, .5, 0));
        painter.setPen(QPen(hairline(palette()), 1));
        painter.setBrush(color);
        for (std::size_t bar = 0; bar < bars; ++bar) {
            const double height = area.height() * counts[bar] / most;
            const double left = area.left() + area.width() * static_cast<double>(bar) / bars;
            if (counts[bar] > 0)
                painter.drawRect(QRectF(left, area.bottom() - height, area.width() / bars, height));
        }
        painter.restore();
        painter.fillRect(QRectF(QPointF(x(from), area.bottom()), QPointF(x(breaks.uppers[i]), area.bottom() + 3)), color);
    }
    painter.setPen(hairline(palette()));
    double textFree = -1e9;
    for (std::size_t i = 0; i <= breaks.count(); ++i) {
        const double value = i == 0 ? least : breaks.uppers[i - 1];
        painter.setPen(QPen(mutedText(palette()), 1, Qt::DotLine));
        painter.drawLine(QPointF(x(value), area.top()), QPointF(x(value), area.bottom() + 4));
        const QString text = figureText(value, range);
        const double width = fontMetrics().horizontalAdvance(text);
        const double left = std::clamp(x(value) - width / 2, 0., this->width() - width);
        if (left < textFree)
            continue;
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(QPointF(left, height() - fontMetrics().descent()), text);
        textFree = left + width + gridUnit;
    }
}

} // namespace forewatch
