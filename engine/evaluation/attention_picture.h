#pragma once

#include "engine/evaluation/attention.h"

namespace forewatch {

/// The drawn window's map in the published style, `height` pixels high, what the network looked at over it, and below it three
/// lines that say what is asked, what the network answered and what the colors mean. Sexual offences lie where `Discretion`
/// puts them. RGB32, on white. `probability` is the calibrated one.
QImage attentionPicture(const Attention &attention, const Model &model, const City &city, double probability, int height = 868);

} // namespace forewatch
