#include "engine/learning/field_trainer.h"

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/json_fields.h"
#include "engine/core/random.h"
#include "engine/learning/model_folder.h"
#include "engine/learning/new_card.h"
#include "engine/scores/metrics.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <optional>

namespace forewatch {

namespace {

using Stage = TrainingProgress::Stage;

constexpr int usualEpochs = 12;
/// An epoch's stream is its number; the steps' seeds are of another.
constexpr std::uint64_t stepStream = std::uint64_t(1) << 35;

double safeLog(double value)
{
    return std::log(std::max(value, 1e-30));
}

void requireFitting(const TrainingSettings &settings)
{
    if (settings.task.question != Question::NextWindow)
        throw Error(QStringLiteral("A risk field looks ahead: it cannot be asked about the window that it is shown. Train it "
                                   "with --task next-window."));
    if (settings.split.kind != SplitKind::Chronological)
        throw Error(QStringLiteral("A risk field is learnt from the past: its parts must follow each other. Train it with "
                                   "--split chronological."));
    if (settings.task.maskTargets)
        throw Error(QStringLiteral("A risk field has no picture from which targets could be left out. Train it without "
                                   "--mask-targets."));
}

class FieldTraining
{
public:
    FieldTraining(const City &city, const TrainingSettings &settings, const NetworkBackend &backend,
                  const TrainingObserver &observer)
        : m_city(city)
        , m_settings(settings)
        , m_backend(backend)
        , m_observer(observer)
        , m_folder(settings.folder)
    {
    }

    Model run(Feedback &feedback)
    {
        StageFeedback reading(feedback, 0, 0.15);
        StageFeedback learning(feedback, 0.15, 0.9);
        StageFeedback calibrating(feedback, 0.9, 1);
        m_epochs = m_settings.field->network ? (m_settings.epochs > 0 ? m_settings.epochs : usualEpochs) : 0;
        m_progress.epochs = m_epochs;
        m_observer(m_progress);
        m_split = splitExamples(makeExamples(m_city, m_settings.task, m_settings.split.from, m_settings.split.to), m_settings.split);
        makeFolder(m_settings.folder);
        if (!m_settings.resume && m_folder.isUsed())
            throw Error(QStringLiteral("There is a model in %1 already. Choose another folder, or resume its training.")
                            .arg(m_settings.folder));
        prepare(reading);
        begin();
        learn(learning);
        return calibrate(calibrating);
    }

private:
    void prepare(Feedback &feedback)
    {
        StageFeedback fitting(feedback, 0, 0.2);
        StageFeedback reading(feedback, 0.2, 0.3);
        StageFeedback training(feedback, 0.3, 0.8);
        StageFeedback validating(feedback, 0.8, 1);
        const auto history = std::make_shared<const PlaceHistory>(
            m_city, m_settings.task, std::make_shared<const PlaceGrid>(*m_city.neighborhoods, RiskFieldParameters::cellMetres));
        m_field.parameters = fitSimpleField(m_city, history, m_split, *m_settings.field, fitting);
        if (!m_settings.field->network)
            return;
        RiskFieldParameters &parameters = m_field.parameters;
        addInputs(*history, reading);
        m_training = std::make_unique<FieldWindows>(history, m_city, parameters, m_split.training, training, m_field.inputs);
        m_validation = std::make_unique<FieldWindows>(history, m_city, parameters, m_split.validation, validating, m_field.inputs);
        m_training->standardise(parameters);
    }

    /// Layers and weather, as far as they are not switched off.
    void addInputs(const PlaceHistory &history, Feedback &feedback)
    {
        RiskFieldParameters &parameters = m_field.parameters;
        const RiskFieldSettings &wanted = *m_settings.field;
        const auto layers = wanted.layers ? m_settings.layers : std::vector<LayerSpec>();
        const auto weather = wanted.weather ? m_settings.weather : WeatherSettings{};
        if (layers.empty() && weather.isEmpty())
            return;
        StageFeedback looking(feedback, 0, 0.5);
        StageFeedback opening(feedback, 0.5, 1);
        parameters.inputs = fieldInputs(layers, weather, m_city, m_settings.task, m_settings.split.trainTo, *history.grid(), looking);
        m_field.inputs = std::make_shared<const FieldInputs>(parameters.inputs, m_city, m_settings.task, *history.grid(), opening);
        parameters.shape = FieldWindows::shapeFor(history, parameters.settings, parameters.inputs);
        parameters.means.assign(static_cast<std::size_t>(parameters.shape.scalars), 0);
        parameters.scales.assign(parameters.means.size(), 1);
    }

