#include "engine/core/files.h"
#include "engine/learning/model_folder.h"
#include "engine/learning/runs.h"
#include "engine/learning/search.h"
#include "tests/support/busy_city.h"
#include "tests/support/fake_network.h"
#include "tests/support/scene.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <functional>

using namespace forewatch;
using namespace std::chrono_literals;
using test::FakeBackend;
using test::Listener;

namespace {

const Time start = makeTime(2016, 1, 1);
constexpr int days = 12;

QJsonObject json(const char *text)
{
    return QJsonDocument::fromJson(text).object();
}

} // namespace

/// Trainings are kept side by side, compared and searched over.
class TestRuns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_city = test::busyCity(days); }
    void init() { m_temporary = std::make_unique<QTemporaryDir>(); }

    void runsAreFoundBelowAFolder()
    {
        train("b/one", {});
        train("a", [](TrainingSettings &s) { s.seed = 2; });
        QVERIFY(QDir(m_temporary->path()).mkpath(QStringLiteral("c")));
        writeWholeFile(path("c/card.json"), QByteArray("{}"));
        QVERIFY(QDir(m_temporary->path()).mkpath(QStringLiteral("no model")));
        const Runs runs = runsBelow(m_temporary->path());
        QCOMPARE(runs.readable.size(), std::size_t(2));
        QCOMPARE(runs.readable[0].folder, path("a"));
        QCOMPARE(runs.readable[1].folder, path("b/one"));
        QCOMPARE(runs.readable[1].card.name, QStringLiteral("one"));
        QCOMPARE(runs.damaged.size(), std::size_t(1));
        QCOMPARE(runs.damaged[0].first, path("c"));
        QVERIFY(test::errorOf([&] { runsBelow(path("nowhere")); }).contains(QLatin1String("nowhere")));
    }

    void onlySettingsThatDifferAreCompared()
    {
        train("a", {});
        train("b", [](TrainingSettings &s) { s.seed = 2; });
        train("c", [](TrainingSettings &s) {
            s.network.learning.weightDecay = .5;
            s.network.layers.insert(s.network.layers.end() - 1, {.kind = Layer::Kind::Dropout, .rate = .1});
        });
        const SettingsTable table = differingSettings(runsBelow(m_temporary->path()).readable);
        QVERIFY(table.fields.contains(QStringLiteral("seed")));
        QVERIFY(table.fields.contains(QStringLiteral("network.learning.weight_decay")));
        QVERIFY(table.fields.contains(QStringLiteral("network.layers.10.rate")));
        QVERIFY(!table.fields.contains(QStringLiteral("task.question")));
        const auto values = [&](const char *field) {
            const qsizetype column = table.fields.indexOf(QLatin1String(field));
            return QStringList{table.rows[0][column], table.rows[1][column], table.rows[2][column]};
        };
        QCOMPARE(values("seed"), (QStringList{QStringLiteral("1"), QStringLiteral("2"), QStringLiteral("1")}));
        QCOMPARE(values("network.learning.weight_decay"), (QStringList{QStringLiteral("0"), QStringLiteral("0"), QStringLiteral("0.5")}));
        QCOMPARE(values("network.layers.10.rate"), (QStringList{QString(), QString(), QStringLiteral("0.1")}));
        QVERIFY(differingSettings({}).fields.isEmpty());
    }

    void curvesBecomeOneTable()
    {
        const ModelCard card = train("a", {});
        train("with, comma", {});
        const QString csv = QString::fromUtf8(scalarsCsv(runsBelow(m_temporary->path()).readable, m_temporary->path()));
        const QStringList lines = csv.trimmed().split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 1 + 2 * 2);
        QCOMPARE(lines[0], QStringLiteral("run,epoch,training_loss,training_accuracy,validation_loss,validation_accuracy"));
        const QStringList second = lines[2].split(QLatin1Char(','));
        QCOMPARE(second[0] + second[1], QStringLiteral("a2"));
        QVERIFY(std::abs(second[4].toDouble() - card.curves[1].validationLoss) < 1e-8);
        QVERIFY(lines[3].startsWith(QLatin1String("\"with, comma\",1,")));
    }

    void notesAreKept()
    {
        train("a", {});
        QFile weights(path("a/checkpoint.safetensors"));
        const QDateTime before = QFileInfo(weights).lastModified();
        writeNotes(path("a"), QStringLiteral("too short"));
        QCOMPARE(ModelFolder(path("a")).readCard().notes, QStringLiteral("too short"));
        QCOMPARE(QFileInfo(weights).lastModified(), before);
        train("a", [](TrainingSettings &s) {
            s.epochs = 3;
            s.resume = true;
        });
        const ModelCard card = ModelFolder(path("a")).readCard();
        QCOMPARE(card.epochs, 3);
        QCOMPARE(card.notes, QStringLiteral("too short"));
    }

    void aGridIsEveryCombination()
    {
        SearchSettings settings = searchOf(R"({"learning.learning_rate": [0.1, 0.01], "layers.0.filters": [4, 8, 16]})");
        const auto plan = searchPlan(settings);
        QCOMPARE(plan.size(), std::size_t(6));
        QCOMPARE(plan[0].chosen, json(R"({"layers.0.filters": 4, "learning.learning_rate": 0.1})"));
        QCOMPARE(plan[1].chosen, json(R"({"layers.0.filters": 4, "learning.learning_rate": 0.01})"));
        QCOMPARE(plan[5].chosen, json(R"({"layers.0.filters": 16, "learning.learning_rate": 0.01})"));
        settings.runs = 4;
        QCOMPARE(searchPlan(settings).size(), std::size_t(4));
    }

    void impossibleCombinationsCountAsNone()
    {
        SearchSettings settings = searchOf(R"({"layers.0.kernel": [150, 3, 5]})");
        settings.runs = 2;
        const auto plan = searchPlan(settings);
        QCOMPARE(plan.size(), std::size_t(3));
        QVERIFY(plan[0].problem.contains(QLatin1String("Layer 2")));
        QVERIFY(plan[1].problem.isEmpty() && plan[2].problem.isEmpty());
    }

    void randomDrawsStayInTheirRanges()
    {
        SearchSettings settings = searchOf(
            R"({"learning.learning_rate": {"low": 1e-5, "high": 1e-1, "log": true}, "layers.9.units": {"low": 10, "high": 20, "whole": true},
                "learning.optimiser": ["adam", "sgd"]})");
        settings.method = SearchMethod::Random;
        settings.runs = 200;
        const auto plan = searchPlan(settings);
        QCOMPARE(plan.size(), std::size_t(200));
        int small = 0;
        int sgd = 0;
        for (const SearchRun &run : plan) {
            QVERIFY(run.problem.isEmpty());
            const double rate = run.chosen[QStringLiteral("learning.learning_rate")].toDouble();
            const double units = run.chosen[QStringLiteral("layers.9.units")].toDouble();
            QVERIFY(rate >= 1e-5 && rate <= 1e-1);
            QVERIFY(units >= 10 && units <= 20 && units == std::floor(units));
            small += rate < 1e-3;
            sgd += run.chosen[QStringLiteral("learning.optimiser")] == QLatin1String("sgd");
        }
        QVERIFY(small > 70 && small < 130);
        QVERIFY(sgd > 70 && sgd < 130);
        QCOMPARE(searchPlan(settings)[77].chosen, plan[77].chosen);
        settings.seed = 2;
        QVERIFY(searchPlan(settings)[77].chosen != plan[77].chosen);
    }

    void aSmallSpaceIsDrawnOnlyOnce()
    {
        SearchSettings settings = searchOf(R"({"learning.optimiser": ["adam", "sgd"]})");
        settings.method = SearchMethod::Random;
        settings.runs = 50;
        QCOMPARE(searchPlan(settings).size(), std::size_t(2));
    }

    void faultySearchesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("space");
        QTest::addColumn<QString>("said");
        QTest::newRow("nothing") << QByteArray("{}") << "Nothing is searched over";
        QTest::newRow("no such setting") << QByteArray(R"({"learning.rate": [1]})") << "learning.rate";
        QTest::newRow("no such layer") << QByteArray(R"({"layers.99.filters": [1]})") << "layers.99.filters";
        QTest::newRow("a range in a grid") << QByteArray(R"({"learning.momentum": {"low": 0, "high": 0.5}})") << "learning.momentum";
        QTest::newRow("no values") << QByteArray(R"({"learning.momentum": []})") << "learning.momentum";
        QTest::newRow("upside down") << QByteArray(R"({"learning.momentum": {"low": 1, "high": 0.5}})") << "learning.momentum";
        QTest::newRow("logarithm of 0") << QByteArray(R"({"learning.momentum": {"low": 0, "high": 0.5, "log": true}})") << "above 0";
    }
    void faultySearchesAreRefused()
    {
        QFETCH(QByteArray, space);
        QFETCH(QString, said);
        const QString message = test::errorOf([&] { searchPlan(searchOf(space.constData())); });
        QVERIFY2(message.contains(said), qPrintable(message));
    }

    void runsAreRankedByTheirValidationLoss()
    {
        const SearchSettings settings = searchOf(R"({"learning.phases.0.batch": [40, 5, 20], "layers.0.kernel": [3]})");
        Listener listener;
        const auto runs = search(settings, listener);
        QCOMPARE(runs.size(), std::size_t(3));
        for (std::size_t i = 0; i < 3; ++i) {
            QVERIFY(runs[i].finished);
            QVERIFY(i == 0 || runs[i - 1].validationLoss <= runs[i].validationLoss);
            const ModelCard card = ModelFolder(runs[i].folder).readCard();
            QCOMPARE(runs[i].validationLoss, card.curves[std::size_t(card.bestEpoch - 1)].validationLoss);
            QCOMPARE(card.network.learning.phases[0].batch, runs[i].chosen[QStringLiteral("learning.phases.0.batch")].toInt());
        }
        QVERIFY(listener.rises);
        const QByteArray csv = searchCsv(runs);
        QVERIFY(csv.startsWith("run,validation_loss,validation_accuracy,best_epoch,layers.0.kernel,learning.phases.0.batch\n"));
        QCOMPARE(csv.count('\n'), 4);
    }

    void aStoppedSearchGoesOn()
    {
        const SearchSettings whole = searchOf(R"({"learning.phases.0.batch": [40, 5, 20]})", "whole");
        Listener undisturbed;
        const auto expected = search(whole, undisturbed);
        const SearchSettings part = searchOf(R"({"learning.phases.0.batch": [40, 5, 20]})", "part");
        Listener stopped(20);
        QVERIFY_THROWS_EXCEPTION(Cancelled, search(part, stopped));
        Listener listener;
        int begun = 0;
        const auto runs = searchNetworks(m_city, part, FakeBackend(), listener, [&](const SearchProgress &progress) {
            begun += progress.ended.has_value();
        });
        QVERIFY2(begun < 3, "what was finished is not trained again");
        QCOMPARE(runs.size(), expected.size());
        for (std::size_t i = 0; i < runs.size(); ++i) {
            QCOMPARE(runs[i].chosen, expected[i].chosen);
            QCOMPARE(runs[i].validationLoss, expected[i].validationLoss);
        }
        // Another search does not mix with it; a larger budget prolongs it.
        SearchSettings other = part;
        other.seed = 9;
        QVERIFY(test::errorOf([&] { search(other, listener); }).contains(QLatin1String("another search")));
        SearchSettings longer = part;
        longer.runs = 30;
        QCOMPARE(search(longer, listener).size(), std::size_t(3));
    }

