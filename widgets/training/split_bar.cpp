#include "widgets/training/split_bar.h"

#include "widgets/look.h"
#include "widgets/time/time_axis.h"

#include <QLocale>
#include <QPainter>

namespace forewatch {

namespace {

/// Strengths of the parts' greys, between the window's ground and its text.
constexpr std::array<double, 3> strengths = {0.42, 0.28, 0.14};
constexpr double barHeight = 5 * gridUnit;
/// Of a random split's bar; its base rates stand below.
constexpr double mixedHeight = 2.5 * gridUnit;

QString nameOf(std::size_t part)
{
    const std::array<QString, 3> names = {SplitBar::tr("learn"), SplitBar::tr("tune"), SplitBar::tr("test")};
    return names[part];
}

void paintMixed(QPainter &painter, const QRectF &area, const QPalette &palette)
{
    // Out of 80 examples 63 are learnt from, 7 tuned on and 10 tested on: three stripes of each eight stand for that.
    constexpr std::array<std::size_t, 8> pattern = {0, 0, 2, 0, 0, 1, 0, 0};
    constexpr double stripe = 3;
    std::size_t i = 0;
    for (double x = area.left(); x < area.right(); x += stripe, ++i)
        painter.fillRect(QRectF(x, area.top(), stripe, area.height()) & area, splitPartColor(palette, pattern[i % pattern.size()]));
}

} // namespace

QColor splitPartColor(const QPalette &palette, std::size_t part)
{
    return mixed(palette.color(QPalette::Window), palette.color(QPalette::WindowText), strengths[part]);
}

SplitFigures figuresOf(const Split &split)
{
    const auto figures = [](const std::vector<Example> &part) { return PartFigures{part.size(), baseRate(part)}; };
    return {figures(split.training), figures(split.validation), figures(split.test)};
}

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

void SplitBar::setFigures(const std::optional<SplitFigures> &figures)
{
    m_figures = figures;
    QStringList lines;
    for (std::size_t part = 0; figures && part < figures->size(); ++part)
        lines << tr("%1: %2 of %3 spans have a target")
                     .arg(nameOf(part), rateOf(part), QLocale::c().toString(static_cast<qulonglong>((*figures)[part].spans)));
    setToolTip(lines.join(QLatin1Char('\n')));
    setAccessibleDescription(toolTip());
    update();
}

QString SplitBar::rateOf(std::size_t part) const
{
    return m_figures ? tr("%1 %").arg(100 * (*m_figures)[part].baseRate, 0, 'f', 1) : QString();
}

QSize SplitBar::sizeHint() const
{
    const QFontMetricsF metrics(scaled(font(), 0.85));
    return {30 * gridUnit, static_cast<int>(barHeight + TimeAxis::height(metrics))};
}

void SplitBar::paintParts(QPainter &painter, const std::array<double, 4> &edges) const
{
    for (std::size_t part = 0; part < strengths.size(); ++part) {
        const QRectF area(edges[part], 0, edges[part + 1] - edges[part], barHeight);
        painter.fillRect(area, splitPartColor(palette(), part));
        const QString rate = rateOf(part);
        const QString text = rate.isEmpty() ? nameOf(part) : nameOf(part) + QLatin1Char('\n') + rate;
        const double width = painter.fontMetrics().boundingRect(QRect(0, 0, 1000, 1000), Qt::AlignLeft, text).width();
        if (width + gridUnit / 2 > area.width())
            continue;
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(area, Qt::AlignCenter, text);
    }
}

void SplitBar::paintRates(QPainter &painter, double top) const
{
    const double row = barHeight - top;
    double x = 0;
    for (std::size_t part = 0; part < strengths.size(); ++part) {
        painter.fillRect(QRectF(x, top + row / 2 - gridUnit / 2.0, gridUnit, gridUnit), splitPartColor(palette(), part));
        const QString text = QStringLiteral("%1 %2").arg(nameOf(part), rateOf(part)).trimmed();
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(QRectF(x + 1.5 * gridUnit, top, width(), row), Qt::AlignVCenter | Qt::AlignLeft, text);
        x += painter.fontMetrics().horizontalAdvance(text) + 4 * gridUnit;
    }
}

void SplitBar::paintEvent(QPaintEvent *)
{
    if (!m_split)
        return;
    QPainter painter(this);
    painter.setFont(scaled(font(), 0.85));
    const TimeAxis axis(m_split->from, m_split->to, width(), QFontMetricsF(painter.font()));
    if (m_split->kind == SplitKind::Random) {
        paintMixed(painter, QRectF(0, 0, width(), mixedHeight), palette());
        axis.paint(painter, QRectF(0, mixedHeight, width(), height() - barHeight), palette());
        painter.translate(0, TimeAxis::height(QFontMetricsF(painter.font())));
        paintRates(painter, mixedHeight);
    } else {
        paintParts(painter, {0, axis.xOf(m_split->trainTo), axis.xOf(m_split->validationTo), static_cast<double>(width())});
        axis.paint(painter, QRectF(0, barHeight, width(), height() - barHeight), palette());
    }
}

} // namespace forewatch
