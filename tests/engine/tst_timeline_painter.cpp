#include "engine/plot/time_ticks.h"
#include "engine/plot/timeline_painter.h"

#include <QImage>
#include <QPainter>
#include <QTest>

#include <cmath>

using namespace forewatch;
using namespace std::chrono_literals;

namespace {

const Time midnight = makeTime(2016, 11, 12);
const QRectF area(0, 0, 1000, 260);

/// Two-hour spans every ten minutes of one day, with the risk that `riskAt` gives to a start.
RiskTimeline dayWith(auto &&riskAt)
{
    RiskTimeline timeline;
    for (int i = 0; i < 132; ++i) {
        const Window asked{midnight + i * 10min, 2h};
        timeline.points.push_back({asked, riskAt(asked.start), 0.12, false});
    }
    timeline.span = {midnight, 24h - 10min};
    timeline.apply({.threshold = .2, .release = .2});
    return timeline;
}

/// An alert at 06:00 alone: it speaks of 06:00 to 08:00.
RiskTimeline dayWithOneAlert()
{
    return dayWith([](Time start) { return start == midnight + 6h ? 0.25 : 0.1; });
}

QImage painted(const RiskTimeline &timeline, const TimelineLook &look = {}, QRectF where = area)
{
    QImage image(where.bottomRight().toPoint().x(), where.bottomRight().toPoint().y(), QImage::Format_RGB32);
    image.fill(Qt::magenta);
    QPainter painter(&image);
    TimelinePainter(timeline, where, look).paint(painter);
    return image;
}

/// Pixels of the picture's column at `time` that are far from grey.
int coloredPixels(const QImage &image, double x)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        count += image.pixelColor(int(x), y).hsvSaturation() > 150;
    return count;
}

/// A point of the plot's upper part that no line crosses.
QColor groundAt(const QImage &image, const TimelinePainter &painter, Time time)
{
    return image.pixelColor(int(painter.xOf(time)), int(painter.yOf(0.217)));
}

} // namespace

