#include "engine/baselines/hawkes.h"
#include "engine/data/sample_city.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTest>

using namespace forewatch;
using namespace std::chrono;

class TestKnownTruth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void explore()
    {
        NoFeedback feedback;
        for (std::uint64_t seed = 1; seed <= 6; ++seed) {
            QElapsedTimer timer;
            timer.start();
            const SampleCity sample = makeSampleCity(seed, 3, feedback);
            const auto made = timer.restart();
            const auto grid = std::make_shared<const PlaceGrid>(*sample.city.neighborhoods);
            const auto gridded = timer.restart();
            const Hawkes hawkes(sample.city, Task(), sample.city.incidents->coveredDays(), grid, feedback);
            const auto fitted = timer.elapsed();
            const auto json = hawkes.fit().toJson();
            qInfo("%lld %lld %lld ms: %s", made, gridded, fitted, QJsonDocument(json).toJson(QJsonDocument::Compact).constData());
        }
    }
};

QTEST_GUILESS_MAIN(TestKnownTruth)
#include "tst_known_truth.moc"
