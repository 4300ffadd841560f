#include "app/cli/training.h"

#include "engine/evaluation/model_card_html.h"

#include <QElapsedTimer>

#include <sys/resource.h>

namespace forewatch {

namespace {

double peakResidentMegabytes()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

QString percent(double share)
{
    return QString::number(100 * share, 'f', 1) + QStringLiteral(" %");
}

} // namespace

QJsonObject TrainingResult::toJson() const
{
    return {{QStringLiteral("epochs"), card.epochs},
            {QStringLiteral("samples"), static_cast<qint64>(card.trainingExamples)},
            {QStringLiteral("images_per_second"), imagesPerSecond},
            {QStringLiteral("seconds"), seconds},
            {QStringLiteral("resident_mb"), peakResidentMegabytes()},
            {QStringLiteral("validation"), card.validation}};
}

QString TrainingResult::toText(const QString &folder) const
{
    return QStringLiteral("%1 epochs on %2 snapshots in %3 s (%4 images/s); the best was epoch %5. Model in %6.\n"
                          "On the validation part, where it was calibrated: AUC %7. Evaluate it on later windows before "
                          "you believe anything.")
        .arg(card.epochs).arg(grouped(static_cast<qint64>(card.trainingExamples)))
        .arg(seconds, 0, 'f', 0).arg(imagesPerSecond, 0, 'f', 0).arg(card.bestEpoch).arg(folder)
        .arg(card.validation[QStringLiteral("auc")].toDouble(), 0, 'f', 3);
}

TrainingResult train(const City &city, const TrainingSettings &settings, const Console &console)
{
    TrainingResult result;
    QElapsedTimer timer;
    timer.start();
    ConsoleFeedback feedback(console, QStringLiteral("Training"));
    const auto observe = [&](const TrainingProgress &progress) {
        if (progress.stage == TrainingProgress::Stage::Drawing)
            feedback.setDetail(QStringLiteral("drawing the snapshots"));
        else if (progress.stage == TrainingProgress::Stage::Calibrating)
            feedback.setDetail(QStringLiteral("calibrating"));
        else
            feedback.setDetail(QStringLiteral("epoch %1/%2  loss %3  %4 images/s").arg(progress.epoch).arg(progress.epochs)
                                   .arg(progress.loss, 0, 'f', 3).arg(progress.imagesPerSecond, 0, 'f', 0));
        if (progress.imagesPerSecond > 0)
            result.imagesPerSecond = progress.imagesPerSecond;
        if (progress.ended)
            console.say(QStringLiteral("epoch %1: training loss %2, accuracy %3; validation loss %4, accuracy %5 (balanced)")
                            .arg(progress.epoch)
                            .arg(progress.ended->trainingLoss, 0, 'f', 4).arg(percent(progress.ended->trainingAccuracy))
                            .arg(progress.ended->validationLoss, 0, 'f', 4).arg(percent(progress.ended->validationAccuracy)));
    };
    result.card = trainModel(city, settings, torchBackend(), feedback, observe).card;
    writeModelCard(settings.folder);
    result.seconds = static_cast<double>(timer.elapsed()) / 1000;
    return result;
}

} // namespace forewatch
