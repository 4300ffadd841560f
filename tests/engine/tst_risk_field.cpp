#include "engine/learning/field_calendar.h"
#include "engine/learning/field_trainer.h"
#include "engine/learning/runs.h"
#include "tests/support/busy_city.h"
#include "tests/support/fake_field.h"
#include "tests/support/scene.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace forewatch;
using namespace std::chrono_literals;
using test::contentOf;
using test::FakeFieldBackend;
using test::Listener;

namespace {

const Time start = makeTime(2016, 1, 1);
constexpr int days = 30;

Time at(int month, int day, int hour = 12, int minute = 0)
{
    return makeTime(2016, month, day, hour, minute);
}

} // namespace

/// A risk field begins as its simple model, knows nothing of what comes, and goes on exactly where it was stopped.
class TestRiskField : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_city = test::smaller(test::busyCity(days)); }
    void init() { m_temporary = std::make_unique<QTemporaryDir>(); }

    void holidaysAreThoseOfTheCalendar()
    {
        QList<QString> found;
        for (int day = 0; day < 366; ++day)
            if (isFederalHoliday(start + day * 24h + 5h))
                found << formatTime(start + day * 24h).mid(5, 5);
        QCOMPARE(found.join(QLatin1Char(' ')),
                 QStringLiteral("01-01 01-18 02-15 05-30 07-04 09-05 10-10 11-11 11-24 12-25"));
        QVERIFY(!isSummerTime(at(3, 13, 1)) && isSummerTime(at(3, 13, 2)) && isSummerTime(at(11, 6, 1)) && !isSummerTime(at(11, 6, 2)));
    }

    void nightIsDark_data()
    {
        QTest::addColumn<int>("month");
        QTest::addColumn<int>("hour");
        QTest::addColumn<double>("least");
        QTest::addColumn<double>("most");
        QTest::newRow("noon in winter") << 12 << 12 << 0. << 0.;
        QTest::newRow("midnight in summer") << 6 << 0 << 1. << 1.;
        // Sunsets of Baltimore: 16:47 on the shortest day, 20:36 on the longest.
        QTest::newRow("sunset on the shortest day") << 12 << 1647 << .4 << .7;
        QTest::newRow("sunset on the longest day") << 6 << 2036 << .4 << .7;
        QTest::newRow("five in winter") << 12 << 1730 << .95 << 1.;
        QTest::newRow("five in summer") << 6 << 1730 << 0. << 0.;
    }
    void nightIsDark()
    {
        QFETCH(int, month);
        QFETCH(int, hour);
        QFETCH(double, least);
        QFETCH(double, most);
        const Time t = hour > 24 ? at(month, 21, hour / 100, hour % 100) : at(month, 21, hour);
        const double dark = darkness(t, {-76.61, 39.29}, isSummerTime(t));
        QVERIFY2(dark >= least && dark <= most, qPrintable(QString::number(dark)));
    }

    void levelAndHourAreCounts()
    {
        RiskFieldParameters parameters = simple({});
        parameters.rate = 3;
        parameters.hours.fill(1);
        parameters.hours[hourOfWeek(at(1, 26, 22))] = 4; // a Tuesday
        QCOMPARE(hourOfWeek(at(1, 26, 22)), std::size_t(24 + 22));
        const Task task{.lead = 1h, .delay = 24h};
        const PlaceHistory history(m_city, task, grid());
        const Window asked{at(1, 26, 21, 30), 2h};
        double known = 0;
        for (const Incident &incident : m_city.incidents->all())
            known += m_city.target->contains(incident) && task.isKnown(incident, asked.start - 1h);
        const double level = (known + 14 * 3) / (24 + 20.5 / 24 + 14);
        const double expected = level * (.5 + 4 + .5) / 24;
        QVERIFY(std::abs(simpleExpectation(history, parameters, start, asked) - expected) < 1e-9);
        parameters.settings.level = false;
        QVERIFY(std::abs(simpleExpectation(history, parameters, start, asked) - 3 * 5. / 24) < 1e-9);
        parameters.settings.hour = false;
        QVERIFY(std::abs(simpleExpectation(history, parameters, start, asked) - 3 * 2. / 24) < 1e-9);
    }

    void anUntrainedNetworkChangesNothing()
    {
        NoFeedback feedback;
        const Task task;
        RiskFieldParameters parameters = simple(task);
        const auto network = std::make_shared<test::FakeField>(parameters.shape, initialWeights(parameters.shape, 1), .1F);
        const auto asked = parts(task).validation;
        const FieldForecast with({parameters, network}, m_city, task, asked, feedback);
        const FieldForecast without({parameters, nullptr}, m_city, task, asked, feedback);
        std::vector<float> a(with.grid()->size());
        std::vector<float> b(a.size());
        for (std::size_t i = 0; i < asked.size(); ++i) {
            QVERIFY(std::abs(with.expected()[i] / without.expected()[i] - 1) < 1e-5);
            if (i % 20)
                continue;
            with.shares(asked[i], a);
            without.shares(asked[i], b);
            QVERIFY(std::abs(std::accumulate(a.begin(), a.end(), 0.) - 1) < 1e-4);
            for (std::size_t cell = 0; cell < a.size(); ++cell)
                QVERIFY(std::abs(a[cell] - b[cell]) <= 1e-4F * b[cell]);
        }
        VERIFY_SAYS(test::errorOf([&] { with.shares({{}, {start, 2h}, false}, a); }), "2016-01-01");
    }

    void theFutureChangesNothing_data()
    {
        QTest::addColumn<Task>("task");
        QTest::newRow("next window") << Task{};
        QTest::newRow("lead") << Task{.lead = 7h};
        QTest::newRow("delay") << Task{.delay = 50h};
        QTest::newRow("as reported") << Task{.reporting = Reporting::AsReported};
    }
    void theFutureChangesNothing()
    {
        QFETCH(Task, task);
        NoFeedback feedback;
        const Example example{{}, {start + 20 * 24h + 6h, 2h}, false};
        std::vector<Incident> all(m_city.incidents->all().begin(), m_city.incidents->all().end());
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i].reportedAfter = std::uint32_t(i * 7919 % 200'000);
        City whole = m_city;
        whole.incidents = std::make_shared<const IncidentTable>(all, m_city.incidents->types());
        std::erase_if(all, [&](const Incident &incident) { return !task.isKnown(incident, task.madeAt(example.asked)); });
        City known = m_city;
        known.incidents = std::make_shared<const IncidentTable>(all, m_city.incidents->types());
        QVERIFY(known.incidents->size() > 100 && known.incidents->size() < whole.incidents->size());

        RiskFieldParameters parameters = simple(task);
        Tensors weights = initialWeights(parameters.shape, 1);
        weights.at("scale.weight").values = {.3F};
        const RiskField field{parameters, std::make_shared<test::FakeField>(parameters.shape, weights, .1F)};
        const FieldForecast a(field, whole, task, std::span(&example, 1), feedback);
        const FieldForecast b(field, known, task, std::span(&example, 1), feedback);
        QCOMPARE(a.expected(), b.expected());
        std::vector<float> sharesA(a.grid()->size());
        std::vector<float> sharesB(a.grid()->size());
        a.shares(example, sharesA);
        b.shares(example, sharesB);
        QCOMPARE(sharesA, sharesB);

        const auto inputs = [&](const City &city) {
            const FieldWindows windows(std::make_shared<const PlaceHistory>(city, task, grid()), city, parameters,
                                       std::span(&example, 1), feedback);
            FieldWindows::Batch batch;
            windows.fill(std::vector<std::size_t>{0}, parameters, batch);
            batch.planes.insert(batch.planes.end(), batch.scalars.begin(), batch.scalars.end());
            return batch.planes;
        };
        QCOMPARE(inputs(whole), inputs(known));
    }

    void planesAreDecayedCounts()
    {
        NoFeedback feedback;
        const Task task{.delay = 3h};
        const RiskFieldParameters parameters = simple(task);
        const auto history = std::make_shared<const PlaceHistory>(m_city, task, grid());
        std::vector<Example> asked;
        for (const auto after : {3h, 26h, 27h, 500h})
            asked.push_back({{}, {start + after, 2h}, false});
        const FieldWindows windows(history, m_city, parameters, asked, feedback);
        FieldWindows::Batch batch;
        windows.fill(std::vector<std::size_t>{0, 1, 2, 3}, parameters, batch);
        const std::size_t cells = parameters.shape.cells();
        const std::size_t columns = history->grid()->ground().columns();
        for (std::size_t i = 0; i < asked.size(); ++i) {
            std::vector<double> week(cells);
            for (const PlacedEvent &event : history->targets()) {
                if (event.time + 3h > asked[i].asked.start)
                    continue;
                const std::size_t ground = history->grid()->groundCell(event.cell);
                week[ground / columns / 4 * std::size_t(parameters.shape.columns) + ground % columns / 4] +=
                    std::exp(-double((asked[i].asked.start - event.time).count()) / (7 * 86400));
            }
            const float *const plane = batch.planes.data() + (i * std::size_t(parameters.shape.planes) + 2) * cells;
            for (std::size_t cell = 0; cell < cells; ++cell)
                QVERIFY(std::abs(plane[cell] - std::log1p(4 * week[cell])) < .5 / 32 + 1e-4);
        }
    }

    void aTrainingLeavesAModelThatCanBeLoaded()
    {
        NoFeedback feedback;
        const Model trained = train(folder("a"));
        QVERIFY(trained.card.complete);
        QCOMPARE(trained.card.toJson()[QStringLiteral("preset")].toString(), QStringLiteral("risk-field"));
        const Model loaded = loadModel(folder("a"), FakeFieldBackend(), 1);
        QCOMPARE(loaded.card.toJson(), trained.card.toJson());
        const auto asked = parts(trained.card.task).test;
        const auto risks = predict(loaded, m_city, asked, feedback);
        QCOMPARE(risks, predict(trained, m_city, asked, feedback));
        QVERIFY(std::ranges::all_of(risks, [](double risk) { return risk > 0 && risk < 1; }));
        auto turned = asked;
        std::ranges::reverse(turned);
        auto back = predict(loaded, m_city, turned, feedback);
        std::ranges::reverse(back);
        QCOMPARE(back, risks);

        const QJsonObject worth = trained.card.field[QStringLiteral("worth")].toObject();
        const auto nats = [&](const char *row) { return worth[QLatin1String(row)].toObject()[QStringLiteral("nats_per_event")].toDouble(); };
        QCOMPARE(worth.size(), 5);
        QVERIFY(std::abs(nats("without_mixture")) < 1e-5);
        QVERIFY(nats("without_level") == nats("without_network"));
    }

    void anotherCityIsRefused()
    {
        NoFeedback feedback;
        const Model model = train(folder("a"));
        City other = m_city;
        std::vector<Neighborhood> moved(m_city.neighborhoods->begin(), m_city.neighborhoods->end());
        moved.front().rings.front().front().longitude -= .001;
        other.neighborhoods = std::make_shared<const Neighborhoods>(moved);
        VERIFY_SAYS(test::errorOf([&] { predict(model, other, parts({}).test, feedback); }), "extent");
        other = m_city;
        other.target = std::make_shared<const Target>(QStringList{QStringLiteral("BURGLARY")}, *m_city.incidents);
        VERIFY_SAYS(test::errorOf([&] { predict(model, other, parts({}).test, feedback); }), "BURGLARY");
    }

    void aStoppedTrainingResumesToTheSameModel_data()
    {
        QTest::addColumn<int>("batches");
        QTest::newRow("in the first epoch") << 2;
        QTest::newRow("in the second epoch") << 5;
        QTest::newRow("while calibrating") << 13;
    }
    void aStoppedTrainingResumesToTheSameModel()
    {
        QFETCH(int, batches);
        train(folder("whole"));
        Listener stopped(batches);
        TrainingSettings own = settings(folder("part"));
        QVERIFY_THROWS_EXCEPTION(Cancelled, trainModel(m_city, own, FakeFieldBackend(), stopped, stopped.observer()));
        renameRun(folder("part"), QStringLiteral("Renamed"));
        own.resume = true;
        Listener listener;
        trainModel(m_city, own, FakeFieldBackend(), listener, listener.observer());
        for (const char *file : {"/weights.safetensors"})
            QVERIFY(contentOf(folder("part") + QLatin1String(file)) == contentOf(folder("whole") + QLatin1String(file)));
        QJsonObject a = loadModel(folder("part"), FakeFieldBackend(), 1).card.toJson();
        QJsonObject b = loadModel(folder("whole"), FakeFieldBackend(), 1).card.toJson();
        QCOMPARE(a.take(QStringLiteral("name")).toString(), QStringLiteral("Renamed"));
        b.remove(QStringLiteral("name"));
        QCOMPARE(a, b);
        own.seed = 5;
        VERIFY_SAYS(test::errorOf([&] { trainModel(m_city, own, FakeFieldBackend(), listener, listener.observer()); }), "seed");
    }

    void whereTrainingAddsNothingTheSimpleModelStays()
    {
        NoFeedback feedback;
        Listener listener;
        const Model model = trainModel(m_city, settings(folder("a")), FakeFieldBackend(-.5F), listener, listener.observer());
        QCOMPARE(model.card.bestEpoch, 0);
        QCOMPARE(model.card.epochs, 3); // patience
        const QJsonObject worth = model.card.field[QStringLiteral("worth")].toObject();
        QVERIFY(std::abs(worth[QStringLiteral("model")].toObject()[QStringLiteral("nats_per_day")].toDouble()
                         - worth[QStringLiteral("without_network")].toObject()[QStringLiteral("nats_per_day")].toDouble()) < 1e-5);
        QCOMPARE(loadModel(folder("a"), FakeFieldBackend(), 1).card.bestEpoch, 0);
    }

    void factorsCanBeSwitchedOff()
    {
        NoFeedback feedback;
        TrainingSettings own = settings(folder("a"));
        own.field->network = false;
        own.field->hour = false;
        Listener listener;
        const Model model = trainModel(m_city, own, FakeFieldBackend(), listener, listener.observer());
        QVERIFY(!model.field->network);
        QCOMPARE(model.card.epochs, 0);
        const auto risks = predict(loadModel(folder("a"), FakeFieldBackend(), 1), m_city, parts({}).test, feedback);
        QVERIFY(risks.front() > 0);
        QCOMPARE(RiskFieldSettings::fromJson(own.field->toJson()), *own.field);
    }

    void whatCannotBeIsRefused()
    {
        const auto refusal = [&](auto &&change) {
            TrainingSettings own = settings(folder("a"));
            change(own);
            Listener listener;
            return test::errorOf([&] { trainModel(m_city, own, FakeFieldBackend(), listener, listener.observer()); });
        };
        VERIFY_SAYS(refusal([](TrainingSettings &own) { own.task.question = Question::SameWindow; }), "next-window");
        VERIFY_SAYS(refusal([](TrainingSettings &own) { own.split.kind = SplitKind::Random; }), "chronological");
        VERIFY_SAYS(refusal([](TrainingSettings &own) { own.layers.push_back({.kind = LayerSpec::Kind::Raster, .name = QStringLiteral("Photo")}); }), "Photo");
        train(folder("a"));
        VERIFY_SAYS(refusal([](TrainingSettings &) {}), "already");
    }

