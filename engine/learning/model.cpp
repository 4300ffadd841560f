#include "engine/learning/model.h"

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/json_fields.h"
#include "engine/learning/model_folder.h"
#include "engine/learning/network_layers.h"
#include "engine/learning/scoring.h"

#include <cmath>
#include <limits>

namespace forewatch {

namespace {

/// Raised when a field is added that older programs must not overlook.
constexpr int cardFormat = 1;
constexpr std::int64_t anyCount = std::int64_t(1) << 40;
/// Of a line in log-odds; a card beyond it would make every risk 0 or 1.
constexpr double steepest = 1000;

QJsonArray curvesToJson(const std::vector<EpochScores> &curves)
{
    QJsonArray json;
    for (const EpochScores &scores : curves)
        json << QJsonObject{{QStringLiteral("training_loss"), scores.trainingLoss},
                            {QStringLiteral("training_accuracy"), scores.trainingAccuracy},
                            {QStringLiteral("validation_loss"), scores.validationLoss},
                            {QStringLiteral("validation_accuracy"), scores.validationAccuracy}};
    return json;
}

std::vector<EpochScores> curvesFromJson(const QJsonArray &json)
{
    std::vector<EpochScores> curves;
    for (const QJsonValue epoch : json) {
        const JsonFields fields(epoch.toObject(), QStringLiteral("model card's curves"));
        curves.push_back({.trainingLoss = fields.number(QStringLiteral("training_loss")),
                          .trainingAccuracy = fields.number(QStringLiteral("training_accuracy")),
                          .validationLoss = fields.number(QStringLiteral("validation_loss")),
                          .validationAccuracy = fields.number(QStringLiteral("validation_accuracy"))});
    }
    return curves;
}

QJsonArray sourcesToJson(const std::vector<SourceFile> &sources)
{
    QJsonArray json;
    for (const SourceFile &source : sources)
        json << QJsonObject{{QStringLiteral("path"), source.path}, {QStringLiteral("sha256"), source.sha256}};
    return json;
}

std::vector<SourceFile> sourcesFromJson(const QJsonArray &json)
{
    std::vector<SourceFile> sources;
    for (const QJsonValue source : json) {
        const JsonFields fields(source.toObject(), QStringLiteral("model card's sources"));
        sources.push_back({fields.text(QStringLiteral("path")), fields.text(QStringLiteral("sha256"))});
    }
    return sources;
}

double probabilityField(const JsonFields &fields, const QString &key)
{
    const double value = fields.number(key);
    if (value < 0 || value > 1)
        fields.refuse(key, QStringLiteral("a number from 0 to 1"));
    return value;
}

/// Cards of version 0.2 name a preset that was trained in one phase.
NetworkSpec networkOf(const JsonFields &fields)
{
    if (fields.has(QStringLiteral("network")))
        return NetworkSpec::fromJson(fields.object(QStringLiteral("network")));
    NetworkSpec spec = NetworkSpec::preset(fields.text(QStringLiteral("preset")));
    spec.learning.phases.resize(1);
    return spec;
}

/// Weights that were trained in bfloat16 serve in float32 too.
Precision servingPrecision(const ModelCard &card)
{
    return card.precision == precisionName(Precision::Float32) ? Precision::Float32 : Precision::Auto;
}

} // namespace

QJsonObject ModelCard::toJson() const
{
    QJsonObject json = {{QStringLiteral("format"), cardFormat},
                        {QStringLiteral("name"), name},
                        {QStringLiteral("preset"), field.isEmpty() ? network.name : QStringLiteral("risk-field")},
                        {QStringLiteral("task"), task.toJson()},
                        {QStringLiteral("split"), split.toJson()},
                        {QStringLiteral("target"), QJsonArray::fromStringList(target)},
                        {QStringLiteral("encoding"), encoding},
                        {QStringLiteral("seed"), QString::number(seed)},
                        {QStringLiteral("precision"), precision},
                        {QStringLiteral("threads"), threads},
                        {QStringLiteral("epochs"), epochs},
                        {QStringLiteral("best_epoch"), bestEpoch},
                        {QStringLiteral("curves"), curvesToJson(curves)},
                        {QStringLiteral("training_examples"), static_cast<qint64>(trainingExamples)},
                        {QStringLiteral("negatives_kept"), negativesKept},
                        {QStringLiteral("training_base_rate"), trainingBaseRate},
                        {QStringLiteral("validation_base_rate"), validationBaseRate},
                        {QStringLiteral("calibration"), calibration.toJson()},
                        {QStringLiteral("hour_of_day"), hourOfDay.toJson()},
                        {QStringLiteral("threshold"), threshold},
                        {QStringLiteral("complete"), complete},
                        {QStringLiteral("validation"), validation},
                        {QStringLiteral("sources"), sourcesToJson(sources)},
                        {QStringLiteral("data"), data},
                        {QStringLiteral("versions"), versions}};
    if (band.isKnown())
        json[QStringLiteral("calibration_band")] = band.toJson();
    if (hourOfWeek.isKnown())
        json[QStringLiteral("hour_of_week")] = hourOfWeek.toJson();
    if (!notes.isEmpty())
        json[QStringLiteral("notes")] = notes;
    if (field.isEmpty())
        json[QStringLiteral("network")] = network.toJson();
    else
        json[QStringLiteral("field")] = field;
    if (!layers.empty()) {
        QJsonArray specs;
        for (const LayerSpec &layer : layers)
            specs << layer.toJson();
        json[QStringLiteral("layers")] = specs;
    }
    return json;
}

ModelCard ModelCard::fromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("model card"));
    if (fields.whole(QStringLiteral("format"), 1, anyCount) != cardFormat)
        throw Error(QStringLiteral("The model card has format %1, but this program reads format %2. Use the version of "
                                   "Forewatch that the model was made with, or train it again.")
                        .arg(json[QStringLiteral("format")].toInteger())
                        .arg(cardFormat));
    constexpr int anyInt = std::numeric_limits<int>::max();
    ModelCard card;
    card.name = fields.text(QStringLiteral("name"));
    if (fields.has(QStringLiteral("field"))) {
        card.field = fields.object(QStringLiteral("field"));
        RiskFieldParameters::fromJson(card.field);
    } else {
        card.network = networkOf(fields);
    }
    card.task = Task::fromJson(fields.object(QStringLiteral("task")));
    card.split = SplitSettings::fromJson(fields.object(QStringLiteral("split")));
    card.target = fields.texts(QStringLiteral("target"));
    card.encoding = fields.object(QStringLiteral("encoding"));
    card.encoding.remove(QStringLiteral("edge")); // of 0.2; it is the network's input
    if (json.contains(QStringLiteral("layers")))
        for (const QJsonValue layer : fields.array(QStringLiteral("layers")))
            card.layers.push_back(LayerSpec::fromJson(layer.toObject()));
    card.seed = fields.seed(QStringLiteral("seed"));
    card.precision = fields.text(QStringLiteral("precision"));
    if (card.precision != precisionName(Precision::Float32) && card.precision != precisionName(Precision::BFloat16))
        fields.refuse(QStringLiteral("precision"), QStringLiteral("a known number format"));
    card.threads = static_cast<int>(fields.whole(QStringLiteral("threads"), 1, anyInt));
    card.curves = curvesFromJson(fields.array(QStringLiteral("curves")));
    const auto epochs = static_cast<std::int64_t>(card.curves.size());
    card.epochs = static_cast<int>(fields.whole(QStringLiteral("epochs"), epochs, epochs));
    card.bestEpoch = static_cast<int>(fields.whole(QStringLiteral("best_epoch"), card.field.isEmpty() ? 1 : 0, epochs));
    card.trainingExamples = static_cast<std::size_t>(fields.whole(QStringLiteral("training_examples"), 0, anyCount));
    card.negativesKept = probabilityField(fields, QStringLiteral("negatives_kept"));
    if (card.negativesKept == 0)
        fields.refuse(QStringLiteral("negatives_kept"), QStringLiteral("above 0"));
    card.trainingBaseRate = probabilityField(fields, QStringLiteral("training_base_rate"));
    card.validationBaseRate = probabilityField(fields, QStringLiteral("validation_base_rate"));
    card.calibration = Calibration::fromJson(fields.object(QStringLiteral("calibration")));
    const double slope = card.calibration.slope;
    const double intercept = card.calibration.intercept;
    if (!(slope >= 0 && slope <= steepest && std::abs(intercept) <= steepest))
        fields.refuse(QStringLiteral("calibration"), QStringLiteral("a slope from 0 to 1000 and an intercept within 1000"));
    card.hourOfDay = HourOfDayRate::fromJson(fields.object(QStringLiteral("hour_of_day")));
    if (fields.has(QStringLiteral("calibration_band")))
        card.band = CalibrationBand::fromJson(fields.object(QStringLiteral("calibration_band")));
    if (fields.has(QStringLiteral("hour_of_week")))
        card.hourOfWeek = HourOfWeekRate::fromJson(fields.object(QStringLiteral("hour_of_week")));
    card.threshold = probabilityField(fields, QStringLiteral("threshold"));
    card.complete = fields.truth(QStringLiteral("complete"));
    card.validation = fields.object(QStringLiteral("validation"));
    card.sources = sourcesFromJson(fields.array(QStringLiteral("sources")));
    if (fields.has(QStringLiteral("data")))
        card.data = fields.object(QStringLiteral("data"));
    card.versions = fields.object(QStringLiteral("versions"));
    if (fields.has(QStringLiteral("notes")))
        card.notes = fields.text(QStringLiteral("notes"));
    return card;
}

