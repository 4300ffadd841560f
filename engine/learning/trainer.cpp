#include "engine/learning/trainer.h"

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/random.h"
#include "engine/learning/balancing.h"
#include "engine/learning/batches.h"
#include "engine/core/json_fields.h"
#include "engine/learning/field_trainer.h"
#include "engine/learning/model_folder.h"
#include "engine/learning/network_layers.h"
#include "engine/learning/new_card.h"
#include "engine/learning/scoring.h"
#include "engine/scores/metrics.h"

#include <QFileInfo>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace forewatch {

namespace {

/// Independent streams of one seed; see also `network.cpp`, `batches.cpp` and `augmentation.cpp`.
constexpr std::uint64_t trainingStream = 0;
constexpr std::uint64_t validationStream = std::uint64_t(1) << 33;

using Stage = TrainingProgress::Stage;

double share(double part, double whole)
{
    return whole > 0 ? part / whole : 1;
}

/// How the whole work's progress is divided, by what one picture costs in each stage.
class Stages
{
public:
    Stages(std::size_t drawn, std::size_t learnt, std::size_t validated, std::size_t calibrated)
    {
        const double drawing = static_cast<double>(drawn);
        const double learning = 8 * static_cast<double>(learnt) + 3 * static_cast<double>(validated);
        const double whole = drawing + learning + 4 * static_cast<double>(calibrated);
        m_learningFrom = share(drawing, whole);
        m_calibratingFrom = share(drawing + learning, whole);
    }

    StageFeedback drawing(Feedback &whole) const { return {whole, 0, m_learningFrom}; }
    StageFeedback learning(Feedback &whole) const { return {whole, m_learningFrom, m_calibratingFrom}; }
    StageFeedback calibrating(Feedback &whole) const { return {whole, m_calibratingFrom, 1}; }

private:
    double m_learningFrom;
    double m_calibratingFrom;
};

/// Mean loss and share of right answers, over batches or over scores.
struct Tally
{
    double loss = 0;
    double correct = 0;
    double count = 0;

    void add(const BatchResult &batch, std::size_t size)
    {
        loss += batch.loss * static_cast<double>(size);
        correct += batch.correct;
        count += static_cast<double>(size);
    }

    void add(double score, bool positive)
    {
        const double against = positive ? -score : score;
        loss += std::max(against, 0.0) + std::log1p(std::exp(-std::abs(against)));
        correct += (score >= 0) == positive;
        ++count;
    }

    double meanLoss() const { return loss / count; }
    double accuracy() const { return correct / count; }
};

/// The card's fields that the settings and the data decide, and learning does not.
QJsonObject fixedFields(const ModelCard &card)
{
    QJsonObject fields = card.toJson();
    for (const char *key : {"name", "epochs", "best_epoch", "curves", "calibration", "calibration_band", "hour_of_week", "threshold",
                            "complete", "validation", "versions", "sources", "notes", "data", "layers"}) // layers count as they are, in `encoding`
        fields.remove(QLatin1String(key));
    QJsonArray contents;
    for (const SourceFile &source : card.sources)
        contents << source.sha256;
    fields[QStringLiteral("sources")] = contents;
    return fields;
}

void requireSameTraining(const ModelCard &before, const ModelCard &now, const QString &folder)
{
    const auto difference = firstDifference(fixedFields(before), fixedFields(now));
    if (difference)
        throw Error(QStringLiteral("The training in %1 cannot be resumed with other settings or data: its %2 is %3, now "
                                   "it is %4. Resume it with what it was started with, or train in another folder.")
                        .arg(folder, difference->field, difference->a, difference->b));
}

/// Epoch of the lowest validation loss, counted from 1. Precondition: not empty.
int bestEpochOf(const std::vector<EpochScores> &curves)
{
    const auto best = std::ranges::min_element(curves, {}, &EpochScores::validationLoss);
    return static_cast<int>(best - curves.begin()) + 1;
}

/// One training from its settings to its model folder.
class Training
{
public:
    Training(const City &city, const TrainingSettings &settings, const NetworkBackend &backend,
             const TrainingObserver &observer, std::vector<std::shared_ptr<const MapLayer>> layers)
        : m_city(city)
        , m_settings(settings)
        , m_backend(backend)
        , m_observer(observer)
        , m_spec(settings.network)
        , m_epochs(settings.epochs > 0 ? settings.epochs : m_spec.learning.epochs())
        , m_encoding(city, std::move(layers), m_spec.input)
        , m_folder(settings.folder)
    {
    }

