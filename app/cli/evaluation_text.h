#pragma once

#include "engine/evaluation/evaluation.h"

namespace forewatch {

/// The verdict, then a table of the model beside the baselines, for a terminal.
QString describe(const Evaluation &evaluation);

} // namespace forewatch
