#pragma once

#include "engine/data/city.h"

#include <vector>

namespace forewatch {

/// One incident type's number.
struct TypeCount
{
    QString type;
    Group group;
    /// Rows of the table; for violence these are victims.
    std::size_t rows = 0;
    /// Distinct times and places among them.
    std::size_t events = 0;

    bool operator==(const TypeCount &) const = default;
};

/// The types that occur, the most frequent first, equal ones in the table's order.
std::vector<TypeCount> typeCounts(const City &city);

} // namespace forewatch