    Model run(Feedback &feedback)
    {
        m_split = splitExamples(makeExamples(m_city, m_settings.task, m_settings.split.from, m_settings.split.to),
                                m_settings.split);
        const BalancedExamples training = balanced(m_split.training, Random(m_settings.seed, trainingStream));
        const BalancedExamples validation = balanced(m_split.validation, Random(m_settings.seed, validationStream));
        fillCard(training);
        begin();

        const auto epochsLeft = static_cast<std::size_t>(hasWaitedEnough() ? 0 : m_epochs - m_card.epochs);
        const std::size_t learnt = training.examples.size();
        const std::size_t validated = validation.examples.size();
        const Stages stages(epochsLeft ? learnt + validated : 0, epochsLeft * learnt, epochsLeft * validated,
                            m_split.validation.size());
        if (epochsLeft > 0) {
            StageFeedback drawing = stages.drawing(feedback);
            StageFeedback learning = stages.learning(feedback);
            learn(training.examples, validation.examples, drawing, learning);
        }
        StageFeedback calibrating = stages.calibrating(feedback);
        return calibrate(calibrating);
    }

private:
    void fillCard(const BalancedExamples &training)
    {
        m_card = newCard(m_city, m_settings, m_split, m_backend);
        m_card.network = m_spec;
        m_card.encoding = m_encoding.identity();
        m_card.layers = m_settings.layers;
        m_card.trainingExamples = training.examples.size();
        m_card.negativesKept = training.negativesKept;
    }

    /// Makes the network, new or as the checkpoint left it.
    void begin()
    {
        Task::fromJson(m_settings.task.toJson()); // refuses what no card may say
        NetworkSpec::fromJson(m_spec.toJson());
        makeFolder(m_settings.folder);
        if (!QFileInfo(m_settings.folder).isWritable())
            throw Error(QStringLiteral("The folder %1 may not be written to. Choose another one for the model.")
                            .arg(m_settings.folder));
        if (m_settings.resume) {
            resume();
            return;
        }
        if (m_folder.isUsed())
            throw Error(QStringLiteral("There is a model in %1 already. Choose another folder, or resume its training.")
                            .arg(m_settings.folder));
        makeNetwork(initialWeights(m_spec, m_settings.seed));
    }

    void resume()
    {
        Checkpoint checkpoint = m_folder.readCheckpoint();
        makeNetwork(checkpoint.weights);
        requireSameTraining(checkpoint.card, m_card, m_settings.folder);
        if (checkpoint.card.epochs > m_epochs)
            throw Error(QStringLiteral("The training in %1 has %2 epochs already, more than the %3 asked for. Ask for "
                                       "as many at least, or train in another folder.")
                            .arg(m_settings.folder)
                            .arg(checkpoint.card.epochs)
                            .arg(m_epochs));
        m_network->setOptimiserState(checkpoint.optimiser);
        m_card.name = checkpoint.card.name;
        m_card.epochs = checkpoint.card.epochs;
        m_card.bestEpoch = checkpoint.card.bestEpoch;
        m_card.curves = checkpoint.card.curves;
        m_folder.keepUsersWords(m_card);
        checkpoint.card = m_card;
        m_folder.writeFollowing(checkpoint);
    }

    /// Whether so many epochs as the user's patience lasts have brought nothing.
    bool hasWaitedEnough() const
    {
        const int patience = m_spec.learning.patience;
        return patience > 0 && m_card.epochs - m_card.bestEpoch >= patience;
    }

