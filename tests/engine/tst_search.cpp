#include "engine/core/error.h"
#include "engine/learning/model_folder.h"
#include "engine/learning/runs.h"
#include "engine/learning/search.h"
#include "tests/support/busy_city.h"
#include "tests/support/fake_network.h"
#include "tests/support/scene.h"

#include <QDir>
#include <QJsonDocument>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <set>

using namespace forewatch;
using namespace std::chrono_literals;
using test::FakeBackend;
using test::Listener;
using Kind = Layer::Kind;

namespace {

NetworkSpec smallNetwork()
{
    NetworkSpec spec{.name = QStringLiteral("small"),
                     .input = {.width = 20, .height = 20},
                     .layers = {{.kind = Kind::Convolution, .units = 4, .kernel = 3},
                                {.kind = Kind::MaxPool, .kernel = 2},
                                {.kind = Kind::Flatten},
                                {.kind = Kind::Dense, .units = 1, .activation = Activation::None}}};
    spec.learning.phases = {{.epochs = 2, .batch = 20}};
    return spec;
}

SearchSettings gridOf(std::vector<VariedSetting> varied)
{
    return {.order = SearchOrder::Grid, .varied = std::move(varied)};
}

const VariedSetting filters{.path = QStringLiteral("layers.0.filters"), .values = {4, 6, 8}};
const VariedSetting batches{.path = QStringLiteral("learning.phases.0.batch"), .values = {10, 20}};

} // namespace

