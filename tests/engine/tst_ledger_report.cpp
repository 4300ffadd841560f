#include "engine/core/error.h"
#include "engine/warning/ledger_report.h"
#include "tests/support/precursor_city.h"

#include <QTest>

using namespace forewatch;
using namespace forewatch::testing;
using namespace std::chrono_literals;

namespace {

Time day(int number)
{
    return makeTime(2016, 1, 1) + number * 24h;
}

Model modelFor(const City &city, SplitKind kind = SplitKind::Chronological, const Task &task = {})
{
    const SplitSettings split{.kind = kind, .seed = 1, .from = day(0), .to = day(90), .trainTo = day(30), .validationTo = day(45)};
    return modelOf(city, task, split, 2, -3);
}

LedgerReport reportFor(const City &city, const std::optional<AlertBudget> &budget = {}, Time from = day(45))
{
    NoFeedback feedback;
    return reportLedger(modelFor(city), city,
                        {.policy = {.threshold = .5, .release = .5}, .budget = budget, .from = from, .to = day(90), .step = 1h},
                        feedback);
}

} // namespace

/// The whole way from forecasts to the sentence that says what alerts were worth.
class TestLedgerReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whoKnowsWhatComesIsBetterThanFixedHours()
    {
        const LedgerReport report = reportFor(precursorCity(90, changingHour, changingHour));
        QCOMPARE(report.ledger.totals.targets, 45u);
        QVERIFY(report.ledger.totals.caughtShare.value > .95);
        QVERIFY(report.ledger.totals.precision.value > .95);
        QVERIFY(report.fixedHours.totals.caughtShare.value < .5);
        QVERIFY(std::abs(report.fixedHours.totals.underAlert - report.ledger.totals.underAlert) < .01);
        QVERIFY(report.ahead.caughtShare.interval.low > 0);
        QVERIFY2(report.sentences().first().startsWith(QLatin1String("Better than alerts at the same hours")),
                 qPrintable(report.sentences().first()));
        QVERIFY(!report.seen);
    }

    void whoLooksAtWhatSaysNothingIsNoBetter()
    {
        const LedgerReport report = reportFor(
            precursorCity(90, changingHour, [](int d) { return 2 + 2 * int(Random(6, std::uint64_t(d)).below(11)); }));
        QVERIFY(report.ahead.caughtShare.interval.low <= 0);
        QVERIFY2(!report.sentences().first().startsWith(QLatin1String("Better")), qPrintable(report.sentences().first()));
    }

    /// Hours that are known from the past are found by the opponent, who needs no model.
    void whatTheHoursSayIsNoGain()
    {
        const auto evening = [](int) { return 20; };
        const LedgerReport report = reportFor(precursorCity(90, evening, evening));
        QVERIFY(report.fixedHours.totals.caughtShare.value > .95);
        QVERIFY(report.sentences().first().startsWith(QLatin1String("No better")));
    }

    void theBudgetComesFromTheValidationPartAlone()
    {
        City city = precursorCity(90, changingHour, changingHour);
        const AlertPolicy policy = reportFor(city, AlertBudget{.alertsPerDay = 1.5}).policy;
        std::vector<Incident> incidents(city.incidents->all().begin(), city.incidents->all().end());
        std::erase_if(incidents, [](const Incident &incident) { return incident.time >= day(60); });
        incidents.push_back({day(89) + 23h, {0.4, 1}, 999, 0, 0});
        city.incidents = std::make_shared<IncidentTable>(incidents, city.incidents->types());
        QVERIFY(reportFor(city, AlertBudget{.alertsPerDay = 1.5}).policy == policy);
    }

    void whatWasTunedOnIsSaid()
    {
        const LedgerReport report = reportFor(precursorCity(90, changingHour, changingHour), {}, day(40));
        QVERIFY(report.seen);
        QVERIFY(report.sentences().join(QLatin1Char(' ')).contains(QLatin1String("flatter")));
        QVERIFY(report.toJson().value(QLatin1String("seen")).toBool());
    }

    void oddWishesAreRefused_data()
    {
        QTest::addColumn<SplitKind>("split");
        QTest::addColumn<Task>("task");
        QTest::addColumn<int>("from");
        QTest::addColumn<QString>("named");
        QTest::newRow("a window that is over") << SplitKind::Chronological << Task{.question = Question::SameWindow} << 45
                                               << QStringLiteral("looks ahead");
        QTest::newRow("no span") << SplitKind::Chronological << Task{} << 95 << QStringLiteral("2016-04-05");
        QTest::newRow("tuned at random") << SplitKind::Random << Task{} << 45 << QStringLiteral("chronological");
    }

    void oddWishesAreRefused()
    {
        QFETCH(SplitKind, split);
        QFETCH(Task, task);
        QFETCH(int, from);
        QFETCH(QString, named);
        const City city = precursorCity(90, changingHour, changingHour);
        NoFeedback feedback;
        try {
            reportLedger(modelFor(city, split, task), city,
                         {.policy = {}, .budget = AlertBudget{.alertsPerDay = 1}, .from = day(from), .to = day(90), .step = 1h},
                         feedback);
            QFAIL("It was taken.");
        } catch (const Error &error) {
            QVERIFY2(error.message().contains(named), qPrintable(error.message()));
        }
    }
};

QTEST_MAIN(TestLedgerReport)
#include "tst_ledger_report.moc"
