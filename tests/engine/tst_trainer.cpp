#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/random.h"
#include "engine/learning/balancing.h"
#include "engine/learning/model_folder.h"
#include "engine/learning/runs.h"
#include "tests/support/busy_city.h"
#include "tests/support/fake_network.h"
#include "tests/support/scene.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <functional>

using namespace forewatch;
using namespace std::chrono_literals;
using test::contentOf;
using test::FakeBackend;
using test::Listener;

namespace {

const Time start = makeTime(2016, 1, 1);
constexpr int days = 12;

} // namespace

/// A training leaves a folder from which it goes on exactly as if it had never stopped, and a model that says honest
/// probabilities.
class TestTrainer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_city = test::busyCity(days); }
    void init() { m_temporary = std::make_unique<QTemporaryDir>(); }

    void positivesAreMetByAsManyNegatives()
    {
        std::vector<Example> examples;
        for (int i = 0; i < 40; ++i)
            examples.push_back({{start + i * 1h, 1h}, {start + (i + 1) * 1h, 1h}, i % 4 == 0});
        const auto even = balanced(examples, Random(1));
        QCOMPARE(even.examples.size(), std::size_t(20));
        QCOMPARE(baseRate(even.examples), .5);
        QCOMPARE(even.negativesKept, 1 / 3.);
        QVERIFY(std::ranges::is_sorted(even.examples, {}, [](const Example &e) { return e.asked.start; }));
        for (std::size_t i = 1; i < even.examples.size(); ++i)
            QVERIFY(!(even.examples[i].asked == even.examples[i - 1].asked));

        for (Example &example : examples)
            example.outcome = !example.outcome;
        const auto all = balanced(examples, Random(1));
        QCOMPARE(all.examples.size(), std::size_t(40));
        QCOMPARE(all.negativesKept, 1.);
    }

    void aTrainingLeavesAWholeModel()
    {
        Listener listener;
        const Model model = train(folder("a"), listener);
        const ModelCard card = ModelCard::fromJson(readJson(folder("a") + QStringLiteral("/card.json")));
        QVERIFY(card.complete);
        QCOMPARE(card.toJson(), model.card.toJson());
        QCOMPARE(card.name, QStringLiteral("a"));
        QCOMPARE(card.epochs, 4);
        QCOMPARE(card.curves.size(), std::size_t(4));
        QVERIFY(card.curves.back().validationLoss < card.curves.front().validationLoss);
        QCOMPARE(card.precision, QStringLiteral("float32"));
        QCOMPARE(card.sources.front().sha256, QStringLiteral("5ea1"));

        const Split split = splitExamples(examples(), settings(folder("a")).split);
        const auto positives = std::ranges::count(split.training, true, &Example::outcome);
        QCOMPARE(card.trainingExamples, std::size_t(2 * positives));
        QCOMPARE(card.negativesKept, double(positives) / double(int(split.training.size()) - positives));
        QCOMPARE(card.trainingBaseRate, baseRate(split.training));
        QCOMPARE(card.validationBaseRate, baseRate(split.validation));
    }

    void whatIsToldAddsUp()
    {
        Listener listener;
        const Model model = train(folder("a"), listener);
        QVERIFY(listener.rises);
        QCOMPARE(listener.last, 1.);
        QVERIFY(listener.told.front().stage == TrainingProgress::Stage::Drawing);
        QVERIFY(listener.told.back().stage == TrainingProgress::Stage::Calibrating);
        const int batches = (int(model.card.trainingExamples) + 19) / 20;
        int epochs = 0;
        int batch = 0;
        for (const TrainingProgress &progress : listener.told) {
            if (progress.stage != TrainingProgress::Stage::Learning)
                continue;
            QCOMPARE(progress.batches, batches);
            QCOMPARE(progress.epochs, 4);
            QCOMPARE(progress.epoch, epochs + 1);
            QVERIFY(progress.imagesPerSecond > 0);
            if (!progress.ended) {
                QCOMPARE(progress.batch, ++batch);
                QVERIFY(progress.secondsLeft > 0 || (epochs == 3 && batch == batches));
                continue;
            }
            QCOMPARE(batch, batches);
            QCOMPARE(progress.ended->trainingLoss, progress.loss);
            QCOMPARE(progress.ended->validationLoss, model.card.curves[std::size_t(epochs)].validationLoss);
            batch = 0;
            ++epochs;
        }
        QCOMPARE(epochs, 4);
    }

    /// Renamed and noted on between two epochs, and after the training was stopped.
    void theUsersWordsStay()
    {
        const QString own = folder("a");
        Listener stopped;
        const TrainingObserver observe = [&](const TrainingProgress &progress) {
            if (progress.epoch == 1 && progress.ended)
                renameRun(own, QStringLiteral("Port, first try"));
            if (progress.epoch == 3)
                stopped.batchesLeft = 0;
        };
        QVERIFY_THROWS_EXCEPTION(Cancelled, trainModel(m_city, settings(own), FakeBackend(), stopped, observe));
        QCOMPARE(ModelFolder(own).readCard().name, QStringLiteral("Port, first try"));
        QCOMPARE(ModelFolder(own).readCheckpoint().card.name, QStringLiteral("Port, first try"));
        renameRun(own, QStringLiteral("Port"));
        writeNotes(own, QStringLiteral("the small one"));
        resume(own);
        const ModelCard card = ModelFolder(own).readCard();
        QVERIFY(card.complete);
        QCOMPARE(card.name, QStringLiteral("Port"));
        QCOMPARE(card.notes, QStringLiteral("the small one"));
        QCOMPARE(ModelFolder(own).readCheckpoint().card.name, QStringLiteral("Port"));
    }

    void theSameSeedGivesTheSameModel()
    {
        Listener listener;
        train(folder("a"), listener);
        train(folder("b"), listener);
        QVERIFY(sameResult(folder("a"), folder("b")));
        TrainingSettings other = settings(folder("c"));
        other.seed = 2;
        train(other, listener);
        QVERIFY(!sameResult(folder("a"), folder("c")));
    }

    void aStoppedTrainingResumesToTheSameModel_data()
    {
        QTest::addColumn<int>("epoch");
        QTest::addColumn<int>("batch");
        QTest::newRow("in the second epoch") << 1 << 2;
        QTest::newRow("at an epoch's first batch") << 2 << 1;
        QTest::newRow("while calibrating") << 4 << 1;
    }
    void aStoppedTrainingResumesToTheSameModel()
    {
        QFETCH(int, epoch);
        QFETCH(int, batch);
        Listener undisturbed;
        const Model whole = train(folder("whole"), undisturbed);
        const int batches = (int(whole.card.trainingExamples) + 19) / 20;

        Listener stopped(epoch * batches + batch);
        QVERIFY_THROWS_EXCEPTION(Cancelled, train(folder("part"), stopped));
        // It ends with the batch in which it is told to.
        QCOMPARE(std::ranges::count_if(stopped.told,
                                       [](const TrainingProgress &progress) {
                                           return progress.stage != TrainingProgress::Stage::Drawing && !progress.ended;
                                       }),
                 epoch * batches + batch);
        const ModelCard card = ModelCard::fromJson(readJson(folder("part") + QStringLiteral("/card.json")));
        QCOMPARE(card.epochs, epoch);
        QVERIFY(!card.complete);
        QVERIFY_THROWS_EXCEPTION(Error, loadModel(folder("part"), FakeBackend(), 1));

        resume(folder("part"));
        QVERIFY(sameResult(folder("whole"), folder("part")));
    }

    void aTrainingStoppedInItsFirstEpochLeavesNothing()
    {
        Listener stopped(2);
        QVERIFY_THROWS_EXCEPTION(Cancelled, train(folder("a"), stopped));
        QVERIFY(test::errorOf([&] { resume(folder("a")); }).contains(QLatin1String("no training to resume")));
        Listener listener;
        train(folder("a"), listener);
    }

    /// A kill leaves whole files, but not all of the last epoch's: the checkpoint is written first, the card last.
    void aKillBetweenTwoFilesChangesNothing_data()
    {
        QTest::addColumn<int>("epoch");
        QTest::addColumn<QStringList>("missed");
        const QString weights = QStringLiteral("weights.safetensors");
        const QString card = QStringLiteral("card.json");
        QTest::newRow("the first card is missing") << 1 << QStringList{card};
        QTest::newRow("the first weights are missing") << 1 << QStringList{weights, card};
        QTest::newRow("the card is an epoch old") << 2 << QStringList{card};
        QTest::newRow("weights and card are an epoch old") << 2 << QStringList{weights, card};
        QTest::newRow("the last epoch's weights and card are missing") << 4 << QStringList{weights, card};
    }
    void aKillBetweenTwoFilesChangesNothing()
    {
        QFETCH(int, epoch);
        QFETCH(QStringList, missed);
        Listener undisturbed;
        const Model whole = train(folder("whole"), undisturbed);
        const int batches = (int(whole.card.trainingExamples) + 19) / 20;
        if (epoch > 1) {
            Listener before((epoch - 1) * batches + 1);
            QVERIFY_THROWS_EXCEPTION(Cancelled, train(folder("before"), before));
        }
        Listener after(epoch * batches + 1);
        QVERIFY_THROWS_EXCEPTION(Cancelled, train(folder("after"), after));
        QVERIFY(QFileInfo::exists(folder("after") + QStringLiteral("/card.json")));
        for (const QString &file : missed) {
            QFile::remove(folder("after") + QLatin1Char('/') + file);
            QFile::copy(folder("before") + QLatin1Char('/') + file, folder("after") + QLatin1Char('/') + file);
        }
        resume(folder("after"));
        QVERIFY(sameResult(folder("whole"), folder("after")));
    }

    void aFinishedTrainingCanBeProlonged()
    {
        TrainingSettings longer = settings(folder("whole"));
        longer.epochs = 6;
        Listener listener;
        train(longer, listener);
        train(folder("part"), listener);
        longer.folder = folder("part");
        longer.resume = true;
        train(longer, listener);
        QVERIFY(sameResult(folder("whole"), folder("part")));
        QVERIFY(test::errorOf([&] { resume(folder("part")); }).contains(QLatin1String("6 epochs")));
    }

    void theBestEpochIsKeptWhenLaterOnesAreWorse()
    {
        Listener first;
        const int batches = (int(train(folder("first"), first).card.trainingExamples) + 19) / 20;
        Listener listener;
        const FakeBackend backend(2 * batches);
        const Model model = trainModel(m_city, settings(folder("a")), backend, listener, listener.observer());
        QCOMPARE(model.card.bestEpoch, 2);
        QVERIFY(model.card.curves[1].validationLoss < model.card.curves[3].validationLoss);
        const Tensors best = readTensors(folder("a") + QStringLiteral("/weights.safetensors")).tensors;
        const Tensors last = readTensors(folder("a") + QStringLiteral("/checkpoint.safetensors")).tensors;
        QVERIFY(model.network->weights() == best);
        QVERIFY(best.at("conv1.bias") != last.at("weights.conv1.bias"));

        // The last epoch is gone on from, not the best one.
        TrainingSettings longer = settings(folder("a"));
        longer.epochs = 5;
        longer.resume = true;
        QCOMPARE(trainModel(m_city, longer, backend, listener, listener.observer()).card.bestEpoch, 2);
        longer.folder = folder("b");
        longer.resume = false;
        trainModel(m_city, longer, backend, listener, listener.observer());
        QVERIFY(sameResult(folder("a"), folder("b")));
    }

    void otherSettingsAreNotResumed_data()
    {
        using Change = std::function<void(TrainingSettings &)>;
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("field");
        QTest::newRow("seed") << Change([](auto &s) { s.seed = 9; }) << "seed";
        QTest::newRow("threads") << Change([](auto &s) { s.threads = 1; }) << "threads";
        QTest::newRow("lead") << Change([](auto &s) { s.task.lead = 1h; }) << "task.lead_seconds";
        QTest::newRow("split") << Change([](auto &s) { s.split.validationTo += 24h; }) << "split.validation_to";
    }
    void otherSettingsAreNotResumed()
    {
        using Change = std::function<void(TrainingSettings &)>;
        QFETCH(Change, change);
        QFETCH(QString, field);
        Listener listener;
        train(folder("a"), listener);
        const QByteArray before = contentOf(folder("a") + QStringLiteral("/card.json"));
        TrainingSettings other = settings(folder("a"));
        other.resume = true;
        change(other);
        const QString message = test::errorOf([&] { train(other, listener); });
        QVERIFY2(message.contains(QLatin1Char(' ') + field + QLatin1Char(' ')) || message.contains(QLatin1String("hour_of_day")),
                 qPrintable(message));
        QCOMPARE(contentOf(folder("a") + QStringLiteral("/card.json")), before);
    }

    void otherDataAreNotResumed()
    {
        Listener listener;
        train(folder("a"), listener);
        TrainingSettings again = settings(folder("a"));
        again.resume = true;
        City other = m_city;
        auto report = std::make_shared<ImportReport>(*m_city.report);
        report->sources.front().sha256 = QStringLiteral("0ther");
        other.report = report;
        QVERIFY(test::errorOf([&] { trainModel(other, again, FakeBackend(), listener, listener.observer()); })
                    .contains(QLatin1String("0ther")));
    }

    void aUsedFolderIsNotWrittenOver()
    {
        Listener listener;
        train(folder("a"), listener);
        QVERIFY(test::errorOf([&] { train(folder("a"), listener); }).contains(QLatin1String("already")));
    }

    void patienceEndsATraining()
    {
        Listener first;
        const int batches = (int(train(folder("first"), first).card.trainingExamples) + 19) / 20;
        TrainingSettings patient = settings(folder("a"));
        patient.epochs = 9;
        patient.network.learning.patience = 2;
        Listener listener;
        const FakeBackend backend(2 * batches);
        const Model model = trainModel(m_city, patient, backend, listener, listener.observer());
        QCOMPARE(model.card.bestEpoch, 2);
        QCOMPARE(model.card.epochs, 4);
        QVERIFY(model.card.complete);
        patient.resume = true;
        QCOMPARE(trainModel(m_city, patient, backend, listener, listener.observer()).card.epochs, 4);
    }

    void withoutANumberOfEpochsThePhasesAreTrained()
    {
        TrainingSettings whole = settings(folder("a"));
        whole.epochs = 0;
        whole.network.learning.phases = {{.epochs = 2, .batch = 20}, {.epochs = 1, .batch = 7, .augmented = true}};
        Listener listener;
        const Model model = train(whole, listener);
        QCOMPARE(model.card.epochs, 3);
        const int examples = int(model.card.trainingExamples);
        QCOMPARE(listener.told[1].batches, (examples + 19) / 20);
        QCOMPARE(std::prev(listener.told.end(), 2)->batches, (examples + 6) / 7);
    }

    void anotherNetworkIsNotResumed()
    {
        Listener listener;
        train(folder("a"), listener);
        TrainingSettings other = settings(folder("a"));
        other.resume = true;
        other.network.learning.weightDecay = .1;
        QVERIFY(test::errorOf([&] { train(other, listener); }).contains(QLatin1String("network.learning.weight_decay")));
    }

    void maskedTargetsAreNotDrawn()
    {
        TrainingSettings masked = settings(folder("a"));
        masked.task.maskTargets = true;
        Listener listener;
        train(masked, listener);
        train(folder("b"), listener);
        QVERIFY(!sameResult(folder("a"), folder("b")));
    }

    void theRealNetworkResumesToTheSameModel_data()
    {
        QTest::addColumn<int>("stopInEpoch");
        QTest::newRow("in the first phase") << 2;
        QTest::newRow("at the second phase") << 3;
        QTest::newRow("in the second phase") << 4;
    }
    /// Dropout, running statistics, momentum, a falling rate, two phases, augmentation, bfloat16 where there is one.
    void theRealNetworkResumesToTheSameModel()
    {
        if (!QFileInfo::exists(QStringLiteral(FOREWATCH_BIN "/libforewatch-torch.so")))
            QSKIP("the learning module was not built");
        QFETCH(int, stopInEpoch);
        TrainingSettings whole = settings(folder("whole"));
        whole.epochs = 0;
        whole.network = everythingNetwork();
        Listener listener;
        const Model model = trainModel(m_city, whole, torchBackend(), listener, listener.observer());
        whole.folder = folder("part");
        const int examples = int(model.card.trainingExamples);
        const auto batchesOf = [&](int batch) { return (examples + batch - 1) / batch; };
        const int before = std::min(stopInEpoch - 1, 2) * batchesOf(16) + std::max(stopInEpoch - 3, 0) * batchesOf(24);
        Listener stopped(before + 1);
        QVERIFY_THROWS_EXCEPTION(Cancelled, trainModel(m_city, whole, torchBackend(), stopped, stopped.observer()));
        QCOMPARE(ModelFolder(folder("part")).readCard().epochs, stopInEpoch - 1);
        whole.resume = true;
        trainModel(m_city, whole, torchBackend(), listener, listener.observer());
        QVERIFY(sameResult(folder("whole"), folder("part")));
    }

    void aCardWithoutANetworkMeansThePreset()
    {
        Listener listener;
        train(folder("a"), listener);
        QJsonObject card = readJson(folder("a") + QStringLiteral("/card.json"));
        card.remove(QStringLiteral("network"));
        const ModelCard old = ModelCard::fromJson(card);
        QCOMPARE(old.network.name, QStringLiteral("model2"));
        QVERIFY(old.network.layers == NetworkSpec::model2().layers);
        QCOMPARE(old.network.learning.phases.size(), std::size_t(1));
    }

