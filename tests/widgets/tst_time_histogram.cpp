#include "widgets/time/time_histogram.h"

#include "engine/core/random.h"
#include "widgets/time/range_bar.h"
#include "widgets/time/time_axis.h"

#include <QFontMetricsF>
#include <QLabel>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
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
            std::size_t rows = 0;
            std::set<std::pair<Time, double>> events;
            for (const Incident &incident : m_incidents->all()) {
                if (!bin.span.contains(incident.time))
                    continue;
                ++incidents;
                if (incident.type < 2) {
                    ++rows;
                    events.emplace(incident.time, incident.place.longitude);
                }
            }
            QCOMPARE(bin.targetRows, rows);
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
        QTest::newRow("a quarter") << makeTime(2016, 10, 1) << makeTime(2016, 11, 19) << "Mon 3" << "October 2016";
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

    void weeksAreMarkedBetweenMonths()
    {
        const QFontMetricsF metrics(m_histogram->font());
        const TimeAxis year(makeTime(2016, 1, 1), makeTime(2017, 1, 1), 600, metrics);
        QCOMPARE(year.mondays().size(), std::size_t(52));
        QCOMPARE(year.mondays().front(), makeTime(2016, 1, 4));
        QVERIFY(TimeAxis(start, end, 600, metrics).mondays().empty());
    }

    void targetsAreStackedOnTheOthers()
    {
        // Ten larcenies and thirty shootings on one day, one larceny on another.
        std::vector<Incident> incidents;
        const auto add = [&](Time time, std::uint16_t type, int count) {
            for (int i = 0; i < count; ++i)
                incidents.push_back({time + std::chrono::minutes(i), {0, 0}, static_cast<std::uint32_t>(incidents.size()), type, 0});
        };
        add(makeTime(2016, 1, 2, 12), 1, 10);
        add(makeTime(2016, 1, 2, 13), 0, 30);
        add(makeTime(2016, 1, 4, 12), 1, 1);
        const auto table = std::make_shared<IncidentTable>(std::move(incidents), QStringList{QStringLiteral("SHOOTING"), QStringLiteral("LARCENY")});
        const auto target = std::make_shared<Target>(QStringList{QStringLiteral("SHOOTING")}, *table);
        m_histogram->resize(216, 160);
        m_histogram->setIncidents(table, target, makeTime(2016, 1, 1), makeTime(2016, 3, 1));
        QCOMPARE(m_histogram->bins().bins.front().span.length, Duration(24h));
        const QImage image = m_histogram->grab().toImage();
        const auto countsOf = [&](Time day) {
            const int x = qRound(m_histogram->xOf(day + 12h));
            int loud = 0;
            int quiet = 0;
            // Below the row that targets have for themselves.
            for (int y = image.height() / 3 + 8; y < image.height() - 40; ++y) {
                const QColor color = image.pixelColor(x, y);
                if (color.hsvSaturation() > 150)
                    ++loud;
                else if (color.lightness() < 200)
                    ++quiet;
            }
            return std::pair(loud, quiet);
        };
        const auto [loud, quiet] = countsOf(makeTime(2016, 1, 2));
        QVERIFY2(loud > 2 * quiet && quiet > 5, qPrintable(QStringLiteral("%1 %2").arg(loud).arg(quiet)));
        QCOMPARE(countsOf(makeTime(2016, 1, 4)).first, 0);
    }

    void aRangeIsMarkedAlongTheAxisOrWithShift_data()
    {
        QTest::addColumn<int>("y");
        QTest::addColumn<Qt::KeyboardModifiers>("keys");
        QTest::addColumn<bool>("marks");
        QTest::newRow("along the axis") << 75 << Qt::KeyboardModifiers() << true;
        QTest::newRow("with Shift") << 20 << Qt::KeyboardModifiers(Qt::ShiftModifier) << true;
        QTest::newRow("above the axis it scrubs") << 20 << Qt::KeyboardModifiers() << false;
    }

    void aRangeIsMarkedAlongTheAxisOrWithShift()
    {
        QFETCH(int, y);
        QFETCH(Qt::KeyboardModifiers, keys);
        QFETCH(bool, marks);
        QSignalSpy scrubbed(m_histogram.get(), &TimeHistogram::scrubbedTo);
        drag(makeTime(2013, 6, 3), makeTime(2014, 2, 3), y, keys);
        QCOMPARE(m_histogram->range().has_value(), marks);
        QCOMPARE(scrubbed.isEmpty(), marks);
        if (!marks)
            return;
        const Window range = *m_histogram->range();
        QCOMPARE(range.start, midnightOf(range.start));
        QCOMPARE(range.end(), midnightOf(range.end()));
        QVERIFY(std::chrono::abs(range.start - makeTime(2013, 6, 3)) <= 48h);
        QVERIFY(std::chrono::abs(range.end() - makeTime(2014, 2, 3)) <= 48h);
    }

    void aRangeIsTheSameDraggedToTheLeft()
    {
        drag(makeTime(2014, 2, 3), makeTime(2013, 6, 3), 75);
        QVERIFY(m_histogram->range()->start < makeTime(2013, 6, 6));
    }

    void itsEdgesAreDragged()
    {
        m_histogram->setRange(Window{makeTime(2013, 6, 3), 24h * 100});
        const Time end = m_histogram->range()->end();
        drag(makeTime(2013, 6, 3), makeTime(2013, 1, 7), 20);
        QVERIFY(std::chrono::abs(m_histogram->range()->start - makeTime(2013, 1, 7)) <= 48h);
        QCOMPARE(m_histogram->range()->end(), end);
    }

    void aClickOnTheAxisGoesThere()
    {
        QSignalSpy scrubbed(m_histogram.get(), &TimeHistogram::scrubbedTo);
        QTest::mouseClick(m_histogram.get(), Qt::LeftButton, {}, QPoint(300, 75));
        QCOMPARE(scrubbed.count(), 1);
        QVERIFY(!m_histogram->range());
    }

    void theRangesButtonsAskAndLetItGo_data()
    {
        QTest::addColumn<QString>("button");
        QTest::newRow("filter") << "Filter to range";
        QTest::newRow("zoom") << "Zoom to range";
        QTest::newRow("play") << "Play only this range";
        QTest::newRow("let go") << "Let the range go (Esc)";
    }

    void theRangesButtonsAskAndLetItGo()
    {
        QFETCH(QString, button);
        QSignalSpy filter(m_histogram.get(), &TimeHistogram::filterRequested);
        QSignalSpy play(m_histogram.get(), &TimeHistogram::playRequested);
        const Window range{makeTime(2013, 6, 3), 24h * 100};
        m_histogram->setRange(range);
        auto *bar = m_histogram->findChild<RangeBar *>();
        QVERIFY(bar->isVisible());
        QVERIFY(m_histogram->rect().contains(bar->geometry()));
        QCOMPARE(bar->findChild<QLabel *>(QStringLiteral("range"))->text(), QStringLiteral("3 Jun 2013 to 10 Sep 2013"));
        for (QToolButton *each : bar->findChildren<QToolButton *>())
            if (each->accessibleName() == button)
                QTest::mouseClick(each, Qt::LeftButton);
        QVERIFY(!m_histogram->range());
        QVERIFY(!bar->isVisible());
        QCOMPARE(filter.count(), button.startsWith(QStringLiteral("Filter")) ? 1 : 0);
        QCOMPARE(play.count(), button.startsWith(QStringLiteral("Play")) ? 1 : 0);
        const bool zoomed = button.startsWith(QStringLiteral("Zoom"));
        QCOMPARE(m_histogram->shownFrom(), zoomed ? range.start : start);
        QCOMPARE(m_histogram->shownTo(), zoomed ? range.end() : end);
        for (const QSignalSpy *spy : {&filter, &play})
            if (spy->count() == 1)
                QCOMPARE(spy->at(0).at(0).value<Window>(), range);
    }

    void escapeLetsTheRangeGo()
    {
        drag(makeTime(2013, 6, 3), makeTime(2014, 2, 3), 75);
        QVERIFY(m_histogram->range());
        QTest::keyClick(m_histogram.get(), Qt::Key_Escape);
        QVERIFY(!m_histogram->range());
    }

    void otherIncidentsOfTheSameSpanAreLookedAtAsClosely()
    {
        m_histogram->zoomTo({makeTime(2014, 1, 1), 24h * 365});
        m_histogram->setRange(Window{makeTime(2014, 6, 3), 24h * 10});
        m_histogram->setIncidents(makeIncidents(100), m_target, start, end);
        QCOMPARE(m_histogram->shownFrom(), makeTime(2014, 1, 1));
        QVERIFY(m_histogram->range());
        m_histogram->setIncidents(m_incidents, m_target, start, end - 24h);
        QCOMPARE(m_histogram->shownFrom(), start);
        QVERIFY(!m_histogram->range());
    }

    void limitsAreSeen()
    {
        const QImage before = m_histogram->grab().toImage();
        m_histogram->setFilterDates(makeTime(2014, 1, 1), std::nullopt);
        const QImage filtered = m_histogram->grab().toImage();
        QVERIFY(filtered != before);
        m_histogram->setFilterDates({}, {});
        m_histogram->setPlayed(Window{makeTime(2014, 1, 1), 24h * 100});
        QVERIFY(m_histogram->grab().toImage() != before);
        m_histogram->setPlayed({});
        QCOMPARE(m_histogram->grab().toImage(), before);
    }

    void aClickTakesTheKeyboard()
    {
        QVERIFY(QTest::qWaitForWindowActive(m_histogram.get()));
        QTest::mouseClick(m_histogram.get(), Qt::LeftButton);
        QVERIFY(m_histogram->hasFocus());
    }

private:
    void drag(Time from, Time to, int y, Qt::KeyboardModifiers keys = {})
    {
        const QPointF begin(m_histogram->xOf(from), y);
        const QPointF finish(m_histogram->xOf(to), y);
        const auto send = [&](QEvent::Type type, QPointF at, Qt::MouseButton button, Qt::MouseButtons buttons) {
            QMouseEvent event(type, at, m_histogram->mapToGlobal(at), button, buttons, keys);
            QCoreApplication::sendEvent(m_histogram.get(), &event);
        };
        send(QEvent::MouseButtonPress, begin, Qt::LeftButton, Qt::LeftButton);
        send(QEvent::MouseMove, (begin + finish) / 2, Qt::NoButton, Qt::LeftButton);
        send(QEvent::MouseMove, finish, Qt::NoButton, Qt::LeftButton);
        send(QEvent::MouseButtonRelease, finish, Qt::LeftButton, Qt::NoButton);
    }

    std::shared_ptr<const IncidentTable> m_incidents;
    std::shared_ptr<const Target> m_target;
    std::unique_ptr<TimeHistogram> m_histogram;
};

QTEST_MAIN(TestTimeHistogram)
#include "tst_time_histogram.moc"
