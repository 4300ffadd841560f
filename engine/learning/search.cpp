#include "engine/learning/search.h"

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/json_fields.h"
#include "engine/core/random.h"
#include "engine/learning/model_folder.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <chrono>
#include <cmath>


namespace forewatch {

namespace {

constexpr std::size_t mostCombinations = 10'000;
/// Draws in a row that bring nothing new before a random search has seen everything.
constexpr int fruitlessDraws = 200;

/// `json` with `value` at the path; throws `Error` where there is no such setting.
QJsonValue withValue(const QJsonValue &json, const QStringList &path, const QJsonValue &value, const QString &whole)
{
    if (path.isEmpty())
        return value;
    const auto missing = [&] {
        return Error(QStringLiteral("The network has no setting \"%1\". Write it as it is in the network's file, with list items "
                                    "counted from 0: learning.learning_rate, layers.0.filters.")
                         .arg(whole));
    };
    const QStringList rest = path.mid(1);
    if (json.isArray()) {
        QJsonArray items = json.toArray();
        bool isNumber = false;
        const int index = path.front().toInt(&isNumber);
        if (!isNumber || index < 0 || index >= items.size())
            throw missing();
        items[index] = withValue(items[index], rest, value, whole);
        return items;
    }
    QJsonObject object = json.toObject();
    if (!object.contains(path.front()))
        throw missing();
    object[path.front()] = withValue(object[path.front()], rest, value, whole);
    return object;
}

NetworkSpec varied(const NetworkSpec &network, const QJsonObject &chosen)
{
    QJsonValue json = network.toJson();
    for (auto choice = chosen.begin(); choice != chosen.end(); ++choice)
        json = withValue(json, choice.key().split(QLatin1Char('.')), *choice, choice.key());
    return NetworkSpec::fromJson(json.toObject());
}

QJsonValue drawn(const SearchedSetting &setting, Random &random)
{
    if (!setting.values.isEmpty())
        return setting.values[static_cast<qsizetype>(random.below(static_cast<std::size_t>(setting.values.size())))];
    const double value = setting.logarithmic ? std::exp(random.uniform(std::log(setting.low), std::log(setting.high)))
                                             : random.uniform(setting.low, setting.high);
    return setting.whole ? QJsonValue(static_cast<qint64>(std::lround(value))) : QJsonValue(value);
}

std::vector<QJsonObject> grid(const std::vector<SearchedSetting> &space)
{
    std::vector<QJsonObject> all{{}};
    for (const SearchedSetting &setting : space) {
        if (setting.values.isEmpty())
            throw Error(QStringLiteral("A grid needs a list of values for \"%1\", not a range. List them, or search at random.")
                            .arg(setting.path));
        std::vector<QJsonObject> longer;
        for (const QJsonObject &chosen : all)
            for (const QJsonValue value : setting.values) {
                longer.push_back(chosen);
                longer.back()[setting.path] = value;
            }
        if (longer.size() > mostCombinations)
            throw Error(QStringLiteral("The grid has more than %1 combinations. Use fewer values, or search at random.")
                            .arg(mostCombinations));
        all = std::move(longer);
    }
    return all;
}

SearchRun planned(const SearchSettings &settings, const QJsonObject &chosen)
{
    SearchRun run{.chosen = chosen};
    try {
        varied(settings.training.network, chosen);
    } catch (const Error &error) {
        run.problem = error.message();
    }
    return run;
}

/// Paths that the network lacks are faults of the search; values that do not fit together are faults of a combination.
void requirePaths(const SearchSettings &settings)
{
    const QJsonObject json = settings.training.network.toJson();
    for (const SearchedSetting &setting : settings.space)
        withValue(json, setting.path.split(QLatin1Char('.')), {}, setting.path);
}

/// What makes one search another: everything but its budget.
QJsonObject identityOf(const SearchSettings &settings)
{
    return {{QStringLiteral("network"), settings.training.network.toJson()},
            {QStringLiteral("task"), settings.training.task.toJson()},
            {QStringLiteral("split"), settings.training.split.toJson()},
            {QStringLiteral("epochs"), settings.training.epochs},
            {QStringLiteral("training_seed"), QString::number(settings.training.seed)},
            {QStringLiteral("space"), searchSpaceToJson(settings.space)},
            {QStringLiteral("method"), searchMethodName(settings.method)},
            {QStringLiteral("seed"), QString::number(settings.seed)}};
}

void takeResult(SearchRun &run, const ModelCard &card)
{
    run.finished = card.complete;
    run.bestEpoch = card.bestEpoch;
    const EpochScores &best = card.curves.at(static_cast<std::size_t>(card.bestEpoch - 1));
    run.validationLoss = best.validationLoss;
    run.validationAccuracy = best.validationAccuracy;
}

/// Trains the combinations of one search one after the other.
class Search
{
public:
    Search(const City &city, const SearchSettings &settings, const NetworkBackend &backend, const SearchObserver &observer)
        : m_city(city), m_settings(settings), m_backend(backend), m_observer(observer)
    {
    }

