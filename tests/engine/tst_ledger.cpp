#include "engine/warning/ledger.h"

#include "engine/core/random.h"

#include <QTest>

using namespace forewatch;
using namespace std::chrono_literals;

namespace {

const Time begin = makeTime(2016, 11, 7);

Alert alert(Duration from, Duration to, Duration raised = Duration(-1))
{
    return {.raised = begin + (raised < 0s ? from : raised), .span = {begin + from, to - from}, .peak = .4,
            .peakSpan = {begin + from, 2h}};
}

KnownEvent target(Duration after)
{
    return {begin + after, begin + after, {-76.6, 39.3}, 0};
}

Ledger ledgerOf(const std::vector<Alert> &alerts, const std::vector<KnownEvent> &targets, int days = 2, Duration known = 10000h)
{
    return makeLedger(alerts, {begin, days * 24h}, targets, begin + known);
}

/// Two days of which the table tells targets at the given minutes of each of the days before `begin`.
TargetHistory historyOf(const std::vector<int> &minutes, int days)
{
    std::vector<Incident> incidents;
    for (int day = 1; day <= days; ++day)
        for (const int minute : minutes)
            incidents.push_back({begin - day * 24h + minute * 1min, {1.5, 1.5}, Incident::nowhere, 0, 0});
    City city;
    city.neighborhoods = std::make_shared<Neighborhoods>(
        std::vector<Neighborhood>{{.name = QStringLiteral("A"), .rings = {{{1, 1}, {2, 1}, {2, 2}}}, .box = {}}});
    city.incidents = std::make_shared<IncidentTable>(incidents, QStringList{QStringLiteral("SHOOTING")});
    city.target = std::make_shared<Target>(QStringList{QStringLiteral("SHOOTING")}, *city.incidents);
    return TargetHistory(city, Task{});
}

} // namespace

