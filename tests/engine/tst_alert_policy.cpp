#include "engine/core/error.h"
#include "engine/warning/ledger.h"

#include "engine/core/random.h"

#include <QJsonDocument>
#include <QTest>

using namespace forewatch;
using namespace std::chrono_literals;

namespace {

/// A Monday.
const Time monday = makeTime(2016, 11, 7);

/// Forecasts of the next two hours every ten minutes, in percent.
std::vector<RiskPoint> risks(const std::vector<int> &percent, Time from = monday)
{
    std::vector<RiskPoint> points;
    for (std::size_t i = 0; i < percent.size(); ++i)
        points.push_back({.asked = {from + int(i) * 10min, 2h}, .probability = percent[i] / 100., .hourRate = .1, .outcome = {}});
    return points;
}

std::vector<int> repeated(int count, int percent)
{
    return std::vector<int>(std::size_t(count), percent);
}

std::vector<int> joined(std::initializer_list<std::vector<int>> parts)
{
    std::vector<int> all;
    for (const auto &part : parts)
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

AlertPolicy policyOf(const QByteArray &json)
{
    return AlertPolicy::fromJson(QJsonDocument::fromJson(json).object());
}

/// Minutes after the begin at which alerts were raised, and at which their spans ended.
QList<int> raisedIn(const std::vector<Alert> &alerts)
{
    QList<int> minutes;
    for (const Alert &alert : alerts)
        minutes << int((alert.raised - monday) / 1min) << int((alert.span.end() - monday) / 1min);
    return minutes;
}

} // namespace

/// A rising and falling risk becomes few alerts, by rules that never look ahead.
class TestAlertPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void alertsOfARisk_data()
    {
        QTest::addColumn<QList<int>>("percent");
        QTest::addColumn<QByteArray>("policy");
        QTest::addColumn<QList<int>>("raised");
        const QByteArray plain = R"({"threshold": 0.3})";
        const auto list = [](const std::vector<int> &values) { return QList<int>(values.begin(), values.end()); };
        const auto with = [](const QByteArray &field) { return R"({"threshold": 0.3, )" + field + '}'; };
        QTest::newRow("never") << list(repeated(20, 29)) << plain << QList<int>{};
        QTest::newRow("at the threshold is an alert") << list({10, 30, 10}) << plain << QList<int>{10, 130};
        QTest::newRow("one incident, one alert") << list(repeated(12, 40)) << plain << QList<int>{0, 230};
        QTest::newRow("a dip within its span is the same alert") << list({40, 10, 10, 40, 10}) << plain << QList<int>{0, 150};
        QTest::newRow("a rise after its span is another") << list(joined({{40}, repeated(13, 10), {40}})) << plain
                                                          << QList<int>{0, 120, 140, 260};
        QTest::newRow("a rise as its span ends goes on with it") << list(joined({{40}, repeated(11, 10), {40}})) << plain
                                                                 << QList<int>{0, 240};
        QTest::newRow("held up by a lower release") << list(joined({{40}, repeated(14, 25), {10}, {25}}))
                                                    << with(R"("release": 0.2)") << QList<int>{0, 260};
        QTest::newRow("what had ended needs the threshold again") << list({40, 10, 25, 25}) << with(R"("release": 0.2)")
                                                                  << QList<int>{0, 120};
        QTest::newRow("a single peak is smoothed away") << list({10, 10, 60, 10, 10}) << with(R"("smoothing_seconds": 1800)")
                                                        << QList<int>{};
        QTest::newRow("what lasts gets through") << list({10, 10, 41, 41, 41, 10}) << with(R"("smoothing_seconds": 1800)")
                                                 << QList<int>{30, 170};
        QTest::newRow("held off") << list(joined({{40}, repeated(13, 10), {40}, repeated(3, 10), {40}}))
                                  << with(R"("hold_off_seconds": 3600)") << QList<int>{0, 120, 180, 300};
        QTest::newRow("one a day") << list(joined({{40}, repeated(19, 10), {40}, repeated(130, 10), {40}}))
                                   << with(R"("most_per_day": 1)") << QList<int>{0, 120, 1510, 1630};
        QTest::newRow("none begins in quiet hours") << list(repeated(9, 40)) << with(R"("quiet_hours": ["Mon 00-01"])")
                                                    << QList<int>{60, 200};
        QTest::newRow("a running one goes on in quiet hours") << list(repeated(9, 40)) << with(R"("quiet_hours": ["01-05"])")
                                                              << QList<int>{0, 200};
    }

    void alertsOfARisk()
    {
        QFETCH(QList<int>, percent);
        QFETCH(QByteArray, policy);
        QFETCH(QList<int>, raised);
        const auto points = risks({percent.begin(), percent.end()});
        QCOMPARE(raisedIn(raiseAlerts(policyOf(policy), Task{}, points)), raised);
    }

    void thePeakIsKept()
    {
        const auto alerts = raiseAlerts({.threshold = .3, .release = .3}, Task{}, risks({31, 50, 40}));
        QCOMPARE(alerts.size(), 1u);
        QCOMPARE(alerts[0].peak, .5);
        QCOMPARE(alerts[0].peakSpan, (Window{monday + 10min, 2h}));
    }