/// The picture says what the numbers say, at the right places, in every size.
class TestTimelinePainter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyTheSpanOfAnAlertIsTinted_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void onlyTheSpanOfAnAlertIsTinted()
    {
        QFETCH(bool, dark);
        const auto timeline = dayWithOneAlert();
        const TimelineLook look{.dark = dark};
        const TimelinePainter chart(timeline, area, look);
        const QImage image = painted(timeline, look);
        const QColor ground = groundAt(image, chart, midnight + 12h);
        const QColor tint = groundAt(image, chart, midnight + 7h);
        QVERIFY(tint != ground);
        QCOMPARE(groundAt(image, chart, midnight + 7h + 50min), tint);
        QCOMPARE(groundAt(image, chart, midnight + 5h + 30min), ground);
        QCOMPARE(groundAt(image, chart, midnight + 8h + 10min), ground);
        QCOMPARE(dark, ground.lightness() < 128);
    }

    void aQuietDayIsNotTinted()
    {
        const auto timeline = dayWith([](Time) { return 0.1; });
        const TimelinePainter chart(timeline, area, {});
        const QImage image = painted(timeline);
        for (auto t = midnight + 1h; t < midnight + 22h; t += 20min)
            QCOMPARE(groundAt(image, chart, t), QColor(Qt::white));
    }

    void theLineRunsAtItsRisk()
    {
        const auto timeline = dayWith([](Time start) { return start < midnight + 12h ? 0.05 : 0.15; });
        const TimelinePainter chart(timeline, area, {});
        const QImage image = painted(timeline);
        const auto isRisk = [&](Time t, double p) {
            return image.pixelColor(int(chart.xOf(t)), int(chart.yOf(p))).hsvSaturation() > 60;
        };
        QVERIFY(isRisk(midnight + 3h, 0.05) && !isRisk(midnight + 3h, 0.15));
        QVERIFY(isRisk(midnight + 18h, 0.15) && !isRisk(midnight + 18h, 0.05));
    }

    void aSingleRiskIsADot()
    {
        RiskTimeline timeline;
        timeline.points = {{{midnight, 2h}, 0.1, 0.05, std::nullopt}};
        timeline.apply({.threshold = .2, .release = .2});
        timeline.span = {midnight, 2h};
        const TimelinePainter chart(timeline, area, {});
        const QImage image = painted(timeline);
        QVERIFY(image.pixelColor(int(chart.xOf(midnight)), int(chart.yOf(0.1))).hsvSaturation() > 60);
        QCOMPARE(chart.pointAt(500), std::optional<std::size_t>(0));
    }

    void axisStartsAtZeroAndHoldsEverything_data()
    {
        QTest::addColumn<double>("risk");
        QTest::addColumn<double>("threshold");
        QTest::newRow("tiny risks") << 0.001 << 0.002;
        QTest::newRow("threshold far above") << 0.05 << 0.55;
        QTest::newRow("certain") << 1. << 0.5;
        QTest::newRow("nothing ever") << 0. << 0.;
    }

    void axisStartsAtZeroAndHoldsEverything()
    {
        QFETCH(double, risk);
        QFETCH(double, threshold);
        auto timeline = dayWith([&](Time) { return risk; });
        timeline.apply({.threshold = threshold, .release = threshold});
        const TimelinePainter chart(timeline, area, {});
        QVERIFY(chart.yOf(0) < area.bottom());
        QVERIFY(chart.yOf(std::max(risk, threshold)) > area.top());
        QVERIFY(chart.yOf(0) - chart.yOf(risk) >= 0);
        // Small risks must look small: the axis never ends below 10 %.
        QVERIFY(chart.yOf(0.1) >= area.top());
    }

    void aTargetIsMarkedByWhetherAnAlertSpokeOfIt()
    {
        auto timeline = dayWithOneAlert();
        const TimelinePainter chart(timeline, area, {});
        const QImage without = painted(timeline);
        timeline.targets = {midnight + 7h, midnight + 8h};
        const QImage with = painted(timeline);
        const double caught = chart.xOf(midnight + 7h);
        const double missed = chart.xOf(midnight + 8h);
        QVERIFY(coloredPixels(with, caught) > coloredPixels(without, caught) + 4);
        QCOMPARE(coloredPixels(with, missed), coloredPixels(without, missed));
        QVERIFY(with.copy(int(missed) - 5, 0, 10, 260) != without.copy(int(missed) - 5, 0, 10, 260));
    }

    void theStripIsColoredWhereTheRiskCameTrue()
    {
        auto timeline = dayWith([](Time) { return 0.1; });
        const QImage quiet = painted(timeline);
        for (auto &point : timeline.points)
            point.outcome = point.asked.contains(midnight + 15h);
        const QImage image = painted(timeline);
        const TimelinePainter chart(timeline, area, {});
        // True for starts after 13:00 until 15:00.
        const auto gained = [&](Time t) {
            return coloredPixels(image, chart.xOf(t)) - coloredPixels(quiet, chart.xOf(t));
        };
        QCOMPARE(gained(midnight + 14h + 5min), 4);
        QCOMPARE(gained(midnight + 15h + 5min), 4);
        QCOMPARE(gained(midnight + 15h + 15min), 0);
        QCOMPARE(gained(midnight + 13h + 5min), 0);
    }

    void pointAtFindsTheNearestStart()
    {
        const auto timeline = dayWithOneAlert();
        const TimelinePainter chart(timeline, area, {});
        for (std::size_t i = 0; i < timeline.points.size(); ++i) {
            const Time start = timeline.points[i].asked.start;
            QCOMPARE(chart.pointAt(chart.xOf(start)), std::optional(i));
            QCOMPARE(chart.pointAt(chart.xOf(start + 4min)), std::optional(i));
            QCOMPARE(chart.pointAt(chart.xOf(start - 4min)), std::optional(i));
        }
        QCOMPARE(chart.pointAt(-100), std::optional<std::size_t>(0));
        QCOMPARE(chart.pointAt(5000), std::optional<std::size_t>(131));
    }

    void anEmptyTimelineSaysSo()
    {
        const RiskTimeline empty;
        const TimelinePainter chart(empty, area, {});
        QCOMPARE(chart.pointAt(500), std::nullopt);
        QVERIFY(std::isfinite(chart.xOf(midnight)) && std::isfinite(chart.yOf(0.5)));
        const QImage image = painted(empty);
        // Words in the middle, no frame: the outer parts are blank.
        const QImage blank = image.copy(0, 0, 1000, 80);
        QImage ground(blank.size(), blank.format());
        ground.fill(Qt::white);
        QCOMPARE(blank, ground);
        QVERIFY(image.copy(300, 100, 400, 60) != ground.copy(0, 0, 400, 60));
    }

    void nothingIsPaintedOutside_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("wide") << QSize(1000, 260);
        QTest::newRow("low") << QSize(600, 140);
        QTest::newRow("tiny") << QSize(60, 30);
        QTest::newRow("a sliver") << QSize(400, 8);
    }

    void nothingIsPaintedOutside()
    {
        QFETCH(QSize, size);
        auto timeline = dayWithOneAlert();
        timeline.targets = {midnight + 1min, midnight + 23h + 49min};
        QImage image(size + QSize(40, 40), QImage::Format_RGB32);
        image.fill(Qt::magenta);
        {
            QPainter painter(&image);
            const TimelineLook look{.cursor = midnight + 6h, .title = QStringLiteral("Risk of a shooting")};
            TimelinePainter(timeline, QRectF(QPointF(20, 20), size), look).paint(painter);
        }
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                QCOMPARE(QRect(QPoint(20, 20), size).contains(x, y), image.pixelColor(x, y) != QColor(Qt::magenta));
    }

    void theSameWindowIsCalledNoWarning()
    {
        auto timeline = dayWithOneAlert();
        const QImage next = painted(timeline);
        timeline.task.question = Question::SameWindow;
        QVERIFY(painted(timeline) != next);
    }

    void theCursorShowsItsSpan()
    {
        const auto timeline = dayWithOneAlert();
        const TimelinePainter chart(timeline, area, {});
        const QImage with = painted(timeline, {.cursor = midnight + 18h});
        const QImage without = painted(timeline);
        const int x = int(chart.xOf(midnight + 18h));
        QVERIFY(with.copy(x - 2, 0, 5, 260) != without.copy(x - 2, 0, 5, 260));
        QCOMPARE(with.copy(0, 0, x - 250, 260), without.copy(0, 0, x - 250, 260));
    }

    /// Half a year every ten minutes has 25 points to a pixel; the highest must not be lost.
    void manyPointsKeepTheirExtremes()
    {
        RiskTimeline timeline;
        for (int i = 0; i < 26000; ++i)
            timeline.points.push_back({{midnight + i * 10min, 2h}, i == 13000 ? 0.4 : 0.1, 0.1, false});
        timeline.span = {midnight, 26000 * 10min + 110min};
        const TimelinePainter chart(timeline, area, {});
        const QImage image = painted(timeline);
        const int peak = int(chart.xOf(midnight + 13000 * 10min));
        const int halfWay = int(chart.yOf(0.3));
        int ink = 0;
        for (int x = peak - 1; x <= peak + 1; ++x)
            ink += image.pixelColor(x, halfWay).hsvSaturation() > 20;
        QVERIFY(ink > 0);
    }

    /// A year at ten minutes: each column of the picture holds ink from the lowest to the highest of its points, and none away
    /// from them and their neighbors' columns.
    void aYearIsWhatEachPixelHolds()
    {
        RiskTimeline timeline;
        for (int i = 0; i < 52704; ++i) {
            const double noise = std::fmod(std::sin(i * 12.9898) * 43758.5453, 1);
            timeline.points.push_back({{midnight + i * 10min, 2h}, .2 + .1 * std::sin(i / 3000.) + .08 * noise, 0, false});
        }
        timeline.span = {midnight, 52704 * 10min + 110min};
        timeline.apply({.threshold = .45, .release = .45});
        const TimelinePainter chart(timeline, area, {});
        const QImage image = painted(timeline);
        const int columns = image.width();
        std::vector<double> highest(std::size_t(columns), 1e9), lowest(std::size_t(columns), -1e9);
        for (const RiskPoint &point : timeline.points) {
            const auto x = std::size_t(chart.xOf(point.asked.start));
            highest[x] = std::min(highest[x], chart.yOf(point.probability));
            lowest[x] = std::max(lowest[x], chart.yOf(point.probability));
        }
        const int first = int(chart.xOf(midnight)) + 2;
        const int last = int(chart.xOf(timeline.points.back().asked.start)) - 2;
        const auto isInk = [&](int x, int y) { return image.pixelColor(x, y).hsvSaturation() > 60; };
        for (int x = first; x < last; ++x) {
            const auto at = std::size_t(x);
            for (int y = int(highest[at]) + 1; y < int(lowest[at]); ++y)
                QVERIFY2(isInk(x, y), qPrintable(QStringLiteral("gap at %1, %2").arg(x).arg(y)));
            const double top = std::min({highest[at - 1], highest[at], highest[at + 1]});
            const double bottom = std::max({lowest[at - 1], lowest[at], lowest[at + 1]});
            QVERIFY(!isInk(x, int(top) - 4) && !isInk(x, int(bottom) + 4));
        }
    }

    void aPartIsDrawnLargeAndNothingBesideThePlot()
    {
        const auto timeline = dayWithOneAlert();
        const TimelineLook look{.shown = Window{midnight + 6h, 4h}};
        const TimelinePainter chart(timeline, area, look);
        const TimelinePainter whole(timeline, area, {});
        QCOMPARE(chart.xOf(midnight + 6h), whole.xOf(midnight));
        QVERIFY(std::abs(chart.xOf(midnight + 8h) - chart.xOf(midnight + 7h) - (chart.xOf(midnight + 7h) - chart.xOf(midnight + 6h))) < 1e-6);
        QCOMPARE(chart.timeAt(chart.xOf(midnight + 7h)), midnight + 7h);
        QVERIFY(std::abs(chart.probabilityAt(chart.yOf(.123)) - .123) < 1e-9);
        const QImage image = painted(timeline, look);
        QVERIFY(groundAt(image, chart, midnight + 7h) != groundAt(image, chart, midnight + 9h));
        // The alert ends at 08:00, in the middle.
        QVERIFY(groundAt(image, chart, midnight + 7h + 55min) != groundAt(image, chart, midnight + 8h + 5min));
        for (int y = int(chart.yOf(.19)); y < int(chart.yOf(.02)); ++y)
            QVERIFY(image.pixelColor(int(chart.xOf(midnight + 6h)) - 3, y).hsvSaturation() < 60);
    }

    void theBandIsDrawnWhereItIsKnown()
    {
        auto timeline = dayWith([](Time) { return 0.1; });
        for (std::size_t i = 60; i < 132; ++i)
            timeline.points[i].band = Interval{.06, .17};
        const TimelinePainter chart(timeline, area, {});
        const QImage image = painted(timeline);
        const auto at = [&](Time time, double p) { return image.pixelColor(int(chart.xOf(time)), int(chart.yOf(p))); };
        QVERIFY(at(midnight + 15h, .15) != at(midnight + 5h, .15));
        QVERIFY(at(midnight + 15h, .075) != at(midnight + 5h, .075));
        QCOMPARE(at(midnight + 15h, .185), at(midnight + 5h, .185));
    }

    /// Prediction and outcome from 0 to 1, right way up, without threshold and alerts.
    void theOriginalDay()
    {
        auto timeline = dayWithOneAlert();
        for (auto &point : timeline.points)
            point.outcome = point.asked.contains(midnight + 15h);
        const TimelineLook look{.original = true};
        const TimelinePainter chart(timeline, area, look);
        QVERIFY(std::abs(chart.top() - 1) < 1e-12 && chart.yOf(1) < chart.yOf(0));
        const QImage image = painted(timeline, look);
        const auto isActual = [&](Time time, double p) {
            const QColor color = image.pixelColor(int(chart.xOf(time)), int(chart.yOf(p)));
            return color.red() > 150 && color.blue() < 120;
        };
        QVERIFY(isActual(midnight + 14h, 1) && !isActual(midnight + 14h, 0));
        QVERIFY(isActual(midnight + 18h, 0) && !isActual(midnight + 18h, 1));
        QCOMPARE(groundAt(image, chart, midnight + 7h), groundAt(image, chart, midnight + 9h));
        const QImage next = image;
        timeline.task.question = Question::SameWindow;
        QVERIFY(painted(timeline, look) != next);
    }

    void timeTicks_data()
    {
        using Labels = QStringList;
        QTest::addColumn<qint64>("from");
        QTest::addColumn<qint64>("hours");
        QTest::addColumn<int>("most");
        QTest::addColumn<Labels>("labels");
        const auto row = [](const char *name, Time from, qint64 hours, int most, const QString &labels) {
            QTest::newRow(name) << qint64(from.time_since_epoch().count()) << hours << most
                                << labels.split(QLatin1Char('|'));
        };
        row("a day, wide", midnight, 24, 13,
            QStringLiteral("00:00|02:00|04:00|06:00|08:00|10:00|12:00|14:00|16:00|18:00|20:00|22:00|00:00"));
        row("a day, narrow", midnight, 24, 5, QStringLiteral("00:00|06:00|12:00|18:00|00:00"));
        row("from a crooked time", midnight + 5h + 20min, 3, 5, QStringLiteral("06:00|07:00|08:00"));
        row("two days", midnight, 48, 5, QStringLiteral("12 Nov|12:00|13 Nov|12:00|14 Nov"));
        row("a week", midnight, 7 * 24, 9,
            QStringLiteral("12 Nov|13 Nov|14 Nov|15 Nov|16 Nov|17 Nov|18 Nov|19 Nov"));
        row("half a year", makeTime(2016, 7, 1), 184 * 24, 8,
            QStringLiteral("Jul 2016|Aug 2016|Sep 2016|Oct 2016|Nov 2016|Dec 2016|Jan 2017"));
        row("years", makeTime(2012, 6, 1), 5 * 365 * 24, 6, QStringLiteral("2013|2014|2015|2016|2017"));
    }

    void timeTicks()
    {
        QFETCH(qint64, from);
        QFETCH(qint64, hours);
        QFETCH(int, most);
        QFETCH(QStringList, labels);
        QStringList found;
        for (const auto &tick : forewatch::timeTicks({Time(Duration(from)), hours * 1h}, std::size_t(most)))
            found << tick.label;
        QCOMPARE(found, labels);
    }
};

QTEST_MAIN(TestTimelinePainter)
#include "tst_timeline_painter.moc"
