// What the map tells of a place.
#include "widgets/map/map_view.h"

#include <algorithm>

namespace forewatch {

namespace {

constexpr std::size_t tooltipLines = 8;

} // namespace

QStringList MapView::layersTell(QPointF pixel) const
{
    QStringList texts;
    for (const auto &layer : m_options.layers)
        if (const QString text = layer->tellAt(m_frame.toGeo(pixel), m_frame, m_snapshot.window); !text.isEmpty())
            texts << text;
    return texts;
}

QString MapView::describe(QPointF pixel) const
{
    const City &city = m_painter->city();
    if (const Incident *incident = incidentAt(pixel)) {
        const auto stack = m_painter->stackOf(*incident, m_snapshot, m_options);
        QString text = city.incidents->types()[incident->type] + QStringLiteral(", ") + formatTime(incident->time);
        if (incident->neighborhood != Incident::nowhere)
            text += QStringLiteral(", ") + city.neighborhoods->at(incident->neighborhood).name;
        if (stack.size() > 1)
            text += tr(" (%1 incidents at this place)").arg(stack.size());
        if (!(m_painter->shownPlace(*incident, m_options) == incident->place))
            text += tr(" (shown at the neighborhood's centre)");
        return text;
    }
    const GeoPoint place = m_frame.toGeo(pixel);
    QStringList parts{QStringLiteral("%1°, %2°").arg(place.latitude, 0, 'f', 5).arg(place.longitude, 0, 'f', 5)};
    if (const auto in = city.neighborhoods->locate(place).neighborhood)
        parts << city.neighborhoods->at(*in).name;
    return (parts + layersTell(pixel)).join(QStringLiteral("  "));
}

QString MapView::tooltip(QPointF pixel) const
{
    if (const auto note = noteAt(pixel, m_notes, m_snapshot.window, m_frame))
        return m_notes[*note].text;
    const City &city = m_painter->city();
    QStringList lines;
    if (const Incident *incident = incidentAt(pixel)) {
        const auto stack = m_painter->stackOf(*incident, m_snapshot, m_options);
        for (std::size_t i = 0; i < std::min(stack.size(), tooltipLines); ++i)
            lines << QStringLiteral("%1, %2").arg(city.incidents->types()[stack[i]->type], formatTime(stack[i]->time));
        if (stack.size() > tooltipLines)
            lines << tr("and %1 more at this place").arg(stack.size() - tooltipLines);
        if (incident->neighborhood != Incident::nowhere)
            lines << city.neighborhoods->at(incident->neighborhood).name;
        if (!(m_painter->shownPlace(*incident, m_options) == incident->place))
            lines << tr("shown at the neighborhood's centre");
    } else if (const auto in = city.neighborhoods->locate(m_frame.toGeo(pixel)).neighborhood) {
        lines << city.neighborhoods->at(*in).name;
    }
    return (lines + layersTell(pixel)).join(QLatin1Char('\n'));
}

} // namespace forewatch
