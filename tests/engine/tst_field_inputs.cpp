#include "engine/evaluation/model_card_html.h"
#include "engine/layers/area_layer.h"
#include "engine/layers/density_layer.h"
#include "engine/layers/point_layer.h"
#include "engine/learning/field_inputs.h"
#include "engine/learning/field_trainer.h"
#include "tests/support/busy_city.h"
#include "tests/support/fake_network.h"
#include "tests/support/scene.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace forewatch;
using namespace std::chrono_literals;
using test::Listener;

namespace {

const Time start = makeTime(2016, 1, 1);
constexpr int days = 70;

Time window(int number)
{
    return start + std::chrono::hours(2 * number);
}

QByteArray line(Time time, const QByteArray &rest)
{
    return formatTime(time).toUtf8() + ',' + rest + '\n';
}

/// A city whose shootings are driven by what its table does not hold: the even rows of the weather, or where someone was
/// arrested just before.
struct Driven
{
    City city;
    QByteArray weather = "Date,Wind,Heat\n";
    QByteArray arrests = "When,Longitude,Latitude\n";
};

Driven drivenBy(bool byWeather)
{
    Random random(7);
    Driven driven;
    std::vector<test::Event> events;
    const auto somewhere = [&] { return GeoPoint{random.uniform(-76.69, -76.51), random.uniform(39.21, 39.39)}; };
    for (int number = 0; number < 12 * days; ++number) {
        const Time begins = window(number);
        const bool hot = random.uniform() < .3;
        driven.weather += line(begins - 1h, QByteArray::number(random.uniform()) + ",0.5");
        driven.weather += line(begins, QByteArray::number(random.uniform()) + (hot ? ",1" : ",0"));
        const GeoPoint place = somewhere();
        const GeoPoint shown{-76.6 + (place.longitude + 76.6) / 5, 39.3 + (place.latitude - 39.3) / 5}; // in the smaller city
        driven.arrests += line(begins - 20min, QByteArray::number(shown.longitude, 'f', 6) + ',' + QByteArray::number(shown.latitude, 'f', 6));
        const int shootings = byWeather ? random.poisson(hot ? 1.5 : .1) : random.poisson(.8);
        for (int i = 0; i < shootings; ++i)
            events.push_back({begins + std::chrono::seconds(1 + random.below(7100)), QStringLiteral("SHOOTING"),
                              byWeather ? somewhere() : place});
        events.push_back({begins + 1h, QStringLiteral("LARCENY"), somewhere()});
    }
    std::ranges::stable_sort(events, {}, &test::Event::time);
    events.push_back({window(12 * days) - 1s, QStringLiteral("LARCENY")});
    driven.city = test::smaller(test::cityOf(events));
    return driven;
}

LayerSpec pointsOf(const QString &file, bool timed)
{
    return {.kind = LayerSpec::Kind::Points,
            .name = QStringLiteral("Arrests"),
            .settings = PointLayerSettings{.source = file, .time = timed ? QStringLiteral("When") : QString()}.toJson()};
}

SplitSettings split()
{
    return {.from = start, .to = window(12 * days), .trainTo = start + 44 * 24h, .validationTo = start + 56 * 24h};
}

} // namespace

