#include "engine/plot/chart.h"

#include "engine/core/text.h"
#include "engine/layers/color_ramp.h"
#include "engine/map/map_painter.h"

#include <QFontInfo>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

constexpr double margin = 12;
constexpr double gap = 6;

double luminance(const QColor &color)
{
    const auto channel = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) + 0.0722 * channel(color.blueF());
}

double wrappedHeight(const QString &text, const QFont &font, double width)
{
    if (text.isEmpty())
        return 0;
    return std::ceil(QFontMetricsF(font).boundingRect(QRectF(0, 0, width, 10'000), Qt::TextWordWrap, text).height());
}

} // namespace

const ChartTheme &ChartTheme::of(bool dark)
{
    static const ChartTheme light{false, 0xffffff, 0x202124, 0x5f6368, {0, 0, 0, 26}, 0xa9aeb4, 0x2f6ca3};
    static const ChartTheme darkTheme{true, 0x1e1f22, 0xe8eaed, 0xa5a9ae, {255, 255, 255, 30}, 0x6b7178, 0x8cc4f2};
    return dark ? darkTheme : light;
}

QColor ChartTheme::of(Group group) const
{
    return (dark ? MapTheme::dark() : MapTheme::light()).of(group);
}

QColor ChartTheme::shade(double share) const
{
    return rampColor(ColorRamp::Blue, share, dark);
}

QColor ChartTheme::inkOn(const QColor &below) const
{
    // With 0.18 between them both have 4.5 : 1.
    return luminance(below) > 0.18 ? QColor(0, 0, 0) : QColor(0xff, 0xff, 0xff);
}

QFont Chart::font(double factor)
{
    // In pixels, so that a device with another resolution keeps the proportions.
    QFont font;
    font.setPixelSize(std::max(9, static_cast<int>(std::lround(QFontInfo(QFont()).pixelSize() * factor))));
    return font;
}

Chart::Frame Chart::frameIn(const QRectF &area) const
{
    Frame frame;
    QRectF left = area.adjusted(margin, margin, -margin, -margin);
    const double line = std::ceil(QFontMetricsF(font()).height());
    // The drawing keeps at least two thirds of a small area, and eight lines.
    const double least = std::max(8 * line, area.height() * 0.6);
    const auto fits = [&](double height) { return height > 0 && left.height() - height - gap >= least; };
    const double title = std::ceil(QFontMetricsF(font(1.15)).height());
    if (fits(title)) {
        frame.title = QRectF(left.left(), left.top(), left.width(), title);
        left.setTop(left.top() + title + 2);
    }
    if (const double subtitle = wrappedHeight(m_contents.subtitle, font(0.93), left.width()); fits(subtitle)) {
        frame.subtitle = QRectF(left.left(), left.top(), left.width(), subtitle);
        left.setTop(left.top() + subtitle + gap);
    }
    if (const double note = wrappedHeight(m_contents.note, font(0.93), left.width()); fits(note)) {
        frame.note = QRectF(left.left(), left.bottom() - note, left.width(), note);
        left.setBottom(left.bottom() - note - gap);
    }
    frame.plot = left;
    return frame;
}

void Chart::paint(QPainter &painter, const QRectF &area, bool dark) const
{
    const ChartTheme &theme = ChartTheme::of(dark);
    const Frame frame = frameIn(area);
    painter.save();
    painter.setClipRect(area, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(area, theme.ground);
    if (!frame.title.isNull()) {
        QFont bold = font(1.15);
        bold.setBold(true);
        painter.setFont(bold);
        painter.setPen(theme.ink);
        painter.drawText(frame.title, Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetricsF(bold).elidedText(m_contents.title, Qt::ElideRight, frame.title.width()));
    }
    painter.setFont(font(0.93));
    painter.setPen(theme.quiet);
    if (!frame.subtitle.isNull())
        painter.drawText(frame.subtitle, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_contents.subtitle);
    if (!frame.note.isNull())
        painter.drawText(frame.note, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_contents.note);
    painter.setFont(font());
    if (frame.plot.width() > 40 && frame.plot.height() > 20)
        paintPlot(painter, frame.plot, theme);
    painter.restore();
}

QString Chart::tellAt(QPointF point, const QRectF &area) const
{
    const QRectF plot = frameIn(area).plot;
    return plot.width() > 40 && plot.height() > 20 ? tellInPlot(point, plot) : QString();
}

QByteArray Chart::toCsv() const
{
    const auto line = [](const QStringList &fields) {
        QStringList quoted;
        for (const QString &field : fields)
            quoted << csvField(field);
        return quoted.join(QLatin1Char(',')).toUtf8() + '\n';
    };
    QByteArray csv = line(m_contents.columns);
    for (const QStringList &row : m_contents.rows)
        csv += line(row);
    return csv;
}

void EmptyChart::paintPlot(QPainter &painter, const QRectF &plot, const ChartTheme &theme) const
{
    painter.setPen(theme.quiet);
    painter.drawText(plot, Qt::AlignCenter | Qt::TextWordWrap, m_why);
}

std::vector<double> axisMarks(double highest, int most, bool wholeNumbers)
{
    highest = std::max(highest, wholeNumbers ? 1.0 : 1e-9);
    double step = std::pow(10, std::floor(std::log10(highest / most)));
    if (wholeNumbers)
        step = std::max(step, 1.0);
    for (const double factor : {1.0, 2.0, 2.5, 5.0, 10.0}) {
        const double next = step * factor;
        if ((wholeNumbers && next != std::floor(next)) || std::ceil(highest / next - 1e-9) > most)
            continue;
        step = next;
        break;
    }
    std::vector<double> marks{0};
    while (marks.back() < highest - 1e-9 * highest)
        marks.push_back(static_cast<double>(marks.size()) * step);
    return marks;
}

} // namespace forewatch
