#pragma once

#include "engine/core/json_fields.h"
#include "engine/data/city.h"

#include <QStringList>

namespace forewatch {

/// What a density or a grid is made of.
enum class Counted {
    /// Target events: distinct times and places among the target's rows.
    Targets,
    /// Every row of the table.
    All,
};

/// As settings store it, in the order of `Counted`.
inline QStringList countedWords()
{
    return {QStringLiteral("targets"), QStringLiteral("all")};
}

/// Index of the word that the field holds. Throws `Error`, naming the field and the words.
int chosenWord(const JsonFields &fields, const QString &key, const QStringList &words);

/// Where what is counted is shown, in order of time: sexual offences at their neighborhood's centre, incidents outside
/// all neighborhoods not at all.
std::vector<GeoPoint> countedPlaces(const City &city, Counted what);

/// As a title says it: `Homicide or shooting`, `All incidents`.
QString countedName(const City &city, Counted what);

} // namespace forewatch
