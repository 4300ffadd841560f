#pragma once

#include <QString>

namespace forewatch {

struct City;

/// Twelve letters that tell a city from others by its sources, target and incidents: for folders of what is computed about it.
QString cityKey(const City &city);

} // namespace forewatch
