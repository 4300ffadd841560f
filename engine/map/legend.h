#pragma once

#include "engine/data/groups.h"
#include "engine/data/incident_table.h"

#include <QColor>
#include <QJsonObject>
#include <QString>

#include <vector>

namespace forewatch {

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
        /// Number of the type's color where types are told apart: targets are counted by themselves, all others together,
        /// group by group.
        int shade = 0;

        bool operator==(const Entry &) const = default;
    };

    /// A type is of the group `groups` says, else of the one its name suggests; of the targets where the target is the
    /// type as such.
    Legend(const QStringList &types, const Target &target, const TypeGroups &groups = {});

    const Entry &at(std::size_t type) const { return m_entries[type]; }
    const std::vector<Entry> &entries() const { return m_entries; }

    /// `{TYPE: "#RRGGBB"}`: what a network depends on.
    QJsonObject originalColors() const;

private:
    std::vector<Entry> m_entries;
};

} // namespace forewatch
