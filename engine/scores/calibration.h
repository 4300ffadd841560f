#pragma once

#include <QJsonObject>

#include <cstdint>
#include <span>
#include <vector>

namespace forewatch {

/// The probability at the true base rate that belongs to a score learnt from classes balanced by leaving out negatives:
/// `p = βs / ((β − 1)s + 1)`, β the share of negatives kept (Dal Pozzolo and others, 2015).
/// Precondition: `0 < beta <= 1`.
double correctForBalancing(double score, double beta);

/// Kept finite: probabilities are clipped 1e-12 away from 0 and 1.
double logOdds(double probability);
double probabilityOf(double logOdds);

/// A rising curve that makes probabilities fit the outcomes of a period: a straight line in log-odds (Platt, 1999) or, where it
/// has points, the isotonic one (Zadrozny and Elkan, 2002), in straight lines between them and level beyond.
struct Calibration
{
    double slope = 1;
    double intercept = 0;

    struct Point
    {
        double from;
        double to;

        bool operator==(const Point &) const = default;
    };
    /// Rising in both. Where there are some, slope and intercept are not used.
    std::vector<Point> points = {};

    double apply(double probability) const;

    /// Fitted by maximum likelihood on a period that nothing was trained on, with Platt's smoothed targets, so that
    /// outcomes that the forecast parts without error give finite numbers too. The slope is never negative: a forecast
    /// that is upside down, or always the same, becomes the base rate. Identity when one of the outcomes is missing.
    static Calibration fit(std::span<const double> probabilities, std::span<const std::uint8_t> outcomes);

    /// The isotonic regression, by pooling adjacent violators (Ayer and others, 1955): the rising step function with the least
    /// squared error, given by both ends of each step; steps are kept half an outcome away from 0 and 1. Identity when one of
    /// the outcomes is missing.
    static Calibration fitIsotonic(std::span<const double> probabilities, std::span<const std::uint8_t> outcomes);

    /// The line, unless the period has at least 500 outcomes of each kind and the isotonic curve has the lower log loss on days
    /// that it was not fitted on (five parts that follow each other). `day` numbers the day of each, in order of time.
    static Calibration choose(std::span<const double> probabilities, std::span<const std::uint8_t> outcomes,
                              std::span<const int> day);

    /// `{"slope", "intercept"}`, with `"points": [[FROM, TO], …]` where there are some.
    QJsonObject toJson() const;
    /// Throws `Error`, naming the field.
    static Calibration fromJson(const QJsonObject &json);
};

} // namespace forewatch
