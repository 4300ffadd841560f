#include "engine/core/files.h"
#include "engine/evaluation/by_area.h"
#include "engine/evaluation/model_card_html.h"
#include "engine/learning/model_folder.h"
#include "engine/learning/trainer.h"
#include "tests/support/busy_city.h"
#include "tests/support/fake_network.h"
#include "tests/support/precursor_city.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace forewatch;
using namespace std::chrono_literals;

namespace {

const Time start = makeTime(2016, 1, 1);

QString contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// An evaluation of one span a day at noon, of which those in `alerts` are warned of.
Evaluation evaluationOf(const City &city, int days, const std::vector<int> &alerts)
{
    Evaluation evaluation;
    for (int day = 0; day < days; ++day) {
        const Window asked{start + day * 24h + 12h, 2h};
        const bool outcome = city.target->anyIn(city.incidents->snapshot(asked).incidents);
        evaluation.examples.push_back({{asked.start - 2h, 2h}, asked, outcome});
        evaluation.model.forecast.probabilities.push_back(std::ranges::find(alerts, day) == alerts.end() ? .1 : .9);
        evaluation.model.forecast.outcomes.push_back(outcome);
        evaluation.model.forecast.day.push_back(day);
    }
    evaluation.model.key = QStringLiteral("model");
    evaluation.model.threshold = .5;
    evaluation.model.metrics = measure(evaluation.model.forecast, .5);
    return evaluation;
}

const AreaFigures &area(const AreaBreakdown &breakdown, const char *name)
{
    return *std::ranges::find(breakdown.areas, QLatin1String(name), &AreaFigures::name);
}

} // namespace