    void begin()
    {
        m_card = newCard(m_city, m_settings, m_split, m_backend);
        m_card.encoding = riskFieldIdentity(m_city);
        m_card.precision = precisionName(Precision::Float32);
        m_card.trainingExamples = m_split.training.size();
        m_card.field = m_field.parameters.toJson();
        for (const FieldLayer &layer : m_field.parameters.inputs.layers)
            m_card.layers.push_back(layer.spec);
        Tensors weights = initialWeights(m_field.parameters.shape, m_settings.seed);
        if (m_settings.resume) {
            resume();
            return;
        }
        if (!m_settings.field->network)
            weights.clear();
        else
            m_field.network = m_backend.createField(m_field.parameters.shape, weights, m_settings.threads);
        m_folder.writeEpoch({.card = m_card, .weights = weights, .optimiser = {}});
    }

    void resume()
    {
        Checkpoint checkpoint = m_folder.readCheckpoint();
        const auto fixed = [](const ModelCard &card) {
            QJsonObject contents;
            for (const SourceFile &source : card.sources)
                contents[QString::number(contents.size())] = source.sha256;
            return QJsonObject{{QStringLiteral("field"), card.field},       {QStringLiteral("task"), card.task.toJson()},
                               {QStringLiteral("split"), card.split.toJson()}, {QStringLiteral("encoding"), card.encoding},
                               {QStringLiteral("seed"), QString::number(card.seed)}, {QStringLiteral("threads"), card.threads},
                               {QStringLiteral("target"), card.target.join(QLatin1Char(','))},
                               {QStringLiteral("sources"), contents}};
        };
        ModelCard before = checkpoint.card;
        // Without what training adds; cards of older versions lack switches that are on by default.
        if (!before.field.isEmpty())
            before.field = RiskFieldParameters::fromJson(before.field).toJson();
        if (const auto difference = firstDifference(fixed(before), fixed(m_card)))
            throw Error(QStringLiteral("The training in %1 cannot be resumed with other settings or data: its %2 is %3, now "
                                       "it is %4. Resume it with what it was started with, or train in another folder.")
                            .arg(m_settings.folder, difference->field, difference->a, difference->b));
        if (m_settings.field->network) {
            m_field.network = m_backend.createField(m_field.parameters.shape, checkpoint.weights, m_settings.threads);
            if (checkpoint.card.epochs > 0)
                m_field.network->setOptimiserState(checkpoint.optimiser);
        }
        m_card.name = checkpoint.card.name;
        m_card.epochs = checkpoint.card.epochs;
        m_card.bestEpoch = checkpoint.card.bestEpoch;
        m_card.curves = checkpoint.card.curves;
        m_folder.keepUsersWords(m_card);
        checkpoint.card = m_card;
        m_folder.writeFollowing(checkpoint);
    }

    /// Of the untrained network: the simple model's.
    double untrainedLoss() const
    {
        double loss = 0;
        for (std::size_t i = 0; i < m_validation->size(); ++i)
            loss += m_validation->expected(i) - answersTerm(*m_validation, i);
        return loss / static_cast<double>(m_validation->size());
    }

    /// Σ y log λ before the network.
    static double answersTerm(const FieldWindows &windows, std::size_t index)
    {
        double sum = 0;
        for (const std::uint32_t cell : windows.events(index))
            sum += safeLog(windows.expected(index) * windows.masses(index)[cell]);
        return sum;
    }

