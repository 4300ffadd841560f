#include "engine/data/incident_writer.h"
#include "tests/support/scene.h"

#include <QTest>

using namespace forewatch;
using namespace forewatch::test;
using namespace std::chrono;

namespace {

QByteArray baltimoreSquare()
{
    return R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"City"},
"geometry":{"type":"Polygon","coordinates":[[[-76.72,39.19],[-76.52,39.19],[-76.52,39.38],[-76.72,39.38],[-76.72,39.19]]]}}]})";
}

/// `time,report` in each row.
City cityWith(const Folder &folder, const QByteArrayList &rows, const QByteArray &reported = "Entered",
              const QString &mapping = QStringLiteral("reported=Entered"))
{
    QByteArray table = "Date," + reported + ",Type,lon,lat\n";
    for (const QByteArray &row : rows)
        table += row + ",SHOOTING,-76.61,39.29\n";
    ImportSettings settings = scene(folder, table, baltimoreSquare());
    settings.incidents.columns = parseColumnMapping(mapping);
    return importQuietly(settings);
}

std::uint32_t noted(const City &city, Note note)
{
    return city.report->notes[static_cast<std::size_t>(note)];
}

std::vector<const Incident *> pointersTo(const City &city)
{
    std::vector<const Incident *> all;
    for (const Incident &incident : city.incidents->all())
        all.push_back(&incident);
    return all;
}

constexpr qint64 never = Incident::neverReported;

} // namespace