    void anAlertIsRaisedWhenItsForecastIsMade()
    {
        const auto alerts = raiseAlerts({.threshold = .3, .release = .3}, Task{.lead = 6h}, risks({40}));
        QCOMPARE(alerts[0].raised, monday - 6h);
        QCOMPARE(alerts[0].span, (Window{monday, 2h}));
    }

    /// The alerts so far are the same whatever comes later.
    void nothingLooksAhead()
    {
        Random random(7);
        std::vector<int> percent;
        for (int i = 0; i < 600; ++i)
            percent.push_back(int(random.below(60)));
        const AlertPolicy policy{.threshold = .4, .release = .3, .smoothing = 20min, .holdOff = 1h, .mostPerDay = 2};
        const auto whole = raiseAlerts(policy, Task{}, risks(percent));
        QVERIFY(whole.size() > 3);
        for (std::size_t length = 0; length < percent.size(); length += 37) {
            const auto part = raiseAlerts(policy, Task{}, risks({percent.begin(), percent.begin() + std::ptrdiff_t(length)}));
            for (std::size_t i = 0; i < part.size(); ++i)
                QCOMPARE(part[i].raised, whole[i].raised);
        }
        for (std::size_t i = 1; i < whole.size(); ++i)
            QVERIFY(whole[i].span.start >= whole[i - 1].span.end() + policy.holdOff);
    }

    void aPolicyIsReadAsItWasWritten()
    {
        const AlertPolicy policy{.threshold = .31, .release = .25, .smoothing = 30min, .holdOff = 2h, .mostPerDay = 3,
                                 .quiet = *parseHoursOfWeek(QStringLiteral("22-06")) | *parseHoursOfWeek(QStringLiteral("Sat 00-24"))};
        QCOMPARE(policy.quiet.count(), 7u * 8u + 16u);
        QVERIFY(policy.quiet[hourOfWeek(monday + 23h)] && policy.quiet[hourOfWeek(monday + 5h)]);
        QVERIFY(!policy.quiet[hourOfWeek(monday + 6h)] && policy.quiet[hourOfWeek(monday + 5 * 24h + 12h)]);
        QVERIFY(AlertPolicy::fromJson(policy.toJson()) == policy);
    }

    void oddPoliciesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("named");
        const auto row = [](const char *name, const QByteArray &json, const char *field) {
            QTest::newRow(name) << json << QString::fromLatin1(field);
        };
        row("no threshold", "{}", "threshold");
        row("in percent", R"({"threshold": 30})", "threshold");
        row("release above", R"({"threshold": 0.3, "release": 0.4})", "release");
        row("hours", R"({"threshold": 0.3, "quiet_hours": ["nights"]})", "quiet_hours");
        row("no alert at all", R"({"threshold": 0.3, "most_per_day": 0})", "most_per_day");
        row("negative", R"({"threshold": 0.3, "hold_off_seconds": -1})", "hold_off_seconds");
    }

    void oddPoliciesAreRefused()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, named);
        try {
            policyOf(json);
            QFAIL("It was taken.");
        } catch (const Error &error) {
            QVERIFY2(error.message().contains(named), qPrintable(error.message()));
        }
    }

    void theBudgetIsKeptOnTheForecastsItWasChosenOn_data()
    {
        QTest::addColumn<double>("budget");
        QTest::newRow("one a week") << 1. / 7;
        QTest::newRow("one a day") << 1.;
        QTest::newRow("two a day") << 2.;
    }

    void theBudgetIsKeptOnTheForecastsItWasChosenOn()
    {
        QFETCH(double, budget);
        Random random(3);
        std::vector<int> percent;
        for (int i = 0; i < 144 * 28; ++i)
            percent.push_back(10 + int(20 * std::exp(.5 * random.normal())));
        const auto points = risks(percent);
        const AlertPolicy policy = withinBudget({.threshold = .5, .release = .4}, Task{}, points, {.alertsPerDay = budget});
        const double perDay = double(raiseAlerts(policy, Task{}, points).size()) / 28;
        QVERIFY2(perDay <= budget, qPrintable(QString::number(perDay)));
        QVERIFY2(perDay > budget / 2, qPrintable(QString::number(perDay)));
        QVERIFY(std::abs(policy.release - .8 * policy.threshold) < 1e-12);
        QVERIFY_EXCEPTION_THROWN(withinBudget(policy, Task{}, {}, AlertBudget()), Error);
    }

    void hoursUnderAlertAreABudgetToo()
    {
        Random random(5);
        std::vector<int> percent;
        for (int day = 0; day < 28; ++day)
            for (int i = 0; i < 144; ++i)
                percent.push_back(int(20 + 15 * std::sin(i * 6.283 / 144) + 4 * random.uniform()));
        const auto points = risks(percent);
        const AlertPolicy policy = withinBudget({.threshold = .5, .release = .5}, Task{}, points, {.hoursPerDay = 5});
        double hours = 0;
        for (const Alert &alert : raiseAlerts(policy, Task{}, points))
            hours += double(alert.span.length / 1s) / 3600;
        QVERIFY2(hours / 28 <= 5 && hours / 28 > 3, qPrintable(QString::number(hours / 28)));
    }
};

QTEST_APPLESS_MAIN(TestAlertPolicy)
#include "tst_alert_policy.moc"
