#pragma once

#include "engine/core/feedback.h"

#include <cstddef>
#include <functional>

namespace forewatch {

/// Calls `work(i)` for every i below `count` on `threads` threads (the calling one waits and reports). The order is
/// not fixed, so `work` must only touch what belongs to its own i. `feedback` is called on the calling thread alone.
/// The first exception of `work`, or `Cancelled`, is thrown after all threads have stopped.
void forEachInParallel(std::size_t count, int threads, Feedback &feedback, const std::function<void(std::size_t)> &work);

} // namespace forewatch
