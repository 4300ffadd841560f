#pragma once

#include "engine/task/split.h"

namespace forewatch {

/// Rolling-origin folds (Tashman, 2000): test parts that follow each other and tile `[testFrom, testTo)`, each after a
/// validation part of `validation`, learnt from all that lies before it since `from`. Each fold is a chronological split, so
/// the parts keep their gap. Calendar months, so that half-years stay half-years.
struct FoldSettings
{
    Time from{};
    Time testFrom{};
    Time testTo{};
    int testMonths = 6;
    int validationMonths = 6;
};

/// In order of time; a last test part that would reach past `testTo` is left out. Throws `Error`, saying what to do, when no
/// fold is left or a training part would be empty.
std::vector<SplitSettings> rollingFolds(const FoldSettings &settings);

} // namespace forewatch
