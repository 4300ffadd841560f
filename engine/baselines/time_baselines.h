#pragma once

#include "engine/baselines/baseline.h"
#include "engine/baselines/target_history.h"
#include "engine/scores/logistic_regression.h"

#include <array>

namespace forewatch {

/// Target events per span by the hour of the week at which the span starts, in training, shrunk towards that of the hour of day
/// by the weight of four spans. Key `hour_of_week`.
class HourOfWeek final : public Baseline
{
public:
    HourOfWeek(std::span<const Example> training, const TargetHistory &history);

    QString key() const override { return QStringLiteral("hour_of_week"); }
    std::vector<double> expected(std::span<const Example> examples, Feedback &feedback) const override;

private:
    std::array<double, 168> m_rates{};
};

/// Target events by hour of day over the 365 days that are known when the forecast is made, each hour shrunk towards the
/// mean hour by the weight of one day; a span expects what its hours do. Learns nothing else. Key
/// `hour_of_day_trailing_year`.
class HourOfDayTrailingYear final : public Baseline
{
public:
    explicit HourOfDayTrailingYear(std::shared_ptr<const TargetHistory> history) : m_history(std::move(history)) {}

    QString key() const override { return QStringLiteral("hour_of_day_trailing_year"); }
    std::vector<double> expected(std::span<const Example> examples, Feedback &feedback) const override;

private:
    std::shared_ptr<const TargetHistory> m_history;
};

/// The training events' shares of the hours of day, times the daily number of target events over the 180 days that are known
/// when the forecast is made. Key `hour_and_level`.
class HourAndLevel final : public Baseline
{
public:
    HourAndLevel(std::span<const Example> training, std::shared_ptr<const TargetHistory> history);

    QString key() const override { return QStringLiteral("hour_and_level"); }
    std::vector<double> expected(std::span<const Example> examples, Feedback &feedback) const override;

private:
    std::shared_ptr<const TargetHistory> m_history;
    std::array<double, 24> m_shares{};
};

/// Poisson regression of the number of target events on the calendar (harmonics of the hour, of the hour of week and of the
/// day of year, weekend) and on the logarithm of exponentially decayed counts of targets, violent incidents and all
/// incidents that are known when the forecast is made. Key `history`.
class HistoryRegression final : public Baseline
{
public:
    /// Learns from the training examples. Precondition: not empty.
    HistoryRegression(const City &city, std::span<const Example> training, std::shared_ptr<const TargetHistory> history);

    QString key() const override { return QStringLiteral("history"); }
    std::vector<double> expected(std::span<const Example> examples, Feedback &feedback) const override;

private:
    /// Row after row, `width` numbers each.
    std::vector<double> featuresOf(std::span<const Example> examples) const;

    std::shared_ptr<const TargetHistory> m_history;
    std::vector<KnownEvent> m_violent;
    std::vector<KnownEvent> m_all;
    Regression m_regression;
};

} // namespace forewatch
