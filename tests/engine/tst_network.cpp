#include "engine/learning/network.h"
#include "tests/support/scene.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace forewatch;
using Shape = std::vector<std::int64_t>;
using Kind = Layer::Kind;

/// A network is a value: shapes follow from its layers, first weights from its seed.
class TestNetwork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void model2IsThePublishedOne()
    {
        const NetworkSpec spec = NetworkSpec::model2();
        QCOMPARE(parameterCount(spec), 3'453'121);
        QCOMPARE(spec.inputSize(), std::size_t(67'500));
        QCOMPARE(spec.learning.learningRate, 1e-4);
        QCOMPARE(spec.learning.phases.front().batch, 20);
        const std::vector<std::pair<std::string, Shape>> expected{
            {"conv1.weight", {32, 3, 3, 3}},    {"conv1.bias", {32}},  {"conv2.weight", {64, 32, 3, 3}},
            {"conv2.bias", {64}},               {"conv3.weight", {128, 64, 3, 3}}, {"conv3.bias", {128}},
            {"conv4.weight", {128, 128, 3, 3}}, {"conv4.bias", {128}}, {"dense1.weight", {512, 6272}},
            {"dense1.bias", {512}},             {"dense2.weight", {1, 512}},       {"dense2.bias", {1}}};
        QVERIFY(weightShapes(spec) == expected);
    }

    void presetsAreListed()
    {
        QCOMPARE(NetworkSpec::preset(QStringLiteral("model2")).name, QStringLiteral("model2"));
        const QString message = test::errorOf([] { NetworkSpec::preset(QStringLiteral("model9")); });
        QVERIFY(message.contains(QLatin1String("model9")) && message.contains(QLatin1String("model2")));
    }

    void theLayerThatGetsTooLittleIsNamed_data()
    {
        QTest::addColumn<int>("edge");
        QTest::addColumn<QString>("layer");
        QTest::newRow("enough: 8, 6, 3, 1") << 8 << "";
        QTest::newRow("2 pixels for the second convolution") << 7 << "Layer 3 (convolution";
        QTest::newRow("1 pixel for the pool") << 3 << "Layer 2 (pool";
        QTest::newRow("2 pixels for the first convolution") << 2 << "Layer 1 (convolution";
    }
    void theLayerThatGetsTooLittleIsNamed()
    {
        QFETCH(int, edge);
        QFETCH(QString, layer);
        const NetworkSpec spec{.name = {}, .input = {.width = 20, .height = edge},
                               .layers = {{Kind::Convolution, 4, 3}, {Kind::MaxPool, 0, 2}, {Kind::Convolution, 4, 3},
                                          {Kind::Flatten, 0, 0}, {Kind::Dense, 1, 0}}};
        const QString message = test::errorOf([&] { weightShapes(spec); });
        QCOMPARE(message.isEmpty(), layer.isEmpty());
        QVERIFY2(layer.isEmpty() || message.startsWith(layer), qPrintable(message));
    }

    void firstWeightsFillGlorotsRange_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("inputs");
        QTest::addColumn<int>("outputs");
        QTest::newRow("first convolution") << "conv1.weight" << 3 * 9 << 32 * 9;
        QTest::newRow("last convolution") << "conv4.weight" << 128 * 9 << 128 * 9;
        QTest::newRow("dense") << "dense1.weight" << 6272 << 512;
        QTest::newRow("score") << "dense2.weight" << 512 << 1;
    }
    void firstWeightsFillGlorotsRange()
    {
        QFETCH(QString, name);
        QFETCH(int, inputs);
        QFETCH(int, outputs);
        const auto values = initialWeights(NetworkSpec::model2(), 1).at(name.toStdString()).values;
        const double limit = std::sqrt(6. / (inputs + outputs));
        const auto [low, high] = std::ranges::minmax(values);
        QVERIFY(low >= float(-limit) && low < -.95 * limit);
        QVERIFY(high <= float(limit) && high > .95 * limit);
        double sum = 0;
        double squares = 0;
        for (const double value : values) {
            sum += value;
            squares += value * value;
        }
        const auto count = double(values.size());
        // Uniform: mean 0, variance limit²/3; five standard errors of the mean.
        QVERIFY(std::abs(sum / count) < 5 * limit / std::sqrt(3 * count));
        QVERIFY(std::abs(squares / count / (limit * limit / 3) - 1) < 5 / std::sqrt(count));
    }

    void firstWeightsFollowTheSeed()
    {
        const NetworkSpec spec = NetworkSpec::model2();
        QVERIFY(initialWeights(spec, 5) == initialWeights(spec, 5));
        const Tensors weights = initialWeights(spec, 5);
        QVERIFY(weights != initialWeights(spec, 6));
        for (const auto &[name, shape] : weightShapes(spec)) {
            QVERIFY(weights.at(name).shape == shape);
            if (shape.size() == 1)
                QVERIFY(std::ranges::all_of(weights.at(name).values, [](float bias) { return bias == 0; }));
        }
    }

    void weightsOfAnotherNetworkAreRefused_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::newRow("as they should be") << "";
        QTest::newRow("missing") << "missing";
        QTest::newRow("another shape") << "shape";
        QTest::newRow("not finite") << "finite";
    }
    void weightsOfAnotherNetworkAreRefused()
    {
        QFETCH(QString, fault);
        Tensors weights = initialWeights(NetworkSpec::model2(), 1);
        Tensor &bias = weights.at("conv3.bias");
        if (fault == QLatin1String("missing"))
            weights.erase("conv3.bias");
        else if (fault == QLatin1String("shape"))
            bias = {{64}, std::vector<float>(64)};
        else if (fault == QLatin1String("finite"))
            bias.values[7] = std::nanf("");
        const QString message = test::errorOf([&] { requireWeights(NetworkSpec::model2(), weights, QStringLiteral("w.st")); });
        QCOMPARE(message.isEmpty(), fault.isEmpty());
        QCOMPARE(message.contains(QLatin1String("conv3.bias")), !fault.isEmpty());
        QVERIFY(message.contains(fault));
    }
};

QTEST_GUILESS_MAIN(TestNetwork)
#include "tst_network.moc"
