#include "engine/core/random.h"
#include "engine/evaluation/attention.h"
#include "engine/evaluation/attention_picture.h"
#include "tests/support/busy_city.h"
#include "tests/support/precursor_city.h"

#include <QTest>

#include <numeric>

using namespace forewatch;
using namespace std::chrono_literals;

namespace {

constexpr int edge = 150;
constexpr std::size_t plane = std::size_t(edge) * edge;
const Time start = makeTime(2016, 1, 1);

/// Where the marker lies: the north-west corner of the hand-made city, 10 % of the way in.
constexpr GeoPoint corner{-76.69, 39.39};

/// Adds up the ink of the picture's north-west quarter of a quarter.
class LookingNorthWest final : public Network
{
public:
    std::vector<float> logits(std::span<const std::uint8_t> images) override
    {
        std::vector<float> all;
        for (std::size_t at = 0; at < images.size(); at += 3 * plane) {
            float ink = 0;
            forEach([&](std::size_t i) { ink += float(255 - images[at + i]); });
            all.push_back(ink / 255 / 100 - 1);
        }
        return all;
    }
    std::vector<float> inputGradients(std::span<const std::uint8_t> images) override
    {
        std::vector<float> gradients(images.size(), 0.F);
        forEach([&](std::size_t i) { gradients[i] = -1.F / 255 / 100; });
        return gradients;
    }
    BatchResult train(std::span<const std::uint8_t>, std::span<const float>, const TrainingStep &) override { return {}; }
    Tensors weights() const override { return {}; }
    Tensors optimiserState() const override { return {}; }
    void setOptimiserState(const Tensors &) override {}
    Precision precision() const override { return Precision::Float32; }

private:
    static void forEach(auto &&use)
    {
        for (std::size_t channel = 0; channel < 3; ++channel)
            for (std::size_t y = 0; y < edge / 4; ++y)
                for (std::size_t x = 0; x < edge / 4; ++x)
                    use(channel * plane + y * edge + x);
    }
};

/// A model of the window itself, whose picture holds a marker in the corner and an incident in the middle of each half.
City markedCity()
{
    return test::cityOf({{start + 12h, QStringLiteral("SHOOTING"), corner},
                         {start + 12h, QStringLiteral("LARCENY"), {-76.65, 39.3}},
                         {start + 12h, QStringLiteral("BURGLARY"), {-76.55, 39.25}}});
}

Model modelWith(const City &city, std::shared_ptr<Network> network, const NetworkSpec &spec = NetworkSpec::model2())
{
    Model model;
    model.card.network = spec;
    model.card.task.question = Question::SameWindow;
    model.card.target = city.target->names();
    model.card.encoding = MapImageEncoding(city).identity();
    model.network = std::move(network);
    return model;
}

Attention looked(const City &city, const Model &model, AttentionMethod method)
{
    NoFeedback quiet;
    return attentionOf(model, city, exampleAt(city, model.card.task, start + 14h), method, quiet);
}

/// Mean value of the cells in the corner, and the largest of the cells elsewhere.
struct CornerAndRest
{
    double corner = 0;
    double rest = 0;
    double meanOfRest = 0;
};

CornerAndRest compared(const Attention &attention)
{
    CornerAndRest result;
    int inCorner = 0;
    int elsewhere = 0;
    for (int row = 0; row < attention.rows; ++row)
        for (int column = 0; column < attention.columns; ++column) {
            const double value = attention.at(column, row);
            if (4 * row < attention.rows && 4 * column < attention.columns) {
                result.corner = std::max(result.corner, value);
                ++inCorner;
            } else {
                result.rest = std::max(result.rest, value);
                result.meanOfRest += value;
                ++elsewhere;
            }
        }
    result.meanOfRest /= elsewhere;
    return result;
}

/// A small network that can be trained in a moment: eight filters, a coarse pool, one unit.
NetworkSpec smallNetwork()
{
    using enum Layer::Kind;
    NetworkSpec spec{.name = QStringLiteral("small")};
    spec.layers = {{.kind = Convolution, .units = 8, .kernel = 3}, {.kind = MaxPool, .kernel = 8}, {.kind = Flatten},
                   {.kind = Dense, .units = 1, .activation = Activation::None}};
    return spec;
}

/// Trains on pictures with three incidents somewhere; half of them also have a shooting in the corner, and are the positives.
std::shared_ptr<Network> trainedOnTheCorner(const City &city, const NetworkSpec &spec)
{
    std::shared_ptr<Network> network = torchBackend().create(spec, initialWeights(spec, 3), Precision::Float32, 1);
    const MapImageEncoding encoding(city);
    Random random(7);
    for (int step = 0; step < 40; ++step) {
        std::vector<std::uint8_t> images;
        std::vector<float> labels;
        std::vector<std::uint8_t> image(encoding.size());
        for (int i = 0; i < 8; ++i) {
            std::vector<Incident> incidents;
            const auto add = [&](GeoPoint place, std::uint16_t type) {
                const auto neighborhood = city.neighborhoods->locate(place).neighborhood.value_or(Incident::nowhere);
                incidents.push_back({start, place, std::uint32_t(incidents.size() + 1), type, std::uint16_t(neighborhood)});
            };
            for (int k = 0; k < 3; ++k)
                add({random.uniform(-76.69, -76.51), random.uniform(39.21, 39.33)}, std::uint16_t(random.below(3)));
            labels.push_back(float(i % 2));
            if (i % 2)
                add(corner, 2);
            encoding.encode({{start, 2h}, incidents}, image);
            images.insert(images.end(), image.begin(), image.end());
        }
        network->train(images, labels, {.learningRate = 3e-3});
    }
    return network;
}

} // namespace