/// A search tries the networks it was asked for, ranks them by validation alone, and goes on where it stood; runs can be
/// told apart by what was chosen for them.
class TestSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_city = test::busyCity(12); }
    void init() { m_temporary = std::make_unique<QTemporaryDir>(); }

    void aGridHasEveryCombinationOnce()
    {
        const auto candidates = candidatesOf(smallNetwork(), gridOf({filters, batches}));
        QCOMPARE(candidates.size(), std::size_t(6));
        std::set<std::pair<int, int>> seen;
        for (const Candidate &candidate : candidates)
            seen.insert({candidate.network.layers[0].units, candidate.network.learning.phases[0].batch});
        QCOMPARE(seen.size(), std::size_t(6));
        QCOMPARE(candidates[0].network.layers[0].units, 4);
        QCOMPARE(candidates[0].network.learning.phases[0].batch, 10);
        QCOMPARE(candidates[1].network.learning.phases[0].batch, 20);
    }

    void theBudgetOfRunsEndsAGrid()
    {
        SearchSettings settings = gridOf({filters, batches});
        settings.runs = 4;
        QCOMPARE(candidatesOf(smallNetwork(), settings).size(), std::size_t(4));
    }

    void drawsStayInTheirRangesAndRepeat()
    {
        SearchSettings settings{.order = SearchOrder::Random,
                                .varied = {{.path = QStringLiteral("learning.learning_rate"), .low = 1e-5, .high = 1e-2,
                                            .logarithmic = true},
                                           {.path = QStringLiteral("layers.0.filters"), .low = 1, .high = 3, .whole = true}},
                                .runs = 60};
        const auto candidates = candidatesOf(smallNetwork(), settings);
        QCOMPARE(candidates.size(), std::size_t(60));
        std::set<int> counts;
        int slow = 0;
        for (const Candidate &candidate : candidates) {
            const double rate = candidate.network.learning.learningRate;
            QVERIFY(rate >= 1e-5 && rate <= 1e-2);
            slow += rate < std::sqrt(1e-5 * 1e-2);
            counts.insert(candidate.network.layers[0].units);
        }
        QCOMPARE(counts, (std::set<int>{1, 2, 3}));
        QVERIFY2(slow > 15 && slow < 45, qPrintable(QString::number(slow)));
        const auto again = candidatesOf(smallNetwork(), settings);
        QVERIFY(std::ranges::equal(candidates, again, {}, &Candidate::choice, &Candidate::choice));
    }

    void impossibleNetworksAreLeftOut()
    {
        const VariedSetting kernels{.path = QStringLiteral("layers.0.kernel"), .values = {3, 30}};
        const auto candidates = candidatesOf(smallNetwork(), gridOf({kernels}));
        QCOMPARE(candidates.size(), std::size_t(1));
        QCOMPARE(candidates.front().network.layers.front().kernel, 3);
    }

    void whatCannotBeSearchedIsRefused_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("saying");
        const auto row = [](const char *name, const char *json, const char *saying) {
            QTest::newRow(name) << QString::fromUtf8(json) << QString::fromUtf8(saying);
        };
        row("nothing", R"({"order": "grid", "settings": {}})", "Nothing is varied");
        row("an unknown setting", R"({"order": "grid", "settings": {"layers.9.filters": [1]}})", "layers.9.filters");
        row("a range in a grid", R"({"order": "grid", "settings": {"layers.0.filters": {"low": 1, "high": 9}}})", "grid needs values");
        row("no end", R"({"order": "random", "settings": {"layers.0.filters": [1, 2]}})", "needs an end");
        row("an empty range", R"({"order": "random", "runs": 1, "settings": {"layers.0.filters": {"low": 9, "high": 1}}})", "is empty");
        row("another order", R"({"order": "best", "settings": {"layers.0.filters": [1]}})", "order");
        row("nothing possible", R"({"order": "grid", "settings": {"layers.0.kernel": [30, 40]}})", "Layer 1");
    }
    void whatCannotBeSearchedIsRefused()
    {
        QFETCH(QString, json);
        QFETCH(QString, saying);
        const QJsonObject object = QJsonDocument::fromJson(json.toUtf8()).object();
        const QString message = test::errorOf([&] { candidatesOf(smallNetwork(), SearchSettings::fromJson(object)); });
        QVERIFY2(message.contains(saying), qPrintable(message));
    }

    void settingsTravelAsJson()
    {
        const SearchSettings settings{.order = SearchOrder::Random,
                                      .varied = {parseVariedSetting(QStringLiteral("layers.0.filters=2,4")),
                                                 parseVariedSetting(QStringLiteral("learning.learning_rate=1e-5..1e-2"))},
                                      .seed = 7,
                                      .runs = 3,
                                      .minutes = 1.5};
        QVERIFY(settings.varied[1].logarithmic && !settings.varied[1].whole);
        QCOMPARE(settings.varied[0].values, (QJsonArray{2, 4}));
        QCOMPARE(SearchSettings::fromJson(settings.toJson()), settings);
        VERIFY_SAYS(test::errorOf([] { parseVariedSetting(QStringLiteral("layers.0.filters")); }), "no setting to vary");
    }

    void theLowestValidationLossComesFirst()
    {
        const auto runs = search(gridOf({filters, batches}));
        QCOMPARE(runs.size(), std::size_t(6));
        QVERIFY(std::ranges::is_sorted(runs, {}, &SearchedRun::validationLoss));
        for (const SearchedRun &run : runs) {
            const ModelCard card = ModelFolder(run.folder).readCard();
            QVERIFY(card.complete);
            QCOMPARE(card.network.layers[0].units, run.choice[filters.path].toInt());
            double lowest = card.curves.front().validationLoss;
            for (const EpochScores &scores : card.curves)
                lowest = std::min(lowest, scores.validationLoss);
            QCOMPARE(run.validationLoss, lowest);
        }
        const QByteArray csv = searchCsv(runs);
        QCOMPARE(csv.count('\n'), 7);
        QVERIFY(csv.startsWith("rank,run,validation_loss,best_epoch,parameters,layers.0.filters,learning.phases.0.batch\n1,"));
    }

    void aCancelledSearchGoesOnWhereItStood()
    {
        const auto whole = search(gridOf({filters}));
        const QString folder = m_temporary->filePath(QStringLiteral("cancelled"));
        Listener stopping(20);
        QVERIFY_THROWS_EXCEPTION(Cancelled, search(gridOf({filters}), folder, stopping));
        const auto finished = std::ranges::count_if(runsIn(folder), [](const Run &run) { return run.card.complete; });
        QVERIFY2(finished < 3, qPrintable(QString::number(finished)));
        Listener listener;
        const auto resumed = search(gridOf({filters}), folder, listener);
        QCOMPARE(resumed.size(), whole.size());
        for (std::size_t i = 0; i < whole.size(); ++i) {
            QCOMPARE(resumed[i].choice, whole[i].choice);
            QCOMPARE(resumed[i].validationLoss, whole[i].validationLoss);
        }
        Listener again;
        search(gridOf({filters}), folder, again);
        QVERIFY2(again.told.empty(), "a finished search trains nothing again");
        VERIFY_SAYS(test::errorOf([&] { search(gridOf({batches}), folder, listener); }), "another search");
    }

    void runsAreToldApartByWhatWasChosen()
    {
        search(gridOf({filters}));
        const std::vector<Run> runs = runsIn(m_temporary->path());
        QCOMPARE(runs.size(), std::size_t(3));
        const auto differing = differingSettings(runs);
        QCOMPARE(differing.size(), std::size_t(1));
        QCOMPARE(differing.front().field, QStringLiteral("network.layers.0.filters"));
        QStringList values = differing.front().values;
        values.sort();
        QCOMPARE(values, (QStringList{QStringLiteral("4"), QStringLiteral("6"), QStringLiteral("8")}));
        QVERIFY(differingSettings(std::span(runs).first(1)).empty());
    }

    void whatIsNoRunIsLeftOut()
    {
        search(gridOf({filters}));
        QDir(m_temporary->path()).mkpath(QStringLiteral("broken"));
        QFile broken(m_temporary->filePath(QStringLiteral("broken/card.json")));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("{}");
        broken.close();
        QCOMPARE(runsIn(m_temporary->path()).size(), std::size_t(3));
        QVERIFY(runsIn(m_temporary->filePath(QStringLiteral("nowhere"))).empty());
    }

    void curvesOfRunsStandInOneTable()
    {
        search(gridOf({filters}));
        const auto runs = runsIn(m_temporary->path());
        const QList<QByteArray> lines = curvesCsv(runs).trimmed().split('\n');
        QCOMPARE(lines.size(), 1 + 3 * 2);
        const QList<QByteArray> second = lines[2].split(',');
        QCOMPARE(second[0], runs[0].card.name.toUtf8());
        QCOMPARE(second[1], QByteArray("2"));
        QVERIFY(std::abs(second[4].toDouble() - runs[0].card.curves[1].validationLoss) < 1e-6);
    }

    void notesStayWithTheirRun()
    {
        const QString folder = search(gridOf({filters})).front().folder;
        const ModelCard before = ModelFolder(folder).readCard();
        writeNotes(folder, QStringLiteral("wider \"is\" better\nsecond line"));
        ModelCard after = ModelFolder(folder).readCard();
        QCOMPARE(after.notes, QStringLiteral("wider \"is\" better\nsecond line"));
        after.notes = before.notes;
        QCOMPARE(after.toJson(), before.toJson());
    }

private:
    std::vector<SearchedRun> search(const SearchSettings &settings)
    {
        Listener listener;
        return search(settings, m_temporary->filePath(QStringLiteral("search")), listener);
    }

    std::vector<SearchedRun> search(const SearchSettings &settings, const QString &folder, Listener &listener)
    {
        const Time start = makeTime(2016, 1, 1);
        TrainingSettings base{.network = smallNetwork(),
                              .task = {.length = 1h, .step = 1h, .horizon = 1h},
                              .split = {.kind = SplitKind::Chronological,
                                        .from = start,
                                        .to = start + 12 * 24h,
                                        .trainTo = start + 6 * 24h,
                                        .validationTo = start + 9 * 24h},
                              .folder = folder};
        base.epochs = 2;
        return searchNetworks(m_city, base, settings, FakeBackend(), listener, listener.observer(),
                              [](const std::vector<SearchedRun> &) {});
    }

    City m_city;
    std::unique_ptr<QTemporaryDir> m_temporary;
};

QTEST_GUILESS_MAIN(TestSearch)
#include "tst_search.moc"