private:
    QString folder(const char *name) const { return m_temporary->filePath(QLatin1String(name)); }

    std::vector<Example> examples() const
    {
        return makeExamples(m_city, settings({}).task, start, start + std::chrono::days(days));
    }

    TrainingSettings settings(const QString &modelFolder) const
    {
        return {.task = {.question = Question::SameWindow},
                .split = defaultSplit(SplitKind::Chronological, start, start + std::chrono::days(days), 1),
                .epochs = 4, .folder = modelFolder};
    }

    static NetworkSpec everythingNetwork()
    {
        using Kind = Layer::Kind;
        NetworkSpec spec;
        spec.name = QStringLiteral("everything");
        spec.input = {.width = 24, .height = 30, .smooth = true};
        spec.layers = {{.kind = Kind::Convolution, .units = 4, .kernel = 3},
                       {.kind = Kind::MaxPool, .kernel = 2},
                       {.kind = Kind::BatchNorm},
                       {.kind = Kind::Dropout, .rate = .3},
                       {.kind = Kind::Flatten},
                       {.kind = Kind::Dense, .units = 8, .activation = Activation::Elu},
                       {.kind = Kind::BatchNorm},
                       {.kind = Kind::Dense, .units = 1, .activation = Activation::None}};
        spec.learning = {.optimiser = OptimiserKind::Sgd, .learningRate = .5, .momentum = .9, .nesterov = true,
                         .decay = DecayKind::Plateau, .decayEvery = 1, .decayFactor = .3,
                         .phases = {{.epochs = 2, .batch = 16}, {.epochs = 3, .batch = 24, .augmented = true}}};
        return spec;
    }

    Model train(const TrainingSettings &chosen, Listener &listener) const
    {
        return trainModel(m_city, chosen, FakeBackend(), listener, listener.observer());
    }
    Model train(const QString &modelFolder, Listener &listener) const { return train(settings(modelFolder), listener); }

    void resume(const QString &modelFolder) const
    {
        Listener listener;
        TrainingSettings chosen = settings(modelFolder);
        chosen.resume = true;
        train(chosen, listener);
    }

    /// All files alike, but for the model's name.
    bool sameResult(const QString &a, const QString &b) const
    {
        const auto card = [](const QString &path) {
            QJsonObject json = readJson(path + QStringLiteral("/card.json"));
            json.remove(QStringLiteral("name"));
            return json;
        };
        const auto tensors = [](const QString &path, const char *file) {
            return readTensors(path + QLatin1String(file)).tensors;
        };
        return card(a) == card(b) && tensors(a, "/weights.safetensors") == tensors(b, "/weights.safetensors")
            && tensors(a, "/checkpoint.safetensors") == tensors(b, "/checkpoint.safetensors");
    }

    City m_city;
    std::unique_ptr<QTemporaryDir> m_temporary;
};

QTEST_GUILESS_MAIN(TestTrainer)
#include "tst_trainer.moc"
