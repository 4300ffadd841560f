#pragma once

#include "engine/data/city.h"
#include "engine/data/selection.h"

#include <optional>

namespace forewatch {

/// What is told of one selected thing: a name and its values.
struct FactGroup
{
    QString title;
    /// What, and its value.
    std::vector<std::pair<QString, QString>> facts;
};

/// What is known of a selection, nothing about persons: of one incident all that its row says, of several their span
/// and counts, of a neighborhood its area, counts and rate. `shown` is the city as the filter leaves it; rows that the
/// filter hides are told, too.
std::vector<FactGroup> factsOf(const City &whole, const City &shown, const std::optional<Window> &window,
                               const Selection &selection);

/// The incidents of the table with these rows, in order of time. Precondition: `rows` ascend.
std::vector<const Incident *> incidentsOfRows(const City &city, const std::vector<std::uint32_t> &rows);

} // namespace forewatch
