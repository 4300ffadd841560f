#include "engine/plot/timeline_painter.h"

#include "engine/plot/time_ticks.h"
#include "engine/plot/timeline_signs.h"

#include <QFontInfo>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>

namespace forewatch {

namespace {

/// The smallest round share of one that leaves some room above `highest`.
double niceTop(double highest)
{
    constexpr std::array tops{0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8};
    const auto top = std::find_if(tops.begin(), tops.end(), [&](double t) { return t >= highest * 1.08; });
    return top == tops.end() ? 1 : *top;
}

/// The finest distance of grid lines that divides the axis and leaves `room` pixels for each.
double gridStep(double top, double height, double room)
{
    for (const double step : {0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5}) {
        const double lines = top / step;
        if (std::abs(lines - std::round(lines)) < 1e-9 && height / lines >= room)
            return step;
    }
    return top;
}

/// A stretch of the time axis over which all risks came true, or none did.
struct OutcomeRun
{
    Window span;
    bool cameTrue;
};

/// A point stands for the time until the next one, though not beyond its own span. Stretches whose outcome is not known
/// are left out.
std::vector<OutcomeRun> outcomeRuns(const RiskTimeline &timeline)
{
    const auto &points = timeline.points;
    const Duration step = points.size() < 2 ? Duration::max() : points[1].asked.start - points[0].asked.start;
    std::vector<OutcomeRun> runs;
    for (const RiskPoint &point : points) {
        if (!point.outcome)
            continue;
        const Window held{point.asked.start, std::min(step, point.asked.length)};
        if (!runs.empty() && runs.back().cameTrue == *point.outcome && runs.back().span.end() == held.start)
            runs.back().span.length += held.length;
        else
            runs.push_back({held, *point.outcome});
    }
    return runs;
}

/// The points of a line with no more than four to a pixel: where it enters, its lowest, its highest, where it leaves.
QPolygonF thinned(const QPolygonF &line)
{
    QPolygonF kept;
    for (qsizetype first = 0; first < line.size();) {
        qsizetype last = first;
        qsizetype low = first;
        qsizetype high = first;
        for (; last + 1 < line.size() && std::floor(line[last + 1].x()) == std::floor(line[first].x()); ++last) {
            low = line[last + 1].y() > line[low].y() ? last + 1 : low;
            high = line[last + 1].y() < line[high].y() ? last + 1 : high;
        }
        std::array indices{first, std::min(low, high), std::max(low, high), last};
        for (auto end = std::unique(indices.begin(), indices.end()), it = indices.begin(); it != end; ++it)
            kept.append(line[*it]);
        first = last + 1;
    }
    return kept;
}

} // namespace

TimelinePainter::TimelinePainter(const RiskTimeline &timeline, QRectF area, const TimelineLook &look)
    : m_timeline(timeline)
    , m_area(area)
    , m_look(look)
{
    // In pixels, so that a device with another resolution keeps the proportions.
    m_font.setPixelSize(std::max(9, QFontInfo(QFont()).pixelSize()));
    m_shown = look.shown.value_or(timeline.span);
    double highest = timeline.policy.threshold;
    for (const RiskPoint &point : timeline.points)
        highest = std::max({highest, point.probability, point.hourRate, point.band ? point.band->high : 0});
    m_top = look.original ? 1 : niceTop(highest);
    layOut();
}

void TimelinePainter::layOut()
{
    const QFontMetricsF metrics(m_font);
    const double line = std::ceil(metrics.height());
    const double left = std::ceil(metrics.horizontalAdvance(QStringLiteral("100 %"))) + 14;
    const double right = std::ceil(metrics.horizontalAdvance(percent(m_timeline.policy.threshold, 1))) + 12;
    constexpr double rugHeight = 14;
    constexpr double outcomeHeight = 4;
    const double below = 5 + rugHeight + 1 + outcomeHeight + 3 + line + 3;
    const double smallestPlot = 2 * line;

    QRectF content = m_area.adjusted(left, 6, -right, 0);
    const auto takeRow = [&](QRectF &row) {
        if (content.height() - below - (line + 6) < smallestPlot)
            return;
        row = QRectF(m_area.left() + 10, content.top(), m_area.width() - 20, line);
        content.setTop(content.top() + line + 6);
    };
    if (!m_look.title.isEmpty())
        takeRow(m_titleRow);
    const double free = m_titleRow.width() - metrics.horizontalAdvance(m_look.title) - 3 * legendGap;
    const double legend = legendWidth(timelineLegend(m_timeline, m_look), metrics);
    if (!m_titleRow.isNull() && legend <= free)
        m_legendRow = m_titleRow.adjusted(m_titleRow.width() - legend, 0, 0, 0);
    else
        takeRow(m_legendRow);

    m_plot = QRectF(content.left(), content.top() + 2, std::max(1.0, content.width()),
                    std::max(1.0, content.height() - 2 - below));
    m_rug = QRectF(m_plot.left(), m_plot.bottom() + 5, m_plot.width(), rugHeight);
    m_outcomes = QRectF(m_plot.left(), std::round(m_rug.bottom()) + 1, m_plot.width(), outcomeHeight);
    m_timeLabels = QRectF(m_plot.left(), m_outcomes.bottom() + 3, m_plot.width(), line);
}

double TimelinePainter::xOf(Time time) const
{
    const double length = std::max(1.0, static_cast<double>(m_shown.length.count()));
    return m_plot.left() + m_plot.width() * static_cast<double>((time - m_shown.start).count()) / length;
}

Time TimelinePainter::timeAt(double x) const
{
    const double share = (x - m_plot.left()) / m_plot.width();
    return m_shown.start + Duration(std::llround(share * static_cast<double>(m_shown.length.count())));
}

double TimelinePainter::probabilityAt(double y) const
{
    return m_top * (m_plot.bottom() - y) / m_plot.height();
}

double TimelinePainter::yOf(double probability) const
{
    return m_plot.bottom() - m_plot.height() * probability / m_top;
}

std::optional<std::size_t> TimelinePainter::pointAt(double x) const
{
    const auto &points = m_timeline.points;
    if (points.empty())
        return std::nullopt;
    const auto after = std::lower_bound(points.begin(), points.end(), x,
                                        [&](const RiskPoint &point, double at) { return xOf(point.asked.start) < at; });
    const auto index = static_cast<std::size_t>(after - points.begin());
    if (index == 0)
        return 0;
    if (index == points.size())
        return index - 1;
    const double nextIsFarther = xOf(after->asked.start) - x;
    const double lastIsFarther = x - xOf((after - 1)->asked.start);
    return lastIsFarther <= nextIsFarther ? index - 1 : index;
}

void TimelinePainter::paint(QPainter &painter) const
{
    painter.save();
    painter.setClipRect(m_area, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(m_font);
    painter.fillRect(m_area, timelinePalette(m_look).ground);
    if (m_timeline.points.empty()) {
        paintEmpty(painter);
    } else {
        paintHeader(painter);
        if (!m_look.original)
            paintAlerts(painter);
        paintPercentAxis(painter);
        paintTimeAxis(painter);
        if (!m_look.original)
            paintThreshold(painter);
        paintRisk(painter);
        paintCursor(painter);
    }
    painter.restore();
}

void TimelinePainter::clipToShown(QPainter &painter) const
{
    if (m_look.shown)
        painter.setClipRect(QRectF(m_plot.left(), m_area.top(), m_plot.width(), m_area.height()), Qt::IntersectClip);
}

void TimelinePainter::paintRisk(QPainter &painter) const
{
    const TimelinePalette &palette = timelinePalette(m_look);
    painter.save();
    clipToShown(painter);
    if (m_look.original) {
        paintLine(painter,
                  [](const RiskPoint &point) { return point.outcome ? (*point.outcome ? 1.0 : 0.0) : std::nan(""); },
                  palette.target, 2);
        paintLine(painter, &RiskPoint::probability, palette.risk, 2);
    } else {
        paintBand(painter);
        paintLine(painter, &RiskPoint::hourRate, palette.hour, 1.2);
        paintLine(painter, &RiskPoint::probability, palette.risk, 2);
        paintOutcomes(painter);
        paintRug(painter);
    }
    painter.restore();
}

std::span<const RiskPoint> TimelinePainter::shownPoints() const
{
    const auto startOf = [](const RiskPoint &point) { return point.asked.start; };
    const auto &points = m_timeline.points;
    auto first = std::ranges::lower_bound(points, m_shown.start, {}, startOf);
    auto last = std::ranges::upper_bound(points, m_shown.end(), {}, startOf);
    if (first != points.begin())
        --first;
    if (last != points.end())
        ++last;
    return {first, last};
}

void TimelinePainter::paintBand(QPainter &painter) const
{
    QPolygonF upper;
    QPolygonF lower;
    for (const RiskPoint &point : shownPoints()) {
        if (!point.band)
            continue;
        upper.append({xOf(point.asked.start), yOf(point.band->high)});
        lower.append({xOf(point.asked.start), yOf(point.band->low)});
    }
    if (upper.size() < 2)
        return;
    QPolygonF outline = thinned(upper);
    lower = thinned(lower);
    std::ranges::reverse(lower);
    outline += lower;
    painter.setPen(Qt::NoPen);
    painter.setBrush(bandColor(timelinePalette(m_look)));
    painter.drawPolygon(outline);
}

void TimelinePainter::paintEmpty(QPainter &painter) const
{
    painter.setPen(timelinePalette(m_look).quiet);
    painter.drawText(m_area.adjusted(12, 4, -12, -4), Qt::AlignCenter | Qt::TextWordWrap,
                     QStringLiteral("No risks to show yet: choose a model and a day that the table covers."));
}

void TimelinePainter::paintHeader(QPainter &painter) const
{
    const TimelinePalette &palette = timelinePalette(m_look);
    const QFontMetricsF metrics(m_font);
    if (!m_titleRow.isNull()) {
        const double width = m_legendRow.top() == m_titleRow.top() ? m_legendRow.left() - m_titleRow.left()
                                                                   : m_titleRow.width();
        painter.setPen(palette.ink);
        painter.drawText(m_titleRow, Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(m_look.title, Qt::ElideRight, width));
    }
    double x = m_legendRow.left();
    for (const auto &[sign, text] : timelineLegend(m_timeline, m_look)) {
        const double width = metrics.horizontalAdvance(text);
        if (x + signWidth(sign) + width > m_legendRow.right() + 1)
            break;
        paintSign(painter, sign, QRectF(x, m_legendRow.top(), signWidth(sign) - 6, m_legendRow.height()), palette);
        x += signWidth(sign);
        painter.setPen(sign == Sign::None ? palette.ink : palette.quiet);
        painter.drawText(QRectF(x, m_legendRow.top(), width + 2, m_legendRow.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, text);
        x += width + legendGap;
    }
}

void TimelinePainter::paintAlerts(QPainter &painter) const
{
    painter.save();
    clipToShown(painter);
    for (const Alert &alert : m_timeline.alerts) {
        const Window &span = alert.span;
        const double left = xOf(span.start);
        painter.fillRect(QRectF(left, m_plot.top(), xOf(span.end()) - left, m_rug.bottom() - m_plot.top()),
                         timelinePalette(m_look).tint);
    }
    painter.restore();
}

void TimelinePainter::paintPercentAxis(QPainter &painter) const
{
    const TimelinePalette &palette = timelinePalette(m_look);
    const double line = m_timeLabels.height();
    const double step = gridStep(m_top, m_plot.height(), 1.5 * line);
    for (int i = 0; i * step <= m_top + 1e-9; ++i) {
        const double y = crisp(yOf(i * step));
        painter.setPen(QPen(i == 0 ? palette.quiet : palette.grid, 1));
        painter.drawLine(QPointF(m_plot.left(), y), QPointF(m_plot.right(), y));
        painter.setPen(palette.quiet);
        painter.drawText(QRectF(m_area.left(), y - line / 2, m_plot.left() - m_area.left() - 6, line),
                         Qt::AlignRight | Qt::AlignVCenter, m_look.original ? QString::number(i * step) : percent(i * step, 0));
    }
}

void TimelinePainter::paintTimeAxis(QPainter &painter) const
{
    const TimelinePalette &palette = timelinePalette(m_look);
    const QFontMetricsF metrics(m_font);
    const double room = metrics.horizontalAdvance(QStringLiteral("00 May 0000"));
    const auto most = static_cast<std::size_t>(std::max(1.0, m_plot.width() / room));
    for (const auto &[time, label] : timeTicks(m_shown, most)) {
        const double x = xOf(time);
        painter.setPen(QPen(palette.quiet, 1));
        painter.drawLine(QPointF(crisp(x), m_plot.bottom()), QPointF(crisp(x), m_plot.bottom() + 4));
        // Centred under its tick, but never cut by the edge of the picture.
        const double width = metrics.horizontalAdvance(label) + 2;
        const double farthest = std::max(m_area.left() + 2, m_area.right() - width - 2);
        const double left = std::clamp(x - width / 2, m_area.left() + 2, farthest);
        painter.drawText(QRectF(left, m_timeLabels.top(), width, m_timeLabels.height()), Qt::AlignCenter, label);
    }
}

void TimelinePainter::paintLine(QPainter &painter, const std::function<double(const RiskPoint &)> &value, const QColor &color,
                                double width) const
{
    QPolygonF line;
    for (const RiskPoint &point : shownPoints())
        if (const double height = value(point); !std::isnan(height))
            line.append({xOf(point.asked.start), yOf(height)});
    if (line.isEmpty())
        return;
    painter.setBrush(color);
    painter.setPen(QPen(color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    if (line.size() == 1)
        painter.drawEllipse(line.front(), width, width);
    else
        painter.drawPolyline(thinned(line));
}

void TimelinePainter::paintThreshold(QPainter &painter) const
{
    const TimelinePalette &palette = timelinePalette(m_look);
    const double y = crisp(yOf(m_timeline.policy.threshold));
    painter.setPen(thresholdPen(palette));
    painter.drawLine(QPointF(m_plot.left(), y), QPointF(m_plot.right(), y));
    painter.setPen(palette.risk);
    const double line = m_timeLabels.height();
    painter.drawText(QRectF(m_plot.right() + 4, y - line / 2, m_area.right() - m_plot.right() - 4, line),
                     Qt::AlignLeft | Qt::AlignVCenter, percent(m_timeline.policy.threshold, 1));
}

void TimelinePainter::paintRug(QPainter &painter) const
{
    const TimelinePalette &palette = timelinePalette(m_look);
    for (const Time target : m_timeline.targets) {
        const bool caught = m_timeline.alertAt(target).has_value();
        const QPointF centre(xOf(target), m_rug.center().y());
        (caught ? paintCaught : paintMissed)(painter, centre, m_rug.height() / 2 - 1, palette);
    }
}

void TimelinePainter::paintOutcomes(QPainter &painter) const
{
    const TimelinePalette &palette = timelinePalette(m_look);
    for (const auto &[span, cameTrue] : outcomeRuns(m_timeline)) {
        const double left = xOf(span.start);
        painter.fillRect(QRectF(left, m_outcomes.top(), xOf(span.end()) - left, m_outcomes.height()),
                         cameTrue ? palette.target : palette.grid);
    }
}

void TimelinePainter::paintCursor(QPainter &painter) const
{
    if (!m_look.cursor)
        return;
    const TimelinePalette &palette = timelinePalette(m_look);
    const RiskPoint &point = m_timeline.points[*pointAt(xOf(*m_look.cursor))];
    const QPointF at(xOf(point.asked.start), yOf(point.probability));
    if (at.x() < m_plot.left() - 0.5 || at.x() > m_plot.right() + 0.5)
        return;
    painter.setPen(QPen(palette.ink, 1));
    painter.drawLine(QPointF(crisp(at.x()), m_plot.top()), QPointF(crisp(at.x()), m_outcomes.bottom()));
    painter.setPen(QPen(palette.ground, 1.5));
    painter.setBrush(palette.risk);
    painter.drawEllipse(at, 4, 4);

    const QFontMetricsF metrics(m_font);
    const QString text = QStringLiteral("%1   %2").arg(formatWindow(point.asked), percent(point.probability, 1));
    QRectF box(at.x() + 8, m_plot.top() + 2, metrics.horizontalAdvance(text) + 16, metrics.height() + 6);
    if (box.right() > m_area.right() - 2)
        box.moveRight(at.x() - 8);
    box.moveLeft(std::max(box.left(), m_area.left() + 2));
    painter.setPen(QPen(palette.quiet, 1));
    painter.setBrush(palette.ground);
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(palette.ink);
    painter.drawText(box, Qt::AlignCenter, text);
}

} // namespace forewatch