    std::vector<SearchRun> run(Feedback &feedback)
    {
        std::vector<SearchRun> runs = searchPlan(m_settings);
        claimFolder();
        const auto trainable = std::ranges::count_if(runs, [](const SearchRun &run) { return run.problem.isEmpty(); });
        const auto start = std::chrono::steady_clock::now();
        m_progress.runs = static_cast<int>(trainable);
        for (SearchRun &run : runs) {
            if (!run.problem.isEmpty())
                continue;
            const int number = ++m_progress.run;
            StageFeedback stage(feedback, (number - 1.0) / double(trainable), number / double(trainable));
            run.folder = QDir(m_settings.folder).filePath(QStringLiteral("run-%1").arg(number, 3, 10, QLatin1Char('0')));
            const bool late = m_settings.time.count() > 0 && std::chrono::steady_clock::now() - start > m_settings.time;
            if (!takeFinished(run) && !late)
                train(run, stage);
        }
        std::erase_if(runs, [](const SearchRun &run) { return run.problem.isEmpty() && !run.finished; });
        std::ranges::stable_sort(runs, [](const SearchRun &a, const SearchRun &b) {
            return a.finished != b.finished ? a.finished : a.finished && a.validationLoss < b.validationLoss;
        });
        writeWholeFile(QDir(m_settings.folder).filePath(QStringLiteral("search.csv")), searchCsv(runs));
        return runs;
    }

private:
    void claimFolder() const
    {
        makeFolder(m_settings.folder);
        const QString file = QDir(m_settings.folder).filePath(QStringLiteral("search.json"));
        const QJsonObject now = identityOf(m_settings);
        if (!QFileInfo::exists(file)) {
            writeJson(file, now);
            return;
        }
        if (const auto difference = firstDifference(readJson(file), now))
            throw Error(QStringLiteral("There is another search in %1: its %2 is %3, now it is %4. Choose another folder, or "
                                       "search as before.")
                            .arg(m_settings.folder, difference->field, difference->a, difference->b));
    }

    bool takeFinished(SearchRun &run) const
    {
        const ModelFolder folder(run.folder);
        if (!QFileInfo::exists(QDir(run.folder).filePath(QStringLiteral("card.json"))))
            return false;
        const ModelCard card = folder.readCard();
        if (card.complete)
            takeResult(run, card);
        return card.complete;
    }

    void train(SearchRun &run, Feedback &feedback)
    {
        TrainingSettings training = m_settings.training;
        training.network = varied(training.network, run.chosen);
        training.folder = run.folder;
        training.resume = QFileInfo::exists(QDir(run.folder).filePath(QStringLiteral("checkpoint.safetensors")));
        m_progress.chosen = run.chosen;
        try {
            const Model model = trainModel(m_city, training, m_backend, feedback, [this](const TrainingProgress &progress) {
                m_progress.training = progress;
                m_observer(m_progress);
            });
            takeResult(run, model.card);
        } catch (const Error &error) {
            run.problem = error.message();
        }
        m_progress.ended = run;
        m_observer(m_progress);
        m_progress.ended.reset();
    }

