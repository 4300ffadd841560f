#include "engine/data/filter.h"

#include "engine/core/random.h"
#include "engine/data/filter_words.h"
#include "engine/data/importer.h"
#include "tests/support/real_data.h"
#include "tests/support/scene.h"

#include <QElapsedTimer>
#include <QTest>

#include <cmath>
#include <functional>

using namespace forewatch;
using namespace forewatch::test;

namespace {

using Rule = std::function<bool(const Incident &, const City &)>;

const QStringList types{QStringLiteral("Arson"), QStringLiteral("LARCENY"), QStringLiteral("RAPE"),
                        QStringLiteral("SHOOTING")};

/// West and East side by side, each 0.1° wide, and two thousand incidents of every kind in and around them.
City everyKind()
{
    const auto square = [](const QString &name, double west) {
        return Neighborhood{name, {{{west, 39.2}, {west + .1, 39.2}, {west + .1, 39.4}, {west, 39.4}}}, {}};
    };
    City city;
    city.name = QStringLiteral("Every kind");
    city.neighborhoods = std::make_shared<const Neighborhoods>(
        std::vector{square(QStringLiteral("West"), -76.7), square(QStringLiteral("East"), -76.6)});
    Random random(11);
    const auto maybe = [&](std::size_t count) {
        const auto index = random.below(count + 1);
        return index == count ? Incident::nothing : static_cast<std::uint16_t>(index);
    };
    std::vector<Incident> incidents;
    for (std::uint32_t row = 1; row <= 2000; ++row) {
        Incident incident{};
        incident.time = makeTime(2015, 12, 1) + std::chrono::minutes(random.below(60 * 24 * 90));
        incident.place = {random.uniform(-76.72, -76.48), random.uniform(39.19, 39.41)};
        incident.row = row;
        incident.type = static_cast<std::uint16_t>(random.below(4));
        incident.neighborhood = static_cast<std::uint16_t>(
            city.neighborhoods->locate(incident.place).neighborhood.value_or(Incident::nowhere));
        incident.weapon = maybe(2);
        incident.premise = maybe(3);
        incident.district = maybe(2);
        incident.setting = static_cast<Setting>(random.below(3));
        incidents.push_back(incident);
    }
    city.incidents = std::make_shared<const IncidentTable>(
        std::move(incidents),
        IncidentNames{.types = types,
                      .weapons = {QStringLiteral("Firearm"), QStringLiteral("Knife")},
                      .premises = {QStringLiteral("ALLEY"), QStringLiteral("Street"), QStringLiteral("YARD")},
                      .districts = {QStringLiteral("Northern"), QStringLiteral("SOUTHERN")}});
    city.target = std::make_shared<const Target>(QStringList{QStringLiteral("SHOOTING")}, *city.incidents);
    city.report = std::make_shared<const ImportReport>();
    city.groups = {{QStringLiteral("LARCENY"), Group::Other}};
    return city;
}

int minuteOf(const Incident &incident)
{
    const QString clock = formatTime(incident.time).section(QLatin1Char(' '), 1);
    return clock.left(2).toInt() * 60 + clock.mid(3, 2).toInt();
}

GeoPoint shownAt(const Incident &incident, const City &city)
{
    if (types[incident.type] == QLatin1String("RAPE") && incident.neighborhood != Incident::nowhere)
        return city.neighborhoods->centre(incident.neighborhood);
    return incident.place;
}

const Ring triangle{{-76.66, 39.22}, {-76.52, 39.24}, {-76.6, 39.38}};

/// Which side of each edge a point lies on: another way than the locator's.
bool isInTriangle(GeoPoint p)
{
    int left = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        const GeoPoint a = triangle[i];
        const GeoPoint b = triangle[(i + 1) % 3];
        left += (b.longitude - a.longitude) * (p.latitude - a.latitude)
                - (b.latitude - a.latitude) * (p.longitude - a.longitude)
            > 0;
    }
    return left == 0 || left == 3;
}

/// Metres on a plane that touches the ground there: good to a thousandth over some kilometres.
double flatMetres(GeoPoint a, GeoPoint b)
{
    const double perDegree = 6'371'008.8 * 3.14159265358979 / 180;
    return std::hypot((b.latitude - a.latitude) * perDegree,
                      (b.longitude - a.longitude) * perDegree * std::cos(39.3 * 3.14159265358979 / 180));
}

} // namespace