/// A risk field that reads layers and the weather uses them where they tell something, and never reads what comes.
class TestFieldInputs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRowOfWeatherIsKnownWhenItIsOver_data()
    {
        QTest::addColumn<QByteArray>("table");
        QTest::addColumn<Time>("moment");
        QTest::addColumn<float>("value");
        const QByteArray hourly = "Time,T\n2016-01-01 00:00,1\n2016-01-01 01:00,2\n2016-01-01 02:00,3\n2016-01-01 20:00,\n2016-01-02 00:00,5\n";
        const QByteArray daily = "Date,T\n01/13/2016,1\n01/14/2016,2\n01/16/2016,3\n";
        const float none = std::nanf("");
        QTest::newRow("at its time") << hourly << makeTime(2016, 1, 1, 1, 0) << 2.F;
        QTest::newRow("a second before") << hourly << makeTime(2016, 1, 1, 2, 0) - 1s << 2.F;
        QTest::newRow("before all") << hourly << makeTime(2016, 1, 1, 0, 30) << none;
        QTest::newRow("an empty field") << hourly << makeTime(2016, 1, 1, 20, 30) << none;
        QTest::newRow("midnight between hours") << hourly << makeTime(2016, 1, 2, 0, 0) << 5.F;
        QTest::newRow("stale") << hourly << makeTime(2016, 1, 5, 0, 1) << none;
        QTest::newRow("a day that is not over") << daily << makeTime(2016, 1, 14, 23, 59) << 1.F;
        QTest::newRow("a day that is over") << daily << makeTime(2016, 1, 15, 0, 0) << 2.F;
        QTest::newRow("after a gap") << daily << makeTime(2016, 1, 16, 12, 0) << 2.F;
        QTest::newRow("days by their clock") << QByteArray("Date,T\n2016-01-13 12:00,1\n2016-01-14 12:00,2\n")
                                             << makeTime(2016, 1, 14, 18, 0) << 1.F;
    }
    void aRowOfWeatherIsKnownWhenItIsOver()
    {
        QFETCH(QByteArray, table);
        QFETCH(Time, moment);
        QFETCH(float, value);
        NoFeedback feedback;
        const WeatherTable weather({.source = m_folder.write(QStringLiteral("w.csv"), table)}, feedback);
        QCOMPARE(weather.settings().columns, QStringList{QStringLiteral("T")});
        const float said = weather.at(moment).front();
        QVERIFY2(std::isnan(value) ? std::isnan(said) : said == value, qPrintable(QString::number(said)));
    }

    void aBadWeatherFileIsRefused_data()
    {
        QTest::addColumn<QByteArray>("table");
        QTest::addColumn<QByteArray>("word");
        QTest::newRow("no times") << QByteArray("A,B\n1,2\n") << QByteArray("times");
        QTest::newRow("no numbers") << QByteArray("Date,Sky\n2016-01-13,gray\n") << QByteArray("numbers");
        QTest::newRow("a zone") << QByteArray("Date,T\n2016-01-13T10:00:00Z,2\n") << QByteArray("zone");
        QTest::newRow("either order") << QByteArray("Date,T\n01/02/2016,2\n") << QByteArray("month");
    }
    void aBadWeatherFileIsRefused()
    {
        QFETCH(QByteArray, table);
        QFETCH(QByteArray, word);
        NoFeedback feedback;
        const QString file = m_folder.write(QStringLiteral("bad.csv"), table);
        const QString message = test::errorOf([&] { WeatherTable({.source = file}, feedback); });
        VERIFY_SAYS(message, word);
        VERIFY_SAYS(message, "bad.csv");
    }

    void weatherThatDrivesIsUsed()
    {
        NoFeedback feedback;
        const Driven driven = drivenBy(true);
        TrainingSettings own = settings(QStringLiteral("weather"));
        own.weather = {.source = m_folder.write(QStringLiteral("weather.csv"), driven.weather)};
        const Model with = train(driven.city, own);
        const auto tested = parts(driven.city, own.task).test;
        const double simple = natsOf(driven.city, with, tested, false).first;
        const double used = natsOf(driven.city, with, tested, true).first;
        own.folder = m_folder.path(QStringLiteral("no weather"));
        own.field->weather = false;
        const Model without = train(driven.city, own);
        const double blind = natsOf(driven.city, without, tested, true).first;
        QVERIFY2(used > simple + .15 && blind < simple + .03,
                 qPrintable(QStringLiteral("%1 %2 %3").arg(simple).arg(used).arg(blind)));
        QVERIFY(without.field->parameters.inputs.isEmpty());
        // Whoever asks for no weather is not given a model that reads it, only because one is there.
        TrainingSettings another = settings(QStringLiteral("weather"));
        const QString refusal = test::errorOf([&] {
            trainedModel(driven.city, another, torchBackend(), feedback, [](const TrainingProgress &) {});
        });
        VERIFY_SAYS(refusal, "cannot be resumed");
        VERIFY_SAYS(refusal, "weather");

        const QJsonObject worth = with.card.field[QStringLiteral("worth")].toObject();
        const auto nats = [&](const char *row) { return worth[QLatin1String(row)].toObject()[QStringLiteral("nats_per_day")].toDouble(); };
        QVERIFY(nats("model") > nats("without_weather") + .5);
        QCOMPARE(worth.size(), 6);
        QCOMPARE(with.card.field[QStringLiteral("files")].toArray().size(), 1);
        QVERIFY(writeModelCard(m_folder.path(QStringLiteral("weather"))));
        QFile page(m_folder.path(QStringLiteral("weather/card.html")));
        QVERIFY(page.open(QIODevice::ReadOnly));
        const QString html = QString::fromUtf8(page.readAll());
        VERIFY_SAYS(html, "Wind, Heat of the weather file weather.csv");
        QVERIFY(html.contains(QString::number(nats("model") - nats("without_weather"), 'f', 3)));

        // Read anew from the folder; what comes changes nothing, what is known does.
        const Model loaded = loadModel(own.folder = m_folder.path(QStringLiteral("weather")), torchBackend(), 1);
        QCOMPARE(loaded.card.toJson(), with.card.toJson());
        const Example asked = tested[tested.size() / 2];
        const auto risk = [&] { return predict(loaded, driven.city, {asked}, feedback).front(); };
        const double before = risk();
        QCOMPARE(predict(with, driven.city, {asked}, feedback).front(), before);
        const QByteArray moment = formatTime(asked.asked.start).toUtf8();
        const auto at = driven.weather.indexOf('\n', driven.weather.indexOf(moment)) + 1;
        m_folder.write(QStringLiteral("weather.csv"), driven.weather.left(at) + line(asked.asked.start + 1h, "3,77"));
        QCOMPARE(risk(), before);
        m_folder.write(QStringLiteral("weather.csv"), driven.weather.left(at));
        QCOMPARE(risk(), before);
        const auto own1 = driven.weather.indexOf(moment);
        const bool hot = driven.weather[at - 2] == '1';
        m_folder.write(QStringLiteral("weather.csv"), driven.weather.left(own1) + line(asked.asked.start, hot ? "0.5,0" : "0.5,1"));
        QVERIFY(std::abs(risk() - before) > .05);
        m_folder.write(QStringLiteral("weather.csv"), QByteArray(driven.weather).replace("Heat", "Cold"));
        VERIFY_SAYS(test::errorOf(risk), "Heat");
        QFile::remove(m_folder.path(QStringLiteral("weather.csv")));
        VERIFY_SAYS(test::errorOf(risk), "weather.csv");
    }

    void arrestsThatDriveAreUsed()
    {
        NoFeedback feedback;
        const Driven driven = drivenBy(false);
        TrainingSettings own = settings(QStringLiteral("arrests"));
        own.layers = {pointsOf(m_folder.write(QStringLiteral("arrests.csv"), driven.arrests), true)};
        const Model with = train(driven.city, own);
        const auto tested = parts(driven.city, own.task).test;
        const double simple = natsOf(driven.city, with, tested, false).second;
        const double used = natsOf(driven.city, with, tested, true).second;
        own.folder = m_folder.path(QStringLiteral("no arrests"));
        own.field->layers = false;
        const double blind = natsOf(driven.city, train(driven.city, own), tested, true).second;
        QVERIFY2(used > simple + .3 && blind < simple + .05,
                 qPrintable(QStringLiteral("%1 %2 %3").arg(simple).arg(used).arg(blind)));
        const QJsonObject worth = with.card.field[QStringLiteral("worth")].toObject();
        const auto nats = [&](const char *row) { return worth[QLatin1String(row)].toObject()[QStringLiteral("nats_per_event")].toDouble(); };
        QVERIFY(nats("model") > nats("without_layers") + .2);

        const Model loaded = loadModel(m_folder.path(QStringLiteral("arrests")), torchBackend(), 1);
        QCOMPARE(loaded.card.layers, with.card.layers);
        const Example asked = tested[tested.size() / 2];
        const auto shares = [&] {
            const auto places = placesOf(loaded, driven.city, std::span(&asked, 1), feedback);
            std::vector<float> result(places->grid()->size());
            places->shares(asked, result);
            result.push_back(float(places->expected().front()));
            return result;
        };
        const auto before = shares();
        const QByteArray next = formatTime(asked.asked.start + 100min).toUtf8();
        const auto at = driven.arrests.indexOf(next);
        QVERIFY(at > 0);
        m_folder.write(QStringLiteral("arrests.csv"), driven.arrests.left(at));
        QCOMPARE(shares(), before);
        m_folder.write(QStringLiteral("arrests.csv"), driven.arrests.left(at) + line(asked.asked.start + 1s, "-76.6,39.3")
                           + line(asked.asked.start, "-76.6,39.3"));
        QCOMPARE(shares(), before);
        m_folder.write(QStringLiteral("arrests.csv"), driven.arrests.left(at) + line(asked.asked.start - 1s, "-76.6,39.3"));
        QVERIFY(shares() != before);
        QFile::remove(m_folder.path(QStringLiteral("arrests.csv")));
        VERIFY_SAYS(test::errorOf(shares), "Arrests");
    }

    void pointsAreKnownAfterTheDelay()
    {
        NoFeedback feedback;
        const QString file = m_folder.write(QStringLiteral("few.csv"), "When,Longitude,Latitude\n2016-01-03 10:00,-76.601,39.301\n"
                                                                       "2016-01-04,-76.601,39.301\n2016-01-05 10:00,-70,39.301\n"
                                                                       "2016-01-05 10:00,-76.59,39.29\n");
        const City city = test::smaller(test::busyCity(10));
        const PlaceGrid grid(*city.neighborhoods);
        const auto points = [&](const Task &task) {
            const FieldInputSettings read = fieldInputs({pointsOf(file, true)}, {}, city, task, start + 5 * 24h, grid, feedback);
            return FieldInputs(read, city, task, grid, feedback).points().front();
        };
        QCOMPARE(points({}).size(), std::size_t(3));
        QCOMPARE(points({})[0].knownAt, makeTime(2016, 1, 3, 10, 0) + 1s);
        QCOMPARE(points({})[1].knownAt, makeTime(2016, 1, 5)); // a day's row
        QCOMPARE(points({.delay = 3h})[0].knownAt, makeTime(2016, 1, 3, 13, 0));
        QCOMPARE(points({.delay = 30h})[1].knownAt, makeTime(2016, 1, 5, 6, 0));
        VERIFY_SAYS(test::errorOf([&] { points({.reporting = Reporting::AsReported}); }), "Arrests");
    }

    void otherLayersGiveOneValueForACell()
    {
        NoFeedback feedback;
        const City city = test::smaller(test::busyCity(10));
        const PlaceGrid grid(*city.neighborhoods);
        const CoarseCells coarse = coarseCells(grid);
        const auto cellAt = [&](GeoPoint place) { return coarse.of[grid.cellOf(place)]; };
        const auto valuesOf = [&](const LayerSpec &spec, const City &of) {
            const FieldInputSettings read = fieldInputs({spec}, {}, of, {}, start + 5 * 24h, grid, feedback);
            const FieldInputSettings again = FieldInputSettings::fromJson(read.toJson());
            const auto values = FieldInputs(again, of, {}, grid, feedback).values().front();
            return values;
        };
        const QString bars = m_folder.write(QStringLiteral("bars.csv"), "Longitude,Latitude\n-76.601,39.301\n-76.601,39.301\n-76.59,39.29\n");
        const auto counts = valuesOf(pointsOf(bars, false), city);
        QCOMPARE(counts[cellAt({-76.601, 39.301})], float(std::log(3.)));
        QVERIFY(std::abs(std::accumulate(counts.begin(), counts.end(), 0.) - std::log(6.)) < 1e-5);

        const QString areas = m_folder.write(QStringLiteral("rates.geojson"), R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"name":"A","rate":12},"geometry":{"type":"Polygon","coordinates":[[[-76.7,39],[-76.6,39],[-76.6,39.5],[-76.7,39.5],[-76.7,39]]]}},
{"type":"Feature","properties":{"name":"B","rate":null},"geometry":{"type":"Polygon","coordinates":[[[-76.6,39],[-76.5,39],[-76.5,39.5],[-76.6,39.5],[-76.6,39]]]}}]})");
        const LayerSpec rates{.kind = LayerSpec::Kind::Areas, .name = QStringLiteral("Rates"),
                              .settings = AreaLayerSettings{.source = areas, .attribute = QStringLiteral("rate")}.toJson()};
        const auto rate = valuesOf(rates, city);
        QCOMPARE(rate[cellAt({-76.615, 39.301})], 12.F);
        QVERIFY(std::isnan(rate[cellAt({-76.585, 39.301})]));

        // Of the city's incidents: those of the training part alone, and kept as they were.
        const LayerSpec density{.kind = LayerSpec::Kind::Density, .name = QStringLiteral("Density"),
                                .settings = DensityLayerSettings{.what = Counted::All}.toJson()};
        std::vector<Incident> early(city.incidents->all().begin(), city.incidents->all().end());
        std::erase_if(early, [](const Incident &incident) { return incident.time >= start + 5 * 24h; });
        QVERIFY(early.size() < city.incidents->size());
        City past = city;
        past.incidents = std::make_shared<const IncidentTable>(early, city.incidents->types());
        const auto dense = valuesOf(density, city);
        QCOMPARE(dense, valuesOf(density, past));
        QVERIFY(*std::ranges::max_element(dense) > 0);
        const FieldInputSettings kept = fieldInputs({density}, {}, city, {}, start + 5 * 24h, grid, feedback);
        past.incidents = std::make_shared<const IncidentTable>(std::vector(early.begin(), early.begin() + 3), city.incidents->types());
        QCOMPARE(FieldInputs(kept, past, {}, grid, feedback).values().front(), dense);
    }

