#include "engine/core/random.h"
#include "engine/plot/forecast_charts.h"
#include "widgets/evaluation/curves_view.h"
#include "widgets/evaluation/figures_model.h"
#include "widgets/evaluation/figures_view.h"
#include "widgets/evaluation/places_view.h"
#include "widgets/evaluation/score_chart_view.h"
#include "widgets/evaluation/windows_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <set>

using namespace forewatch;

namespace {

/// 40 days of two-hour windows; the forecast knows something.
std::shared_ptr<const Evaluation> someEvaluation()
{
    Random random(7);
    auto evaluation = std::make_shared<Evaluation>();
    EvaluatedForecast hours{.key = QStringLiteral("hour_of_day"), .forecast = {}, .threshold = 0.3, .metrics = {}};
    EvaluatedForecast never{.key = QStringLiteral("always_no"), .forecast = {}, .threshold = 0.5, .metrics = {}};
    Forecast &forecast = evaluation->model.forecast;
    for (int i = 0; i < 480; ++i) {
        const Time start = makeTime(2016, 7, 1) + std::chrono::hours(2 * i);
        const double rate = 0.05 + 0.02 * (i % 12) + 0.05 * (i % 3);
        const bool outcome = random.uniform() < rate;
        evaluation->examples.push_back({{start - std::chrono::hours(2), std::chrono::hours(2)}, {start, std::chrono::hours(2)}, outcome});
        for (Forecast *each : {&forecast, &hours.forecast, &never.forecast}) {
            each->outcomes.push_back(outcome);
            each->day.push_back(i / 12);
        }
        forecast.probabilities.push_back(rate);
        hours.forecast.probabilities.push_back(0.05 + 0.02 * (i % 12));
        never.forecast.probabilities.push_back(0);
    }
    evaluation->baseRate = baseRate(evaluation->examples);
    evaluation->model.key = QStringLiteral("model");
    evaluation->model.threshold = 0.25;
    evaluation->model.metrics = measure(forecast, 0.25, 1, 50);
    hours.metrics = measure(hours.forecast, 0.3, 1, 50);
    never.metrics = measure(never.forecast, 0.5, 1, 50);
    evaluation->baselines = {never, hours};
    evaluation->differences[QStringLiteral("hour_of_day")] = pairedBrierSkill(forecast, hours.forecast, 1, 50);
    evaluation->verdict = QStringLiteral("Better than the hour of day.");
    return evaluation;
}

/// What the rule says, counted one by one.
Confusion bruteForce(const Evaluation &evaluation, double threshold)
{
    Confusion counts;
    for (std::size_t i = 0; i < evaluation.model.forecast.probabilities.size(); ++i) {
        const bool alert = evaluation.model.forecast.probabilities[i] >= threshold;
        const bool target = evaluation.model.forecast.outcomes[i] != 0;
        ++(alert ? target ? counts.hits : counts.falseAlerts : target ? counts.misses : counts.quiet);
    }
    return counts;
}

} // namespace

