#pragma once

#include "engine/evaluation/rolling.h"
#include "engine/plot/chart.h"

#include <memory>

namespace forewatch {

/// What skill is plotted against.
enum class SkillAxis { Delay, Lead };

/// How skill is measured.
enum class SkillFigure {
    /// The model's log-likelihood less a baseline's, in nats per window.
    NatsAhead,
    /// Of the model and of baselines, over the base rate.
    BrierSkill,
};

/// A chart of skill with a name for files: `by-delay`, or, beside charts of other leads, `by-delay-lead-6h`.
struct SkillPlot
{
    QString key;
    std::shared_ptr<const Chart> chart;
};

/// For each lead that was tested with several delays a chart by delay, then for each delay with several leads one by lead; empty
/// where no two evaluations differ in one of them alone. Shorter times stand at the left, evenly spaced. Bars are the 95 %
/// intervals of the evaluations. Only the four baselines that the model is least ahead of, over all points together, are drawn; the
/// numbers hold all that every evaluation has.
std::vector<SkillPlot> skillPlots(const std::vector<RollingEvaluation> &evaluations, SkillFigure figure);

} // namespace forewatch
