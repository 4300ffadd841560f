#pragma once

#include "engine/geo/neighborhoods.h"

namespace forewatch {

/// The ring without the vertices that lie less than `degrees` of latitude from the line that is left (Douglas and
/// Peucker, Cartographica 10, 1973); at least three points. For drawing: rings that share a border may part by that much.
Ring simplified(const Ring &ring, double degrees);

} // namespace forewatch
