#pragma once

#include <QJsonObject>

#include <cstdint>
#include <span>

namespace forewatch {

/// The probability at the true base rate that belongs to a score learnt from classes balanced by leaving out negatives:
/// `p = βs / ((β − 1)s + 1)`, β the share of negatives kept (Dal Pozzolo and others, 2015).
/// Precondition: `0 < beta <= 1`.
double correctForBalancing(double score, double beta);

/// Kept finite: probabilities are clipped 1e-12 away from 0 and 1.
double logOdds(double probability);
double probabilityOf(double logOdds);

/// A straight line in log-odds that makes probabilities fit the outcomes of a period (Platt, 1999).
struct Calibration
{
    double slope = 1;
    double intercept = 0;

    double apply(double probability) const;

    /// Fitted by maximum likelihood on a period that nothing was trained on, with Platt's smoothed targets, so that
    /// outcomes that the forecast parts without error give finite numbers too. The slope is never negative: a forecast
    /// that is upside down, or always the same, becomes the base rate. Identity when one of the outcomes is missing.
    static Calibration fit(std::span<const double> probabilities, std::span<const std::uint8_t> outcomes);

    QJsonObject toJson() const;
    /// Throws `Error`, naming the field.
    static Calibration fromJson(const QJsonObject &json);
};

} // namespace forewatch
