#include "engine/core/random.h"
#include "engine/learning/field_network.h"

#include <QTest>

#include <cmath>

using namespace forewatch;

namespace {

const FieldShape shape{.columns = 6, .rows = 5, .planes = 3, .scalars = 4, .channels = 4, .hidden = 5};

/// Windows whose events lie where the first plane says so.
struct Windows
{
    explicit Windows(std::size_t count, std::uint64_t seed) : planes(count * 3 * 30), scalars(count * 4), expected(count * 30, .05F), events(count * 30)
    {
        Random random(seed);
        for (float &value : planes)
            value = random.uniform() < .2 ? 1.F : 0.F;
        for (float &value : scalars)
            value = float(random.normal());
        for (std::size_t i = 0; i < events.size(); ++i)
            events[i] = float(random.poisson(planes[i / 30 * 90 + i % 30] > 0 ? .3 : .02));
        batch = {count, planes, scalars, expected, events};
    }
    std::vector<float> planes, scalars, expected, events;
    FieldBatch batch;
};

double lossOf(FieldNetwork &network, const Windows &windows)
{
    const auto logs = network.logFactors(windows.batch.count, windows.planes, windows.scalars);
    double loss = 0;
    for (std::size_t i = 0; i < logs.size(); ++i)
        loss += windows.expected[i] * std::exp(logs[i]) - windows.events[i] * logs[i];
    return loss / double(windows.batch.count);
}

} // namespace

/// libtorch's network of a risk field begins at nothing, learns, and repeats itself bit for bit.
class TestTorchField : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itBeginsAtNothing()
    {
        const Windows windows(8, 1);
        const auto network = make();
        for (const float log : network->logFactors(8, windows.planes, windows.scalars))
            QCOMPARE(log, 0.F);
        QVERIFY(std::abs(network->train(windows.batch, 1).loss - 30 * .05) < 1e-5);
        requireWeights(shape, network->weights(), QStringLiteral("test"));
    }

    void itLearnsWhereEventsAre()
    {
        const auto network = make();
        const Windows fresh(200, 99);
        const double before = lossOf(*network, fresh);
        for (std::uint64_t step = 0; step < 150; ++step)
            network->train(Windows(32, step + 100).batch, step);
        const double after = lossOf(*network, fresh);
        QVERIFY2(after < before - .1, qPrintable(QStringLiteral("%1 %2").arg(before).arg(after)));
        for (const float log : network->logFactors(200, fresh.planes, fresh.scalars))
            QVERIFY(std::abs(log) <= FieldShape::most);
    }

    void theSameSeedsGiveTheSameWeights()
    {
        const auto run = [](std::uint64_t seed, bool stopped) {
            auto network = make();
            for (std::uint64_t step = 0; step < 10; ++step) {
                if (stopped && step == 4) {
                    auto resumed = torchBackend().createField(shape, network->weights(), 1);
                    resumed->setOptimiserState(network->optimiserState());
                    network = std::move(resumed);
                }
                network->train(Windows(16, step).batch, seed + step);
            }
            return network->weights();
        };
        QVERIFY(run(5, false) == run(5, false));
        QVERIFY(run(5, true) == run(5, false));
        QVERIFY(run(500, false) != run(5, false)); // dropout
    }

private:
    static std::unique_ptr<FieldNetwork> make() { return torchBackend().createField(shape, initialWeights(shape, 3), 1); }
};

QTEST_GUILESS_MAIN(TestTorchField)
#include "tst_torch_field.moc"
