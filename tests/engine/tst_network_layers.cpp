#include "engine/core/files.h"
#include "engine/data/filter.h"
#include "engine/layers/area_layer.h"
#include "engine/layers/point_layer.h"
#include "engine/learning/network_layers.h"
#include "engine/learning/scoring.h"
#include "tests/support/busy_city.h"
#include "tests/support/fake_network.h"
#include "tests/support/scene.h"

#include <QTest>

#include <algorithm>

using namespace forewatch;
using namespace forewatch::test;
using namespace std::chrono_literals;

namespace {

const Time start = makeTime(2016, 1, 1);
constexpr int days = 12;

LayerSpec density()
{
    return {.kind = LayerSpec::Kind::Density, .name = QStringLiteral("Shootings before"),
            .settings = {{QStringLiteral("what"), QStringLiteral("targets")}, {QStringLiteral("kernel"), QStringLiteral("gaussian")},
                         {QStringLiteral("bandwidth_m"), 2000}}};
}

LayerSpec counts()
{
    return {.kind = LayerSpec::Kind::Areas, .name = QStringLiteral("Incidents"),
            .settings = AreaLayerSettings{.value = AreaLayerSettings::Value::Incidents}.toJson()};
}

/// The city with one more burglary an hour, all in the East, from `from` on.
City withMore(const City &city, Time from, Time to)
{
    std::vector<Incident> incidents(city.incidents->all().begin(), city.incidents->all().end());
    for (Time time = from; time < to; time += 1h)
        incidents.push_back({time, {-76.55, 39.35}, std::uint32_t(incidents.size() + 1), 2, 1});
    City more = city;
    more.incidents = std::make_shared<const IncidentTable>(std::move(incidents), city.incidents->types());
    return more;
}

} // namespace