    void makeNetwork(const Tensors &weights)
    {
        m_network = m_backend.create(m_spec, weights, m_settings.precision, m_settings.threads);
        m_card.precision = precisionName(m_network->precision());
    }

    void learn(const std::vector<Example> &training, const std::vector<Example> &validation, Feedback &drawing,
               Feedback &learning)
    {
        m_progress = {.stage = Stage::Drawing, .epoch = m_card.epochs, .epochs = m_epochs};
        m_observer(m_progress);
        const double trainingShare = share(double(training.size()), double(training.size() + validation.size()));
        StageFeedback drawingTraining(drawing, 0, trainingShare);
        StageFeedback drawingValidation(drawing, trainingShare, 1);
        const EncodedExamples learnt(m_city, m_settings.task, m_encoding, training, m_settings.threads, drawingTraining);
        const EncodedExamples validated(m_city, m_settings.task, m_encoding, validation, m_settings.threads, drawingValidation);

        m_progress.stage = Stage::Learning;
        WorkingFeedback working(learning);
        m_batchesDone = 0;
        const int first = m_card.epochs;
        for (int epoch = first; epoch < m_epochs && !hasWaitedEnough(); ++epoch) {
            const double epochs = m_epochs - first;
            StageFeedback whole(working, (epoch - first) / epochs, (epoch - first + 1) / epochs);
            learnEpoch(epoch + 1, learnt, validated, whole, working);
        }
    }

    void learnEpoch(int epoch, const EncodedExamples &training, const EncodedExamples &validation, Feedback &feedback,
                    const WorkingFeedback &working)
    {
        StageFeedback learning(feedback, 0, 0.9);
        StageFeedback validating(feedback, 0.9, 1);
        const Tally learnt = learnBatches(epoch, training, learning, working);

        Tally validated;
        const std::vector<double> scores = scoresOf(*m_network, validation, validating);
        for (std::size_t i = 0; i < scores.size(); ++i)
            validated.add(scores[i], validation.labels()[i] > 0);
        finishEpoch({.trainingLoss = learnt.meanLoss(),
                     .trainingAccuracy = learnt.accuracy(),
                     .validationLoss = validated.meanLoss(),
                     .validationAccuracy = validated.accuracy()});
    }

    Tally learnBatches(int epoch, const EncodedExamples &training, Feedback &feedback, const WorkingFeedback &working)
    {
        const Batches batches(m_spec, m_settings.seed, epoch, training.images(), training.labels());
        m_progress.epoch = epoch;
        m_progress.batch = 0;
        m_progress.batches = static_cast<int>(batches.count());
        m_progress.ended.reset();
        std::vector<double> losses;
        std::ranges::transform(m_card.curves, std::back_inserter(losses), &EpochScores::validationLoss);
        const double rate = m_spec.learning.rateOf(epoch, losses);
        const double start = working.workingSeconds();
        Tally tally;
        Batch batch;
        for (std::size_t number = 0; number < batches.count(); ++number) {
            feedback.checkpoint(share(double(number), double(batches.count())));
            batches.make(number, m_settings.threads, batch);
            tally.add(m_network->train(batch.images, batch.labels, {.learningRate = rate, .seed = batch.seed}), batch.labels.size());
            tell(tally, start, working.workingSeconds());
        }
        return tally;
    }

    /// Seconds of work since learning began, at the start of the epoch and now.
    void tell(const Tally &tally, double epochStart, double now)
    {
        ++m_progress.batch;
        ++m_batchesDone;
        const int left = m_progress.batches * (m_epochs - m_progress.epoch + 1) - m_progress.batch;
        m_progress.loss = tally.meanLoss();
        m_progress.accuracy = tally.accuracy();
        m_progress.imagesPerSecond = tally.count / std::max(now - epochStart, 1e-9);
        m_progress.secondsLeft = left * now / m_batchesDone;
        m_observer(m_progress);
    }