private:
    QString folder(const char *name) const { return m_temporary->filePath(QLatin1String(name)); }
    std::shared_ptr<const PlaceGrid> grid() const { return std::make_shared<const PlaceGrid>(*m_city.neighborhoods); }

    static SplitSettings split()
    {
        return {.from = start, .to = start + days * 24h, .trainTo = start + 16 * 24h, .validationTo = start + 23 * 24h};
    }
    Split parts(const Task &task) const { return splitExamples(makeExamples(m_city, task, start, start + days * 24h), split()); }

    RiskFieldParameters simple(const Task &task) const
    {
        NoFeedback feedback;
        return fitSimpleField(m_city, std::make_shared<const PlaceHistory>(m_city, task, grid()), parts(task), {}, feedback);
    }

    TrainingSettings settings(const QString &folderName) const
    {
        TrainingSettings own;
        own.field = RiskFieldSettings{};
        own.split = split();
        own.epochs = 4;
        own.threads = 1;
        own.folder = folderName;
        return own;
    }
    Model train(const QString &folderName) const
    {
        Listener listener;
        return trainModel(m_city, settings(folderName), FakeFieldBackend(), listener, listener.observer());
    }

    City m_city;
    std::unique_ptr<QTemporaryDir> m_temporary;
};

QTEST_GUILESS_MAIN(TestRiskField)
#include "tst_risk_field.moc"
