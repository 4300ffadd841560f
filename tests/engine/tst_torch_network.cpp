#include "engine/core/error.h"
#include "engine/core/random.h"
#include "engine/learning/scoring.h"
#include "tests/support/busy_city.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <ranges>

using namespace forewatch;
using Kind = Layer::Kind;

Q_DECLARE_METATYPE(forewatch::LearningSettings)
Q_DECLARE_METATYPE(forewatch::LossKind)

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

/// Of the loss on four images, of which the first and last are positive.
double gradientOf(const Tensors &weights, const Images &images, const std::string &name, std::size_t index)
{
    const auto lossAt = [&](double by) {
        std::vector<double> logits;
        for (std::size_t i = 0; i < 4; ++i)
            logits.push_back(plainLogit(weights, images.data() + i * tinySpec().inputSize(), name, index, by));
        return plainLoss(logits, {1, 0, 0, 1});
    };
    return (lossAt(1e-6) - lossAt(-1e-6)) / 2e-6;
}

const std::vector<float> fourLabels{1, 0, 0, 1};
const TrainingStep aStep{.learningRate = 1e-4, .seed = 7};

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
        const BatchResult result = network->train(images, fourLabels, aStep);
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
                    QVERIFY(std::abs(step + std::copysign(aStep.learningRate, gradient)) < 1e-6);
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
        QCOMPARE(network->train(images, labels, aStep).correct, 3);
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
        const EncodedExamples encoded(city, {.question = Question::SameWindow}, MapImageEncoding(city), sixteen, 2, quiet);

        const NetworkSpec spec = NetworkSpec::model2();
        const auto network = torchBackend().create(spec, initialWeights(spec, 1), Precision::Auto, 2);
        int steps = 0;
        for (BatchResult result; result.correct < 16 || result.loss > .1; ++steps) {
            QVERIFY2(steps < 100, qPrintable(QStringLiteral("%1 right, loss %2").arg(result.correct).arg(result.loss)));
            result = network->train(encoded.images(), encoded.labels(), {.learningRate = 1e-3});
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
            whole->train(images, fourLabels, aStep);
        for (int step = 0; step < 2; ++step)
            first->train(images, fourLabels, aStep);
        const auto second = torchBackend().create(spec, first->weights(), chosen, 2);
        second->setOptimiserState(first->optimiserState());
        for (int step = 0; step < 2; ++step)
            second->train(images, fourLabels, aStep);
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
        QVERIFY(std::abs(exact->train(images, labels, aStep).loss - fast->train(images, labels, aStep).loss) < .01);
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

    void theStepsAreThoseOfTheOptimiser_data()
    {
        QTest::addColumn<LearningSettings>("learning");
        QTest::newRow("Adam with L2") << LearningSettings{.weightDecay = .1};
        QTest::newRow("AdamW") << LearningSettings{.optimiser = OptimiserKind::AdamW, .weightDecay = .1};
        QTest::newRow("SGD") << LearningSettings{.optimiser = OptimiserKind::Sgd, .weightDecay = .1, .momentum = 0};
        QTest::newRow("momentum") << LearningSettings{.optimiser = OptimiserKind::Sgd, .momentum = .9};
        QTest::newRow("Nesterov") << LearningSettings{.optimiser = OptimiserKind::Sgd, .momentum = .9, .nesterov = true};
    }
    /// Three steps of one bias, its gradients read off a plain SGD step.
    void theStepsAreThoseOfTheOptimiser()
    {
        QFETCH(LearningSettings, learning);
        const Images images = noise(4 * tinySpec().inputSize(), 8);
        NetworkSpec spec = tinySpec();
        spec.learning = learning;
        const auto network = torchBackend().create(spec, tinyWeights(), Precision::Float32, 2);
        double m = 0;
        double v = 0;
        for (int step = 1; step <= 3; ++step) {
            const Tensors before = network->weights();
            const double w = before.at("dense1.bias").values[1];
            double g = gradientOf(before, images, "dense1.bias", 1);
            constexpr double rate = .01;
            double expected = w;
            if (learning.optimiser == OptimiserKind::Sgd) {
                g += learning.weightDecay * w;
                m = learning.momentum * m + g;
                expected -= rate * (learning.nesterov ? g + learning.momentum * m : m);
            } else {
                if (learning.optimiser == OptimiserKind::AdamW)
                    expected *= 1 - rate * learning.weightDecay;
                else
                    g += learning.weightDecay * w;
                m = .9 * m + .1 * g;
                v = .999 * v + .001 * g * g;
                expected -= rate * m / (1 - std::pow(.9, step)) / (std::sqrt(v / (1 - std::pow(.999, step))) + 1e-7);
            }
            network->train(images, fourLabels, {.learningRate = rate});
            const double now = network->weights().at("dense1.bias").values[1];
            QVERIFY2(std::abs(now - expected) < 1e-5, qPrintable(QStringLiteral("%1, not %2").arg(now).arg(expected)));
            QVERIFY(now != w);
        }
    }

    void theLossDecidesTheGradient_data()
    {
        QTest::addColumn<LossKind>("loss");
        QTest::newRow("weighted") << LossKind::Weighted;
        QTest::newRow("focal") << LossKind::Focal;
    }
    void theLossDecidesTheGradient()
    {
        QFETCH(LossKind, loss);
        NetworkSpec spec = tinySpec();
        spec.learning = {.optimiser = OptimiserKind::Sgd, .momentum = 0, .loss = loss, .positiveWeight = 3, .focus = 2};
        const Images images = noise(4 * spec.inputSize(), 8);
        const auto network = torchBackend().create(spec, tinyWeights(), Precision::Float32, 1);
        const auto wanted = [&](double by) {
            double sum = 0;
            for (std::size_t i = 0; i < 4; ++i) {
                const double logit = plainLogit(tinyWeights(), images.data() + i * spec.inputSize(), "dense2.bias", 0, by);
                const double entropy = std::log1p(std::exp(fourLabels[i] > 0 ? -logit : logit));
                sum += entropy * (loss == LossKind::Focal ? std::pow(1 - std::exp(-entropy), 2) : fourLabels[i] > 0 ? 3 : 1) / 4;
            }
            return sum;
        };
        const double gradient = (wanted(1e-5) - wanted(-1e-5)) / 2e-5;
        const double before = network->weights().at("dense2.bias").values[0];
        network->train(images, fourLabels, {.learningRate = .1});
        QVERIFY(std::abs((before - network->weights().at("dense2.bias").values[0]) / .1 - gradient) < 1e-4);
    }

    void inputGradientsAreThoseOfPlainLoops()
    {
        const Tensors weights = tinyWeights();
        Images images = noise(3 * tinySpec().inputSize(), 9);
        const auto network = torchBackend().create(tinySpec(), weights, Precision::Float32, 2);
        const auto gradients = network->inputGradients(images);
        QCOMPARE(gradients.size(), images.size());
        const std::size_t second = tinySpec().inputSize();
        int seen = 0;
        for (std::size_t i = second; i < 2 * second; ++i) {
            const double before = plainLogit(weights, images.data() + second);
            const int by = images[i] < 255 ? 1 : -1;
            images[i] = std::uint8_t(images[i] + by);
            const double slope = (plainLogit(weights, images.data() + second) - before) * by;
            images[i] = std::uint8_t(images[i] - by);
            // A step of one may cross the fold of a maximum: most agree closely, all roughly.
            seen += std::abs(slope - gradients[i]) < 1e-6;
        }
        QVERIFY2(seen > int(second) * 9 / 10, qPrintable(QString::number(seen)));
        QVERIFY(std::ranges::any_of(gradients, [](float value) { return value != 0; }));
        QVERIFY(network->weights() == weights);
    }

    void pixelsOfUnitLengthForgetBrightness()
    {
        NetworkSpec spec = tinySpec();
        spec.input.unitPixels = true;
        const auto network = torchBackend().create(spec, tinyWeights(), Precision::Float32, 1);
        Images dark = noise(spec.inputSize(), 3);
        std::ranges::transform(dark, dark.begin(), [](std::uint8_t value) { return std::uint8_t(value / 2); });
        Images bright = dark;
        std::ranges::transform(bright, bright.begin(), [](std::uint8_t value) { return std::uint8_t(2 * value); });
        QVERIFY(std::abs(network->logits(dark).front() - network->logits(bright).front()) < 1e-5);
        const auto scaled = torchBackend().create(tinySpec(), tinyWeights(), Precision::Float32, 1);
        QVERIFY(std::abs(scaled->logits(dark).front() - scaled->logits(bright).front()) > 1e-4);
    }

    void aBatchNormKeepsItsStatistics()
    {
        NetworkSpec spec = tinySpec();
        spec.layers.insert(spec.layers.begin(), {Kind::BatchNorm});
        Tensors weights = tinyWeights();
        for (const auto &[name, tensor] : initialWeights(spec, 1))
            if (name.starts_with("norm"))
                weights[name] = tensor;
        const auto network = torchBackend().create(spec, weights, Precision::Float32, 1);
        const Images images = noise(4 * spec.inputSize(), 4);
        // Untrained it changes (nearly) nothing; ε is 1e-5.
        const auto plain = torchBackend().create(tinySpec(), tinyWeights(), Precision::Float32, 1);
        QVERIFY(std::abs(network->logits(images).front() - plain->logits(images).front()) < 1e-3);

        network->train(images, fourLabels, aStep);
        const std::size_t plane = 8 * 9;
        double sum = 0;
        for (std::size_t image = 0; image < 4; ++image)
            for (std::size_t i = 0; i < plane; ++i)
                sum += images[image * 2 * plane + i] / 255. / (4 * plane);
        QVERIFY(std::abs(network->weights().at("norm1.mean").values[0] - .1 * sum) < 1e-6);
        const auto once = network->logits(images);
        QCOMPARE(network->logits(images), once);
        const auto copy = torchBackend().create(spec, network->weights(), Precision::Float32, 1);
        QCOMPARE(copy->logits(images), once);
    }

    void dropoutFollowsItsSeed()
    {
        NetworkSpec spec = tinySpec();
        spec.layers.insert(spec.layers.begin() + 3, {.kind = Kind::Dropout, .rate = .5});
        const Images images = noise(4 * spec.inputSize(), 4);
        const auto trained = [&](std::uint64_t seed) {
            const auto network = torchBackend().create(spec, tinyWeights(), Precision::Float32, 1);
            network->train(images, fourLabels, {.learningRate = .01, .seed = seed});
            return network->weights();
        };
        QVERIFY(trained(1) == trained(1));
        QVERIFY(trained(1) != trained(2));
        // What is asked is answered by the whole network.
        const auto network = torchBackend().create(spec, tinyWeights(), Precision::Float32, 1);
        const auto plain = torchBackend().create(tinySpec(), tinyWeights(), Precision::Float32, 1);
        QCOMPARE(network->logits(images), plain->logits(images));
    }

    void torchScriptSaysTheSameInPython()
    {
        const QString python = QStringLiteral("/usr/bin/python3");
        QProcess probe;
        probe.start(python, {QStringLiteral("-c"), QStringLiteral("import torch")});
        if (!probe.waitForFinished(60'000) || probe.exitCode() != 0)
            QSKIP("Python's torch is not installed");
        NetworkSpec spec = tinySpec();
        spec.channels = 3;
        spec.input.unitPixels = true;
        spec.layers = {{.kind = Kind::Convolution, .units = 4, .kernel = 2, .padding = Padding::Same, .activation = Activation::Elu},
                       {.kind = Kind::MaxPool, .kernel = 2},
                       {.kind = Kind::BatchNorm},
                       {.kind = Kind::Activation, .activation = Activation::Tanh},
                       {.kind = Kind::AveragePool, .kernel = 2},
                       {.kind = Kind::Dropout, .rate = .5},
                       {.kind = Kind::Flatten},
                       {.kind = Kind::Dense, .units = 5, .activation = Activation::LeakyRelu},
                       {.kind = Kind::Dense, .units = 1}};
        const auto network = torchBackend().create(spec, initialWeights(spec, 2), Precision::Float32, 1);
        const Images images = noise(4 * spec.inputSize(), 6);
        for (int step = 0; step < 5; ++step)
            network->train(images, fourLabels, {.learningRate = .01});
        const auto expected = network->logits(images);

        QTemporaryDir folder;
        QFile archive(folder.filePath(QStringLiteral("network.pt")));
        QVERIFY(archive.open(QIODevice::WriteOnly));
        archive.write(QByteArray::fromStdString(torchBackend().torchScript(spec, network->weights())));
        archive.close();
        QProcess process;
        process.start(python, {QStringLiteral("-c"),
                               QStringLiteral("import sys, torch\n"
                                              "network = torch.jit.load(sys.argv[1])\n"
                                              "images = torch.frombuffer(bytearray(sys.stdin.buffer.read()), dtype=torch.uint8)\n"
                                              "for score in network(images.view(4, 3, 9, 8)): print(float(score))\n"),
                               archive.fileName()});
        process.write(QByteArray(reinterpret_cast<const char *>(images.data()), qsizetype(images.size())));
        process.closeWriteChannel();
        QVERIFY(process.waitForFinished(60'000));
        const auto lines = process.readAllStandardOutput().trimmed().split('\n');
        QVERIFY2(lines.size() == 4, process.readAllStandardError().constData());
        for (qsizetype i = 0; i < 4; ++i)
            QVERIFY2(std::abs(lines[i].toDouble() - expected[std::size_t(i)]) < 1e-5, lines[i].constData());
    }

    void theVersionIsNamed() { QVERIFY(torchBackend().version().startsWith(QLatin1String("libtorch 1."))); }
};

QTEST_GUILESS_MAIN(TestTorchNetwork)
#include "tst_torch_network.moc"
