#include "engine/core/error.h"
#include "engine/scores/metrics.h"
#include "tests/support/busy_city.h"
#include "tests/support/fake_network.h"
#include "tests/support/scene.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace forewatch;
using namespace std::chrono_literals;
using test::FakeBackend;
using test::Listener;

namespace {

const Time start = makeTime(2016, 1, 1);
const Time end = start + std::chrono::days(12);

} // namespace

/// A model's card says all that its probabilities depend on, and a model is read only where they mean what it says.
class TestModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_city = test::busyCity(12);
        m_settings = {.task = {.question = Question::SameWindow},
                      .split = defaultSplit(SplitKind::Chronological, start, end, 1),
                      .epochs = 4,
                      .folder = m_temporary.path()};
        Listener listener;
        m_trained = trainModel(m_city, m_settings, FakeBackend(), listener, listener.observer());
    }

    void aLoadedModelSaysWhatTheTrainingSaid()
    {
        Listener listener;
        const Model loaded = loadModel(m_temporary.path(), FakeBackend(), 2);
        const auto validation = splitExamples(examples(), m_settings.split).validation;
        const auto probabilities = predict(loaded, m_city, validation, listener);
        QCOMPARE(probabilities, predict(m_trained, m_city, validation, listener));

        // Calibrated on these very examples: their mean is the base rate, and the card's scores are theirs.
        Forecast forecast{.probabilities = probabilities, .outcomes = {}, .day = std::vector<int>(validation.size())};
        std::ranges::transform(validation, std::back_inserter(forecast.outcomes), &Example::outcome);
        const double mean = std::accumulate(probabilities.begin(), probabilities.end(), 0.) / double(validation.size());
        QVERIFY(std::abs(mean - baseRate(validation)) < .02);
        const Metrics metrics = measure(forecast, loaded.card.threshold, 1, 0);
        QVERIFY(std::abs(metrics.brier - loaded.card.validation[QStringLiteral("brier")].toDouble()) < 1e-12);
        QVERIFY2(metrics.auc > .8, "the targets' dots are in the picture, and their color gives them away");
        QVERIFY(predict(loaded, m_city, {}, listener).empty());
    }

    void predictingCanBeCancelled()
    {
        Listener listener(0);
        QVERIFY_THROWS_EXCEPTION(Cancelled, predict(m_trained, m_city, examples(), listener));
    }

    void anotherCityIsRefused()
    {
        ModelCard card = m_trained.card;
        QVERIFY(test::errorOf([&] { requireSameCity(card, m_city, MapImageEncoding(m_city)); }).isEmpty());
        QJsonObject legend = card.encoding[QStringLiteral("legend")].toObject();
        legend[QStringLiteral("SHOOTING")] = QStringLiteral("#123456");
        card.encoding[QStringLiteral("legend")] = legend;
        const QString message = test::errorOf([&] { requireSameCity(card, m_city, MapImageEncoding(m_city)); });
        QVERIFY2(message.contains(QLatin1String("legend.SHOOTING")) && message.contains(QLatin1String("#123456")),
                 qPrintable(message));
        card = m_trained.card;
        card.encoding.remove(QStringLiteral("crs"));
        QVERIFY(test::errorOf([&] { requireSameCity(card, m_city, MapImageEncoding(m_city)); }).contains(QLatin1String("crs is missing")));
    }

    void damagedCardsAreRefusedByField_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("a later format") << "format" << QJsonValue(2);
        QTest::newRow("no seed") << "seed" << QJsonValue(QJsonValue::Undefined);
        QTest::newRow("a best epoch that was not") << "best_epoch" << QJsonValue(5);
        QTest::newRow("epochs without curves") << "epochs" << QJsonValue(9);
        QTest::newRow("no negatives") << "negatives_kept" << QJsonValue(0);
        QTest::newRow("a threshold above 1") << "threshold" << QJsonValue(1.5);
        QTest::newRow("a calibration in words") << "calibration" << QJsonValue(QStringLiteral("none"));
        QTest::newRow("a calibration upside down")
            << "calibration" << QJsonValue(QJsonObject{{QStringLiteral("slope"), -3}, {QStringLiteral("intercept"), 0}});
        QTest::newRow("a calibration that makes all risks 1")
            << "calibration" << QJsonValue(QJsonObject{{QStringLiteral("slope"), 1}, {QStringLiteral("intercept"), 1e308}});
        QTest::newRow("an unknown precision") << "precision" << QJsonValue(QStringLiteral("zzz"));
        QTest::newRow("an hour short") << "hour_of_day" << QJsonValue(QJsonObject{{QStringLiteral("rates"), QJsonArray{.5}}});
    }
    void damagedCardsAreRefusedByField()
    {
        QFETCH(QString, field);
        QFETCH(QJsonValue, value);
        QJsonObject json = m_trained.card.toJson();
        json[field] = value;
        const QString message = test::errorOf([&] { ModelCard::fromJson(json); });
        QVERIFY2(message.contains(QString(field).replace(QStringLiteral("hour_of_day"), QStringLiteral("rates"))),
                 qPrintable(message));
    }

    void theHourOfDayIsShrunkAndUnseenHoursLieBetween()
    {
        std::vector<Example> training;
        for (int day = 0; day < 3; ++day)
            for (const int hour : {6, 22})
                training.push_back({{}, {start + day * 24h + hour * 1h, 2h}, hour == 22 && day < 2});
        const HourOfDayRate rates(training, {});
        const auto at = [&](int hour) { return rates.probability({start + 240h + hour * 1h, 2h}); };
        const double base = 1 / 3.;
        QVERIFY(std::abs(at(22) - (2 + base) / 4) < 1e-9);
        QVERIFY(std::abs(at(6) - base / 4) < 1e-9);
        // No span starts at noon or at two in the morning: they lie on the line from 6 to 22 and from 22 to 6.
        QVERIFY(std::abs(at(12) - (at(6) + (at(22) - at(6)) * 6 / 16)) < 1e-9);
        QVERIFY(std::abs(at(2) - (at(6) + at(22)) / 2) < 1e-9);
        QCOMPARE(HourOfDayRate::fromJson(rates.toJson()).toJson(), rates.toJson());
        QCOMPARE(rates.predict(training).back(), at(22));
    }

private:
    std::vector<Example> examples() const { return makeExamples(m_city, m_settings.task, start, end); }

    QTemporaryDir m_temporary;
    City m_city;
    TrainingSettings m_settings;
    Model m_trained;
};

QTEST_GUILESS_MAIN(TestModel)
#include "tst_model.moc"
