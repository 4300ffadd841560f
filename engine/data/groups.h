#pragma once

#include <QMap>
#include <QString>

#include <array>
#include <cstdint>

namespace forewatch {

/// What an incident means to people, told by color and shape on the map. Drawn in this order, targets last.
enum class Group : std::uint8_t { Other, Property, Violent, Target };
constexpr std::array<Group, 4> groupsFromLoud = {Group::Target, Group::Violent, Group::Property, Group::Other};

/// `Targets`, `Violent`, …
QString groupName(Group group);

/// As files say it: `target`, `violent`, `property`, `other`.
QString groupKey(Group group);

/// The group of an incident type by the words in its name, in any city's table; never `Target`, which the user's rule
/// decides.
Group guessedGroup(const QString &type);

/// What the user said about single types, over what their names suggest. Keys in capitals.
using TypeGroups = QMap<QString, Group>;

} // namespace forewatch
