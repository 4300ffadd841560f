#include "engine/core/error.h"
#include "engine/core/random.h"
#include "engine/learning/scoring.h"
#include "tests/support/busy_city.h"

#include <QFileInfo>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <ranges>

using namespace forewatch;
using Kind = Layer::Kind;

namespace {

using Images = std::vector<std::uint8_t>;

NetworkSpec tinySpec()
{
    return {.name = QStringLiteral("tiny"), .channels = 2, .input = {.width = 8, .height = 9},
            .layers = {{Kind::Convolution, 3, 3}, {Kind::MaxPool, 0, 2}, {Kind::Flatten, 0, 0}, {Kind::Dense, 5, 0},
                       {Kind::Dense, 1, 0}}};
}

Images noise(std::size_t size, std::uint64_t seed)
{
    Random random(seed);
    Images images(size);
    std::ranges::generate(images, [&] { return std::uint8_t(random.below(256)); });
    return images;
}

/// Log-odds of `tinySpec` in plain loops and double precision, with a weight moved by `by`.
double plainLogit(const Tensors &weights, const std::uint8_t *image, const std::string &moved = {}, std::size_t index = 0,
                  double by = 0)
{
    const auto w = [&](const std::string &name, std::size_t i) {
        return weights.at(name).values[i] + (name == moved && i == index ? by : 0);
    };
    std::vector<double> flat;
    for (std::size_t f = 0; f < 3; ++f)
        for (std::size_t py = 0; py < 3; ++py)
            for (std::size_t px = 0; px < 3; ++px) {
                double most = 0;
                for (std::size_t y = 2 * py; y < 2 * py + 2; ++y)
                    for (std::size_t x = 2 * px; x < 2 * px + 2; ++x) {
                        double sum = w("conv1.bias", f);
                        for (std::size_t c = 0; c < 2; ++c)
                            for (std::size_t ky = 0; ky < 3; ++ky)
                                for (std::size_t kx = 0; kx < 3; ++kx)
                                    sum += w("conv1.weight", ((f * 2 + c) * 3 + ky) * 3 + kx)
                                        * image[(c * 9 + y + ky) * 8 + x + kx] / 255.;
                        most = std::max(most, sum);
                    }
                flat.push_back(most);
            }
    double logit = w("dense2.bias", 0);
    for (std::size_t unit = 0; unit < 5; ++unit) {
        double sum = w("dense1.bias", unit);
        for (std::size_t i = 0; i < flat.size(); ++i)
            sum += w("dense1.weight", unit * flat.size() + i) * flat[i];
        logit += w("dense2.weight", unit) * std::max(sum, 0.);
    }
    return logit;
}

double plainLoss(const std::vector<double> &logits, const std::vector<float> &labels)
{
    double loss = 0;
    for (std::size_t i = 0; i < logits.size(); ++i)
        loss += std::log1p(std::exp(labels[i] > 0 ? -logits[i] : logits[i])) / double(logits.size());
    return loss;
}

/// Weights with biases that are not zero, so that their place matters.
Tensors tinyWeights()
{
    Tensors weights = initialWeights(tinySpec(), 3);
    Random random(4);
    for (auto &[name, tensor] : weights)
        if (name.ends_with("bias"))
            std::ranges::generate(tensor.values, [&] { return float(random.uniform(.05, .2)); });
    return weights;
}

const std::vector<float> fourLabels{1, 0, 0, 1};

} // namespace

