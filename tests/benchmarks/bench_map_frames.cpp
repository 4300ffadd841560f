// Frame times of the map on the real table at 1920 × 1080: what a frame costs from the event that asks for it until it
// is painted, and whether it shows the true picture. Not a test; see CMakeLists.txt beside the tests.
#include "engine/data/importer.h"
#include "tests/support/real_data.h"
#include "widgets/map/map_view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTest>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>

using namespace forewatch;

namespace {

constexpr int frames = 400;
constexpr double rate = 60;

/// Runs one action a frame at 60 frames a second, and prints what came of it.
void measure(const char *name, MapView &map, const std::function<void(int)> &act)
{
    // The first picture is there before the clock starts.
    do {
        map.repaint();
        QTest::qWait(300);
    } while (!map.isTrue());
    std::vector<double> times;
    int untrue = 0;
    double stale = 0;
    double longestStale = 0;
    QElapsedTimer clock;
    clock.start();
    const auto now = [&clock] { return static_cast<double>(clock.nsecsElapsed()) / 1e6; };
    double lastTrue = 0;
    for (int frame = 0; frame < frames; ++frame) {
        const double due = frame * 1000 / rate;
        while (now() < due)
            QTest::qWait(1);
        const double before = now();
        act(frame);
        map.repaint();
        const double after = now();
        times.push_back(after - before);
        if (map.isTrue()) {
            lastTrue = after;
            stale = 0;
        } else {
            ++untrue;
            stale = after - lastTrue;
        }
        longestStale = std::max(longestStale, stale);
    }
    std::ranges::sort(times);
    std::printf("%-42s median %5.1f ms  95th %5.1f ms  worst %5.1f ms  true %5.1f %%  longest stale %4.0f ms\n", name,
                times[times.size() / 2], times[times.size() * 95 / 100], times.back(),
                100.0 * (frames - untrue) / frames, longestStale);
    std::fflush(stdout);
}

void drag(MapView &map, QPoint from, QPoint by)
{
    QTest::mousePress(&map, Qt::LeftButton, {}, from);
    QTest::mouseMove(&map, from + by);
    QTest::mouseRelease(&map, Qt::LeftButton, {}, from + by);
}

void turnWheel(MapView &map, QPointF at, int angle)
{
    QWheelEvent wheel(at, map.mapToGlobal(at), {}, {0, angle}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&map, &wheel);
}

/// To and fro, across more than the view.
QPoint swing(int frame, int speed)
{
    return frame / 100 % 2 == 0 ? QPoint(speed, speed / 2) : QPoint(-speed, -speed / 2);
}

void measureMoves(const char *what, MapView &map)
{
    const auto named = [what](const char *move) {
        return QStringLiteral("%1, %2").arg(QLatin1String(what), QLatin1String(move)).toUtf8();
    };
    const QPoint middle = map.rect().center();
    map.fitCity();
    measure(named("pan, city").constData(), map, [&](int frame) { drag(map, middle, swing(frame, 8)); });
    map.fitCity();
    for (int i = 0; i < 6; ++i)
        map.zoomIn();
    measure(named("pan, close").constData(), map, [&](int frame) { drag(map, middle, swing(frame, 12)); });
    measure(named("pan, close, fast").constData(), map, [&](int frame) { drag(map, middle, swing(frame, 30)); });
    map.fitCity();
    measure(named("zoom, ten notches a second").constData(), map, [&](int frame) {
        if (frame % 6 == 0)
            turnWheel(map, middle, frame / 60 % 2 == 0 ? 120 : -120);
    });
    map.fitCity();
    measure(named("zoom, every frame").constData(), map,
            [&](int frame) { turnWheel(map, middle, frame / 60 % 2 == 0 ? 12 : -12); });
    map.fitCity();
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    if (!QFileInfo::exists(test::baltimoreTable())) {
        std::puts("The real tables are not beside the project (../shared/data).");
        return 0;
    }
    ImportSettings settings;
    settings.incidents.source = test::baltimoreTable();
    settings.neighborhoods.source = test::baltimorePolygons("csa_bnia_2016.shp");
    NoFeedback feedback;
    const City city = importCity(settings, feedback);
    QElapsedTimer timer;
    timer.start();
    const auto painter = std::make_shared<const MapPainter>(city);
    std::printf("%zu incidents; the painter was made in %lld ms\n", city.incidents->size(), timer.elapsed());

    MapView map;
    map.resize(1920, 1080);
    map.show();
    map.setPainter(painter);
    for (const bool stacks : {false, true}) {
        MapOptions options;
        options.stackCounts = stacks;
        map.setOptions(options);
        std::printf("%s\n", stacks ? "Stacks with their numbers" : "A sign for each group");

        using namespace std::chrono;
        const Window all = city.incidents->coveredDays();
        map.setSnapshot(city.incidents->snapshot(all));
        measureMoves("all incidents", map);
        const Time middle = makeTime(2016, 1, 1);
        measure("all incidents, playback, cumulative", map, [&](int frame) {
            map.setSnapshot(city.incidents->snapshot({all.start, middle - all.start + hours(2 * frame)}));
        });
        measure("a year, playback, every 2 h", map, [&](int frame) {
            map.setSnapshot(city.incidents->snapshot({makeTime(2014, 1, 1) + hours(2 * frame), days(365)}));
        });
        measure("30 days, playback, every day", map, [&](int frame) {
            map.setSnapshot(city.incidents->snapshot({makeTime(2014, 1, 1) + days(frame), days(30)}));
        });
        map.setSnapshot(city.incidents->snapshot({makeTime(2016, 11, 12, 22), hours(2)}));
        measureMoves("2 h", map);
        measure("2 h, playback, every 2 h", map, [&](int frame) {
            map.setSnapshot(city.incidents->snapshot({middle + hours(2 * frame), hours(2)}));
        });
    }
    return 0;
}