    bool isLate() const { return m_card.epochs - m_card.bestEpoch >= m_settings.field->patience; }

    void learn(Feedback &feedback)
    {
        if (!m_field.network)
            return;
        m_untrained = untrainedLoss();
        m_progress.stage = Stage::Learning;
        m_working.emplace(feedback);
        const int first = m_card.epochs;
        for (int epoch = first; epoch < m_epochs && !isLate(); ++epoch) {
            StageFeedback own(*m_working, double(epoch - first) / (m_epochs - first), double(epoch - first + 1) / (m_epochs - first));
            learnEpoch(epoch + 1, own);
        }
    }

    void learnEpoch(int epoch, Feedback &feedback)
    {
        std::vector<std::size_t> order(m_training->size());
        std::iota(order.begin(), order.end(), std::size_t(0));
        Random(m_settings.seed, static_cast<std::uint64_t>(epoch)).shuffle(order);
        Random seeds(m_settings.seed, stepStream + static_cast<std::uint64_t>(epoch));
        const auto size = static_cast<std::size_t>(m_settings.field->batch);
        m_progress.epoch = epoch;
        m_progress.batch = 0;
        m_progress.batches = static_cast<int>((order.size() + size - 1) / size);
        m_progress.ended.reset();
        const double start = m_working->workingSeconds();
        double loss = 0;
        double correct = 0;
        double count = 0;
        for (std::size_t at = 0; at < order.size(); at += size) {
            feedback.checkpoint(0.95 * static_cast<double>(at) / static_cast<double>(order.size()));
            const auto chosen = std::span(order).subspan(at, std::min(size, order.size() - at));
            m_training->fill(chosen, m_field.parameters, m_batch);
            const BatchResult result = m_field.network->train(m_batch.view, seeds.next());
            loss += result.loss * static_cast<double>(chosen.size());
            for (const std::size_t index : chosen)
                loss -= answersTerm(*m_training, index);
            correct += result.correct;
            count += static_cast<double>(chosen.size());
            ++m_progress.batch;
            ++m_batchesDone;
            m_progress.loss = loss / count;
            m_progress.accuracy = correct / count;
            m_progress.imagesPerSecond = count / std::max(m_working->workingSeconds() - start, 1e-9);
            m_progress.secondsLeft = (m_progress.batches * (m_epochs - epoch + 1) - m_progress.batch)
                * m_working->workingSeconds() / m_batchesDone;
            m_observer(m_progress);
        }
        EpochScores scores{.trainingLoss = loss / count, .trainingAccuracy = correct / count};
        validate(scores);
        if (!std::isfinite(scores.trainingLoss) || !std::isfinite(scores.validationLoss))
            throw Error(QStringLiteral("Training came to numbers that are not finite. Train with another seed."));
        m_card.curves.push_back(scores);
        m_card.epochs = static_cast<int>(m_card.curves.size());
        const auto best = std::ranges::min_element(m_card.curves, {}, &EpochScores::validationLoss);
        m_card.bestEpoch = best->validationLoss < m_untrained ? static_cast<int>(best - m_card.curves.begin()) + 1 : 0;
        m_folder.keepUsersWords(m_card);
        m_folder.writeEpoch({.card = m_card, .weights = m_field.network->weights(), .optimiser = m_field.network->optimiserState()});
        m_progress.ended = scores;
        m_observer(m_progress);
    }

    void validate(EpochScores &scores)
    {
        constexpr std::size_t most = 128;
        double loss = 0;
        double correct = 0;
        const std::size_t cells = m_field.parameters.shape.cells();
        for (std::size_t from = 0; from < m_validation->size(); from += most) {
            std::vector<std::size_t> some(std::min(most, m_validation->size() - from));
            std::iota(some.begin(), some.end(), from);
            m_validation->fill(some, m_field.parameters, m_batch);
            const std::vector<float> logs = m_field.network->logFactors(some.size(), m_batch.planes, m_batch.scalars);
            for (std::size_t i = 0; i < some.size(); ++i) {
                double expected = 0;
                for (std::size_t cell = 0; cell < cells; ++cell)
                    expected += double(m_batch.expected[i * cells + cell]) * std::exp(double(logs[i * cells + cell]));
                loss += expected - answersTerm(*m_validation, some[i]);
                for (const std::uint32_t cell : m_validation->events(some[i]))
                    loss -= logs[i * cells + cell];
                correct += (1 - std::exp(-expected) >= 0.5) == !m_validation->events(some[i]).empty();
            }
        }
        scores.validationLoss = loss / static_cast<double>(m_validation->size());
        scores.validationAccuracy = correct / static_cast<double>(m_validation->size());
    }

