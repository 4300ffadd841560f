#pragma once

#include "engine/task/task.h"

#include <cstdint>

namespace forewatch {

/// How examples are divided into training, validation and test.
enum class SplitKind {
    /// As published: shuffled; an eighth for test, a tenth of the rest for validation, of the examples with a target and
    /// of those without alike. Neighbors in time fall on both sides.
    Random,
    /// By the time asked about: training before `trainTo`, validation before `validationTo`, test after it.
    Chronological,
};

/// A rule that divides examples; the same rule and examples always give the same parts.
struct SplitSettings
{
    SplitKind kind = SplitKind::Chronological;
    /// For `Random`.
    std::uint64_t seed = 1;
    /// Spans asked about start in `[from, to)`.
    Time from{};
    Time to{};
    /// For `Chronological`: `from < trainTo < validationTo <= to`.
    Time trainTo{};
    Time validationTo{};

    /// Before it, spans were learnt from or tuned on, or may have been: the end of validation, of a random split the end of all.
    Time seenTo() const { return kind == SplitKind::Chronological ? validationTo : to; }

    QJsonObject toJson() const;

    /// Throws `Error`, naming the field.
    static SplitSettings fromJson(const QJsonObject &json);

    bool operator==(const SplitSettings &) const = default;
};

/// `random`, `chronological`.
QString splitName(SplitKind kind);
std::optional<SplitKind> parseSplit(const QString &name);

/// The parts, each in order of time.
struct Split
{
    std::vector<Example> training;
    std::vector<Example> validation;
    std::vector<Example> test;
};

/// Divides `examples`, which `makeExamples` made for `[from, to)`. In a chronological split an example belongs to a
/// part only when its drawn window and its asked span both lie inside the part, which leaves a gap of their length
/// between the parts. Throws `Error` when training or validation has not both kinds of answer.
Split splitExamples(const std::vector<Example> &examples, const SplitSettings &settings);

/// Chronological thirds-and-halves for a table that nobody has said more about: 60 % training, 20 % validation and
/// 20 % test of `[from, to)`, cut at midnights.
SplitSettings defaultSplit(SplitKind kind, Time from, Time to, std::uint64_t seed);

} // namespace forewatch
