#include "widgets/time/time_histogram.h"

#include "engine/core/random.h"
#include "widgets/time/time_axis.h"

#include <QFontMetricsF>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <set>

using namespace forewatch;
using namespace std::chrono_literals;

namespace {

const Time start = makeTime(2012, 1, 1);
const Time end = makeTime(2017, 1, 1);

/// Random incidents of five years; types 0 and 1 of 4 are targets, and places repeat so that some are one event.
std::shared_ptr<const IncidentTable> makeIncidents(std::size_t count)
{
    Random random(7);
    const auto span = static_cast<std::size_t>((end - start).count() / 60);
    std::vector<Incident> incidents;
    for (std::size_t i = 0; i < count; ++i) {
        const Time time = start + std::chrono::minutes(random.below(span));
        const GeoPoint place{static_cast<double>(random.below(2)), 0};
        incidents.push_back({time, place, 1, static_cast<std::uint16_t>(random.below(4)), 0});
        if (i % 3 == 0)
            incidents.push_back(incidents.back());
    }
    return std::make_shared<IncidentTable>(
        std::move(incidents), QStringList{QStringLiteral("HOMICIDE"), QStringLiteral("SHOOTING"),
                                          QStringLiteral("ARSON"), QStringLiteral("LARCENY")});
}

void scroll(QWidget &widget, const QPoint &position, int notches)
{
    QWheelEvent event(position, widget.mapToGlobal(position), {}, QPoint(0, 120 * notches), Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&widget, &event);
}

} // namespace

