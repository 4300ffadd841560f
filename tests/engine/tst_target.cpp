#include "engine/core/error.h"
#include "engine/data/incident_table.h"
#include "tests/support/scene.h"

#include <QTest>

using namespace forewatch;
using namespace forewatch::test;

namespace {

enum Type : std::uint16_t { Assault, AssaultAndBattery, Homicide, Larceny, Robbery, Shooting };
enum Weapon : std::uint16_t { Firearm, Hands, Knife };

Incident incident(std::uint32_t row, Type type, std::uint16_t weapon, Setting setting, std::uint8_t flags,
                  std::uint16_t district = 0)
{
    Incident made{};
    made.time = makeTime(2014, 1, 1) + std::chrono::hours(row);
    made.place = {0.5, 0.5};
    made.row = row;
    made.type = type;
    made.weapon = weapon;
    made.setting = setting;
    made.flags = flags;
    made.district = district;
    return made;
}

IncidentTable makeTable()
{
    constexpr std::uint16_t none = Incident::nothing;
    return IncidentTable(
        {
            incident(0, Assault, Firearm, Setting::Outside, 0b01),
            incident(1, Assault, Hands, Setting::Inside, 0),
            incident(2, AssaultAndBattery, Firearm, Setting::Inside, 0),
            incident(3, Homicide, Knife, Setting::Inside, 0),
            incident(4, Larceny, none, Setting::Outside, 0, none),
            incident(5, Robbery, Firearm, Setting::Outside, 0b10, 1),
            incident(6, Robbery, none, Setting::Unknown, 0b11),
            incident(7, Shooting, Firearm, Setting::Outside, 0),
        },
        IncidentNames{{QStringLiteral("AGG. ASSAULT"), QStringLiteral("ASSAULT & BATTERY"), QStringLiteral("HOMICIDE"),
                       QStringLiteral("LARCENY, FROM AUTO"), QStringLiteral("ROBBERY"), QStringLiteral("SHOOTING")},
                      {QStringLiteral("FIREARM"), QStringLiteral("HANDS"), QStringLiteral("KNIFE")},
                      {},
                      {QStringLiteral("CENTRAL"), QStringLiteral("WESTERN")},
                      {QStringLiteral("Shooting"), QStringLiteral("Domestic")}});
}

} // namespace