QJsonObject trainingData(const ImportReport &report)
{
    const QJsonObject whole = report.toJson();
    QJsonObject data;
    for (const char *key : {"rows", "kept", "rejected", "notes", "left_out_columns", "first", "last", "target"})
        data[QLatin1String(key)] = whole[QLatin1String(key)];
    data[QStringLiteral("neighborhoods")] = static_cast<qint64>(report.neighborhoodCount);
    return data;
}

Model loadModel(const QString &folder, const NetworkBackend &backend, int threads)
{
    const ModelFolder files(folder);
    Model model{.card = files.readCard(), .network = nullptr, .threads = threads};
    if (!model.card.complete)
        throw Error(QStringLiteral("The training of the model in %1 was not finished. Resume it first.").arg(folder));
    if (!model.card.field.isEmpty()) {
        auto field = std::make_shared<RiskField>(RiskField{RiskFieldParameters::fromJson(model.card.field), nullptr});
        if (field->parameters.settings.network)
            field->network = backend.createField(field->parameters.shape, files.readWeights(model.card), threads);
        model.field = std::move(field);
        return model;
    }
    const NetworkSpec &spec = model.card.network;
    model.network = backend.create(spec, files.readWeights(spec), servingPrecision(model.card), threads);
    return model;
}

namespace {

void requireSameIdentity(const ModelCard &card, const City &city, QJsonObject here)
{
    const auto sorted = [](QStringList names) {
        names.sort();
        return names;
    };
    if (sorted(card.target) != sorted(city.target->names()))
        throw Error(QStringLiteral("The model warns of another target: its target is %1, here it is %2. Open the city with "
                                   "the model's target, or train a model for this one.")
                        .arg(card.target.join(QStringLiteral(" or ")), city.target->names().join(QStringLiteral(" or "))));

    // A table may lack a rare type; what it has must be drawn as the network learnt it.
    QJsonObject legend = here.value(QStringLiteral("legend")).toObject();
    const QJsonObject learnt = card.encoding[QStringLiteral("legend")].toObject();
    for (auto type = learnt.begin(); type != learnt.end(); ++type)
        if (!legend.contains(type.key()))
            legend[type.key()] = type.value();
    if (card.field.isEmpty())
        here[QStringLiteral("legend")] = legend;
    here.remove(QStringLiteral("layers"));
    QJsonObject trained = card.encoding;
    trained.remove(QStringLiteral("layers"));

    const auto shown = [](const QString &value) { return value.isEmpty() ? QStringLiteral("missing") : value; };
    if (const auto difference = firstDifference(trained, here))
        throw Error(QStringLiteral("The model was trained on another city's map. Open that city, or train a model on this "
                                   "one. (What differs first: %1 is %2 in the model and %3 here.)")
                        .arg(difference->field, shown(difference->a), shown(difference->b)));
}

} // namespace

