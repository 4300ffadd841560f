#include "engine/scores/logistic_regression.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace forewatch {

namespace {

constexpr int newtonSteps = 60;
constexpr double smallestStep = 1e-8;
constexpr double smallestGain = 1e-10;
/// Linear scores beyond it change nothing but overflow.
constexpr double steepest = 30;

double meanOf(RegressionFamily family, double score)
{
    const double kept = std::clamp(score, -steepest, steepest);
    return family == RegressionFamily::Poisson ? std::exp(kept) : 1 / (1 + std::exp(-kept));
}

/// Negative log-likelihood of one target, without what does not depend on the score.
double lossOf(RegressionFamily family, double score, double target)
{
    if (family == RegressionFamily::Poisson)
        return meanOf(family, score) - target * std::min(score, steepest);
    return std::max(score, 0.0) + std::log1p(std::exp(-std::abs(score))) - target * score;
}

/// The first column is the intercept's.
struct Problem
{
    RegressionFamily family;
    Eigen::MatrixXd x;
    Eigen::VectorXd y;
    double ridge;

    double loss(const Eigen::VectorXd &weights) const
    {
        const Eigen::VectorXd scores = x * weights;
        double sum = ridge / 2 * weights.tail(weights.size() - 1).squaredNorm();
        for (Eigen::Index i = 0; i < y.size(); ++i)
            sum += lossOf(family, scores[i], y[i]);
        return sum;
    }

    Eigen::VectorXd newtonStep(const Eigen::VectorXd &weights) const
    {
        Eigen::VectorXd mean = x * weights;
        Eigen::VectorXd curvature(mean.size());
        for (Eigen::Index i = 0; i < mean.size(); ++i) {
            mean[i] = meanOf(family, mean[i]);
            curvature[i] = family == RegressionFamily::Poisson ? mean[i] : mean[i] * (1 - mean[i]);
        }
        Eigen::VectorXd gradient = x.transpose() * (mean - y);
        Eigen::MatrixXd hessian = x.transpose() * curvature.asDiagonal() * x;
        for (Eigen::Index i = 1; i < weights.size(); ++i) {
            gradient[i] += ridge * weights[i];
            hessian(i, i) += ridge;
        }
        hessian(0, 0) += 1e-9; // where all targets are alike the likelihood is flat
        return -hessian.ldlt().solve(gradient);
    }
};

Eigen::VectorXd mostLikely(const Problem &problem)
{
    Eigen::VectorXd weights = Eigen::VectorXd::Zero(problem.x.cols());
    const double mean = problem.y.mean();
    weights[0] = problem.family == RegressionFamily::Poisson
        ? std::log(std::max(mean, 1e-9))
        : std::log(std::clamp(mean, 1e-9, 1 - 1e-9) / (1 - std::clamp(mean, 1e-9, 1 - 1e-9)));
    double loss = problem.loss(weights);
    for (int i = 0; i < newtonSteps; ++i) {
        const Eigen::VectorXd step = problem.newtonStep(weights);
        double part = 1;
        double nextLoss = problem.loss(weights + step);
        while (!(nextLoss <= loss) && part > smallestStep) {
            part /= 2;
            nextLoss = problem.loss(weights + part * step);
        }
        if (!(loss - nextLoss > smallestGain * (1 + std::abs(loss))))
            break;
        weights += part * step;
        loss = nextLoss;
    }
    return weights;
}

} // namespace

Regression::Regression(RegressionFamily family, std::span<const double> features, std::size_t width,
                       std::span<const double> targets, double ridge)
    : m_family(family), m_weights(width)
{
    assert(!targets.empty() && features.size() == width * targets.size() && ridge > 0);
    const auto rows = static_cast<Eigen::Index>(targets.size());
    const auto columns = static_cast<Eigen::Index>(width);
    Problem problem{family, Eigen::MatrixXd::Ones(rows, columns + 1), Eigen::VectorXd(rows), ridge};
    for (Eigen::Index row = 0; row < rows; ++row) {
        problem.y[row] = targets[static_cast<std::size_t>(row)];
        for (Eigen::Index column = 0; column < columns; ++column)
            problem.x(row, column + 1) = features[static_cast<std::size_t>(row * columns + column)];
    }
    Eigen::VectorXd means = Eigen::VectorXd::Zero(columns);
    Eigen::VectorXd scales = Eigen::VectorXd::Zero(columns);
    for (Eigen::Index column = 0; column < columns; ++column) {
        auto values = problem.x.col(column + 1);
        means[column] = values.mean();
        values.array() -= means[column];
        const double spread = std::sqrt(values.squaredNorm() / static_cast<double>(rows));
        scales[column] = spread > 1e-12 ? 1 / spread : 0;
        values *= scales[column];
    }
    const Eigen::VectorXd weights = mostLikely(problem);
    m_intercept = weights[0];
    for (Eigen::Index column = 0; column < columns; ++column) {
        const double weight = weights[column + 1] * scales[column];
        m_weights[static_cast<std::size_t>(column)] = weight;
        m_intercept -= weight * means[column];
    }
}

double Regression::predict(std::span<const double> features) const
{
    assert(features.size() == m_weights.size());
    double score = m_intercept;
    for (std::size_t i = 0; i < features.size(); ++i)
        score += m_weights[i] * features[i];
    return meanOf(m_family, score);
}

} // namespace forewatch
