#pragma once

#include <QJsonObject>
#include <QMap>
#include <QString>

#include <array>
#include <cstdint>
#include <optional>

namespace forewatch {

/// What an incident means to people, told by color and shape on the map. Drawn in this order, targets last.
enum class Group : std::uint8_t { Other, Property, Violent, Target };
constexpr std::array<Group, 4> groupsFromLoud = {Group::Target, Group::Violent, Group::Property, Group::Other};

/// `Targets`, `Violent`, …
QString groupName(Group group);

/// As files say it: `target`, `violent`, `property`, `other`.
QString groupKey(Group group);
std::optional<Group> groupOfKey(const QString &key);

/// The group of an incident type by the words in its name, in any city's table; never `Target`, which the user's rule
/// decides.
Group guessedGroup(const QString &type);

/// What the user said about single types, over what their names suggest. Keys in capitals.
using TypeGroups = QMap<QString, Group>;

/// `{"BURGLARY": "property", …}`, as a project and `--groups` hold it.
QJsonObject groupsToJson(const TypeGroups &groups);

/// Throws `Error`, naming the type, for a group that is none or `target`, which the rule for targets decides.
TypeGroups groupsFromJson(const QJsonObject &json);

/// A file of `groupsToJson`. Throws `Error`.
TypeGroups readGroups(const QString &path);
void writeGroups(const QString &path, const TypeGroups &groups);

} // namespace forewatch
