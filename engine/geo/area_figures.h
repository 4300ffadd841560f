#pragma once

#include "engine/geo/neighborhoods.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace forewatch {

/// The fields of a polygon source that hold numbers, in its order. Throws `Error` as `readNeighborhoods` does.
QStringList numberFields(const NeighborhoodSettings &settings);

/// The field whose name speaks of a number of residents (`Population`, `tpop10`), or empty.
QString residentsFieldAmong(const QStringList &fields);

/// A number field of the polygons that `readNeighborhoods` gives for the same settings, in the same order; nothing where
/// the source says nothing. Throws `Error` for a field that is missing or holds text.
std::vector<std::optional<double>> readAreaFigures(const NeighborhoodSettings &settings, const QString &field,
                                                   const Neighborhoods &areas);

} // namespace forewatch