private:
    QString path(const char *name) const { return m_temporary->filePath(QLatin1String(name)); }

    TrainingSettings settings() const
    {
        return {.task = {.question = Question::SameWindow},
                .split = defaultSplit(SplitKind::Chronological, start, start + std::chrono::days(days), 1),
                .epochs = 2,
                .folder = {}};
    }

    ModelCard train(const char *name, const std::function<void(TrainingSettings &)> &change) const
    {
        TrainingSettings chosen = settings();
        chosen.folder = path(name);
        if (change)
            change(chosen);
        Listener listener;
        return trainModel(m_city, chosen, FakeBackend(), listener, listener.observer()).card;
    }

    SearchSettings searchOf(const char *space, const char *folder = "search") const
    {
        SearchSettings wanted;
        wanted.training = settings();
        wanted.space = searchSpaceFromJson(json(space));
        wanted.folder = path(folder);
        return wanted;
    }

    std::vector<SearchRun> search(const SearchSettings &wanted, Listener &listener) const
    {
        const TrainingObserver observer = listener.observer();
        return searchNetworks(m_city, wanted, FakeBackend(), listener, [&](const SearchProgress &progress) {
            if (!progress.ended)
                observer(progress.training);
        });
    }

    City m_city;
    std::unique_ptr<QTemporaryDir> m_temporary;
};

QTEST_GUILESS_MAIN(TestRuns)
#include "tst_runs.moc"