void requireSameCity(const ModelCard &card, const City &city, const MapImageEncoding &encoding)
{
    requireSameIdentity(card, city, card.field.isEmpty() ? encoding.identity() : riskFieldIdentity(city));
}

MapImageEncoding encodingFor(const ModelCard &card, const City &city, Feedback &feedback)
{
    const MapImageEncoding encoding(city, makeNetworkLayers(card.layers, card.split, city, feedback), card.network.input);
    requireSameCity(card, city, encoding);
    if (const auto difference = firstDifference(card.encoding[QStringLiteral("layers")].toObject(),
                                                encoding.identity()[QStringLiteral("layers")].toObject())) {
        const int number = difference->field.section(QLatin1Char('.'), 0, 0).toInt();
        const bool known = number > 0 && static_cast<std::size_t>(number) <= card.layers.size();
        const QString layer = known ? card.layers[static_cast<std::size_t>(number - 1)].name : QString::number(number);
        throw Error(QStringLiteral("The model was shown another map layer “%1” than is there now, so it cannot be used. Bring "
                                   "back the file and the span of the table that it was trained with, or train a model anew. "
                                   "(What differs first: %2 is %3 in the model and %4 here.)")
                        .arg(layer, difference->field.section(QLatin1Char('.'), 1),
                             difference->a.isEmpty() ? QStringLiteral("missing") : difference->a,
                             difference->b.isEmpty() ? QStringLiteral("missing") : difference->b));
    }
    return encoding;
}