/// The histogram counts every incident of the shown range once, counts target events rather than rows, and turns
/// places on it into times and back.
class TestTimeHistogram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_incidents = makeIncidents(4000);
        m_target = std::make_shared<Target>(Target::defaultNames(), *m_incidents);
    }

    void init()
    {
        m_histogram = std::make_unique<TimeHistogram>();
        m_histogram->resize(816, 80);
        m_histogram->setIncidents(m_incidents, m_target, start, end);
        m_histogram->show();
    }

    void countsAsByHand_data()
    {
        QTest::addColumn<Duration>("length");
        QTest::addColumn<Time>("from");
        QTest::addColumn<Time>("to");
        QTest::newRow("weeks of all years") << Duration(168h) << start << end;
        QTest::newRow("days of a month") << Duration(24h) << makeTime(2014, 2, 1) << makeTime(2014, 3, 1);
        QTest::newRow("hours, from within one") << Duration(1h) << makeTime(2014, 2, 1, 3, 20) << makeTime(2014, 2, 9, 4);
        QTest::newRow("before 1970") << Duration(168h) << makeTime(1969, 12, 1) << makeTime(1970, 2, 1);
    }

    void countsAsByHand()
    {
        QFETCH(Duration, length);
        QFETCH(Time, from);
        QFETCH(Time, to);
        const TimeBins counted = TimeBins::count(*m_incidents, *m_target, from, to, length);
        QVERIFY(counted.bins.front().span.contains(from));
        QVERIFY(counted.bins.back().span.contains(to - 1s));
        std::size_t most = 0;
        for (std::size_t i = 0; i < counted.bins.size(); ++i) {
            const auto &bin = counted.bins[i];
            if (i > 0)
                QCOMPARE(bin.span.start, counted.bins[i - 1].span.end());
            std::size_t incidents = 0;
            std::set<std::pair<Time, double>> events;
            for (const Incident &incident : m_incidents->all()) {
                if (!bin.span.contains(incident.time))
                    continue;
                ++incidents;
                if (incident.type < 2)
                    events.emplace(incident.time, incident.place.longitude);
            }
            QCOMPARE(bin.incidents, incidents);
            QCOMPARE(bin.targets, events.size());
            most = std::max(most, incidents);
        }
        QCOMPARE(counted.mostIncidents, most);
    }

    void weeksBeginOnMondays()
    {
        const auto counted = TimeBins::count(*m_incidents, *m_target, makeTime(2016, 11, 12), end, 168h);
        QCOMPARE(counted.bins.front().span.start, makeTime(2016, 11, 7));
    }

    void binsAreAsFineAsTheWidthAllows_data()
    {
        QTest::addColumn<Duration>("span");
        QTest::addColumn<Duration>("length");
        QTest::newRow("a day") << Duration(24h) << Duration(10min);
        QTest::newRow("a week") << Duration(168h) << Duration(1h);
        QTest::newRow("five years") << Duration(24h * 1827) << Duration(24h * 14);
        QTest::newRow("a century") << Duration(24h * 36525) << Duration(24h * 28);
    }

    void binsAreAsFineAsTheWidthAllows()
    {
        QFETCH(Duration, span);
        QFETCH(Duration, length);
        QCOMPARE(TimeBins::lengthFor(span, 200), length);
    }

    void aWiderOneCountsFinerBins()
    {
        const auto narrow = m_histogram->bins().bins.front().span.length;
        m_histogram->resize(3200, 80);
        QVERIFY(m_histogram->bins().bins.front().span.length < narrow);
    }

    void clicksAndDragsAskForTheTimeUnderThem()
    {
        QSignalSpy asked(m_histogram.get(), &TimeHistogram::scrubbedTo);
        const Time wanted = makeTime(2014, 7, 1);
        const QPoint there(qRound(m_histogram->xOf(wanted)), 20);
        QTest::mousePress(m_histogram.get(), Qt::LeftButton, {}, there);
        const auto error = asked.takeFirst().at(0).value<Time>() - wanted;
        QVERIFY(std::chrono::abs(error) < 48h);
        QTest::mouseMove(m_histogram.get(), QPoint(4000, 20));
        QMouseEvent drag(QEvent::MouseMove, QPointF(4000, 20), QPointF(4000, 20), Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_histogram.get(), &drag);
        QCOMPARE(asked.takeLast().at(0).value<Time>(), end);
    }

    void theWheelZoomsAboutThePointerAndADoubleClickShowsAll()
    {
        const Time kept = makeTime(2013, 3, 1);
        const QPoint there(qRound(m_histogram->xOf(kept)), 20);
        scroll(*m_histogram, there, 8);
        QVERIFY(m_histogram->shownTo() - m_histogram->shownFrom() < (end - start) / 4);
        QVERIFY(std::abs(m_histogram->xOf(kept) - there.x()) < 4);
        scroll(*m_histogram, there, 1000);
        QCOMPARE(m_histogram->shownTo() - m_histogram->shownFrom(), Duration(6h));
        scroll(*m_histogram, there, -1000);
        QCOMPARE(m_histogram->shownFrom(), start);
        scroll(*m_histogram, there, 8);
        QTest::mouseDClick(m_histogram.get(), Qt::LeftButton, {}, there);
        QCOMPARE(m_histogram->shownFrom(), start);
        QCOMPARE(m_histogram->shownTo(), end);
    }

    void aZoomedRangeFollowsTheWindow()
    {
        scroll(*m_histogram, QPoint(100, 20), 10);
        const Duration span = m_histogram->shownTo() - m_histogram->shownFrom();
        const Window far{makeTime(2016, 6, 1), 2h};
        m_histogram->setWindow(far, far);
        QVERIFY(m_histogram->shownFrom() <= far.start && far.end() <= m_histogram->shownTo());
        QCOMPARE(m_histogram->shownTo() - m_histogram->shownFrom(), span);
    }

    void withoutIncidentsItAsksForNothing()
    {
        m_histogram->setIncidents(nullptr, nullptr, {}, {});
        QSignalSpy asked(m_histogram.get(), &TimeHistogram::scrubbedTo);
        QTest::mouseClick(m_histogram.get(), Qt::LeftButton, {}, QPoint(100, 20));
        scroll(*m_histogram, QPoint(100, 20), 3);
        QCOMPARE(asked.count(), 0);
        QVERIFY(m_histogram->bins().bins.empty());
        QVERIFY(!m_histogram->grab().isNull());
    }

    void ticksFitAndBelongToTheirUnit_data()
    {
        QTest::addColumn<Time>("from");
        QTest::addColumn<Time>("to");
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("coarse");
        QTest::newRow("a day") << makeTime(2016, 11, 12) << makeTime(2016, 11, 13) << "00:00" << "Sat 12 Nov 2016";
        QTest::newRow("a month") << makeTime(2016, 10, 30) << makeTime(2016, 12, 1) << "1" << "October 2016";
        QTest::newRow("a year") << makeTime(2016, 1, 15) << makeTime(2017, 1, 1) << "Feb" << "2016";
        QTest::newRow("five years") << makeTime(2012, 1, 1) << makeTime(2017, 1, 1) << "Jan" << "2012";
        QTest::newRow("a lifetime") << makeTime(1950, 1, 1) << makeTime(2017, 1, 1) << "1950" << "";
    }

    void ticksFitAndBelongToTheirUnit()
    {
        QFETCH(Time, from);
        QFETCH(Time, to);
        QFETCH(QString, first);
        QFETCH(QString, coarse);
        const QFontMetricsF metrics(m_histogram->font());
        const TimeAxis axis(from, to, 600, metrics);
        QCOMPARE(axis.fine().front().label, first);
        QCOMPARE(axis.coarse().empty() ? QString() : axis.coarse().front().label, coarse);
        for (std::size_t i = 1; i < axis.fine().size(); ++i) {
            const double room = axis.xOf(axis.fine()[i].time) - axis.xOf(axis.fine()[i - 1].time);
            QVERIFY2(room > metrics.horizontalAdvance(axis.fine()[i - 1].label),
                     qPrintable(axis.fine()[i - 1].label));
        }
    }

    void aClickTakesTheKeyboard()
    {
        QVERIFY(QTest::qWaitForWindowActive(m_histogram.get()));
        QTest::mouseClick(m_histogram.get(), Qt::LeftButton);
        QVERIFY(m_histogram->hasFocus());
    }

private:
    std::shared_ptr<const IncidentTable> m_incidents;
    std::shared_ptr<const Target> m_target;
    std::unique_ptr<TimeHistogram> m_histogram;
};

QTEST_MAIN(TestTimeHistogram)
#include "tst_time_histogram.moc"
