#include "engine/learning/search.h"

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/json_fields.h"
#include "engine/core/random.h"
#include "engine/core/text.h"
#include "engine/learning/model_folder.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace forewatch {

namespace {

/// More combinations than anybody waits for.
constexpr std::size_t mostCandidates = 10'000;
/// Draws in a row that may be impossible networks before a random search gives up.
constexpr int mostBadDraws = 1000;
/// Candidates of a random search that is limited by time alone.
constexpr int drawnForTime = 1000;

Error noSuchSetting(const QString &path)
{
    return Error(QStringLiteral("The network has no setting “%1”. Settings are named as in the network's file: "
                                "learning.learning_rate, layers.0.filters.")
                     .arg(path));
}

QJsonValue valueAt(const QJsonValue &root, const QStringList &path)
{
    QJsonValue value = root;
    for (const QString &key : path) {
        bool isNumber = false;
        const int index = key.toInt(&isNumber);
        value = value.isArray() && isNumber ? value.toArray().at(index) : value.toObject().value(key);
    }
    return value;
}

QJsonValue withValue(const QJsonValue &root, const QStringList &path, const QJsonValue &value)
{
    if (path.isEmpty())
        return value;
    const QJsonValue changed = withValue(valueAt(root, {path.front()}), path.mid(1), value);
    if (root.isArray()) {
        QJsonArray array = root.toArray();
        array[path.front().toInt()] = changed;
        return array;
    }
    QJsonObject object = root.toObject();
    object[path.front()] = changed;
    return object;
}

/// The network with its settings chosen. Throws `Error` for one that cannot be.
NetworkSpec chosenNetwork(const QJsonObject &network, const QJsonObject &choice)
{
    QJsonValue changed = network;
    for (auto setting = choice.begin(); setting != choice.end(); ++setting)
        changed = withValue(changed, setting.key().split(QLatin1Char('.')), setting.value());
    return NetworkSpec::fromJson(changed.toObject());
}

QJsonValue drawn(const VariedSetting &setting, Random &random)
{
    if (!setting.values.isEmpty())
        return setting.values[static_cast<qsizetype>(random.below(static_cast<std::size_t>(setting.values.size())))];
    const double top = setting.whole ? setting.high + 1 : setting.high;
    const double value = setting.logarithmic ? std::exp(random.uniform(std::log(setting.low), std::log(top)))
                                             : random.uniform(setting.low, top);
    return setting.whole ? std::min(std::floor(value), setting.high) : value;
}

std::size_t combinations(const SearchSettings &settings)
{
    std::size_t count = 1;
    for (const VariedSetting &setting : settings.varied) {
        if (setting.values.isEmpty())
            throw Error(QStringLiteral("A grid needs values for %1, not a range. List them, or search at random.").arg(setting.path));
        count *= static_cast<std::size_t>(setting.values.size());
        if (count > mostCandidates)
            throw Error(QStringLiteral("The grid has more than %1 combinations. Leave values out, or search at random.")
                            .arg(mostCandidates));
    }
    return count;
}

QJsonObject combination(const SearchSettings &settings, std::size_t number)
{
    QJsonObject choice;
    for (auto setting = settings.varied.rbegin(); setting != settings.varied.rend(); ++setting) {
        const auto count = static_cast<std::size_t>(setting->values.size());
        choice[setting->path] = setting->values[static_cast<qsizetype>(number % count)];
        number /= count;
    }
    return choice;
}

void requireVaried(const QJsonObject &network, const SearchSettings &settings)
{
    if (settings.varied.empty())
        throw Error(QStringLiteral("Nothing is varied. Name at least one setting and its values."));
    for (const VariedSetting &setting : settings.varied) {
        if (valueAt(network, setting.path.split(QLatin1Char('.'))).isUndefined())
            throw noSuchSetting(setting.path);
        const bool range = setting.values.isEmpty();
        if (range && !(setting.low < setting.high && (!setting.logarithmic || setting.low > 0)))
            throw Error(QStringLiteral("The range of %1 is empty. Give a lower end below the upper one, above 0 where it is "
                                       "drawn in the logarithm.").arg(setting.path));
    }
}

std::vector<Candidate> gridCandidates(const QJsonObject &network, const SearchSettings &settings)
{
    std::vector<Candidate> candidates;
    std::optional<Error> impossible;
    const std::size_t count = combinations(settings);
    for (std::size_t number = 0; number < count; ++number) {
        if (settings.runs > 0 && candidates.size() == static_cast<std::size_t>(settings.runs))
            break;
        const QJsonObject choice = combination(settings, number);
        try {
            candidates.push_back({chosenNetwork(network, choice), choice});
        } catch (const Error &error) {
            impossible = error;
        }
    }
    if (candidates.empty() && impossible)
        throw *impossible;
    return candidates;
}

std::vector<Candidate> randomCandidates(const QJsonObject &network, const SearchSettings &settings)
{
    if (settings.runs <= 0 && settings.minutes <= 0)
        throw Error(QStringLiteral("A random search needs an end. Give the number of runs or of minutes."));
    const int wanted = settings.runs > 0 ? settings.runs : drawnForTime;
    std::vector<Candidate> candidates;
    Random random(settings.seed);
    for (int bad = 0; std::ssize(candidates) < wanted;) {
        QJsonObject choice;
        for (const VariedSetting &setting : settings.varied)
            choice[setting.path] = drawn(setting, random);
        try {
            candidates.push_back({chosenNetwork(network, choice), choice});
            bad = 0;
        } catch (const Error &) {
            if (++bad == mostBadDraws)
                throw;
        }
    }
    return candidates;
}

/// What a search's folder says of it, so that another one is not mixed with it.
QJsonObject identityOf(const TrainingSettings &base, const SearchSettings &settings)
{
    // A longer budget prolongs a search.
    QJsonObject search = settings.toJson();
    search.remove(QStringLiteral("runs"));
    search.remove(QStringLiteral("minutes"));
    return {{QStringLiteral("search"), search},
            {QStringLiteral("network"), base.network.toJson()},
            {QStringLiteral("task"), base.task.toJson()},
            {QStringLiteral("split"), base.split.toJson()},
            {QStringLiteral("seed"), QString::number(base.seed)}};
}

void requireSameSearch(const QString &folder, const QJsonObject &identity)
{
    const QString file = QDir(folder).filePath(QStringLiteral("search.json"));
    if (!QFileInfo::exists(file)) {
        makeFolder(folder);
        writeJson(file, identity);
        return;
    }
    if (const auto difference = firstDifference(readJson(file), identity))
        throw Error(QStringLiteral("In %1 lies another search: its %2 is %3, now it is %4. Choose another folder, or go on "
                                   "with its settings.")
                        .arg(folder, difference->field, difference->a, difference->b));
}

bool isFinished(const QString &folder)
{
    return QFileInfo::exists(QDir(folder).filePath(QStringLiteral("card.json"))) && ModelFolder(folder).readCard().complete;
}

SearchedRun searched(const Candidate &candidate, const QString &folder, const ModelCard &card)
{
    return {.choice = candidate.choice,
            .folder = folder,
            .validationLoss = card.curves.at(static_cast<std::size_t>(card.bestEpoch - 1)).validationLoss,
            .bestEpoch = card.bestEpoch,
            .parameters = parameterCount(candidate.network)};
}

QString textOf(const QJsonValue &value)
{
    return value.isBool() ? (value.toBool() ? QStringLiteral("true") : QStringLiteral("false")) : value.toVariant().toString();
}

QJsonValue valueOf(const QString &text)
{
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    if (isNumber)
        return number;
    if (text == QLatin1String("true") || text == QLatin1String("false"))
        return text == QLatin1String("true");
    return text;
}

bool isWhole(double value)
{
    return value == std::floor(value);
}

} // namespace

