#include "engine/plot/chart_files.h"
#include "engine/plot/skill_chart.h"

#include <QImage>
#include <QTest>

using namespace forewatch;

namespace {

using std::chrono::hours;

/// How far the model is ahead of a baseline, and that baseline's Brier skill.
struct Opponent
{
    QString key;
    double nats;
    double skill = 0.01;
};

RollingEvaluation evaluationOf(Duration lead, Duration delay, const std::vector<Opponent> &opponents, std::size_t windows = 1000)
{
    RollingEvaluation evaluation;
    evaluation.task.lead = lead;
    evaluation.task.delay = delay;
    evaluation.windows = windows;
    evaluation.folds = {{.from = makeTime(2012, 1, 1), .to = makeTime(2015, 1, 1), .trainTo = makeTime(2014, 1, 1),
                         .validationTo = makeTime(2014, 7, 1)},
                        {.from = makeTime(2012, 1, 1), .to = makeTime(2015, 7, 1), .trainTo = makeTime(2014, 7, 1),
                         .validationTo = makeTime(2015, 1, 1)}};
    const auto forecast = [](const QString &key, double nats, double skill) {
        PooledForecast one{.key = key, .forecast = {}, .metrics = {}, .brierSkill = {}, .nats = {nats, {nats - 0.001, nats + 0.001}}};
        one.metrics.brierSkill = skill;
        one.metrics.intervals[QStringLiteral("brier_skill")] = {skill - 0.002, skill + 0.002};
        return one;
    };
    evaluation.forecasts.push_back(forecast(QStringLiteral("model"), 0, 0.05));
    for (const Opponent &opponent : opponents)
        evaluation.forecasts.push_back(forecast(opponent.key, opponent.nats, opponent.skill));
    return evaluation;
}

const QString byHour = QStringLiteral("hour_of_day");
const QString history = QStringLiteral("history");

/// Mean height of what has the accent's color between two columns, from the top; negative where nothing has.
double accentHeight(const QImage &picture, int from, int to)
{
    const QColor accent = ChartTheme::of(false).accent;
    double sum = 0;
    int count = 0;
    for (int y = picture.height() / 5; y < picture.height() * 4 / 5; ++y)
        for (int x = from; x < to; ++x)
            if (picture.pixelColor(x, y) == accent) {
                sum += y;
                ++count;
            }
    return count > 0 ? sum / count : -1;
}

} // namespace