    Model calibrate(Feedback &feedback)
    {
        StageFeedback asking(feedback, 0, 0.2);
        StageFeedback weighing(feedback, 0.2, 0.95);
        StageFeedback drawing(feedback, 0.95, 1);
        m_progress.stage = Stage::Calibrating;
        m_progress.ended.reset();
        m_progress.secondsLeft = 0;
        m_observer(m_progress);
        if (m_field.network) {
            m_field.network = m_backend.createField(m_field.parameters.shape, m_folder.readWeights(m_card), m_settings.threads);
            m_card.field[QStringLiteral("untrained_validation_loss")] = m_untrained;
        }
        const FieldForecast said(m_field, m_city, m_settings.task, m_split.validation, asking);
        Forecast forecast;
        for (std::size_t i = 0; i < m_split.validation.size(); ++i) {
            const Example &example = m_split.validation[i];
            forecast.probabilities.push_back(1 - std::exp(-said.expected()[i]));
            forecast.outcomes.push_back(example.outcome);
            forecast.day.push_back(static_cast<int>(midnightOf(example.asked.start).time_since_epoch() / std::chrono::days(1)));
        }
        m_card.calibration = Calibration::fit(forecast.probabilities, forecast.outcomes);
        const Forecast raw = forecast;
        for (double &probability : forecast.probabilities)
            probability = m_card.calibration.apply(probability);
        m_card.threshold = alertThreshold(forecast);
        m_card.validation = measure(forecast, m_card.threshold, m_settings.seed).toJson();
        QJsonObject worth;
        for (const FieldWorth &row : worthOfFactors(m_field, m_city, m_settings.task, m_split.validation, weighing))
            worth[row.key] = QJsonObject{{QStringLiteral("nats_per_day"), row.natsPerDay},
                                         {QStringLiteral("nats_per_event"), row.natsPerEvent}};
        m_card.field[QStringLiteral("worth")] = worth;
        m_card.band = CalibrationBand::drawnAnew(m_card.calibration, raw, m_settings.seed, drawing);
        m_card.complete = true;
        if (const QJsonArray files = filesRead(m_field.parameters.inputs); !files.isEmpty())
            m_card.field[QStringLiteral("files")] = files;
        m_folder.keepUsersWords(m_card);
        m_folder.writeCard(m_card);
        m_field.inputs = nullptr; // a forecast reads what is known by then
        feedback.progress(1);
        return {.card = m_card, .network = nullptr, .threads = m_settings.threads,
                .field = std::make_shared<const RiskField>(m_field)};
    }

    const City &m_city;
    const TrainingSettings &m_settings;
    const NetworkBackend &m_backend;
    const TrainingObserver &m_observer;
    ModelFolder m_folder;
    Split m_split;
    ModelCard m_card;
    RiskField m_field;
    std::unique_ptr<FieldWindows> m_training;
    std::unique_ptr<FieldWindows> m_validation;
    FieldWindows::Batch m_batch;
    TrainingProgress m_progress;
    std::optional<WorkingFeedback> m_working;
    int m_batchesDone = 0;
    int m_epochs = 0;
    double m_untrained = 0;
};

} // namespace

Model trainRiskField(const City &city, const TrainingSettings &settings, const NetworkBackend &backend, Feedback &feedback,
                     const TrainingObserver &observer)
{
    requireFitting(settings);
    return FieldTraining(city, settings, backend, observer).run(feedback);
}

} // namespace forewatch
