#include "widgets/training/progress_text.h"

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

QString timeLeft(double seconds)
{
    if (seconds <= 0)
        return {};
    const auto whole = static_cast<int>(std::ceil(seconds));
    if (whole < 60)
        return QStringLiteral(" · %1 s left").arg(whole);
    const int minutes = (whole + 59) / 60;
    return minutes < 60 ? QStringLiteral(" · %1 min left").arg(minutes)
                        : QStringLiteral(" · %1 h %2 min left").arg(minutes / 60).arg(minutes % 60);
}

} // namespace

QString progressText(const TrainingProgress &progress, bool held)
{
    if (held && progress.stage == TrainingProgress::Stage::Learning)
        return QObject::tr("Paused · epoch %1 of %2 · batch %3 of %4")
            .arg(progress.epoch).arg(progress.epochs).arg(progress.batch).arg(progress.batches);
    if (held)
        return QObject::tr("Paused");
    switch (progress.stage) {
    case TrainingProgress::Stage::Drawing:
        return QStringLiteral("Drawing the pictures") + timeLeft(progress.secondsLeft);
    case TrainingProgress::Stage::Calibrating:
        return QStringLiteral("Calibrating the probabilities") + timeLeft(progress.secondsLeft);
    case TrainingProgress::Stage::Learning: break;
    }
    return QStringLiteral("Epoch %1 of %2 · batch %3 of %4 · %5 images/s%6")
        .arg(progress.epoch).arg(progress.epochs).arg(progress.batch).arg(progress.batches)
        .arg(std::lround(progress.imagesPerSecond)).arg(timeLeft(progress.secondsLeft));
}

QString phasesText(const LearningSettings &learning, int epochs)
{
    QStringList parts;
    for (std::size_t i = 0; i < learning.phases.size() && epochs > 0; ++i) {
        const Phase &phase = learning.phases[i];
        const int here = i + 1 == learning.phases.size() ? epochs : std::min(epochs, phase.epochs);
        parts << (phase.augmented ? QObject::tr("%1 augmented").arg(here) : QString::number(here));
        epochs -= here;
    }
    return parts.join(QObject::tr(", then "));
}

} // namespace forewatch