    void finishEpoch(const EpochScores &scores)
    {
        if (!std::isfinite(scores.trainingLoss) || !std::isfinite(scores.validationLoss))
            throw Error(QStringLiteral("Training came to numbers that are not finite. Train with the precision fp32 or "
                                       "another seed."));
        m_card.curves.push_back(scores);
        m_card.epochs = static_cast<int>(m_card.curves.size());
        m_card.bestEpoch = bestEpochOf(m_card.curves);
        m_folder.keepUsersWords(m_card);
        m_folder.writeEpoch({.card = m_card, .weights = m_network->weights(), .optimiser = m_network->optimiserState()});
        m_progress.ended = scores;
        m_observer(m_progress);
    }

    /// Makes probabilities of the best epoch's scores, and holds them against the whole validation part.
    Model calibrate(Feedback &feedback)
    {
        m_progress.stage = Stage::Calibrating;
        m_progress.epochs = m_epochs;
        m_progress.ended.reset();
        m_progress.secondsLeft = 0;
        m_observer(m_progress);
        makeNetwork(m_folder.readWeights(m_spec));

        StageFeedback scoring(feedback, 0, 0.95);
        StageFeedback drawing(feedback, 0.95, 1);
        Forecast forecast;
        forecast.probabilities =
            scoresOf(*m_network, m_city, m_settings.task, m_encoding, m_split.validation, m_settings.threads, scoring);
        for (double &value : forecast.probabilities)
            value = correctForBalancing(probabilityOf(value), m_card.negativesKept);
        for (const Example &example : m_split.validation) {
            forecast.outcomes.push_back(example.outcome);
            forecast.day.push_back(static_cast<int>(midnightOf(example.asked.start).time_since_epoch() / std::chrono::days(1)));
        }
        m_card.calibration = Calibration::choose(forecast.probabilities, forecast.outcomes, forecast.day);
        m_card.band = CalibrationBand::drawnAnew(m_card.calibration, forecast, m_settings.seed, drawing);
        std::ranges::transform(forecast.probabilities, forecast.probabilities.begin(),
                               [this](double p) { return m_card.calibration.apply(p); });
        m_card.threshold = alertThreshold(forecast);
        m_card.validation = measure(forecast, m_card.threshold, m_settings.seed).toJson();
        m_card.complete = true;
        m_folder.keepUsersWords(m_card);
        m_folder.writeCard(m_card);
        feedback.progress(1);
        return {.card = m_card, .network = std::move(m_network), .threads = m_settings.threads};
    }

    const City &m_city;
    const TrainingSettings &m_settings;
    const NetworkBackend &m_backend;
    const TrainingObserver &m_observer;
    NetworkSpec m_spec;
    int m_epochs;
    MapImageEncoding m_encoding;
    ModelFolder m_folder;
    Split m_split;
    ModelCard m_card;
    std::unique_ptr<Network> m_network;
    TrainingProgress m_progress;
    int m_batchesDone = 0;
};

} // namespace

Model trainModel(const City &city, const TrainingSettings &settings, const NetworkBackend &backend, Feedback &feedback,
                 const TrainingObserver &observer)
{
    if (settings.field)
        return trainRiskField(city, settings, backend, feedback, observer);
    TrainingSettings used = settings;
    if (settings.resume && settings.layers.empty())
        used.layers = ModelFolder(settings.folder).readCheckpoint().card.layers;
    const double madeAt = used.layers.empty() ? 0 : 0.02;
    StageFeedback making(feedback, 0, madeAt);
    StageFeedback training(feedback, madeAt, 1);
    return Training(city, used, backend, observer, makeNetworkLayers(used.layers, used.split, city, making))
        .run(training);
}

Model trainedModel(const City &city, TrainingSettings settings, const NetworkBackend &backend, Feedback &feedback,
                   const TrainingObserver &observer)
{
    settings.resume = ModelFolder(settings.folder).isUsed();
    return trainModel(city, settings, backend, feedback, observer);
}

} // namespace forewatch