/// The libtorch network computes what its layers say, learns, and repeats itself exactly.
class TestTorchNetwork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!QFileInfo::exists(QStringLiteral(FOREWATCH_BIN "/libforewatch-torch.so")))
            QSKIP("the learning module was not built");
    }

    void scoresAreThoseOfPlainLoops()
    {
        const Tensors weights = tinyWeights();
        const auto network = torchBackend().create(tinySpec(), weights, Precision::Float32, 2);
        const Images images = noise(130 * tinySpec().inputSize(), 1);
        const auto logits = network->logits(images);
        QCOMPARE(logits.size(), std::size_t(130));
        for (std::size_t i = 0; i < logits.size(); ++i)
            QVERIFY(std::abs(logits[i] - plainLogit(weights, images.data() + i * tinySpec().inputSize())) < 1e-5);
        QVERIFY(network->weights() == weights);
        QVERIFY(network->logits({}).empty());
    }

    void gradientsAreThoseOfPlainLoops()
    {
        const Tensors weights = tinyWeights();
        const Images images = noise(4 * tinySpec().inputSize(), 2);
        const auto network = torchBackend().create(tinySpec(), weights, Precision::Float32, 2);
        const auto lossWith = [&](const std::string &name, std::size_t index, double by) {
            std::vector<double> logits;
            for (std::size_t i = 0; i < 4; ++i)
                logits.push_back(plainLogit(weights, images.data() + i * tinySpec().inputSize(), name, index, by));
            return plainLoss(logits, fourLabels);
        };
        const BatchResult result = network->train(images, fourLabels);
        QVERIFY(std::abs(result.loss - lossWith({}, 0, 0)) < 1e-6);
        // After one step Adam's first moment is a tenth of the gradient.
        const Tensors state = network->optimiserState();
        int moved = 0;
        for (const auto &[name, tensor] : weights)
            for (std::size_t i = 0; i < tensor.values.size(); ++i) {
                constexpr double h = 1e-6;
                const double gradient = (lossWith(name, i, h) - lossWith(name, i, -h)) / (2 * h);
                QVERIFY(std::abs(10 * state.at(name + ".m").values[i] - gradient) < 1e-5);
                const double step = network->weights().at(name).values[i] - double(tensor.values[i]);
                if (std::abs(gradient) > 1e-4) {
                    QVERIFY(std::abs(step + std::copysign(tinySpec().learning.learningRate, gradient)) < 1e-6);
                    ++moved;
                }
            }
        QVERIFY(moved > 50);
        QCOMPARE(state.at("adam.step").values.front(), 1.F);
    }

    void rightAnswersAreCounted()
    {
        const Images images = noise(4 * tinySpec().inputSize(), 5);
        const auto network = torchBackend().create(tinySpec(), tinyWeights(), Precision::Float32, 1);
        const auto logits = network->logits(images);
        std::vector<float> labels;
        std::ranges::transform(logits, std::back_inserter(labels), [](float score) { return score >= 0 ? 1.F : 0.F; });
        labels[1] = 1 - labels[1];
        QCOMPARE(network->train(images, labels).correct, 3);
    }

    void sixteenSnapshotsAreLearntByHeart()
    {
        const City city = test::busyCity(10);
        const auto examples = makeExamples(city, {.question = Question::SameWindow}, makeTime(2016, 1, 1), makeTime(2016, 1, 11));
        std::vector<Example> sixteen;
        for (const bool outcome : {true, false}) {
            auto wanted = examples | std::views::filter([&](const Example &e) { return e.outcome == outcome; })
                | std::views::take(8);
            std::ranges::copy(wanted, std::back_inserter(sixteen));
        }
        QCOMPARE(sixteen.size(), std::size_t(16));
        NoFeedback quiet;
        const EncodedExamples encoded(city, MapImageEncoding(city), sixteen, 2, quiet);

        NetworkSpec spec = NetworkSpec::model2();
        spec.learning.learningRate = 1e-3;
        const auto network = torchBackend().create(spec, initialWeights(spec, 1), Precision::Auto, 2);
        int steps = 0;
        for (BatchResult result; result.correct < 16 || result.loss > .1; ++steps) {
            QVERIFY2(steps < 100, qPrintable(QStringLiteral("%1 right, loss %2").arg(result.correct).arg(result.loss)));
            result = network->train(encoded.images(), encoded.labels());
        }
        const auto logits = network->logits(encoded.images());
        for (std::size_t i = 0; i < 16; ++i)
            QCOMPARE(logits[i] > 0, encoded.labels()[i] > 0);
    }

    void trainingRepeatsAndResumesBitForBit_data()
    {
        QTest::addColumn<QString>("precision");
        QTest::newRow("float32") << precisionName(Precision::Float32);
        QTest::newRow("what the processor is fastest in") << precisionName(Precision::Auto);
    }
    void trainingRepeatsAndResumesBitForBit()
    {
        QFETCH(QString, precision);
        const auto chosen = precision == QLatin1String("float32") ? Precision::Float32 : Precision::Auto;
        const NetworkSpec spec = NetworkSpec::model2();
        const Tensors weights = initialWeights(spec, 9);
        const Images images = noise(4 * spec.inputSize(), 3);
        const auto whole = torchBackend().create(spec, weights, chosen, 2);
        const auto first = torchBackend().create(spec, weights, chosen, 2);
        for (int step = 0; step < 4; ++step)
            whole->train(images, fourLabels);
        for (int step = 0; step < 2; ++step)
            first->train(images, fourLabels);
        const auto second = torchBackend().create(spec, first->weights(), chosen, 2);
        second->setOptimiserState(first->optimiserState());
        for (int step = 0; step < 2; ++step)
            second->train(images, fourLabels);
        QVERIFY(second->weights() == whole->weights());
        QVERIFY(second->optimiserState() == whole->optimiserState());
        QVERIFY(whole->weights() != weights);
    }

    void bfloat16AgreesRoughlyWithFloat32()
    {
        const NetworkSpec spec = NetworkSpec::model2();
        const Tensors weights = initialWeights(spec, 2);
        const auto exact = torchBackend().create(spec, weights, Precision::Float32, 2);
        const auto fast = torchBackend().create(spec, weights, Precision::Auto, 2);
        QVERIFY(fast->precision() != Precision::Auto);
        if (fast->precision() == Precision::Float32)
            QSKIP("this processor has no bfloat16");
        const Images images = noise(8 * spec.inputSize(), 6);
        const auto a = exact->logits(images);
        const auto b = fast->logits(images);
        for (std::size_t i = 0; i < a.size(); ++i)
            QVERIFY2(std::abs(a[i] - b[i]) < .02, qPrintable(QStringLiteral("%1 and %2").arg(a[i]).arg(b[i])));
        QVERIFY(a != b);
        const std::vector<float> labels{1, 0, 1, 0, 1, 0, 1, 0};
        QVERIFY(std::abs(exact->train(images, labels).loss - fast->train(images, labels).loss) < .01);
    }

    void anOptimiserOfAnotherNetworkIsRefused()
    {
        const auto network = torchBackend().create(tinySpec(), tinyWeights(), Precision::Float32, 1);
        Tensors state = network->optimiserState();
        state.at("conv1.bias.v") = {{2}, {0, 0}};
        QVERIFY_THROWS_EXCEPTION(Error, network->setOptimiserState(state));
        state.erase("conv1.bias.v");
        QVERIFY_THROWS_EXCEPTION(Error, network->setOptimiserState(state));
    }

    void theVersionIsNamed() { QVERIFY(torchBackend().version().startsWith(QLatin1String("libtorch 1."))); }
};

QTEST_GUILESS_MAIN(TestTorchNetwork)
#include "tst_torch_network.moc"