/// Skill by delay and by lead: which points there are, where they stand, and what is told of them.
class TestSkillChart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aChartNeedsTwoOfWhatItIsPlottedAgainst()
    {
        QVERIFY(skillPlots({}, SkillFigure::NatsAhead).empty());
        QVERIFY(skillPlots({evaluationOf(hours(0), hours(0), {{byHour, 0.01}})}, SkillFigure::NatsAhead).empty());
        // Both differ, so neither is compared.
        QVERIFY(skillPlots({evaluationOf(hours(0), hours(0), {{byHour, 0.01}}), evaluationOf(hours(6), hours(24), {{byHour, 0.01}})},
                           SkillFigure::NatsAhead).empty());
    }

    void pointsStandInOrderOfTime()
    {
        const auto plots = skillPlots({evaluationOf(hours(0), hours(336), {{byHour, 0.002}}, 990),
                                       evaluationOf(hours(0), hours(0), {{byHour, 0.008}}),
                                       evaluationOf(hours(0), hours(24), {{byHour, 0.004}})},
                                      SkillFigure::NatsAhead);
        QCOMPARE(plots.size(), std::size_t(1));
        QCOMPARE(plots.front().key, QStringLiteral("by-delay"));
        const Chart &chart = *plots.front().chart;
        QCOMPARE(chart.toCsv(), QByteArray("delay_hours,forecast,windows,nats_ahead,low,high\n"
                                           "0,hour_of_day,1000,0.008,0.007,0.009\n"
                                           "24,hour_of_day,1000,0.004,0.003,0.005\n"
                                           "336,hour_of_day,990,0.002,0.001,0.003\n"));
        QVERIFY2(chart.contents().subtitle.startsWith(QStringLiteral("990 to 1,000 windows of 2 h in 2 folds, 1 Jul 2014 – 30 Jun 2015")),
                 qPrintable(chart.contents().subtitle));
        const QRectF area(0, 0, 900, 600);
        const QRectF plot = chart.plotIn(area);
        QVERIFY(chart.tellAt({plot.left() + plot.width() * 0.2, plot.center().y()}, area).startsWith(QStringLiteral("Reporting delay 0 h")));
        const QString last = chart.tellAt({plot.left() + plot.width() * 0.85, plot.center().y()}, area);
        QVERIFY2(last.contains(QStringLiteral("14 d")) && last.contains(QStringLiteral("0.0020 (0.0010 to 0.0030)")), qPrintable(last));
    }

    void aModelThatFallsBehindIsDrawnLower()
    {
        const auto plots = skillPlots({evaluationOf(hours(0), hours(0), {{byHour, 0.02}}), evaluationOf(hours(0), hours(24), {{byHour, -0.02}})},
                                      SkillFigure::NatsAhead);
        const QImage picture = chartPicture(*plots.front().chart, {QSize(800, 600)});
        const double ahead = accentHeight(picture, 120, 280);
        const double behind = accentHeight(picture, 560, 760);
        QVERIFY(ahead > 0);
        QVERIFY2(behind > ahead + 80, qPrintable(QStringLiteral("%1 and %2").arg(ahead).arg(behind)));
    }

    void onlyBaselinesOfAllPointsAreCompared()
    {
        const auto plots = skillPlots({evaluationOf(hours(0), hours(0), {{byHour, 0.02}, {history, 0.01}}),
                                       evaluationOf(hours(6), hours(0), {{byHour, 0.02}})},
                                      SkillFigure::NatsAhead);
        QCOMPARE(plots.front().key, QStringLiteral("by-lead"));
        QCOMPARE(plots.front().chart->contents().rows.size(), std::size_t(2));
    }

    void theBaselinesClosestToTheModelAreDrawn()
    {
        std::vector<Opponent> many;
        for (int i = 0; i < 6; ++i)
            many.push_back({QStringLiteral("b%1").arg(i), 0.06 - 0.01 * i});
        const auto plots = skillPlots({evaluationOf(hours(0), hours(0), many), evaluationOf(hours(0), hours(24), many)}, SkillFigure::NatsAhead);
        const Chart &chart = *plots.front().chart;
        QCOMPARE(chart.contents().rows.size(), std::size_t(12));
        QVERIFY(chart.contents().note.contains(QStringLiteral("4 of 6 baselines")));
        const QRectF area(0, 0, 900, 600);
        const QString told = chart.tellAt(chart.plotIn(area).center(), area);
        QVERIFY2(told.contains(QStringLiteral("b5")) && told.contains(QStringLiteral("b2")) && !told.contains(QStringLiteral("b1")), qPrintable(told));
    }

    void leadsWithDelaysGiveAChartForEach()
    {
        std::vector<RollingEvaluation> all;
        for (const int lead : {0, 6})
            for (const int delay : {0, 24})
                all.push_back(evaluationOf(hours(lead), hours(delay), {{byHour, 0.01}}));
        QStringList keys;
        for (const SkillPlot &plot : skillPlots(all, SkillFigure::BrierSkill))
            keys << plot.key;
        QCOMPARE(keys, (QStringList{QStringLiteral("by-delay-lead-0h"), QStringLiteral("by-delay-lead-6h"), QStringLiteral("by-lead-delay-0h"),
                                    QStringLiteral("by-lead-delay-1d")}));
    }

    void brierSkillIsOfModelAndBaselines()
    {
        const auto plots = skillPlots({evaluationOf(hours(0), hours(0), {{byHour, 0.01, 0.03}}), evaluationOf(hours(0), hours(24), {{byHour, 0.01, 0.02}})},
                                      SkillFigure::BrierSkill);
        const auto &rows = plots.front().chart->contents().rows;
        QCOMPARE(rows.size(), std::size_t(4));
        QCOMPARE(rows[0].mid(1), (QStringList{QStringLiteral("model"), QStringLiteral("1000"), QStringLiteral("0.05"), QStringLiteral("0.048"), QStringLiteral("0.052")}));
        QCOMPARE(rows[3].mid(0, 4), (QStringList{QStringLiteral("24"), byHour, QStringLiteral("1000"), QStringLiteral("0.02")}));
    }
};

QTEST_MAIN(TestSkillChart)
#include "tst_skill_chart.moc"
