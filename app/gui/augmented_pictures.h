#pragma once

#include "engine/core/feedback.h"
#include "engine/data/city.h"
#include "engine/learning/network_spec.h"

#include <QImage>

namespace forewatch {

/// The published preview: three windows of two hours that have a target, in rows, in four augmented variants each, as the
/// network reads them. Fewer rows where the table has fewer such windows; throws `Error` when it has none, and `Cancelled`.
QImage augmentedPictures(const City &city, const PictureInput &input, std::uint64_t seed, Feedback &feedback);

} // namespace forewatch