std::shared_ptr<const FieldForecast> placesOf(const Model &model, const City &city, std::span<const Example> examples,
                                              Feedback &feedback)
{
    if (!model.field)
        return nullptr;
    requireSameIdentity(model.card, city, riskFieldIdentity(city));
    return std::make_shared<const FieldForecast>(*model.field, city, model.card.task, examples, feedback);
}

std::vector<double> rawProbabilities(const Model &model, const City &city, const std::vector<Example> &examples, Feedback &feedback)
{
    if (model.field) {
        const auto forecast = placesOf(model, city, examples, feedback);
        std::vector<double> risks;
        for (const double expected : forecast->expected())
            risks.push_back(1 - std::exp(-expected));
        return risks;
    }
    StageFeedback making(feedback, 0, model.card.layers.empty() ? 0 : 0.05);
    StageFeedback scoring(feedback, model.card.layers.empty() ? 0 : 0.05, 1);
    const MapImageEncoding encoding = encodingFor(model.card, city, making);
    std::vector<double> probabilities = scoresOf(*model.network, city, model.card.task, encoding, examples, model.threads, scoring);
    for (double &value : probabilities)
        value = correctForBalancing(probabilityOf(value), model.card.negativesKept);
    return probabilities;
}

std::vector<double> predict(const Model &model, const City &city, const std::vector<Example> &examples, Feedback &feedback)
{
    std::vector<double> probabilities = rawProbabilities(model, city, examples, feedback);
    for (double &value : probabilities)
        value = model.card.calibration.apply(value);
    return probabilities;
}

} // namespace forewatch