/// The card says what a reader must know, of a training as of an evaluation, and nothing that a table's names could do to it.
class TestModelCard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eventsAreCountedWhereTheyHappened()
    {
        const GeoPoint west{-76.65, 39.3};
        const GeoPoint east{-76.55, 39.3};
        // Day 0: two victims in the West are one event; day 1: one in each; day 2: one in the East outside the span.
        const City city = test::cityOf({{start + 12h, QStringLiteral("SHOOTING"), west},
                                        {start + 12h, QStringLiteral("SHOOTING"), west},
                                        {start + 24h + 13h, QStringLiteral("SHOOTING"), west},
                                        {start + 24h + 13h, QStringLiteral("SHOOTING"), east},
                                        {start + 48h + 16h, QStringLiteral("SHOOTING"), east},
                                        {start + 48h + 12h, QStringLiteral("LARCENY"), east}});
        const auto breakdowns = byArea(evaluationOf(city, 3, {1, 2}), city);
        QCOMPARE(breakdowns.size(), std::size_t(1));
        QCOMPARE(breakdowns[0].kind, QStringLiteral("neighborhood"));
        const AreaFigures &inWest = area(breakdowns[0], "West");
        const AreaFigures &inEast = area(breakdowns[0], "East");
        QCOMPARE(inWest.events, std::size_t(2));
        QCOMPARE(inWest.caught, std::size_t(1));
        QCOMPARE(inEast.events, std::size_t(1));
        QCOMPARE(inEast.caught, std::size_t(1));
        QCOMPARE(inWest.alertsWithEvent, .5);
        // Too few for a share, and a forecast of the whole city expects nothing here or there.
        QVERIFY(!inWest.shareCaught && !inWest.expected);
        QCOMPARE(breakdowns[0].areas.front().name, QStringLiteral("West"));
    }

    void sharesHaveIntervals()
    {
        std::vector<test::Event> events;
        std::vector<int> alerts;
        for (int day = 0; day < 40; ++day) {
            events.push_back({start + day * 24h + 12h, QStringLiteral("SHOOTING"), {-76.65, 39.3}});
            if (day % 4 != 0)
                alerts.push_back(day);
        }
        const City city = test::cityOf(events);
        const AreaBreakdown breakdown = byArea(evaluationOf(city, 40, alerts), city).front();
        const AreaFigures &west = area(breakdown, "West");
        QCOMPARE(west.shareCaught.value(), .75);
        QVERIFY(west.shareInterval.low > .55 && west.shareInterval.low < .7);
        QVERIFY(west.shareInterval.high > .8 && west.shareInterval.high < .95);
        QCOMPARE(area(breakdown, "East").events, std::size_t(0));
    }

    void districtsAreThoseOfTheTable()
    {
        City city = test::cityOf({});
        Incident incident{start + 12h, {-76.65, 39.3}, 1, 0, 0};
        incident.district = 1;
        Incident elsewhere = incident;
        elsewhere.time += 24h;
        elsewhere.district = Incident::nothing;
        city.incidents = std::make_shared<const IncidentTable>(
            std::vector{incident, elsewhere},
            IncidentNames{.types = {QStringLiteral("SHOOTING")}, .districts = {QStringLiteral("NORTH"), QStringLiteral("SOUTH")}});
        city.target = std::make_shared<const Target>(QStringList{QStringLiteral("SHOOTING")}, *city.incidents);
        const auto breakdowns = byArea(evaluationOf(city, 2, {0}), city);
        QCOMPARE(breakdowns.size(), std::size_t(2));
        QCOMPARE(breakdowns[1].kind, QStringLiteral("district"));
        QCOMPARE(area(breakdowns[1], "SOUTH").caught, std::size_t(1));
        QCOMPARE(area(breakdowns[1], "NORTH").events, std::size_t(0));
        QCOMPARE(breakdowns[1].elsewhere, std::size_t(1));
        QCOMPARE(area(breakdowns[0], "West").events, std::size_t(2));
    }

    void aTrainingLeavesACardThatSaysItWasNotEvaluated()
    {
        const QString folder = trained();
        QVERIFY(writeModelCard(folder));
        const QString html = contentOf(folder + QStringLiteral("/card.html"));
        for (const char *said : {"Intended use and misuse", "never persons", "Not evaluated on anything", "SHOOTING", "small.csv",
                                 "5ea1", ">500<", "rows that have no coordinates", "<svg", "epoch", "Known limits", "random", "fake 1"})
            QVERIFY2(html.contains(QLatin1String(said)), said);
        QVERIFY(!html.contains(QLatin1String("/secret/")));
    }

    void anEvaluationStandsInTheCard()
    {
        const QString folder = trained();
        const City city = busy();
        const QJsonObject whole = wholeEvaluation(evaluationOf(city, 10, {1, 4, 7}), city);
        QVERIFY(storeEvaluation(folder, whole));
        const QString html = contentOf(folder + QStringLiteral("/card.html"));
        for (const char *said : {"This model", "By neighborhood", "Calibration", "says nothing about places", "too few",
                                 "2016-01-01 12:00"})
            QVERIFY2(html.contains(QLatin1String(said)), said);
        QVERIFY(!html.contains(QLatin1String("Not evaluated")));

        // Of what the model was before it learnt more, the card says nothing.
        QJsonObject older = readJson(folder + QStringLiteral("/evaluation.json"));
        older[QStringLiteral("epochs")] = 99;
        writeJson(folder + QStringLiteral("/evaluation.json"), older);
        writeModelCard(folder);
        QVERIFY(contentOf(folder + QStringLiteral("/card.html")).contains(QLatin1String("Not evaluated")));
    }

    void reliabilityAddsUp()
    {
        const City city = busy();
        const QJsonObject whole = wholeEvaluation(evaluationOf(city, 12, {1, 4, 7}), city);
        double windows = 0;
        double said = 0;
        double before = 0;
        for (const QJsonValue bin : whole[QStringLiteral("reliability")].toArray()) {
            const QJsonObject object = bin.toObject();
            QVERIFY(object[QStringLiteral("forecast")].toDouble() >= before);
            before = object[QStringLiteral("forecast")].toDouble();
            windows += object[QStringLiteral("windows")].toDouble();
            said += object[QStringLiteral("windows")].toDouble() * before;
        }
        QCOMPARE(windows, 12.);
        QCOMPARE(said, 9 * .1 + 3 * .9);
    }

    void placesStandBesideTheirOpponents()
    {
        const auto figures = [](double nats) {
            return QJsonObject{{QStringLiteral("nats_per_event"), nats}, {QStringLiteral("top_5"), .2},
                               {QStringLiteral("interval"), QJsonObject{{QStringLiteral("nats_per_event"),
                                                                         QJsonObject{{QStringLiteral("low"), nats - .5}, {QStringLiteral("high"), nats + .5}}}}}};
        };
        const QJsonObject ahead{{QStringLiteral("value"), .25}, {QStringLiteral("low"), .125}, {QStringLiteral("high"), .375}};
        const QJsonObject places{
            {QStringLiteral("events"), 321}, {QStringLiteral("cell_metres"), 125},
            {QStringLiteral("models"), QJsonObject{{QStringLiteral("model"), figures(1.5)}, {QStringLiteral("density"), figures(1.25)}}},
            {QStringLiteral("nats_ahead"), QJsonObject{{QStringLiteral("density"), ahead}}}};
        const QString html = QString::fromUtf8(modelCardHtml(readCard(trained()), {{QStringLiteral("places"), places}}));
        for (const char *said : {"Where", "Kernel density", "1.500 (1.000\u00a0to\u00a02.000)", "0.250 (0.125\u00a0to\u00a00.375)", "321 events", "125 m"})
            QVERIFY2(html.contains(QString::fromUtf8(said)), said);
    }

    void namesCannotBecomeMarkup()
    {
        ModelCard card = readCard(trained());
        card.name = QStringLiteral("<script>alert(1)</script>");
        card.target = {QStringLiteral("A & B <b>")};
        card.sources = {{QStringLiteral("/secret/x\"><img src=y>.csv"), QStringLiteral("<i>")}};
        card.versions = {{QStringLiteral("<u>"), QStringLiteral("<u>")}};
        const QJsonObject evaluation{
            {QStringLiteral("verdict"), QStringLiteral("<a href=x>")},
            {QStringLiteral("by_district"), QJsonObject{{QStringLiteral("district"), QJsonArray{QJsonObject{{QStringLiteral("name"), QStringLiteral("<em>D</em>")}, {QStringLiteral("events"), 3}}}}}},
            {QStringLiteral("baselines"), QJsonObject{{QStringLiteral("<hr>"), QJsonObject()}}}};
        const QString html = QString::fromUtf8(modelCardHtml(card, evaluation));
        for (const char *markup : {"<script", "<img", "<i>", "<u>", "<a ", "<em>", "<hr>", "<b>"})
            QVERIFY2(!html.contains(QLatin1String(markup)), markup);
        QVERIFY(html.contains(QLatin1String("&lt;script&gt;")));
        QVERIFY(html.contains(QLatin1String("&lt;em&gt;D&lt;/em&gt;")));
    }

    void thePageNeedsNothingElse()
    {
        const QString html = QString::fromUtf8(modelCardHtml(readCard(trained())));
        QVERIFY(!html.contains(QRegularExpression(QStringLiteral("(src|href|url)\\s*[=(]|https?:|@import"))));
        QVERIFY(html.contains(QLatin1String("prefers-color-scheme: dark")));
        QVERIFY(html.contains(QLatin1String("@media print")));
        // Well-formed, but for what HTML leaves open in its head.
        QString body = html.mid(html.indexOf(QLatin1String("<body>")));
        body.chop(int(qstrlen("</html>\n")));
        QXmlStreamReader reader(body);
        while (!reader.atEnd())
            reader.readNext();
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    }

    void aCardKeepsItsData()
    {
        const ModelCard card = readCard(trained());
        QCOMPARE(card.data[QStringLiteral("rows")].toInt(), 500);
        QCOMPARE(ModelCard::fromJson(card.toJson()).data, card.data);
        QJsonObject old = card.toJson();
        old.remove(QStringLiteral("data"));
        QVERIFY(ModelCard::fromJson(old).data.isEmpty());
    }

private:
    static City busy()
    {
        City city = test::busyCity(12);
        ImportReport report = *city.report;
        report.rows = 500;
        report.kept = 499;
        report.rejected = {{7, Rejection::NoCoordinates}};
        report.sources = {{QStringLiteral("/secret/small.csv"), QStringLiteral("5ea1")}};
        city.report = std::make_shared<ImportReport>(report);
        return city;
    }

    static ModelCard readCard(const QString &folder) { return ModelFolder(folder).readCard(); }

    /// A model folder, trained once.
    QString trained()
    {
        const QString folder = m_temporary.filePath(QStringLiteral("model"));
        if (QFileInfo::exists(folder))
            return folder;
        TrainingSettings settings;
        settings.epochs = 3;
        settings.threads = 1;
        settings.folder = folder;
        const City city = busy();
        const Window known = city.incidents->coveredDays();
        settings.split = defaultSplit(SplitKind::Random, known.start, known.end(), 1);
        NoFeedback quiet;
        trainModel(city, settings, test::FakeBackend(), quiet, [](const TrainingProgress &) {});
        return folder;
    }

    QTemporaryDir m_temporary;
};

QTEST_GUILESS_MAIN(TestModelCard)
#include "tst_model_card.moc"