QJsonObject SearchSettings::toJson() const
{
    QJsonObject chosen;
    for (const VariedSetting &setting : varied)
        chosen[setting.path] = setting.values.isEmpty()
            ? QJsonValue(QJsonObject{{QStringLiteral("low"), setting.low},
                                     {QStringLiteral("high"), setting.high},
                                     {QStringLiteral("logarithmic"), setting.logarithmic},
                                     {QStringLiteral("whole"), setting.whole}})
            : QJsonValue(setting.values);
    return {{QStringLiteral("order"), order == SearchOrder::Grid ? QStringLiteral("grid") : QStringLiteral("random")},
            {QStringLiteral("seed"), QString::number(seed)},
            {QStringLiteral("runs"), runs},
            {QStringLiteral("minutes"), minutes},
            {QStringLiteral("settings"), chosen}};
}

SearchSettings SearchSettings::fromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("search"));
    SearchSettings settings;
    const QString order = fields.text(QStringLiteral("order"));
    if (order != QLatin1String("grid") && order != QLatin1String("random"))
        fields.refuse(QStringLiteral("order"), QStringLiteral("grid or random"));
    settings.order = order == QLatin1String("grid") ? SearchOrder::Grid : SearchOrder::Random;
    if (fields.has(QStringLiteral("seed")))
        settings.seed = fields.seed(QStringLiteral("seed"));
    if (fields.has(QStringLiteral("runs")))
        settings.runs = static_cast<int>(fields.whole(QStringLiteral("runs"), 0, mostCandidates));
    if (fields.has(QStringLiteral("minutes")))
        settings.minutes = fields.number(QStringLiteral("minutes"));
    const QJsonObject chosen = fields.object(QStringLiteral("settings"));
    for (auto setting = chosen.begin(); setting != chosen.end(); ++setting) {
        VariedSetting varied{.path = setting.key()};
        if (setting->isArray()) {
            varied.values = setting->toArray();
        } else {
            const JsonFields range(setting->toObject(), QStringLiteral("search's range of ") + setting.key());
            const auto truth = [&](const QString &key) { return range.has(key) && range.truth(key); };
            varied.low = range.number(QStringLiteral("low"));
            varied.high = range.number(QStringLiteral("high"));
            varied.logarithmic = truth(QStringLiteral("logarithmic"));
            varied.whole = truth(QStringLiteral("whole"));
        }
        settings.varied.push_back(std::move(varied));
    }
    return settings;
}