    const City &m_city;
    const SearchSettings &m_settings;
    const NetworkBackend &m_backend;
    const SearchObserver &m_observer;
    SearchProgress m_progress;
};

SearchedSetting settingFrom(const QString &path, const QJsonValue &value)
{
    SearchedSetting setting{.path = path};
    if (value.isArray() && !value.toArray().isEmpty()) {
        setting.values = value.toArray();
        return setting;
    }
    if (!value.isObject())
        throw Error(QStringLiteral("The searched setting \"%1\" is neither a list of values nor a range like {\"low\": 1e-5, "
                                   "\"high\": 1e-2, \"log\": true}.")
                        .arg(path));
    const JsonFields fields(value.toObject(), QStringLiteral("searched setting \"%1\"").arg(path));
    const auto truth = [&](const QString &key) { return fields.has(key) && fields.truth(key); };
    setting.low = fields.number(QStringLiteral("low"));
    setting.high = fields.number(QStringLiteral("high"));
    setting.logarithmic = truth(QStringLiteral("log"));
    setting.whole = truth(QStringLiteral("whole"));
    if (setting.high < setting.low)
        fields.refuse(QStringLiteral("high"), QStringLiteral("at least \"low\""));
    if (setting.logarithmic && setting.low <= 0)
        fields.refuse(QStringLiteral("low"), QStringLiteral("above 0, as a scale of logarithms needs it"));
    return setting;
}

} // namespace

QString searchMethodName(SearchMethod method)
{
    return method == SearchMethod::Grid ? QStringLiteral("grid") : QStringLiteral("random");
}

std::optional<SearchMethod> parseSearchMethod(const QString &name)
{
    for (const SearchMethod method : {SearchMethod::Grid, SearchMethod::Random})
        if (name == searchMethodName(method))
            return method;
    return std::nullopt;
}

std::vector<SearchedSetting> searchSpaceFromJson(const QJsonObject &json)
{
    std::vector<SearchedSetting> space;
    for (auto field = json.begin(); field != json.end(); ++field)
        space.push_back(settingFrom(field.key(), *field));
    return space;
}

QJsonObject searchSpaceToJson(const std::vector<SearchedSetting> &space)
{
    QJsonObject json;
    for (const SearchedSetting &setting : space) {
        if (setting.values.isEmpty())
            json[setting.path] = QJsonObject{{QStringLiteral("low"), setting.low},
                                             {QStringLiteral("high"), setting.high},
                                             {QStringLiteral("log"), setting.logarithmic},
                                             {QStringLiteral("whole"), setting.whole}};
        else
            json[setting.path] = setting.values;
    }
    return json;
}

std::vector<SearchRun> searchPlan(const SearchSettings &settings)
{
    if (settings.space.empty())
        throw Error(QStringLiteral("Nothing is searched over. Name at least one setting with its values."));
    requirePaths(settings);
    std::vector<SearchRun> runs;
    int trainable = 0;
    const auto add = [&](const QJsonObject &chosen) {
        runs.push_back(planned(settings, chosen));
        trainable += runs.back().problem.isEmpty();
    };
    if (settings.method == SearchMethod::Grid) {
        for (const QJsonObject &chosen : grid(settings.space))
            if (trainable < settings.runs)
                add(chosen);
        return runs;
    }
    Random random(settings.seed);
    for (int fruitless = 0; trainable < settings.runs && fruitless < fruitlessDraws && runs.size() < mostCombinations;) {
        QJsonObject chosen;
        for (const SearchedSetting &setting : settings.space)
            chosen[setting.path] = drawn(setting, random);
        const bool known = std::ranges::find(runs, chosen, &SearchRun::chosen) != runs.end();
        fruitless = known ? fruitless + 1 : 0;
        if (!known)
            add(chosen);
    }
    return runs;
}

std::vector<SearchRun> searchNetworks(const City &city, const SearchSettings &settings, const NetworkBackend &backend,
                                      Feedback &feedback, const SearchObserver &observer)
{
    return Search(city, settings, backend, observer).run(feedback);
}

QByteArray searchCsv(const std::vector<SearchRun> &runs)
{
    QStringList paths;
    for (const SearchRun &run : runs)
        for (const QString &path : run.chosen.keys())
            if (!paths.contains(path))
                paths << path;
    QString csv = QStringLiteral("run,validation_loss,validation_accuracy,best_epoch");
    for (const QString &path : paths)
        csv += QLatin1Char(',') + path;
    csv += QLatin1Char('\n');
    for (const SearchRun &run : runs) {
        QStringList row{QFileInfo(run.folder).fileName()};
        if (run.finished)
            row << QString::number(run.validationLoss, 'g', 9) << QString::number(run.validationAccuracy, 'g', 9)
                << QString::number(run.bestEpoch);
        else
            row << QString() << QString() << QString();
        for (const QString &path : paths)
            row << run.chosen[path].toVariant().toString();
        csv += row.join(QLatin1Char(',')) + QLatin1Char('\n');
    }
    return csv.toUtf8();
}

} // namespace forewatch