private:
    TrainingSettings settings(const QString &name) const
    {
        TrainingSettings own;
        own.field = RiskFieldSettings{.batch = 24, .patience = 10};
        own.split = split();
        own.epochs = 10;
        own.threads = 1;
        own.folder = m_folder.path(name);
        return own;
    }
    static Model train(const City &city, const TrainingSettings &settings)
    {
        Listener listener;
        return trainModel(city, settings, torchBackend(), listener, listener.observer());
    }
    static Split parts(const City &city, const Task &task) { return splitExamples(makeExamples(city, task, start, window(12 * days)), split()); }

    /// Nats per window of the number of events, and per event of their places.
    static std::pair<double, double> natsOf(const City &city, const Model &model, const std::vector<Example> &examples, bool network)
    {
        NoFeedback feedback;
        RiskField field = *model.field;
        if (!network)
            field.network = nullptr;
        const FieldForecast forecast(field, city, model.card.task, examples, feedback);
        const PlaceHistory history(city, model.card.task, forecast.grid());
        std::vector<float> shares(forecast.grid()->size());
        double counted = 0;
        double placed = 0;
        double events = 0;
        for (std::size_t i = 0; i < examples.size(); ++i) {
            const auto came = history.targetsIn(examples[i].asked);
            counted += double(came.size()) * std::log(forecast.expected()[i]) - forecast.expected()[i];
            forecast.shares(examples[i], shares);
            for (const PlacedEvent &event : came)
                placed += std::log(double(shares[event.cell]));
            events += double(came.size());
        }
        return {counted / double(examples.size()), placed / events};
    }

    test::Folder m_folder;
};

QTEST_GUILESS_MAIN(TestFieldInputs)
#include "tst_field_inputs.moc"
