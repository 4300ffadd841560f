#pragma once

#include "engine/data/city.h"
#include "engine/layers/counted_events.h"

namespace forewatch {

/// What is counted of the city's table, in order of time: every row, or the first row of each target event. Incidents
/// outside all neighborhoods count too. Places are exact: only counts may be made of them, nothing drawn.
std::vector<Incident> countedIncidents(const City &city, Counted what);

/// `incidents`, or the target as a chart's title says it: `homicide or shooting events`.
QString countedNoun(const City &city, Counted what);

} // namespace forewatch
