#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace forewatch {

/// What a regression's targets are: yes or no (logistic), or counts (Poisson with a logarithmic link).
enum class RegressionFamily { Logistic, Poisson };

/// A generalised linear model on standardised features. A value.
class Regression
{
public:
    Regression() = default;

    /// Fitted by maximum likelihood with a ridge penalty, `ridge / 2 · Σ weight²` over standardised features, the
    /// intercept free: Newton's method with halved steps (iteratively reweighted least squares; McCullagh and Nelder, 1989).
    /// `features` holds one row of `width` numbers for each target, one after the other; a feature that never changes gets no
    /// weight. Precondition: at least one target, `ridge > 0`.
    Regression(RegressionFamily family, std::span<const double> features, std::size_t width,
               std::span<const double> targets, double ridge = 1);

    /// Probability (logistic) or expected count (Poisson). Precondition: as many features as in the fit.
    double predict(std::span<const double> features) const;

    /// Of the features as they are, not standardised.
    const std::vector<double> &weights() const { return m_weights; }
    double intercept() const { return m_intercept; }

private:
    RegressionFamily m_family = RegressionFamily::Logistic;
    std::vector<double> m_weights;
    double m_intercept = 0;
};

} // namespace forewatch
