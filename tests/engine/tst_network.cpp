#include "engine/learning/network.h"
#include "tests/support/scene.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace forewatch;
using Shape = std::vector<std::int64_t>;
using Kind = Layer::Kind;

namespace {

/// One layer of each kind: 22 × 22 become 20 × 20, then 10 × 10.
NetworkSpec ownNetwork()
{
    NetworkSpec spec;
    spec.name = QStringLiteral("mine");
    spec.input = {.width = 22, .height = 22, .smooth = true};
    spec.layers = {{.kind = Kind::Convolution, .units = 4, .kernel = 3, .activation = Activation::LeakyRelu},
                   {.kind = Kind::BatchNorm},
                   {.kind = Kind::AveragePool, .kernel = 2},
                   {.kind = Kind::MaxPool, .kernel = 1},
                   {.kind = Kind::Activation, .activation = Activation::Elu},
                   {.kind = Kind::Dropout, .rate = .25},
                   {.kind = Kind::Flatten},
                   {.kind = Kind::Dense, .units = 1, .activation = Activation::None}};
    spec.learning = {.optimiser = OptimiserKind::Sgd, .learningRate = .1, .weightDecay = .01, .momentum = .8, .nesterov = true,
                     .decay = DecayKind::Plateau, .decayEvery = 3, .decayFactor = .2, .loss = LossKind::Focal,
                     .positiveWeight = 3, .focus = 1, .phases = {{1, 8, true}, {2, 16, false}}, .patience = 4};
    return spec;
}

} // namespace

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
        QVERIFY((spec.learning.phases == std::vector<Phase>{{10, 20, false}, {50, 32, true}}));
        const std::vector<std::pair<std::string, Shape>> expected{
            {"conv1.weight", {32, 3, 3, 3}},    {"conv1.bias", {32}},  {"conv2.weight", {64, 32, 3, 3}},
            {"conv2.bias", {64}},               {"conv3.weight", {128, 64, 3, 3}}, {"conv3.bias", {128}},
            {"conv4.weight", {128, 128, 3, 3}}, {"conv4.bias", {128}}, {"dense1.weight", {512, 6272}},
            {"dense1.bias", {512}},             {"dense2.weight", {1, 512}},       {"dense2.bias", {1}}};
        QVERIFY(weightShapes(spec) == expected);
    }

    void model1IsThePublishedOne()
    {
        const NetworkSpec spec = NetworkSpec::model1();
        QCOMPARE(parameterCount(spec), 501'505);
        QCOMPARE(spec.inputSize(), std::size_t(216 * 172 * 3));
        QVERIFY(spec.input.smooth && spec.input.unitPixels);
        QCOMPARE(spec.learning.learningRate, 1e-3);
        QCOMPARE(spec.learning.epochs(), 20);
        QStringList shapes;
        for (const LayerSummary &row : summaryOf(spec))
            shapes << row.shape;
        const QStringList expected{
            QStringLiteral("172 × 216 × 128"), QStringLiteral("86 × 108 × 128"), QStringLiteral("84 × 106 × 64"),
            QStringLiteral("28 × 35 × 64"),    QStringLiteral("27 × 34 × 64"),   QStringLiteral("9 × 11 × 64"),
            QStringLiteral("6336"),            QStringLiteral("64"),             QStringLiteral("32"),
            QStringLiteral("1")};
        QCOMPARE(shapes, expected);
        QCOMPARE(summaryOf(spec).front().name, QStringLiteral("Convolution 128 of 3 × 3 same size, ReLU"));
        QCOMPARE(summaryOf(spec).front().parameters, 3'584);
        QCOMPARE(summaryOf(spec).back().name, QStringLiteral("Dense 1"));
    }

    void phasesFollowEachOther_data()
    {
        QTest::addColumn<int>("epoch");
        QTest::addColumn<int>("batch");
        QTest::newRow("first") << 1 << 20;
        QTest::newRow("last of the first phase") << 10 << 20;
        QTest::newRow("first of the second") << 11 << 32;
        QTest::newRow("last") << 60 << 32;
        QTest::newRow("beyond the end") << 61 << 32;
    }
    void phasesFollowEachOther()
    {
        QFETCH(int, epoch);
        QTEST(NetworkSpec::model2().learning.phaseOf(epoch).batch, "batch");
    }

    void theRateFalls_data()
    {
        QTest::addColumn<QString>("decay");
        QTest::addColumn<QList<double>>("expected");
        QTest::newRow("constant") << "constant" << QList<double>{1, 1, 1, 1, 1, 1};
        QTest::newRow("step") << "step" << QList<double>{1, 1, .1, .1, .01, .01};
        QTest::newRow("cosine") << "cosine" << QList<double>{1, (1 + std::sqrt(.5)) / 2, .5, (1 - std::sqrt(.5)) / 2,
                                                             (1 - std::sqrt(.5)) / 2, (1 - std::sqrt(.5)) / 2};
        // Losses 3, 2, 2, 2.5, 1, …: two epochs without a lower one end with the fourth.
        QTest::newRow("plateau") << "plateau" << QList<double>{1, 1, 1, 1, .1, .1};
    }
    void theRateFalls()
    {
        QFETCH(QString, decay);
        QFETCH(QList<double>, expected);
        NetworkSpec spec = NetworkSpec::model2();
        QJsonObject json = spec.toJson();
        json[QStringLiteral("learning")] = QJsonObject{
            {QStringLiteral("learning_rate"), 1}, {QStringLiteral("decay"), decay}, {QStringLiteral("decay_every"), 2},
            {QStringLiteral("decay_factor"), .1},
            {QStringLiteral("phases"), QJsonArray{QJsonObject{{QStringLiteral("epochs"), 4}}}}};
        spec = NetworkSpec::fromJson(json);
        const std::vector<double> losses{3, 2, 2, 2.5, 1, 1};
        for (int epoch = 1; epoch <= 6; ++epoch) {
            const double rate = spec.learning.rateOf(epoch, std::span(losses).first(std::size_t(epoch - 1)));
            QVERIFY2(std::abs(rate - expected[epoch - 1]) < 1e-12, qPrintable(QStringLiteral("%1: %2").arg(epoch).arg(rate)));
        }
    }

    void networksComeBackFromJson()
    {
        for (const QString &name : NetworkSpec::presets()) {
            const NetworkSpec spec = NetworkSpec::preset(name);
            QVERIFY(NetworkSpec::fromJson(spec.toJson()) == spec);
        }
        const NetworkSpec own = ownNetwork();
        QVERIFY(NetworkSpec::fromJson(own.toJson()) == own);
        QCOMPARE(parameterCount(own), 4 * 3 * 9 + 4 + 2 * 4 + 10 * 10 * 4 + 1);
        QCOMPARE(weightShapes(own).size(), std::size_t(2 + 4 + 2));
    }

    void whatIsLeftOutHasItsDefault()
    {
        const NetworkSpec spec = NetworkSpec::fromJson(
            {{QStringLiteral("layers"), QJsonArray{QJsonObject{{QStringLiteral("kind"), QStringLiteral("flatten")}},
                                                   QJsonObject{{QStringLiteral("kind"), QStringLiteral("dense")},
                                                               {QStringLiteral("units"), 1}}}}});
        QCOMPARE(spec.name, QStringLiteral("own"));
        QVERIFY(spec.input == PictureInput{});
        QVERIFY(spec.learning == LearningSettings{});
    }

    void impossibleNetworksAreRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("said");
        const auto row = [](const char *name, const char *json, const char *said) {
            QTest::newRow(name) << QByteArray(json) << QString::fromUtf8(said);
        };
        row("no layers", "{}", "no layers");
        row("no score", R"({"layers":[{"kind":"flatten"},{"kind":"dense","units":2}]})", "Layer 2 (Dense 2");
        row("ends with a pool", R"({"layers":[{"kind":"max_pool"}]})", "Layer 1 (Largest of 2 × 2) is the last");
        row("dense on a picture", R"({"layers":[{"kind":"dense","units":1}]})", "Layer 1 (Dense 1) gets a picture of 150 × 150 × 3");
        row("convolution after flattening", R"({"layers":[{"kind":"flatten"},{"kind":"convolution","filters":2},{"kind":"dense","units":1}]})",
            "Layer 2 (Convolution 2 of 3 × 3, ReLU) needs a picture");
        row("flattened twice", R"({"layers":[{"kind":"flatten"},{"kind":"flatten"},{"kind":"dense","units":1}]})", "Layer 2 (Flatten)");
        row("no filters", R"({"layers":[{"kind":"convolution"},{"kind":"flatten"},{"kind":"dense","units":1}]})", "has 0 units");
        row("too many parameters", R"({"layers":[{"kind":"flatten"},{"kind":"dense","units":100000},{"kind":"dense","units":1}]})",
            "million parameters");
        row("unknown kind", R"({"layers":[{"kind":"attention"}]})", "network's layer 1");
        row("a field of another kind", R"({"layers":[{"kind":"flatten","units":3}]})", "no field \"units\"");
        row("unknown field", R"({"layres":[]})", "no field \"layres\"");
        row("a misspelt setting", R"({"learning":{"learning_rates":1}})", "no field \"learning_rates\"");
        row("rate below 0", R"({"learning":{"learning_rate":-1}})", "learning_rate");
        row("no phases", R"({"learning":{"phases":[]}})", "phases");
        row("batch of none", R"({"learning":{"phases":[{"batch":0}]}})", "phase 1");
        row("Nesterov without momentum", R"({"learning":{"nesterov":true,"momentum":0}})", "momentum");
        row("everything dropped out", R"({"layers":[{"kind":"dropout","rate":1}]})", "rate");
    }
    void impossibleNetworksAreRefused()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, said);
        const QString message =
            test::errorOf([&] { NetworkSpec::fromJson(QJsonDocument::fromJson(json).object()); });
        QVERIFY2(message.contains(said), qPrintable(message));
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
        QTest::newRow("2 pixels for the second convolution") << 7 << "Layer 3 (Convolution";
        QTest::newRow("1 pixel for the pool") << 3 << "Layer 2 (Largest";
        QTest::newRow("2 pixels for the first convolution") << 2 << "Layer 1 (Convolution";
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
