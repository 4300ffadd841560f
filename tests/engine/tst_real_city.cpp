#include "engine/core/error.h"
#include "engine/data/importer.h"
#include "tests/support/real_data.h"

#include <QTest>

#include <map>

using namespace forewatch;
using namespace forewatch::test;
using std::chrono::hours;

namespace {

City readBaltimore(const char *polygons, std::optional<Time> from = {}, std::optional<Time> to = {})
{
    ImportSettings settings;
    settings.incidents.source = baltimoreTable();
    settings.incidents.from = from;
    settings.incidents.to = to;
    settings.neighborhoods.source = baltimorePolygons(polygons);
    NoFeedback feedback;
    return importCity(settings, feedback);
}

std::vector<std::uint32_t> outsideRows(const ImportReport &report)
{
    std::vector<std::uint32_t> rows;
    for (const RejectedRow &rejected : report.rejected)
        if (rejected.reason == Rejection::OutsideNeighborhoods)
            rows.push_back(rejected.row);
    return rows;
}

} // namespace

/// The real Baltimore table gives the counts that pandas and geopandas give.
class TestRealCity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        SKIP_WITHOUT_REAL_DATA();
        m_city = readBaltimore("csa_bnia_2016.shp");
    }

    void everyRowIsKeptOrRejectedForAReason()
    {
        const ImportReport &report = *m_city.report;
        QCOMPARE(report.rows, 242'705u);
        QCOMPARE(report.rejectedFor(Rejection::NoCoordinates), 2'124u);
        const auto outside = report.rejectedFor(Rejection::OutsideNeighborhoods);
        QVERIFY2(outside >= 947 && outside <= 957, qPrintable(QString::number(outside)));
        QCOMPARE(report.kept + report.rejected.size(), std::size_t(report.rows));
        QCOMPARE(std::size_t(report.kept), m_city.incidents->size());
        QCOMPARE(report.rejectedFor(Rejection::BadTime), 0u);
    }

    void noPersonsColumnIsRead() { QVERIFY(m_city.report->leftOutColumns.isEmpty()); }

    void pointsInTwoAreasGoToTheFirst()
    {
        QCOMPARE(m_city.report->notes[static_cast<std::size_t>(Note::TwoNeighborhoods)], 9u);
    }

    void twentyFourHoursIsMidnightOfTheNextDay()
    {
        QCOMPARE(m_city.report->notes[static_cast<std::size_t>(Note::MidnightOfNextDay)], 1u);
        QCOMPARE(formatTime(m_city.report->first.value()), QStringLiteral("2012-01-01 00:00"));
    }

    /// Counted from the file with Python's csv module, without the rows that were rejected.
    void weaponsDistrictsAndSettings()
    {
        const IncidentNames &names = m_city.incidents->names();
        std::map<QString, int> weapons;
        std::map<Setting, int> settings;
        for (const Incident &incident : m_city.incidents->all()) {
            ++settings[incident.setting];
            if (incident.weapon != Incident::nothing)
                ++weapons[names.weapons[incident.weapon]];
        }
        QCOMPARE(weapons, (std::map<QString, int>{{QStringLiteral("FIREARM"), 18'542},
                                                  {QStringLiteral("HANDS"), 42'107},
                                                  {QStringLiteral("KNIFE"), 8'320},
                                                  {QStringLiteral("OTHER"), 12'242}}));
        QCOMPARE(settings[Setting::Inside], 118'529);
        QCOMPARE(settings[Setting::Outside], 117'571);
        QCOMPARE(names.districts.size(), 9);
        QCOMPARE(names.premises.size(), 119);
        QCOMPARE(m_city.report->notes[static_cast<std::size_t>(Note::CutNames)], 16'420u);
        QCOMPARE(m_city.report->kind, QStringLiteral("Baltimore, Part 1 (legacy)"));
        QVERIFY(!m_city.report->crsGuessed);
    }

    void windowsOfThreeYears()
    {
        const Time from = makeTime(2014, 1, 1);
        const Time to = makeTime(2017, 1, 1);
        const auto windows = WindowSequence::startingIn(from, to, hours(2), hours(2));
        std::size_t incidents = 0;
        std::size_t empty = 0;
        std::size_t withTarget = 0;
        for (std::size_t i = 0; i < windows.count(); ++i) {
            const Snapshot snapshot = m_city.incidents->snapshot(windows.at(i));
            incidents += snapshot.incidents.size();
            empty += snapshot.incidents.empty();
            withTarget += m_city.target->anyIn(snapshot.incidents);
        }
        QCOMPARE(windows.count(), std::size_t(13'152));
        QVERIFY2(incidents >= 141'792 && incidents <= 141'802, qPrintable(QString::number(incidents)));
        QCOMPARE(empty, std::size_t(89));
        QCOMPARE(withTarget, std::size_t(1'890));
    }

    void targetRowsAreFewerEvents()
    {
        std::size_t rows = 0;
        for (const Incident &incident : m_city.incidents->all())
            rows += m_city.target->contains(incident);
        const std::size_t events = m_city.target->eventsIn(m_city.incidents->all());
        QVERIFY2(rows >= 3'700 && rows <= 3'764, qPrintable(QString::number(rows)));
        QVERIFY2(events >= 3'160 && events <= 3'220, qPrintable(QString::number(events)));
    }

    void areasInMetresPlaceEveryIncidentAlike()
    {
        const City metres = readBaltimore("csa_epsg3559.geojson");
        QCOMPARE(metres.neighborhoods->sourceCrs(), QStringLiteral("EPSG:3559"));
        QCOMPARE(metres.neighborhoods->size(), m_city.neighborhoods->size());
        QCOMPARE(metres.incidents->size(), m_city.incidents->size());
        std::size_t different = 0;
        for (std::size_t i = 0; i < metres.incidents->size(); ++i) {
            const Incident &here = m_city.incidents->all()[i];
            const Incident &there = metres.incidents->all()[i];
            different += m_city.neighborhoods->at(here.neighborhood).name != metres.neighborhoods->at(there.neighborhood).name
                || here.row != there.row;
        }
        QCOMPARE(different, std::size_t(0));
        QCOMPARE(outsideRows(*metres.report), outsideRows(*m_city.report));
    }

    void neighborhoodsInFeet()
    {
        const City feet = readBaltimore("neighborhoods_2010.shp");
        QCOMPARE(feet.neighborhoods->size(), std::size_t(278));
        QCOMPARE(feet.neighborhoods->sourceCrs(), QStringLiteral("NAD83 / Maryland (ftUS)"));
        const auto outside = feet.report->rejectedFor(Rejection::OutsideNeighborhoods);
        QVERIFY2(outside >= 468 && outside <= 478, qPrintable(QString::number(outside)));
        QVERIFY(std::ranges::any_of(*feet.neighborhoods, [](const Neighborhood &n) { return n.name == QLatin1String("Canton"); }));
    }

    void aPeriodKeepsItsStartAndNotItsEnd()
    {
        const City day = readBaltimore("csa_bnia_2016.shp", makeTime(2014, 1, 1), makeTime(2014, 1, 2));
        QVERIFY(day.incidents->first() >= makeTime(2014, 1, 1));
        QVERIFY(day.incidents->last() < makeTime(2014, 1, 2));
        QCOMPARE(day.incidents->size(),
                 m_city.incidents->snapshot({makeTime(2014, 1, 1), hours(24)}).incidents.size());
    }

private:
    City m_city;
};

QTEST_GUILESS_MAIN(TestRealCity)
#include "tst_real_city.moc"
