#include "engine/data/groups.h"

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

} // namespace forewatch
