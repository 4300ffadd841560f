#include "engine/learning/balancing.h"

#include "engine/core/random.h"

#include <algorithm>

namespace forewatch {

BalancedExamples balanced(const std::vector<Example> &examples, Random random)
{
    std::vector<Example> positives;
    std::vector<Example> negatives;
    for (const Example &example : examples)
        (example.outcome ? positives : negatives).push_back(example);
    if (negatives.size() <= positives.size())
        return {.examples = examples};

    const double kept = static_cast<double>(positives.size()) / static_cast<double>(negatives.size());
    random.shuffle(negatives);
    positives.insert(positives.end(), negatives.begin(), negatives.begin() + static_cast<std::ptrdiff_t>(positives.size()));
    std::ranges::sort(positives, {}, [](const Example &example) { return example.asked.start; });
    return {.examples = std::move(positives), .negativesKept = kept};
}

} // namespace forewatch
