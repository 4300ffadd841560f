#pragma once

#include "engine/core/time.h"

#include <QString>

#include <optional>

namespace forewatch {

/// A span beside the same one a year before, and whether the table knows them.
struct ComparedSpan
{
    Window now;
    Window before;
    /// Whether the table covers the whole of it. What it does not cover is "no data", never zero.
    bool knowsNow = true;
    bool knowsBefore = true;

    /// Length of `now` as a multiple of `before`'s: 366/365 where a leap year's January to December is compared.
    double exposure() const { return double(now.length.count()) / double(before.length.count()); }

    bool operator==(const ComparedSpan &) const = default;
};

/// The same date and clock time a year before. 29 February becomes 1 March, so that half-open spans that touch each
/// other still do, and a span that ends with 29 February ends with the 28th.
Time yearBefore(Time t);

/// A span of a week or more beside the same dates a year before; a shorter one beside that of 52 weeks before, which
/// falls on the same weekdays. `covered` is what the table knows (`IncidentTable::coveredDays` of the whole table).
ComparedSpan comparedSpan(const Window &now, const Window &covered);

/// A count beside that of the same span a year before.
struct Change
{
    /// Nothing where the table does not cover the span.
    std::optional<qint64> now = {};
    std::optional<qint64> before = {};
    /// `ComparedSpan::exposure`.
    double exposure = 1;

    /// What may be read into the difference.
    enum class Reading {
        NoData,
        /// Fewer than `smallestBase` a year before, and a difference that chance alone often makes.
        TooFew,
        /// A difference that chance alone often makes.
        Chance,
        /// Chance alone makes so large a difference in fewer than one of twenty such comparisons.
        Clear,
    };

    std::optional<qint64> difference() const;
    /// In percent of `before`; nothing where that is below `smallestBase`.
    std::optional<double> percent() const;
    /// Two-sided probability that two equally frequent things differ so much by chance: `chanceOfDifference`. 1 without
    /// data.
    double chance() const;
    Reading reading() const;

    bool operator==(const Change &) const = default;
};

/// No percentage is told of a smaller base, and no rate of fewer events: below 20 the relative standard error of a
/// Poisson count, 1/√n, is over 22 %. It is the rule by which the United States' National Center for Health Statistics
/// marks rates as unreliable.
constexpr qint64 smallestBase = 20;

/// Below this probability a difference is called clear.
constexpr double clearBelow = 0.05;

/// The conditional test of two Poisson counts: given their sum n, `now` is binomial with n and exposure/(1 + exposure)
/// where both are equally frequent (Przyborowski and Wilenski, "Homogeneity of results in testing samples from Poisson
/// series", Biometrika 31, 1940). Two-sided: twice the smaller tail, at most 1. Crimes come in series and so vary more
/// than a Poisson count; a difference that this test calls chance is small, one that it calls clear may still be none.
double chanceOfDifference(qint64 now, qint64 before, double exposure = 1);

/// What may be read into a change, as a sentence for a tooltip or a note: `Too few to say: …`.
QString readingText(const Change &change);
/// As files say it: `no_data`, `too_few`, `chance`, `clear`.
QString readingKey(Change::Reading reading);

} // namespace forewatch
