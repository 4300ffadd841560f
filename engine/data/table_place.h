#pragma once

#include "engine/data/table_columns.h"

namespace forewatch {

/// x and y of a row before any conversion, or why it has none.
struct RawPlace
{
    enum class Fault : std::uint8_t { None, Missing, Bad };

    double x = 0;
    double y = 0;
    Fault fault = Fault::None;
};
RawPlace rawPlaceOf(const OGRFeature &feature, const TableColumns &columns);

/// The last pair of numbers in brackets, or a text that is one: latitude before longitude, as published tables have it,
/// but for WKT points. Nothing for anything else.
std::optional<GeoPoint> readPair(std::string_view text);

} // namespace forewatch