/// A table's times of report: from when on a forecast may know a row, never earlier than the table proves.
class TestReportedColumn : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void delays_data()
    {
        QTest::addColumn<QByteArray>("row");
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("note");
        const auto row = [](const char *name, const char *text, qint64 seconds, const char *note = "") {
            QTest::newRow(name) << QByteArray(text) << seconds << QString::fromLatin1(note);
        };
        row("hours later", "2014-01-15 14:00,2014-01-15 17:30:10", 3 * 3600 + 1810);
        row("years later", "2014-01-15 14:00,2016-01-15 14:00", 730 * 86400);
        row("at once", "2014-01-15 14:00,2014-01-15 14:00", 0);
        row("before it happened", "2014-01-15 14:00,2014-01-15 13:59", 0, "reported_before");
        row("a day before", "2014-01-15 14:00,2014-01-14", 0, "reported_before");
        row("the same day", "2014-01-15 14:00,2014-01-15", 10 * 3600, "reported_by_day");
        row("a later day", "2014-01-15 14:00,2014-01-17", 58 * 3600, "reported_by_day");
        row("the same day as midnight", "2014-01-15 14:00,2014-01-15 00:00:00", 10 * 3600, "reported_by_day");
        row("the same day in America", "01/15/2014 2:00 PM,01/15/2014 12:00:00 AM", 10 * 3600, "reported_by_day");
        row("the end of the day", "2014-01-15 14:00,2014-01-15 24:00", 10 * 3600);
        row("empty", "2014-01-15 14:00,", never, "not_reported");
        row("unreadable", "2014-01-15 14:00,pending", never, "not_reported");
        row("no such day", "2014-01-15 14:00,2014-02-30 10:00", never, "not_reported");
        // The clock went forward on 9 March 2014 and back on 2 November at 2 o'clock: delays are those of the wall clock.
        row("a zone in winter", "2014-01-15 14:00,2014-01-15T20:00:00Z", 3600);
        row("a zone in summer", "2014-07-15 14:00,2014-07-15T20:00:00Z", 2 * 3600);
        row("over the hour that is skipped", "2014-03-09 01:30,2014-03-09T07:30:00Z", 2 * 3600);
        row("into the hour shown twice", "2014-11-02 01:30,2014-11-02T06:15:00Z", 0, "reported_before");
        row("midnight of the other zone", "2014-01-15 14:00,2014-01-15T00:00:00Z", 5 * 3600, "reported_by_day");
    }

    void delays()
    {
        QFETCH(QByteArray, row);
        QFETCH(qint64, seconds);
        QFETCH(QString, note);
        const Folder folder;
        const City city = cityWith(folder, {row});
        QCOMPARE(qint64(city.incidents->all().front().reportedAfter), seconds);
        const QJsonObject report = city.report->toJson();
        for (const char *each : {"reported_before", "not_reported", "reported_by_day"}) {
            const bool said = report[QStringLiteral("notes")].toObject().contains(QLatin1String(each));
            const bool expected = note == QLatin1String(each) || (note == QLatin1String("reported_before")
                && row.endsWith("01-14") && QLatin1String(each) == QLatin1String("reported_by_day"));
            QVERIFY2(said == expected, each);
        }
    }

    void theReportCountsWhatIsOdd()
    {
        const Folder folder;
        const City city = cityWith(folder, {"2014-01-01 10:00,2014-01-01 09:00", "2014-01-02 10:00,", "2014-01-03 10:00,?",
                                            "2014-01-04 10:00,2014-01-05", "2014-01-05 10:00,2014-01-05 11:00"});
        QCOMPARE(city.report->kept, 5u);
        QCOMPARE(noted(city, Note::ReportedBefore), 1u);
        QCOMPARE(noted(city, Note::NotReported), 2u);
        QCOMPARE(noted(city, Note::ReportedByDay), 1u);
        QVERIFY(city.report->columns.contains(QStringLiteral("reported=Entered")));
    }

    /// Rows that are not kept are not counted among the odd ones.
    void rejectedRowsAreNotNoted()
    {
        const Folder folder;
        const City city = cityWith(folder, {"soon,", "2014-01-01 10:00,2014-01-01 12:00"});
        QCOMPARE(city.report->kept, 1u);
        QCOMPARE(noted(city, Note::NotReported), 0u);
    }

    void theColumnIsFoundOrNamedOrLeftAlone()
    {
        const Folder folder;
        const QByteArrayList rows{"2014-01-15 14:00,2014-01-15 15:00"};
        QCOMPARE(cityWith(folder, rows, "ReportedDate", {}).incidents->all().front().reportedAfter, 3600u);
        const City unread = cityWith(folder, rows, "ReportedDate", QStringLiteral("reported=-"));
        QCOMPARE(unread.incidents->all().front().reportedAfter, 0u);
        QVERIFY(!tellsReports(unread));
        QVERIFY(!tellsReports(cityWith(folder, rows, "Entered", {})));
        VERIFY_SAYS(errorOf([&] { cityWith(folder, rows, "Entered", QStringLiteral("reported=Heard")); }), "Heard");
    }

    void reportsAreWrittenAndReadBack_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("CSV") << "incidents.csv";
        QTest::newRow("GeoPackage") << "incidents.gpkg";
    }

    void reportsAreWrittenAndReadBack()
    {
        QFETCH(QString, file);
        const Folder folder;
        const City city = cityWith(folder, {"2014-01-01 10:00,2014-01-01 10:00", "2014-01-02 10:00,2014-01-04",
                                            "2014-01-03 10:00,2014-01-03 12:34:56", "2014-01-04 10:00,", "2014-01-05 10:00,?",
                                            "2014-01-06 10:00,2014-01-06 00:00", "2014-01-07 10:00,2014-01-07T16:00:00Z",
                                            "2014-03-09 01:30,2014-03-09 03:30", "2014-01-08 10:00,2014-01-01 11:11",
                                            "2014-12-31 23:00,2014-12-31 24:00"});
        NoFeedback feedback;
        const QString path = folder.path(file);
        writeIncidents(city, pointersTo(city), path, feedback);

        ImportSettings settings = scene(folder, {}, baltimoreSquare());
        settings.incidents.source = path;
        const City back = importQuietly(settings);
        QVERIFY(back.report->columns.contains(QStringLiteral("reported=reported_at")));
        QCOMPARE(back.incidents->size(), city.incidents->size());
        for (std::size_t i = 0; i < city.incidents->size(); ++i) {
            const Incident &before = city.incidents->all()[i];
            const Incident &after = back.incidents->all()[i];
            QCOMPARE(formatTime(after.time), formatTime(before.time));
            QVERIFY2(after.reportedAfter == before.reportedAfter, qPrintable(formatTime(before.time)));
        }
        QCOMPARE(noted(back, Note::NotReported), 2u);
    }

    void aTableWithoutReportsIsWrittenWithoutThem()
    {
        const Folder folder;
        const City city = cityWith(folder, {"2014-01-01 10:00,2014-01-01 10:00"}, "Entered", {});
        QVERIFY(!incidentColumns(city).contains(QStringLiteral("reported_at")));
        QCOMPARE(IncidentText(city).fields(city.incidents->all().front()).size(), incidentColumns(city).size());
        // Known at once is told as well, where the table has the column.
        const City told = cityWith(folder, {"2014-01-01 10:00,2014-01-01 10:00"});
        QCOMPARE(incidentColumns(told).last(), QStringLiteral("reported_at"));
        QCOMPARE(IncidentText(told).fields(told.incidents->all().front()).last(), QStringLiteral("2014-01-01 10:00"));
    }
};

QTEST_GUILESS_MAIN(TestReportedColumn)
#include "tst_reported_column.moc"