VariedSetting parseVariedSetting(const QString &text)
{
    const auto refuse = [&] {
        return Error(QStringLiteral("“%1” is no setting to vary. Write learning.learning_rate=1e-3,1e-4 or "
                                    "learning.learning_rate=1e-5..1e-2.")
                         .arg(text));
    };
    const qsizetype equals = text.indexOf(QLatin1Char('='));
    const QString given = text.mid(equals + 1);
    if (equals <= 0 || given.isEmpty())
        throw refuse();
    VariedSetting setting{.path = text.left(equals).trimmed()};
    const QStringList ends = given.split(QStringLiteral(".."));
    if (ends.size() == 2) {
        bool low = false;
        bool high = false;
        setting.low = ends[0].toDouble(&low);
        setting.high = ends[1].toDouble(&high);
        if (!low || !high || !(setting.low < setting.high))
            throw refuse();
        setting.whole = isWhole(setting.low) && isWhole(setting.high);
        setting.logarithmic = setting.low > 0 && setting.high >= 10 * setting.low;
    } else {
        for (const QString &value : given.split(QLatin1Char(',')))
            setting.values << valueOf(value.trimmed());
    }
    return setting;
}

std::vector<Candidate> candidatesOf(const NetworkSpec &network, const SearchSettings &settings)
{
    const QJsonObject json = network.toJson();
    requireVaried(json, settings);
    return settings.order == SearchOrder::Grid ? gridCandidates(json, settings) : randomCandidates(json, settings);
}

std::vector<SearchedRun> searchNetworks(const City &city, const TrainingSettings &base, const SearchSettings &settings,
                                        const NetworkBackend &backend, Feedback &feedback,
                                        const TrainingObserver &observer,
                                        const std::function<void(const std::vector<SearchedRun> &)> &ended)
{
    const std::vector<Candidate> candidates = candidatesOf(base.network, settings);
    requireSameSearch(base.folder, identityOf(base, settings));

    std::vector<SearchedRun> runs;
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const auto minutes = std::chrono::duration<double, std::ratio<60>>(std::chrono::steady_clock::now() - start).count();
        if (settings.minutes > 0 && minutes >= settings.minutes)
            break;
        const double count = static_cast<double>(candidates.size());
        StageFeedback training(feedback, static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
        TrainingSettings chosen = base;
        chosen.network = candidates[i].network;
        chosen.folder = QDir(base.folder).filePath(QStringLiteral("run-%1").arg(i + 1, 3, 10, QLatin1Char('0')));
        const bool isDone = isFinished(chosen.folder);
        const ModelCard card = isDone ? ModelFolder(chosen.folder).readCard()
                                      : trainedModel(city, chosen, backend, training, observer).card;
        runs.push_back(searched(candidates[i], chosen.folder, card));
        std::ranges::stable_sort(runs, {}, &SearchedRun::validationLoss);
        ended(runs);
    }
    feedback.progress(1);
    return runs;
}

QByteArray searchCsv(const std::vector<SearchedRun> &runs)
{
    QByteArray csv("rank,run,validation_loss,best_epoch,parameters");
    const QStringList paths = runs.empty() ? QStringList() : runs.front().choice.keys();
    for (const QString &path : paths)
        csv += ',' + csvField(path).toUtf8();
    csv += '\n';
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const SearchedRun &run = runs[i];
        csv += QByteArray::number(i + 1) + ',' + csvField(QFileInfo(run.folder).fileName()).toUtf8() + ','
            + QByteArray::number(run.validationLoss, 'g', 8) + ',' + QByteArray::number(run.bestEpoch) + ','
            + QByteArray::number(run.parameters);
        for (const QString &path : paths)
            csv += ',' + csvField(textOf(run.choice[path])).toUtf8();
        csv += '\n';
    }
    return csv;
}

} // namespace forewatch
