#pragma once

#include "engine/task/task.h"

namespace forewatch {

class Random;

/// Examples with at most as many negatives as positives.
struct BalancedExamples
{
    /// In order of time.
    std::vector<Example> examples;
    /// β, the share of the negatives that are among them.
    double negativesKept = 1;
};

/// Keeps all positives and draws as many negatives; keeps everything where negatives are the rarer ones.
BalancedExamples balanced(const std::vector<Example> &examples, Random random);

} // namespace forewatch
