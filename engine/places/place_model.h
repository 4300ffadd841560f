#pragma once

#include "engine/places/place_grid.h"
#include "engine/task/task.h"

#include <QString>

#include <span>

namespace forewatch {

/// Where target events are to be expected: a distribution over the cells of a grid. Immutable; several threads may ask.
class PlaceModel
{
public:
    virtual ~PlaceModel() = default;

    /// As files name it: `density`, `mixture`, `hawkes`, `model`.
    virtual QString key() const = 0;

    virtual const std::shared_ptr<const PlaceGrid> &grid() const = 0;

    /// Share of the expected target events of the example's span in each cell; positive, sums to 1. Depends only on what is
    /// known when the forecast is made. Precondition: `into.size() == grid()->size()`.
    virtual void shares(const Example &example, std::span<float> into) const = 0;
};

} // namespace forewatch
