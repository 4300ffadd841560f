#pragma once

#include "engine/data/incident_table.h"

#include <QColor>
#include <QJsonObject>
#include <QString>

#include <array>
#include <cstdint>
#include <vector>

namespace forewatch {

/// What an incident type means to people, told by colour and shape on the map. Drawn in this order, targets last.
enum class Group : std::uint8_t { Other, Property, Violent, Target };
constexpr std::array<Group, 4> groupsFromLoud = {Group::Target, Group::Violent, Group::Property, Group::Other};

/// `Targets`, `Violent`, …
QString groupName(Group group);

/// How each incident type of a table is drawn: its group, for people, and the color the published method gave it, for
/// the network. Entries stand in the order of the table's types.
class Legend
{
public:
    struct Entry
    {
        QString type;
        Group group;
        /// Published color; types that the publication did not know get the next colors of a fixed palette, in
        /// alphabetical order, so that the same types always have the same colors.
        QColor original;

        bool operator==(const Entry &) const = default;
    };

    Legend(const QStringList &types, const Target &target);

    const Entry &at(std::size_t type) const { return m_entries[type]; }
    const std::vector<Entry> &entries() const { return m_entries; }

    /// `{TYPE: "#RRGGBB"}`: what a network depends on.
    QJsonObject originalColors() const;

private:
    std::vector<Entry> m_entries;
};

} // namespace forewatch