/// Each part of a filter lets through what its rule says, all parts together what each lets through, and counts stand
/// for what a choice would show.
class TestFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_city = everyKind(); }

    void eachPartLetsThroughWhatItsRuleSays_data()
    {
        QTest::addColumn<std::shared_ptr<Filter>>("filter");
        QTest::addColumn<Rule>("rule");
        const auto row = [](const char *name, const Filter &filter, const Rule &rule) {
            QTest::newRow(name) << std::make_shared<Filter>(filter) << rule;
        };
        row("hidden types, without regard to case",
            {.hiddenTypes = {QStringLiteral("ARSON"), QStringLiteral("LARCENY")}},
            [](const Incident &i, const City &) { return i.type > 1; });
        row("a group by the target", {.groups = {Group::Target}},
            [](const Incident &i, const City &) { return i.type == 3; });
        row("a group by the type's name", {.groups = {Group::Property}},
            [](const Incident &i, const City &) { return i.type == 0; });
        row("groups, one as the user said", {.groups = {Group::Violent, Group::Other}},
            [](const Incident &i, const City &) { return i.type == 1 || i.type == 2; });
        row("a neighborhood", {.neighborhoods = {QStringLiteral("WEST")}},
            [](const Incident &i, const City &) { return i.neighborhood == 0; });
        row("two neighborhoods are not everywhere", {.neighborhoods = {QStringLiteral("WEST"), QStringLiteral("EAST")}},
            [](const Incident &i, const City &) { return i.neighborhood != Incident::nowhere; });
        row("a district", {.districts = {QStringLiteral("NORTHERN")}},
            [](const Incident &i, const City &) { return i.district == 0; });
        row("a weapon", {.weapons = {QStringLiteral("KNIFE")}},
            [](const Incident &i, const City &) { return i.weapon == 1; });
        row("premises", {.premises = {QStringLiteral("STREET"), QStringLiteral("YARD")}},
            [](const Incident &i, const City &) { return i.premise == 1 || i.premise == 2; });
        row("a name that is not there", {.premises = {QStringLiteral("MOON")}},
            [](const Incident &, const City &) { return false; });
        row("outside", {.setting = Setting::Outside},
            [](const Incident &i, const City &) { return i.setting == Setting::Outside; });
        row("not known", {.setting = Setting::Unknown},
            [](const Incident &i, const City &) { return i.setting == Setting::Unknown; });
        row("hours of a day", {.hours = Filter::Hours{9 * 60 + 30, 17 * 60}},
            [](const Incident &i, const City &) { return minuteOf(i) >= 570 && minuteOf(i) < 1020; });
        row("hours to midnight", {.hours = Filter::Hours{22 * 60, 24 * 60}},
            [](const Incident &i, const City &) { return minuteOf(i) >= 1320; });
        row("hours across midnight", {.hours = Filter::Hours{22 * 60, 6 * 60}},
            [](const Incident &i, const City &) { return minuteOf(i) >= 1320 || minuteOf(i) < 360; });
        row("the night shift", {.hours = shifts[2].hours},
            [](const Incident &i, const City &) { return minuteOf(i) >= 23 * 60 || minuteOf(i) < 7 * 60; });
        row("Tuesdays and Fridays", {.weekdays = 1 << 1 | 1 << 4}, [](const Incident &i, const City &) {
            const QString day = formatWindow({i.time, Duration(1)}).left(3);
            return day == QLatin1String("Tue") || day == QLatin1String("Fri");
        });
        row("no day", {.weekdays = 0}, [](const Incident &, const City &) { return false; });
        row("since", {.from = makeTime(2016, 1, 15)},
            [](const Incident &i, const City &) { return i.time >= makeTime(2016, 1, 15); });
        row("a span without its end", {.from = makeTime(2016, 1, 1, 12), .to = makeTime(2016, 2, 1)},
            [](const Incident &i, const City &) {
                return Window{makeTime(2016, 1, 1, 12), std::chrono::hours(732)}.contains(i.time);
            });
        row("a drawn area, by the shown place", {.area = triangle},
            [](const Incident &i, const City &city) { return isInTriangle(shownAt(i, city)); });
        row("a circle, by the shown place", {.circle = Circle{{-76.6, 39.3}, 5000}},
            [](const Incident &i, const City &city) {
                return flatMetres(shownAt(i, city), {-76.6, 39.3}) <= 5000;
            });
        row("all at once",
            {.hiddenTypes = {QStringLiteral("SHOOTING")},
             .neighborhoods = {QStringLiteral("EAST")},
             .hours = Filter::Hours{20 * 60, 12 * 60},
             .weekdays = 0x1f,
             .setting = Setting::Inside},
            [](const Incident &i, const City &) {
                return i.type != 3 && i.neighborhood == 1 && (minuteOf(i) >= 1200 || minuteOf(i) < 720)
                    && !formatWindow({i.time, Duration(1)}).startsWith(QLatin1Char('S'))
                    && i.setting == Setting::Inside;
            });
    }

    void eachPartLetsThroughWhatItsRuleSays()
    {
        QFETCH(std::shared_ptr<Filter>, filter);
        QFETCH(Rule, rule);
        std::vector<std::uint32_t> expected;
        for (const Incident &incident : m_city.incidents->all())
            if (rule(incident, m_city))
                expected.push_back(incident.row);
        std::vector<std::uint32_t> shown;
        const City left = filtered(m_city, *filter);
        for (const Incident &incident : left.incidents->all())
            shown.push_back(incident.row);
        QCOMPARE(shown, expected);
        QVERIFY(expected.size() < m_city.incidents->size());
    }

    void anEmptyFilterIsTheSameTable()
    {
        QCOMPARE(filtered(m_city, {}).incidents.get(), m_city.incidents.get());
        QVERIFY(Filter().isEmpty());
        QVERIFY(!Filter{.groups = {Group::Target}}.isEmpty());
    }

    void aFilteredCityKeepsItsNames()
    {
        const City west = filtered(m_city, {.neighborhoods = {QStringLiteral("WEST")}});
        QCOMPARE(west.incidents->types(), types);
        QCOMPARE(west.neighborhoods, m_city.neighborhoods);
        QVERIFY(std::ranges::is_sorted(west.incidents->all(), {}, &Incident::time));
    }

    void aSexualOffenceIsInTheAreaWhereItIsShown()
    {
        const GeoPoint centre = m_city.neighborhoods->centre(0);
        const auto rapesWithin = [&](Circle circle) {
            const City found = filtered(
                m_city,
                {.hiddenTypes = {QStringLiteral("ARSON"), QStringLiteral("LARCENY"), QStringLiteral("SHOOTING")},
                 .circle = circle});
            return found.incidents->size();
        };
        const auto rapesOfWest = std::ranges::count_if(
            m_city.incidents->all(), [](const Incident &i) { return i.type == 2 && i.neighborhood == 0; });
        QVERIFY(rapesOfWest > 50);
        QCOMPARE(rapesWithin({centre, 1}), static_cast<std::size_t>(rapesOfWest));
        // No circle finds the place itself.
        const auto one = std::ranges::find_if(m_city.incidents->all(), [&](const Incident &i) {
            return i.type == 2 && i.neighborhood == 0 && flatMetres(i.place, centre) > 2000;
        });
        QCOMPARE(rapesWithin({one->place, 50}), std::size_t(0));
    }

    void theLegendCountsWhatAHiddenTypeHides()
    {
        const FilterTest test(m_city, {.hiddenTypes = {QStringLiteral("LARCENY")}, .setting = Setting::Outside});
        for (const Incident &incident : m_city.incidents->all()) {
            QCOMPARE(test.passesButType(incident), incident.setting == Setting::Outside);
            QCOMPARE(test.passes(incident), incident.setting == Setting::Outside && incident.type != 1);
        }
    }

    void countsSayWhatAChoiceWouldShow_data()
    {
        QTest::addColumn<std::shared_ptr<Filter>>("filter");
        QTest::newRow("nothing set") << std::make_shared<Filter>();
        QTest::newRow("one part") << std::make_shared<Filter>(Filter{.weapons = {QStringLiteral("KNIFE")}});
        QTest::newRow("an area and a group")
            << std::make_shared<Filter>(Filter{.groups = {Group::Violent, Group::Target}, .area = triangle});
        QTest::newRow("many") << std::make_shared<Filter>(Filter{.hiddenTypes = {QStringLiteral("ARSON")},
                                                                 .neighborhoods = {QStringLiteral("WEST")},
                                                                 .districts = {QStringLiteral("SOUTHERN")},
                                                                 .hours = shifts[2].hours,
                                                                 .weekdays = 0x60,
                                                                 .from = makeTime(2015, 12, 20)});
    }

    void countsSayWhatAChoiceWouldShow()
    {
        QFETCH(std::shared_ptr<Filter>, filter);
        const FilterCounts counts = filterCounts(m_city, FilterTest(m_city, *filter));
        const auto with = [&](const std::function<void(Filter &)> &choose) {
            Filter chosen = *filter;
            choose(chosen);
            return filtered(m_city, chosen).incidents->size();
        };
        QCOMPARE(counts.shown, filtered(m_city, *filter).incidents->size());
        for (const Group group : groupsFromLoud)
            QCOMPARE(counts.groups[static_cast<std::size_t>(group)], with([&](Filter &f) { f.groups = {group}; }));
        for (const Setting setting : {Setting::Unknown, Setting::Inside, Setting::Outside})
            QCOMPARE(counts.settings[static_cast<std::size_t>(setting)], with([&](Filter &f) { f.setting = setting; }));
        for (unsigned day = 0; day < 7; ++day)
            QCOMPARE(counts.weekdays[day], with([&](Filter &f) { f.weekdays = static_cast<std::uint8_t>(1 << day); }));
        for (int hour = 0; hour < 24; ++hour)
            QCOMPARE(counts.hours[static_cast<std::size_t>(hour)], with([&](Filter &f) {
                         f.hours = Filter::Hours{hour * 60, hour * 60 + 60};
                     }));
        const auto each
            = [&](const QStringList &names, const std::vector<std::size_t> &counted, QSet<QString> Filter::*part) {
                  QCOMPARE(counted.size(), static_cast<std::size_t>(names.size()));
                  for (qsizetype i = 0; i < names.size(); ++i)
                      QCOMPARE(counted[static_cast<std::size_t>(i)],
                               with([&](Filter &f) { f.*part = {names[i].toUpper()}; }));
              };
        each({QStringLiteral("West"), QStringLiteral("East")}, counts.neighborhoods, &Filter::neighborhoods);
        each(m_city.incidents->names().districts, counts.districts, &Filter::districts);
        each(m_city.incidents->names().weapons, counts.weapons, &Filter::weapons);
        each(m_city.incidents->names().premises, counts.premises, &Filter::premises);
    }

    void partsAreSaidInWords_data()
    {
        QTest::addColumn<std::shared_ptr<Filter>>("filter");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *id, const char *text, const Filter &filter) {
            QTest::newRow(text) << std::make_shared<Filter>(filter) << QString::fromLatin1(id)
                                << QString::fromUtf8(text);
        };
        row("types", "without Arson, LARCENY", {.hiddenTypes = {QStringLiteral("LARCENY"), QStringLiteral("ARSON")}});
        row("types", "only SHOOTING",
            {.hiddenTypes = {QStringLiteral("LARCENY"), QStringLiteral("ARSON"), QStringLiteral("RAPE")}});
        row("groups", "only targets, other", {.groups = {Group::Other, Group::Target}});
        row("neighborhoods", "in East, West", {.neighborhoods = {QStringLiteral("WEST"), QStringLiteral("EAST")}});
        row("districts", "district Northern", {.districts = {QStringLiteral("NORTHERN")}});
        row("weapons", "with Firearm, GUN", {.weapons = {QStringLiteral("GUN"), QStringLiteral("FIREARM")}});
        row("premises", "at Street", {.premises = {QStringLiteral("STREET")}});
        row("area", "drawn area", {.area = triangle});
        row("circle", "within 500 m of 39.2904°, −76.6122°", {.circle = Circle{{-76.6122, 39.2904}, 500}});
        row("circle", "within 1.3 km of −0.5000°, 12.0000°", {.circle = Circle{{12, -.5}, 1250.1}});
        row("hours", "22:00–06:00", {.hours = Filter::Hours{22 * 60, 6 * 60}});
        row("hours", "09:30–24:00", {.hours = Filter::Hours{570, 1440}});
        row("weekdays", "Tue, Fri", {.weekdays = 1 << 1 | 1 << 4});
        row("weekdays", "Mon–Fri", {.weekdays = 0x1f});
        row("weekdays", "Sat, Sun", {.weekdays = 0x60});
        row("weekdays", "Mon, Wed–Sun", {.weekdays = 0x7d});
        row("weekdays", "no day", {.weekdays = 0});
        row("setting", "outside", {.setting = Setting::Outside});
        row("dates", "since 1 Jan 2015", {.from = makeTime(2015, 1, 1)});
        row("dates", "before 1 Jan 2015 06:30", {.to = makeTime(2015, 1, 1, 6, 30)});
        row("dates", "in 2015", {.from = makeTime(2015, 1, 1), .to = makeTime(2016, 1, 1)});
        row("dates", "on 3 Feb 2015", {.from = makeTime(2015, 2, 3), .to = makeTime(2015, 2, 4)});
        row("dates", "1 Jan 2015 to 31 Dec 2016", {.from = makeTime(2015, 1, 1), .to = makeTime(2017, 1, 1)});
        row("dates", "1 Jan 2015 until 2 Jan 2015 12:00",
            {.from = makeTime(2015, 1, 1), .to = makeTime(2015, 1, 2, 12)});
    }

    void partsAreSaidInWords()
    {
        QFETCH(std::shared_ptr<Filter>, filter);
        QFETCH(QString, id);
        QFETCH(QString, text);
        const auto parts = filterParts(*filter, &m_city);
        QCOMPARE(parts.size(), std::size_t(1));
        QCOMPARE(parts.front().id, id);
        QCOMPARE(parts.front().text, text);
        QVERIFY(withoutPart(*filter, id).isEmpty());
        QCOMPARE(withoutPart(*filter, QStringLiteral("moon")), *filter);
    }

    void withoutACityNamesAreInCapitals()
    {
        QCOMPARE(filterParts({.premises = {QStringLiteral("STREET")}}).front().text, QStringLiteral("at STREET"));
        QVERIFY(filterParts({}).empty());
    }

    void onePartIsLetGoAndTheOthersStay()
    {
        const Filter both{.hours = Filter::Hours{60, 120}, .setting = Setting::Inside};
        QCOMPARE(filterParts(both).size(), std::size_t(2));
        QCOMPARE(withoutPart(both, QStringLiteral("hours")), (Filter{.setting = Setting::Inside}));
    }

    void theRealTableIsFilteredInAMoment()
    {
        SKIP_WITHOUT_REAL_DATA();
        ImportSettings settings;
        settings.incidents.source = baltimoreTable();
        settings.neighborhoods.source = baltimorePolygons("csa_bnia_2016.shp");
        const City city = importQuietly(settings);
        const auto median = [](const std::function<void()> &work) {
            std::vector<qint64> spent;
            for (int i = 0; i < 15; ++i) {
                QElapsedTimer timer;
                timer.start();
                work();
                spent.push_back(timer.nsecsElapsed() / 1000);
            }
            std::ranges::sort(spent);
            return spent[spent.size() / 2];
        };
        const GeoPoint middle = city.neighborhoods->box().centre();
        const std::pair<const char *, Filter> filters[] = {
            {"by type", {.hiddenTypes = {QStringLiteral("LARCENY")}}},
            {"by group", {.groups = {Group::Target, Group::Violent}}},
            {"by hour and weekday", {.hours = shifts[2].hours, .weekdays = 0x1f}},
            {"by circle", {.circle = Circle{middle, 3000}}},
            {"by drawn area",
             {.area = Ring{{middle.longitude - .05, middle.latitude - .05},
                           {middle.longitude + .05, middle.latitude - .04},
                           {middle.longitude, middle.latitude + .06}}}},
        };
        for (const auto &[name, filter] : filters) {
            const qint64 micros = median([&] { QVERIFY(!filtered(city, filter).incidents->isEmpty()); });
            const qint64 counting = median([&] { QVERIFY(filterCounts(city, FilterTest(city, filter)).shown > 0); });
            qInfo("%zu incidents %s: filtered in %.1f ms, counted in %.1f ms", city.incidents->size(), name,
                  static_cast<double>(micros) / 1000, static_cast<double>(counting) / 1000);
            QVERIFY2(micros < 200'000, name);
            QVERIFY2(counting < 400'000, name);
        }
    }

private:
    City m_city;
};

QTEST_GUILESS_MAIN(TestFilter)
#include "tst_filter.moc"