/// What a network looks at lights up, and nothing else does.
class TestAttention : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theCornerThatIsLookedAtLightsUp_data()
    {
        QTest::addColumn<int>("method");
        QTest::newRow("saliency") << int(AttentionMethod::Saliency);
        QTest::newRow("occlusion") << int(AttentionMethod::Occlusion);
    }
    void theCornerThatIsLookedAtLightsUp()
    {
        QFETCH(int, method);
        const City city = markedCity();
        const Attention attention =
            looked(city, modelWith(city, std::make_shared<LookingNorthWest>()), AttentionMethod(method));
        QCOMPARE(attention.columns, 30);
        QCOMPARE(attention.rows, 30);
        const CornerAndRest found = compared(attention);
        QVERIFY(found.corner > 0);
        // Hiding reaches one cell beyond the corner; a gradient ends where the network stops looking.
        QVERIFY(found.meanOfRest < .05 * found.corner);
        if (AttentionMethod(method) == AttentionMethod::Saliency)
            QVERIFY(std::abs(found.corner - .01) < 1e-6);
        QCOMPARE(attention.largest(), float(found.corner));
    }

    void hidingNothingChangesNothing()
    {
        const City city = test::cityOf({{start, QStringLiteral("LARCENY")}, {start + 23h, QStringLiteral("LARCENY")}});
        const Attention attention =
            looked(city, modelWith(city, std::make_shared<LookingNorthWest>()), AttentionMethod::Occlusion);
        QCOMPARE(attention.largest(), 0.F);
        QCOMPARE(attention.overlay().pixelColor(0, 0).alpha(), 0);
    }

    /// The marker's own place is inside the cell that weighs most.
    void theGridLiesOverTheMap()
    {
        const City city = markedCity();
        const Attention attention =
            looked(city, modelWith(city, std::make_shared<LookingNorthWest>()), AttentionMethod::Occlusion);
        const auto heaviest = std::ranges::max_element(attention.values) - attention.values.begin();
        const double width = attention.extent.width() / attention.columns;
        const double height = attention.extent.height() / attention.rows;
        const double longitude = attention.extent.west + width * (double(heaviest % attention.columns) + .5);
        const double latitude = attention.extent.north - height * (double(heaviest / attention.columns) + .5);
        QVERIFY(std::abs(longitude - corner.longitude) <= 2 * width);
        QVERIFY(std::abs(latitude - corner.latitude) <= 2 * height);
        QVERIFY(attention.extent.contains({-76.7, 39.4}) && attention.extent.contains({-76.5, 39.2}));
    }

    void whatIsMaskedIsNotLookedAt()
    {
        const City city = markedCity();
        Model model = modelWith(city, std::make_shared<LookingNorthWest>());
        const double drawn = compared(looked(city, model, AttentionMethod::Occlusion)).corner;
        model.card.task.maskTargets = true;
        const double masked = compared(looked(city, model, AttentionMethod::Occlusion)).corner;
        QVERIFY(masked < drawn);
    }

    void aTrainedNetworkLooksAtThePlantedMarker_data() { theCornerThatIsLookedAtLightsUp_data(); }
    void aTrainedNetworkLooksAtThePlantedMarker()
    {
        QFETCH(int, method);
        const City city = markedCity();
        const NetworkSpec spec = smallNetwork();
        if (!m_trained)
            m_trained = trainedOnTheCorner(city, spec);
        const CornerAndRest found = compared(looked(city, modelWith(city, m_trained, spec), AttentionMethod(method)));
        QVERIFY2(found.corner > 1.5 * found.rest,
                 qPrintable(QStringLiteral("corner %1, rest %2").arg(found.corner).arg(found.rest)));

        // Random weights look at the marker no more than at anything else.
        int lit = 0;
        for (const std::uint64_t seed : {11, 12, 13}) {
            const std::shared_ptr<Network> random = torchBackend().create(spec, initialWeights(spec, seed), Precision::Float32, 1);
            const CornerAndRest chance = compared(looked(city, modelWith(city, random, spec), AttentionMethod(method)));
            lit += chance.corner > 1.5 * chance.rest;
        }
        QCOMPARE(lit, 0);
    }

    void theMomentChoosesTheExample()
    {
        const City city = markedCity();
        const Example same = exampleAt(city, {.question = Question::SameWindow}, start + 14h);
        QCOMPARE(same.input, (Window{start + 12h, 2h}));
        QVERIFY(same.outcome);
        const Task next{.lead = 1h, .horizon = 4h, .delay = 3h};
        const Example later = exampleAt(city, next, start + 10h);
        QCOMPARE(later.asked, (Window{start + 11h, 4h}));
        QCOMPARE(later.input, (Window{start + 5h, 2h}));
        QVERIFY(later.outcome);
        QCOMPARE(next.madeAt(later.asked), start + 10h);
    }

    void thePictureShowsMapColorsAndWords()
    {
        const City city = markedCity();
        const Model model = modelWith(city, std::make_shared<LookingNorthWest>());
        const Attention attention = looked(city, model, AttentionMethod::Occlusion);
        const QImage picture = attentionPicture(attention, model, city, .25, 434);
        QVERIFY(picture.height() > 434);
        int amber = 0;
        for (int y = 0; y < 434 / 4; ++y)
            for (int x = 0; x < picture.width() / 2; ++x)
                amber += picture.pixelColor(x, y).blue() + 60 < picture.pixelColor(x, y).red();
        QVERIFY(amber > 100);
    }

private:
    std::shared_ptr<Network> m_trained;
};

QTEST_MAIN(TestAttention)
#include "tst_attention.moc"
