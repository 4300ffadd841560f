#include "widgets/evaluation/threshold_choice.h"

#include <algorithm>
#include <set>

namespace forewatch {

void ThresholdChoice::setEvaluation(std::shared_ptr<const Evaluation> evaluation)
{
    m_evaluation = std::move(evaluation);
    m_confusion = {};
    m_days = 0;
    if (m_evaluation) {
        const Forecast &forecast = m_evaluation->model.forecast;
        m_threshold = std::clamp(m_evaluation->model.threshold, 0., 1.);
        m_confusion = confusionOf(forecast, m_threshold);
        m_days = std::set<int>(forecast.day.begin(), forecast.day.end()).size();
    }
    Q_EMIT evaluationChanged();
    Q_EMIT changed();
}

void ThresholdChoice::setThreshold(double threshold)
{
    threshold = std::clamp(threshold, 0., 1.);
    if (threshold == m_threshold)
        return;
    m_threshold = threshold;
    if (m_evaluation)
        m_confusion = confusionOf(m_evaluation->model.forecast, m_threshold);
    Q_EMIT changed();
}

void ThresholdChoice::setMissCost(int falseAlerts)
{
    falseAlerts = std::max(1, falseAlerts);
    if (falseAlerts == m_missCost)
        return;
    m_missCost = falseAlerts;
    Q_EMIT changed();
}

std::size_t ThresholdChoice::count(ConfusionCell cell) const
{
    switch (cell) {
    case ConfusionCell::Hits:
        return m_confusion.hits;
    case ConfusionCell::FalseAlerts:
        return m_confusion.falseAlerts;
    case ConfusionCell::Misses:
        return m_confusion.misses;
    case ConfusionCell::Quiet:
        break;
    }
    return m_confusion.quiet;
}

ConfusionCell ThresholdChoice::cellOf(std::size_t example) const
{
    const bool alert = m_evaluation->model.forecast.probabilities[example] >= m_threshold;
    if (m_evaluation->model.forecast.outcomes[example])
        return alert ? ConfusionCell::Hits : ConfusionCell::Misses;
    return alert ? ConfusionCell::FalseAlerts : ConfusionCell::Quiet;
}

std::vector<std::size_t> ThresholdChoice::windowsIn(ConfusionCell cell) const
{
    std::vector<std::size_t> windows;
    if (m_evaluation)
        for (std::size_t i = 0; i < m_evaluation->model.forecast.probabilities.size(); ++i)
            if (cellOf(i) == cell)
                windows.push_back(i);
    return windows;
}

double ThresholdChoice::costPerDay() const
{
    if (m_days == 0)
        return 0;
    return (static_cast<double>(m_confusion.falseAlerts) + m_missCost * static_cast<double>(m_confusion.misses))
        / static_cast<double>(m_days);
}

} // namespace forewatch
