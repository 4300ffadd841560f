#include "engine/map/legend.h"

#include <QMap>

#include <algorithm>
#include <array>

namespace forewatch {

namespace {

/// The colors of the published pictures (not of the published legend, which has two of them exchanged).
const QMap<QString, QColor> &publishedColors()
{
    static const QMap<QString, QColor> colors = {
        {QStringLiteral("ROBBERY - STREET"), QColor(0xE4, 0x7A, 0x2E)},
        {QStringLiteral("ROBBERY - RESIDENCE"), QColor(0xE4, 0x7A, 0x2E)},
        {QStringLiteral("LARCENY"), QColor(0xD5, 0xAE, 0x41)},
        {QStringLiteral("ARSON"), QColor(0xD5, 0xAE, 0x41)},
        {QStringLiteral("COMMON ASSAULT"), QColor(0x3F, 0x69, 0xAA)},
        {QStringLiteral("LARCENY FROM AUTO"), QColor(0x3F, 0x69, 0xAA)},
        {QStringLiteral("SHOOTING"), QColor(0xBD, 0x3D, 0x3A)},
        {QStringLiteral("HOMICIDE"), QColor(0xBD, 0x3D, 0x3A)},
        {QStringLiteral("AUTO THEFT"), QColor(0xBD, 0x3D, 0x3A)},
        {QStringLiteral("AGG. ASSAULT"), QColor(0x00, 0x6E, 0x6D)},
        {QStringLiteral("RAPE"), QColor(0x00, 0x6E, 0x6D)},
        {QStringLiteral("BURGLARY"), QColor(0x7F, 0x41, 0x45)},
        {QStringLiteral("ROBBERY - CARJACKING"), QColor(0x22, 0x3A, 0x5E)},
        {QStringLiteral("ROBBERY - COMMERCIAL"), QColor(0x76, 0x6F, 0x57)},
        {QStringLiteral("ASSAULT BY THREAT"), QColor(0x9C, 0x9A, 0x40)},
    };
    return colors;
}

/// For types that the publication did not know, taken in turn.
const std::array<QColor, 6> furtherColors = {QColor(0x8D, 0x9D, 0xB6), QColor(0xA2, 0x55, 0x7C), QColor(0x5C, 0x7A, 0x29),
                                             QColor(0xC8, 0x5A, 0x7C), QColor(0x4B, 0x5B, 0x8C), QColor(0x94, 0x6A, 0x3C)};

} // namespace

Legend::Legend(const QStringList &types, const Target &target, const TypeGroups &groups)
{
    QStringList unknown;
    for (const QString &type : types)
        if (!publishedColors().contains(type.toUpper()))
            unknown << type;
    unknown.sort();
    for (qsizetype i = 0; i < types.size(); ++i) {
        const QString &type = types[i];
        const auto known = publishedColors().constFind(type.toUpper());
        const auto further = static_cast<std::size_t>(std::max<qsizetype>(unknown.indexOf(type), 0)) % furtherColors.size();
        m_entries.push_back({type, target.containsType(static_cast<std::size_t>(i)) ? Group::Target
                                 : groups.value(type.toUpper(), guessedGroup(type)),
                             known != publishedColors().constEnd() ? *known : furtherColors[further]});
    }
    int shade = 0;
    for (const Group group : groupsFromLoud) {
        for (Entry &entry : m_entries)
            if (entry.group == group)
                entry.shade = shade++;
        if (group == Group::Target)
            shade = 0;
    }
}

QJsonObject Legend::originalColors() const
{
    QJsonObject colors;
    for (const Entry &entry : m_entries)
        colors[entry.type] = entry.original.name().toUpper();
    return colors;
}

} // namespace forewatch