/// A target is any rule on type, weapon, flags and place.
class TestTarget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rules_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QList<int>>("rows");
        QTest::addColumn<QString>("spoken");

        const auto row = [](const char *name, const char *rule, QList<int> rows, const char *spoken) {
            QTest::newRow(name) << QString::fromLatin1(rule) << rows << QString::fromLatin1(spoken);
        };
        row("two types", "HOMICIDE,SHOOTING", {3, 7}, "homicide or shooting");
        row("letter case", "homicide", {3}, "homicide");
        row("type and weapon", "type=AGG. ASSAULT & weapon=FIREARM", {0}, "agg. assault with firearm");
        row("type without its word", "AGG. ASSAULT & weapon=firearm", {0}, "agg. assault with firearm");
        row("weapon alone", "weapon=FIREARM", {0, 2, 5, 7}, "incident with firearm");
        row("flag", "HOMICIDE,flag=Shooting", {0, 3, 6}, "homicide or incident flagged shooting");
        row("two flags", "flag=Shooting & flag=Domestic", {6}, "incident flagged shooting flagged domestic");
        row("setting", "ROBBERY & setting=outside", {5}, "robbery outside");
        row("district", "district=western", {5}, "incident in western");
        row("any letters", "*ASSAULT*", {0, 1, 2}, "assault");
        row("letters and weapon", "*ASSAULT* & weapon=FIREARM", {0, 2}, "assault with firearm");
        row("a type with & in it", "ASSAULT & BATTERY", {2}, "assault & battery");
        row("the same in quotes, with a weapon", "\"ASSAULT & BATTERY\" & weapon=FIREARM", {2}, "assault & battery with firearm");
        row("a type with a comma", "\"LARCENY, FROM AUTO\",HOMICIDE", {3, 4}, "larceny, from auto or homicide");
        row("a name that does not occur beside one that does", "CARJACKING,HOMICIDE", {3}, "carjacking or homicide");
        row("conditions that exclude each other", "HOMICIDE & weapon=HANDS", {}, "homicide with hands");
    }

    void rules()
    {
        QFETCH(QString, rule);
        QFETCH(QList<int>, rows);
        QFETCH(QString, spoken);
        const IncidentTable table = makeTable();
        const Target target(Target::split(rule), table);
        const auto rowsOf = [&](const Target &any) {
            QList<int> found;
            for (const Incident &each : table.all())
                if (any.contains(each))
                    found << static_cast<int>(each.row);
            return found;
        };
        QCOMPARE(rowsOf(target), rows);
        QCOMPARE(target.spoken(), spoken);
        QCOMPARE(target.victimsIn(table.all()), static_cast<std::size_t>(rows.size()));
        QCOMPARE(target.anyIn(table.all()), !rows.isEmpty());

        // What a model's card and a project keep makes the same target again.
        const Target again(target.names(), table);
        QCOMPARE(again.names(), target.names());
        QCOMPARE(rowsOf(again), rows);
        QCOMPARE(Target::split(target.names().join(QLatin1Char(','))), target.names());
    }

    void refused_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("says");
        QTest::newRow("type") << QStringLiteral("CARJACKING") << QStringLiteral("AGG. ASSAULT, ASSAULT & BATTERY, HOMICIDE");
        QTest::newRow("weapon") << QStringLiteral("weapon=SABER") << QStringLiteral("weapons are: FIREARM, HANDS, KNIFE");
        QTest::newRow("flag") << QStringLiteral("flag=Gang") << QStringLiteral("flags are: Shooting, Domestic");
        QTest::newRow("premise, of which there are none") << QStringLiteral("premise=BAR") << QStringLiteral("premises are: none");
        QTest::newRow("setting") << QStringLiteral("setting=upstairs") << QStringLiteral("setting=upstairs");
        QTest::newRow("word") << QStringLiteral("color=RED") << QStringLiteral("color=RED");
        QTest::newRow("sign without a name") << QStringLiteral("weapon=") << QStringLiteral("weapon=");
    }

    void refused()
    {
        QFETCH(QString, rule);
        QFETCH(QString, says);
        const IncidentTable table = makeTable();
        const QString message = errorOf([&] { Target(Target::split(rule), table); });
        QVERIFY2(message.contains(says), qPrintable(message));
    }

    void aSlipBesideARightNameIsFoundWhereTheUserWroteIt()
    {
        const IncidentTable table = makeTable();
        const Target target({QStringLiteral("HOMICIDE"), QStringLiteral("weapon=SABER")}, table);
        VERIFY_SAYS(errorOf([&] { target.requireAll(); }), "SABER");
        const Target right({QStringLiteral("HOMICIDE")}, table);
        QVERIFY(errorOf([&] { right.requireAll(); }).isEmpty());
    }

    void aTypeIsATargetAsAWholeOrInPart()
    {
        const IncidentTable table = makeTable();
        const Target target({QStringLiteral("SHOOTING"), QStringLiteral("AGG. ASSAULT & weapon=FIREARM")}, table);
        QVERIFY(target.containsType(Shooting) && target.touchesType(Shooting));
        QVERIFY(!target.containsType(Assault) && target.touchesType(Assault));
        QVERIFY(!target.containsType(Larceny) && !target.touchesType(Larceny));
    }

    void victimsOfOneEventAreOneEvent()
    {
        std::vector<Incident> rows(3, incident(0, Shooting, Firearm, Setting::Outside, 0));
        rows[1].row = 1;
        rows[2].row = 2;
        rows[2].time += std::chrono::hours(1);
        const IncidentTable table(rows, makeTable().names());
        const Target target({QStringLiteral("SHOOTING")}, table);
        QCOMPARE(target.eventsIn(table.all()), std::size_t(2));
        QCOMPARE(target.victimsIn(table.all()), std::size_t(3));
    }
};

QTEST_GUILESS_MAIN(TestTarget)
#include "tst_target.moc"
