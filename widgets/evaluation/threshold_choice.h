#pragma once

#include "engine/evaluation/evaluation.h"

#include <QObject>

#include <array>
#include <memory>

namespace forewatch {

/// A cell of the confusion matrix.
enum class ConfusionCell { Hits, FalseAlerts, Misses, Quiet };
inline constexpr std::array confusionCells = {ConfusionCell::Hits, ConfusionCell::FalseAlerts, ConfusionCell::Misses,
                                              ConfusionCell::Quiet};

/// The probability from which on there is an alert, and what a missed target is worth: shared by all plots and the
/// confusion matrix of one evaluation. Looking at another threshold changes nothing of the model.
class ThresholdChoice : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Null for none. Takes the model's own threshold.
    void setEvaluation(std::shared_ptr<const Evaluation> evaluation);
    const std::shared_ptr<const Evaluation> &evaluation() const { return m_evaluation; }

    /// 0 to 1.
    double threshold() const { return m_threshold; }
    void setThreshold(double threshold);

    /// How many false alerts a missed target is as bad as; at least 1.
    int missCost() const { return m_missCost; }
    void setMissCost(int falseAlerts);

    /// From which probability on an alert costs less than none, where probabilities are calibrated: 1 in 1 + missCost
    /// (Murphy, 1977). It is not taken from these windows.
    double leastCostThreshold() const { return 1. / (1 + m_missCost); }

    /// Of the evaluation at the threshold; zeros without one.
    const Confusion &confusion() const { return m_confusion; }
    std::size_t count(ConfusionCell cell) const;
    /// Indices into `Evaluation::examples`, in order of time.
    std::vector<std::size_t> windowsIn(ConfusionCell cell) const;
    ConfusionCell cellOf(std::size_t example) const;

    /// In false alerts per day, counting `missCost` for each miss.
    double costPerDay() const;
    /// Distinct days of the evaluation's windows.
    std::size_t days() const { return m_days; }

Q_SIGNALS:
    void evaluationChanged();
    /// Another threshold or another cost.
    void changed();

private:
    std::shared_ptr<const Evaluation> m_evaluation;
    double m_threshold = 0.5;
    int m_missCost = 5;
    std::size_t m_days = 0;
    Confusion m_confusion;
};

} // namespace forewatch
