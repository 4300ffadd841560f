#include "widgets/training/folds_bar.h"

#include "widgets/look.h"
#include "widgets/time/time_axis.h"
#include "widgets/training/split_bar.h"

#include <QPainter>

#include <algorithm>
#include <array>

namespace forewatch {

namespace {

/// Folds that are more than these get thinner rows without words.
constexpr std::size_t mostTall = 8;

} // namespace

FoldsBar::FoldsBar(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("The folds on a time axis"));
}

void FoldsBar::setFolds(std::vector<SplitSettings> folds, Time from, Time to)
{
    m_folds = std::move(folds);
    m_from = from;
    m_to = to;
    QStringList lines;
    for (const SplitSettings &fold : m_folds)
        lines << tr("Learn to %1, tune to %2, test to %3")
                     .arg(formatTime(fold.trainTo).left(10), formatTime(fold.validationTo).left(10), formatTime(fold.to).left(10));
    setToolTip(lines.join(QLatin1Char('\n')));
    setAccessibleDescription(toolTip());
    updateGeometry();
    update();
}

double FoldsBar::rowHeight() const
{
    return m_folds.size() > mostTall ? gridUnit : 2 * gridUnit;
}

QSize FoldsBar::sizeHint() const
{
    if (m_folds.empty())
        return {30 * gridUnit, 0};
    const QFontMetricsF metrics(scaled(font(), 0.85));
    return {30 * gridUnit, static_cast<int>(static_cast<double>(m_folds.size()) * (rowHeight() + 2) + TimeAxis::height(metrics))};
}

void FoldsBar::paintEvent(QPaintEvent *)
{
    if (m_folds.empty() || width() <= 0)
        return;
    QPainter painter(this);
    painter.setFont(scaled(font(), 0.85));
    const TimeAxis axis(m_from, m_to, width(), QFontMetricsF(painter.font()));
    const std::array<QString, 3> names = {tr("learn"), tr("tune"), tr("test")};
    double y = 0;
    for (const SplitSettings &fold : m_folds) {
        const std::array<Time, 4> edges = {fold.from, fold.trainTo, fold.validationTo, fold.to};
        for (std::size_t part = 0; part < names.size(); ++part) {
            const QRectF area(axis.xOf(edges[part]), y, axis.xOf(edges[part + 1]) - axis.xOf(edges[part]), rowHeight());
            painter.fillRect(area, splitPartColor(palette(), part));
            const bool fits = m_folds.size() <= mostTall && painter.fontMetrics().horizontalAdvance(names[part]) + gridUnit / 2 <= area.width();
            painter.setPen(palette().color(QPalette::WindowText));
            if (fits)
                painter.drawText(area, Qt::AlignCenter, names[part]);
            if (part == 2) {
                // Tested on: outlined, for it is what counts.
                painter.setBrush(Qt::NoBrush);
                painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5));
            }
        }
        y += rowHeight() + 2;
    }
    axis.paint(painter, QRectF(0, y, width(), height() - y), palette());
}

} // namespace forewatch