/// A network can be shown the map's layers: none of them knows what comes, and a model is used with no others.
class TestNetworkLayers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_city = busyCity(days); }

    void layersAreInThePictureAndInTheIdentity()
    {
        const MapImageEncoding plain(m_city);
        QVERIFY(!plain.identity().contains(QStringLiteral("layers")));
        const MapImageEncoding layered(m_city, make({counts(), cameras()}));
        QCOMPARE(layered.identity()[QStringLiteral("version")], plain.identity()[QStringLiteral("version")]);
        QCOMPARE(layered.identity()[QStringLiteral("layers")].toObject().keys(), (QStringList{QStringLiteral("1"), QStringLiteral("2")}));
        QVERIFY(picture(plain, start) != picture(layered, start));
        QVERIFY(picture(MapImageEncoding(m_city, make({counts()})), start) != picture(layered, start));
        // Without layers nothing has changed.
        QCOMPARE(picture(MapImageEncoding(m_city, {}), start), picture(plain, start));
    }

    void pointsWithTimesAreDrawnInTheirWindowAlone()
    {
        const MapImageEncoding plain(m_city);
        const MapImageEncoding timed(m_city, make({cameras(QStringLiteral("day"))}));
        QCOMPARE(picture(timed, start + 4h), picture(plain, start + 4h));
        QVERIFY(picture(timed, start + 24h) != picture(plain, start + 24h));
    }

    void noLayerKnowsWhatComes_data()
    {
        QTest::addColumn<bool>("isDensity");
        QTest::newRow("density") << true;
        QTest::newRow("counts") << false;
    }
    void noLayerKnowsWhatComes()
    {
        QFETCH(bool, isDensity);
        const std::vector<LayerSpec> specs = {isDensity ? density() : counts()};
        const SplitSettings split = settings(QString()).split;
        const City later = withMore(m_city, split.trainTo, start + days * 24h);
        const City earlier = withMore(m_city, split.trainTo - 20h, split.trainTo);
        NoFeedback feedback;
        const auto empty = [&](const City &city) {
            const MapImageEncoding encoding(m_city, makeNetworkLayers(specs, split, city, feedback));
            return std::pair(encoding.identity(), picture(encoding, start - 240h));
        };
        QVERIFY(empty(m_city) == empty(later));
        QVERIFY(empty(m_city) != empty(earlier));
    }

    void aRandomSplitRefusesThem()
    {
        TrainingSettings random = settings(folder("random"));
        random.split = defaultSplit(SplitKind::Random, start, start + days * 24h, 1);
        random.layers = {cameras()};
        QVERIFY(errorOf([&] { train(m_city, random); }).isEmpty());
        random.folder = folder("refused");
        random.layers = {cameras(), density()};
        const QString message = errorOf([&] { train(m_city, random); });
        VERIFY_SAYS(message, "Shootings before");
        VERIFY_SAYS(message, "chronologically");
    }

    void aModelCarriesItsLayers()
    {
        TrainingSettings layered = settings(folder("layered"));
        layered.layers = {counts(), density(), cameras()};
        const Model model = train(m_city, layered);
        const Model loaded = loadModel(layered.folder, FakeBackend(), 1);
        QVERIFY(loaded.card.layers == layered.layers);
        QCOMPARE(loaded.card.encoding, model.card.encoding);
        NoFeedback feedback;
        const auto examples = makeExamples(m_city, layered.task, start + 10 * 24h, start + days * 24h);
        const auto probabilities = predict(loaded, m_city, examples, feedback);
        QCOMPARE(probabilities, predict(model, m_city, examples, feedback));
        // The layers are part of what is scored.
        const auto scores = [&](const MapImageEncoding &encoding) {
            return scoresOf(*loaded.network, m_city, encoding, examples, 1, feedback);
        };
        QVERIFY(scores(encodingFor(loaded.card, m_city, feedback)) != scores(MapImageEncoding(m_city)));
        // Later incidents are no other layers.
        predict(loaded, withMore(m_city, layered.split.trainTo, start + days * 24h), examples, feedback);
    }

    void otherLayersAreRefusedByName()
    {
        TrainingSettings layered = settings(folder("named"));
        layered.layers = {counts(), cameras()};
        const Model model = train(m_city, layered);
        NoFeedback feedback;
        const auto examples = makeExamples(m_city, layered.task, start + 10 * 24h, start + days * 24h);
        const City other = withMore(m_city, start, start + 24h);
        const QString known = errorOf([&] { predict(model, other, examples, feedback); });
        VERIFY_SAYS(known, "Incidents");
        VERIFY_SAYS(known, "incidents");
        const QString original = m_folder.path(QStringLiteral("cameras.csv"));
        const LayerSpec before = cameras();
        m_folder.write(QStringLiteral("cameras.csv"), "lat,lon,day\n39.25,-76.65,2016-01-02\n");
        const QString moved = errorOf([&] { predict(model, m_city, examples, feedback); });
        VERIFY_SAYS(moved, "Cameras");
        VERIFY_SAYS(moved, "points is 2 in the model and 1 here");
        QFile::remove(original);
        VERIFY_SAYS(errorOf([&] { predict(model, m_city, examples, feedback); }), "cameras.csv");
        cameras();
        QVERIFY(errorOf([&] { predict(model, m_city, examples, feedback); }).isEmpty());
    }

    void aResumedTrainingTakesTheLayersOfItsCard()
    {
        TrainingSettings layered = settings(folder("resumed"));
        layered.layers = {counts()};
        train(m_city, layered);
        layered.resume = true;
        layered.epochs = 3;
        layered.layers.clear();
        QCOMPARE(train(m_city, layered).card.layers.size(), std::size_t(1));
        layered.layers = {density()};
        layered.epochs = 4;
        VERIFY_SAYS(errorOf([&] { train(m_city, layered); }), "layers");
    }

    void aCardWithoutLayersIsAsItWas()
    {
        const Model model = train(m_city, settings(folder("plain")));
        const QJsonObject card = readJson(folder("plain") + QStringLiteral("/card.json"));
        QVERIFY(!card.contains(QStringLiteral("layers")));
        QVERIFY(!card[QStringLiteral("encoding")].toObject().contains(QStringLiteral("layers")));
        QVERIFY(ModelCard::fromJson(card).layers.empty());
    }

private:
    QString folder(const char *name) const { return m_folder.path(QLatin1String(name)); }

    LayerSpec cameras(const QString &time = {})
    {
        const QString source = m_folder.write(QStringLiteral("cameras.csv"),
                                              "lat,lon,day\n39.25,-76.65,2016-01-02\n39.35,-76.55,2016-01-02\n");
        return {.kind = LayerSpec::Kind::Points, .name = QStringLiteral("Cameras"),
                .settings = PointLayerSettings{.source = source, .time = time, .radius = 6}.toJson()};
    }

    TrainingSettings settings(const QString &folder) const
    {
        TrainingSettings settings;
        settings.split = defaultSplit(SplitKind::Chronological, start, start + days * 24h, 1);
        settings.epochs = 2;
        settings.folder = folder;
        return settings;
    }

    Model train(const City &city, const TrainingSettings &chosen) const
    {
        Listener listener;
        return trainModel(city, chosen, FakeBackend(), listener, listener.observer());
    }

    std::vector<std::shared_ptr<const MapLayer>> make(const std::vector<LayerSpec> &specs) const
    {
        NoFeedback feedback;
        return makeNetworkLayers(specs, settings(QString()).split, m_city, feedback);
    }

    std::vector<std::uint8_t> picture(const MapImageEncoding &encoding, Time from) const
    {
        std::vector<std::uint8_t> planes(encoding.size());
        encoding.encode(m_city.incidents->snapshot({from, 2h}), planes);
        return planes;
    }

    Folder m_folder;
    City m_city;
};

QTEST_MAIN(TestNetworkLayers)
#include "tst_network_layers.moc"