/// Alerts and targets side by side: what came of each.
class TestLedger : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachAlertAndTargetFindsItsEnd()
    {
        const Ledger ledger = ledgerOf({alert(1h, 4h, 0h), alert(10h, 12h), alert(30h, 33h)},
                                       {target(2h), target(3h + 59min), target(4h), target(11h - 1s), target(20h)});
        QCOMPARE(ledger.alerts.size(), 3u);
        QCOMPARE(ledger.alerts[0].hit, std::optional(true));
        QCOMPARE(ledger.alerts[0].targets, 2u);
        QCOMPARE(ledger.alerts[0].firstTarget, std::optional(begin + 2h));
        QCOMPARE(ledger.alerts[0].lead, Duration(2h)); // Since it was raised, not since its span began.
        QCOMPARE(ledger.alerts[1].lead, Duration(1h - 1s));
        QCOMPARE(ledger.alerts[2].hit, std::optional(false));

        QCOMPARE(ledger.targets[0].alert, std::optional<std::size_t>(0));
        QCOMPARE(ledger.targets[1].lead, Duration(3h + 59min));
        QVERIFY(!ledger.targets[2].alert); // The end is not included.
        QCOMPARE(ledger.targets[3].alert, std::optional<std::size_t>(1));
        QVERIFY(!ledger.targets[4].alert);

        const LedgerTotals &totals = ledger.totals;
        QCOMPARE(totals.days, 2u);
        QCOMPARE(totals.hits, 2u);
        QCOMPARE(totals.falseAlerts, 1u);
        QCOMPARE(totals.targets, 5u);
        QCOMPARE(totals.caught, 3u);
        QCOMPARE(totals.underAlert, 8. / 48);
        QCOMPARE(totals.precision.value, 2. / 3);
        QCOMPARE(totals.caughtShare.value, .6);
        QCOMPARE(totals.alertsPerDay.value, 1.5);
        QCOMPARE(totals.falsePerDay.value, .5);
        QVERIFY(std::abs(totals.leadMinutes.value - (60 - 1. / 60)) < 1e-9); // The lower of two.
    }

    /// Whether an alert was false is known when the table reaches past its span, and not before.
    void whatIsNotOverIsOpen()
    {
        const Ledger ledger = ledgerOf({alert(1h, 4h), alert(10h, 12h), alert(11h + 30min, 14h)}, {target(11h)}, 2, 12h);
        QCOMPARE(ledger.alerts[0].hit, std::optional(false));
        QCOMPARE(ledger.alerts[1].hit, std::optional(true));
        QCOMPARE(ledger.alerts[2].hit, std::nullopt);
        QCOMPARE(ledger.totals.open, 1u);
        QCOMPARE(ledger.totals.precision.value, .5);
    }

    void targetsOutsideTheSpanAreNotCounted()
    {
        QCOMPARE(ledgerOf({}, {target(-1s), target(0s), target(48h)}).totals.targets, 1u);
    }

    void ofNothingNothingIsClaimed()
    {
        const LedgerTotals totals = ledgerOf({}, {}).totals;
        QCOMPARE(totals.precision.interval.low, 0.);
        QCOMPARE(totals.precision.interval.high, 1.);
        QCOMPARE(totals.caughtShare.interval.high, 1.);
    }

    /// Of alerts that hit with a known chance, on independent days, about 95 % of intervals hold that chance.
    void intervalsHoldTheTruth()
    {
        int held = 0;
        for (std::uint64_t seed = 0; seed < 100; ++seed) {
            Random random(seed);
            std::vector<Alert> alerts;
            std::vector<KnownEvent> targets;
            for (int day = 0; day < 120; ++day) {
                alerts.push_back(alert(day * 24h + 20h, day * 24h + 22h));
                if (random.uniform() < .3)
                    targets.push_back(target(day * 24h + 21h));
            }
            const Estimate precision = ledgerOf(alerts, targets, 120).totals.precision;
            held += precision.interval.low <= .3 && .3 <= precision.interval.high;
        }
        QVERIFY2(held >= 88 && held <= 100, qPrintable(QString::number(held)));
    }

    void theFixedHoursAreThoseOfThePast_data()
    {
        QTest::addColumn<QList<int>>("minutes");
        QTest::addColumn<int>("perDay");
        QTest::addColumn<QList<int>>("expected");
        QTest::newRow("an evening") << QList<int>{21 * 60, 21 * 60 + 50, 600} << 60 << QList<int>{1260, 1320, 2700, 2760};
        QTest::newRow("over midnight") << QList<int>{23 * 60 + 55, 5} << 20 << QList<int>{0, 10, 1430, 1450, 2870, 2880};
        QTest::newRow("no time at all") << QList<int>{600} << 0 << QList<int>{};
        QTest::newRow("always") << QList<int>{600} << 1440 << QList<int>{};
        QTest::newRow("no past") << QList<int>{} << 60 << QList<int>{};
    }

    void theFixedHoursAreThoseOfThePast()
    {
        QFETCH(QList<int>, minutes);
        QFETCH(int, perDay);
        QFETCH(QList<int>, expected);
        const auto alerts = fixedHours(historyOf({minutes.begin(), minutes.end()}, 5), {begin, 48h}, perDay * 1min);
        QList<int> spans;
        for (const Alert &a : alerts)
            spans << int((a.span.start - begin) / 1min) << int((a.span.end() - begin) / 1min);
        QCOMPARE(spans, expected);
    }

    /// What happens in the span itself does not choose the hours.
    void theFixedHoursDoNotLookAhead()
    {
        const TargetHistory history = historyOf({600}, 5);
        const auto alerts = fixedHours(history, {begin - 48h, 48h}, 60min);
        const auto before = fixedHours(historyOf({600}, 3), {begin - 48h, 48h}, 60min);
        QCOMPARE(alerts.size(), 2u);
        QCOMPARE(alerts[0].span, before[0].span);
        QVERIFY(fixedHours(history, {begin - 5 * 24h, 48h}, 60min).empty());
    }

    void twoLedgersAreHeldAgainstEachOtherDayByDay()
    {
        std::vector<KnownEvent> targets;
        std::vector<Alert> good, bad;
        for (int day = 0; day < 60; ++day) {
            targets.push_back(target(day * 24h + 21h));
            good.push_back(alert(day * 24h + 20h, day * 24h + 22h));
            const Duration off = day % 3 == 0 ? Duration(0h) : Duration(5h);
            bad.push_back(alert(day * 24h + 20h - off, day * 24h + 22h - off));
        }
        const Ledger a = ledgerOf(good, targets, 60);
        const Ledger b = ledgerOf(bad, targets, 60);
        const LedgerDifference ahead = difference(a, b);
        QVERIFY(std::abs(ahead.caughtShare.value - 2. / 3) < 1e-9);
        QVERIFY(ahead.caughtShare.interval.low > .5 && ahead.precision.interval.low > .5);
        const LedgerDifference same = difference(a, a);
        QCOMPARE(same.caughtShare.interval.low, 0.);
        QCOMPARE(same.precision.interval.high, 0.);
    }

    void csv()
    {
        const Ledger ledger = ledgerOf({alert(1h, 4h, 0h), alert(10h, 12h)}, {target(2h), target(20h)}, 2, 11h);
        QCOMPARE(ledger.alertsCsv(), QByteArray("raised,start,end,peak,outcome,targets,first_target,lead_minutes\n"
                                                "2016-11-07 00:00,2016-11-07 01:00,2016-11-07 04:00,0.4,hit,1,2016-11-07 02:00,120\n"
                                                "2016-11-07 10:00,2016-11-07 10:00,2016-11-07 12:00,0.4,,0,,\n"));
        const Neighborhoods areas({{.name = QStringLiteral("Oak, North"), .rings = {{{1, 1}, {2, 1}, {2, 2}}}, .box = {}}});
        QCOMPARE(ledger.targetsCsv(areas), QByteArray("time,neighborhood,caught,alert_raised,lead_minutes\n"
                                                      "2016-11-07 02:00,\"Oak, North\",1,2016-11-07 00:00,120\n"
                                                      "2016-11-07 20:00,\"Oak, North\",0,,\n"));
    }
};

QTEST_APPLESS_MAIN(TestLedger)
#include "tst_ledger.moc"
