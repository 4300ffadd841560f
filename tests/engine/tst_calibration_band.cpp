#include "engine/baselines/hour_of_week.h"
#include "engine/core/random.h"
#include "engine/scores/calibration_band.h"
#include "tests/support/scene.h"

#include <QJsonArray>
#include <QTest>

#include <cmath>

using namespace forewatch;
using namespace std::chrono_literals;

namespace {

/// `days` days of twelve spans whose chance is `scale` times what is said.
Forecast said(int days, double scale, std::uint64_t seed)
{
    Random random(seed);
    Forecast forecast;
    for (int i = 0; i < 12 * days; ++i) {
        const double p = .05 + .4 * random.uniform();
        forecast.probabilities.push_back(p);
        forecast.outcomes.push_back(random.uniform() < scale * p);
        forecast.day.push_back(i / 12);
    }
    return forecast;
}

CalibrationBand bandOf(const Forecast &raw, const Calibration &calibration)
{
    NoFeedback feedback;
    return CalibrationBand::drawnAnew(calibration, raw, 1, feedback);
}

} // namespace

/// The band tells how far the level would have come out otherwise on other days.
class TestCalibrationBand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void moreDaysMakeItNarrower()
    {
        double last = 1;
        for (const int days : {30, 120, 480}) {
            const Forecast raw = said(days, 1, 7);
            const Calibration line = Calibration::fit(raw.probabilities, raw.outcomes);
            const Interval at = bandOf(raw, line).of(.2, line.apply(.2));
            QVERIFY(at.low < line.apply(.2) && line.apply(.2) < at.high);
            QVERIFY2(at.high - at.low < .7 * last, qPrintable(QString::number(days)));
            last = at.high - at.low;
        }
    }

    /// Over many periods, the 95 % band of the level holds the true level nearly always: 40 periods, at least 34 of them
    /// (a coverage of 95 % fails this in one of 2,000 seeds).
    void itHoldsTheTrueLevel()
    {
        int held = 0;
        for (std::uint64_t period = 0; period < 40; ++period) {
            const Forecast raw = said(60, .6, 100 + period);
            const Calibration line = Calibration::fit(raw.probabilities, raw.outcomes);
            const Interval at = bandOf(raw, line).of(.25, line.apply(.25));
            held += at.low <= .15 && .15 <= at.high;
        }
        QVERIFY2(held >= 34, qPrintable(QString::number(held)));
    }

    void itHoldsWhatIsShownEverywhere()
    {
        const Forecast raw = said(60, .8, 3);
        for (const Calibration &calibration : {Calibration::fit(raw.probabilities, raw.outcomes),
                                               Calibration::fitIsotonic(raw.probabilities, raw.outcomes)}) {
            const CalibrationBand band = bandOf(raw, calibration);
            for (double p = 0; p <= 1; p += .01) {
                const double shown = calibration.apply(p);
                const Interval at = band.of(p, shown);
                QVERIFY(0 <= at.low && at.low <= shown && shown <= at.high && at.high <= 1);
            }
        }
    }

    void tooFewDaysSayNothing()
    {
        Forecast raw = said(60, 1, 3);
        for (std::size_t i = 0; i < raw.outcomes.size(); ++i)
            raw.outcomes[i] = raw.day[i] < 9 && i % 12 == 0;
        QVERIFY(!bandOf(raw, {}).isKnown());
        raw.outcomes[9 * 12] = 1;
        QVERIFY(bandOf(raw, {}).isKnown());
        QVERIFY(!bandOf({}, {}).isKnown());
    }

    void aForecastThatIsAlwaysTheSame()
    {
        Forecast raw = said(60, 1, 3);
        std::ranges::fill(raw.probabilities, .2);
        const Calibration flat = Calibration::fit(raw.probabilities, raw.outcomes);
        const Interval at = bandOf(raw, flat).of(.2, flat.apply(.2));
        QVERIFY(at.low < flat.apply(.2) && flat.apply(.2) < at.high && at.high - at.low < .2);
    }

    void fileOfIt()
    {
        const Forecast raw = said(60, 1, 3);
        const CalibrationBand band = bandOf(raw, Calibration::fit(raw.probabilities, raw.outcomes));
        QCOMPARE(CalibrationBand::fromJson(band.toJson()).toJson(), band.toJson());
        QJsonObject broken = band.toJson();
        broken[QStringLiteral("knots")] = QJsonArray{QJsonArray{.2, .3, .1}};
        VERIFY_SAYS(test::errorOf([&] { CalibrationBand::fromJson(broken); }), "knots");
    }

    void cancelled()
    {
        struct No final : Feedback
        {
            void progress(double) override {}
            bool cancelled() const override { return true; }
        } no;
        QVERIFY_EXCEPTION_THROWN(CalibrationBand::drawnAnew({}, said(60, 1, 3), 1, no), Cancelled);
    }

    /// Fridays at 22:00 have a target each week, other evenings at that hour in one of four.
    void hourOfWeekKnowsTheWeekday()
    {
        std::vector<Example> training;
        const Time monday = makeTime(2015, 1, 5);
        for (int day = 0; day < 7 * 52; ++day)
            for (int hour = 0; hour < 24; hour += 2) {
                const Window asked{monday + day * 24h + hour * 1h, 2h};
                training.push_back({{asked.start - 2h, 2h}, asked, hour == 22 && (day % 7 == 4 || (day / 7 + day % 7) % 4 == 0)});
            }
        const HourOfWeekRate rate(training, {});
        const auto at = [&](int day, Duration time) { return rate.probability({monday + 700 * 24h + day * 24h + time, 2h}); };
        QVERIFY(at(4, 22h) > .9);
        QVERIFY(std::abs(at(1, 22h) - .25) < .05);
        QVERIFY(at(4, 12h) < .01);
        // Hours at which no span starts lie between their neighbors', as far as is known of the day.
        QVERIFY(at(1, 21h) > at(1, 20h) && at(1, 21h) < at(1, 22h));
        QCOMPARE(HourOfWeekRate::fromJson(rate.toJson()).toJson(), rate.toJson());
        QVERIFY(!HourOfWeekRate().isKnown());
        VERIFY_SAYS(test::errorOf([] {
                        HourOfWeekRate::fromJson(QJsonObject{{QStringLiteral("rates"), QJsonArray{.5}}, {QStringLiteral("calibration"), QJsonObject()}});
                    }), "168");
    }
};

QTEST_GUILESS_MAIN(TestCalibrationBand)
#include "tst_calibration_band.moc"
