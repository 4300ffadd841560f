#include "engine/data/groups.h"

#include "engine/core/error.h"
#include "engine/core/files.h"

#include <algorithm>

namespace forewatch {

QString groupName(Group group)
{
    switch (group) {
    case Group::Target: return QStringLiteral("Targets");
    case Group::Violent: return QStringLiteral("Violent");
    case Group::Property: return QStringLiteral("Property");
    case Group::Other: break;
    }
    return QStringLiteral("Other");
}

QString groupKey(Group group)
{
    switch (group) {
    case Group::Target: return QStringLiteral("target");
    case Group::Violent: return QStringLiteral("violent");
    case Group::Property: return QStringLiteral("property");
    case Group::Other: break;
    }
    return QStringLiteral("other");
}

std::optional<Group> groupOfKey(const QString &key)
{
    for (const Group group : groupsFromLoud)
        if (key.compare(groupKey(group), Qt::CaseInsensitive) == 0)
            return group;
    return std::nullopt;
}

Group guessedGroup(const QString &type)
{
    const auto speaksOf = [&](std::initializer_list<const char *> words) {
        return std::ranges::any_of(words, [&](const char *word) {
            return type.contains(QLatin1String(word), Qt::CaseInsensitive);
        });
    };
    if (speaksOf({"assault", "rape", "robbery", "sex", "battery", "homicide", "murder", "shooting", "kidnap", "carjack",
                  "weapon", "manslaughter"}))
        return Group::Violent;
    if (speaksOf({"larceny", "theft", "burglary", "arson", "stolen", "vandal", "property", "shoplift", "damage"}))
        return Group::Property;
    return Group::Other;
}

QJsonObject groupsToJson(const TypeGroups &groups)
{
    QJsonObject json;
    for (auto it = groups.begin(); it != groups.end(); ++it)
        json[it.key()] = groupKey(it.value());
    return json;
}

TypeGroups groupsFromJson(const QJsonObject &json)
{
    TypeGroups groups;
    for (auto it = json.begin(); it != json.end(); ++it) {
        const auto group = groupOfKey(it.value().toString());
        if (!group || *group == Group::Target)
            throw Error(QStringLiteral("The group of “%1” must be \"violent\", \"property\" or \"other\"; targets are "
                                       "chosen by the target's rule.")
                            .arg(it.key()));
        groups[it.key().toUpper()] = *group;
    }
    return groups;
}

TypeGroups readGroups(const QString &path)
{
    try {
        return groupsFromJson(readJson(path));
    } catch (const Error &error) {
        throw Error(QStringLiteral("The groups in %1 cannot be used: %2").arg(path, error.message()));
    }
}

void writeGroups(const QString &path, const TypeGroups &groups)
{
    writeJson(path, groupsToJson(groups));
}

} // namespace forewatch