/// Figures, curves and windows of one evaluation, with one threshold for all.
class TestEvaluationPanelParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theModelStandsBesideAllBaselines()
    {
        FiguresModel model;
        model.setEvaluation(someEvaluation());
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("Model"));
        QCOMPARE(model.index(2, 0).data().toString(), QStringLiteral("Hour of day"));
        QCOMPARE(model.index(1, FiguresModel::AheadColumn).data().toString(), QStringLiteral("–"));
        QVERIFY(!model.index(2, FiguresModel::AheadColumn).data(FiguresModel::IntervalRole).toList().isEmpty());
        model.setEvaluation(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void theTableCopiesAndSavesItsIntervals()
    {
        FiguresView view;
        view.setEvaluation(someEvaluation());
        const QStringList lines = QString::fromUtf8(view.toCsv()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 4);
        QVERIFY(lines[0].startsWith(QLatin1String("Forecast,Model ahead,Model ahead low,Model ahead high,AUC,AUC low,AUC high")));
        QCOMPARE(lines[1].count(QLatin1Char(',')), lines[0].count(QLatin1Char(',')));
        view.copy();
        QCOMPARE(QGuiApplication::clipboard()->text().count(QLatin1Char('\n')), 4);
    }

    void rowsAreSortedByNumber()
    {
        FiguresView view;
        view.setEvaluation(someEvaluation());
        view.table()->sortByColumn(FiguresModel::FirstFigureColumn, Qt::DescendingOrder);
        const auto auc = [&](int row) {
            return view.table()->model()->index(row, FiguresModel::FirstFigureColumn).data(FiguresModel::NumberRole).toDouble();
        };
        QVERIFY(auc(0) >= auc(1) && auc(1) >= auc(2) && auc(0) > auc(2));
    }

    void stepsCountAsTheConfusionDoes()
    {
        const auto evaluation = someEvaluation();
        const auto steps = thresholdSteps(evaluation->model.forecast);
        QCOMPARE(steps.front().hits + steps.front().falseAlerts, std::size_t(0));
        for (const ThresholdStep &step : steps) {
            const Confusion counts = bruteForce(*evaluation, step.threshold);
            QCOMPARE(step.hits, counts.hits);
            QCOMPARE(step.falseAlerts, counts.falseAlerts);
        }
        QCOMPARE(steps.back().hits + steps.back().falseAlerts, evaluation->examples.size());
    }

    void binsAreThoseOfTheCalibrationError()
    {
        const auto evaluation = someEvaluation();
        const Forecast &forecast = evaluation->model.forecast;
        double error = 0;
        std::size_t windows = 0;
        for (const ReliabilityBin &bin : reliabilityBins(forecast)) {
            error += static_cast<double>(bin.windows) * std::abs(bin.probability - bin.frequency);
            windows += bin.windows;
            QVERIFY(bin.perfect.low <= bin.probability && bin.probability <= bin.perfect.high);
        }
        QCOMPARE(windows, evaluation->examples.size());
        // Which of equal probabilities falls into which bin is left open.
        QVERIFY(std::abs(error / static_cast<double>(windows)
                         - expectedCalibrationError(forecast.probabilities, forecast.outcomes)) < 0.02);
    }

    void aPerfectRangeHoldsItsShareOfDraws()
    {
        // One bin's worth of coins with known chances: 95 of 100 sums lie inside.
        Random random(3);
        Forecast forecast;
        for (int i = 0; i < 500; ++i)
            forecast.probabilities.push_back(0.1);
        int inside = 0;
        int all = 0;
        for (int draw = 0; draw < 100; ++draw) {
            forecast.outcomes.clear();
            for (const double p : forecast.probabilities)
                forecast.outcomes.push_back(random.uniform() < p);
            for (const ReliabilityBin &bin : reliabilityBins(forecast)) {
                inside += bin.frequency >= bin.perfect.low && bin.frequency <= bin.perfect.high;
                ++all;
            }
        }
        QVERIFY2(inside > 0.93 * all && inside <= all, qPrintable(QString::number(inside)));
    }

    void draggingCountsAsBruteForceDoes_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("roc") << static_cast<int>(ForecastChart::Roc);
        QTest::newRow("precision and recall") << static_cast<int>(ForecastChart::PrecisionRecall);
        QTest::newRow("reliability") << static_cast<int>(ForecastChart::Reliability);
        QTest::newRow("histogram") << static_cast<int>(ForecastChart::Histogram);
        QTest::newRow("alerts") << static_cast<int>(ForecastChart::Alerts);
    }

    void draggingCountsAsBruteForceDoes()
    {
        QFETCH(int, kind);
        const auto evaluation = someEvaluation();
        ThresholdChoice choice;
        CurvesView view(&choice);
        WindowsView windows(&choice);
        view.resize(900, 900);
        view.show();
        choice.setEvaluation(evaluation);
        QCOMPARE(choice.threshold(), 0.25);
        auto *plot = view.view(static_cast<ForecastChart>(kind));
        QVERIFY(plot->chart());
        std::set<double> seen;
        for (int step = 2; step < 10; ++step) {
            QTest::mouseClick(plot, Qt::LeftButton, {}, {plot->width() * step / 10, plot->height() / 2});
            seen.insert(choice.threshold());
            QVERIFY(choice.confusion() == bruteForce(*evaluation, choice.threshold()));
            for (const ConfusionCell cell : confusionCells) {
                windows.openCell(cell);
                QCOMPARE(windows.windows().size(), choice.count(cell));
                QCOMPARE(windows.table()->model()->rowCount(), static_cast<int>(choice.count(cell)));
            }
        }
        QVERIFY(seen.size() > 2);
    }

    void theOfferedThresholdIsThatOfTheCosts()
    {
        ThresholdChoice choice;
        choice.setMissCost(9);
        QCOMPARE(choice.leastCostThreshold(), 0.1);
        choice.setEvaluation(someEvaluation());
        choice.setThreshold(choice.leastCostThreshold());
        const Confusion counts = bruteForce(*choice.evaluation(), 0.1);
        QCOMPARE(choice.days(), std::size_t(40));
        QCOMPARE(choice.costPerDay(), (static_cast<double>(counts.falseAlerts) + 9. * static_cast<double>(counts.misses)) / 40);
    }

    void aCellListsItsWindowsAndStepsThroughThem()
    {
        const auto evaluation = someEvaluation();
        ThresholdChoice choice;
        WindowsView windows(&choice);
        choice.setEvaluation(evaluation);
        QSignalSpy asked(&windows, &WindowsView::mapRequested);
        QTest::mouseClick(windows.button(ConfusionCell::Misses), Qt::LeftButton);
        QCOMPARE(windows.cell(), ConfusionCell::Misses);
        QVERIFY(windows.windows().size() > 3);
        for (const std::size_t example : windows.windows()) {
            QVERIFY(evaluation->examples[example].outcome);
            QVERIFY(evaluation->model.forecast.probabilities[example] < choice.threshold());
        }
        windows.next();
        windows.next();
        QCOMPARE(asked.size(), 2);
        QCOMPARE(*windows.current(), windows.windows()[1]);
        windows.previous();
        windows.previous();
        QCOMPARE(*windows.current(), windows.windows()[0]);
        QCOMPARE(asked.size(), 3);
        QVERIFY(windows.tellCurrent().startsWith(QStringLiteral("Miss 1 of %1: ").arg(windows.windows().size())));
        windows.choose(17);
        QCOMPARE(*windows.current(), std::size_t(17));
        QCOMPARE(windows.cell(), choice.cellOf(17));
    }

    void placesSayWhenThereAreNone()
    {
        PlacesView view;
        view.setEvaluation(someEvaluation(), nullptr);
        QVERIFY(view.models()->isHidden());
        QVERIFY(view.findChild<QLabel *>(QStringLiteral("places text"))->text().contains(QLatin1String("risk field")));
    }
};

QTEST_MAIN(TestEvaluationPanelParts)
#include "tst_evaluation_panel_parts.moc"
