#include "widgets/plots/curves_plot.h"

#include "widgets/plots/smoothing.h"

#include <QStackedLayout>
#include <QTest>

using namespace forewatch;

/// The curves appear with the first number, and the mark stands at the epoch with the lowest validation loss, the
/// first of equals.
class TestCurvesPlot : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theBestEpochHasTheLowestValidationLoss_data()
    {
        QTest::addColumn<QList<double>>("losses");
        QTest::addColumn<int>("best");
        QTest::newRow("none yet") << QList<double>{} << 0;
        QTest::newRow("one") << QList<double>{0.7} << 1;
        QTest::newRow("falling") << QList<double>{0.7, 0.65, 0.6} << 3;
        QTest::newRow("overfit") << QList<double>{0.7, 0.6, 0.65, 0.8} << 2;
        QTest::newRow("equals") << QList<double>{0.7, 0.6, 0.6} << 2;
    }

    void theBestEpochHasTheLowestValidationLoss()
    {
        QFETCH(QList<double>, losses);
        QFETCH(int, best);
        CurvesPlot grown;
        std::vector<EpochScores> curves;
        for (const double loss : losses) {
            curves.push_back({.trainingLoss = 0.5, .trainingAccuracy = 0.8, .validationLoss = loss});
            grown.addEpoch(static_cast<int>(curves.size()), curves.back());
        }
        CurvesPlot set;
        set.setCurves(curves);
        QCOMPARE(grown.bestEpoch().value_or(0), best);
        QCOMPARE(set.bestEpoch().value_or(0), best);
    }

    void itIsEmptyUntilTheFirstNumber()
    {
        CurvesPlot plot;
        const auto *pages = plot.findChild<QStackedLayout *>();
        QCOMPARE(pages->currentIndex(), 0);
        plot.addRunning(0.1, 0.69, 0.5);
        QCOMPARE(pages->currentIndex(), 1);
        plot.clear();
        QCOMPARE(pages->currentIndex(), 0);
        plot.setCurves({{}});
        QCOMPARE(pages->currentIndex(), 1);
    }

    void clearingForgetsTheBestEpoch()
    {
        CurvesPlot plot;
        plot.setCurves({{}, {}});
        plot.clear();
        QVERIFY(!plot.bestEpoch());
        plot.addEpoch(1, {});
        QCOMPARE(plot.bestEpoch(), 1);
    }

    void smoothingIsAWeightedMeanWithThoseBefore_data()
    {
        QTest::addColumn<double>("share");
        QTest::addColumn<QList<double>>("smooth");
        QTest::newRow("none") << 0.0 << QList<double>{4, 1, 1};
        // (0.5 · 4 + 1) / 1.5 and (0.25 · 4 + 0.5 · 1 + 1) / 1.75
        QTest::newRow("half") << 0.5 << QList<double>{4, 2, 2.5 / 1.75};
    }

    void smoothingIsAWeightedMeanWithThoseBefore()
    {
        QFETCH(double, share);
        QFETCH(QList<double>, smooth);
        const std::vector<double> got = smoothed({4, 1, 1}, share);
        for (int i = 0; i < smooth.size(); ++i)
            QVERIFY(std::abs(got[static_cast<std::size_t>(i)] - smooth[i]) < 1e-12);
    }

    void anEpochThatComesAgainTakesItsPlace()
    {
        CurvesPlot plot;
        plot.setCurves({{.validationLoss = 0.7}, {.validationLoss = 0.5}});
        plot.addEpoch(2, {.validationLoss = 0.8});
        QCOMPARE(plot.bestEpoch(), 1);
        plot.addEpoch(3, {.validationLoss = 0.4});
        QCOMPARE(plot.bestEpoch(), 3);
    }

    void otherRunsStayWhenANewTrainingBegins()
    {
        CurvesPlot plot;
        const auto *pages = plot.findChild<QStackedLayout *>();
        plot.setOthers({{QStringLiteral("one"), {{}, {}}}, {QStringLiteral("two"), {{}}}});
        plot.setPhases(NetworkSpec::model2().learning.phases);
        plot.setSmoothing(0.5);
        plot.clear();
        QCOMPARE(pages->currentIndex(), 1);
        QVERIFY(!plot.bestEpoch());
        plot.setPhases({});
        plot.setOthers({});
        QCOMPARE(pages->currentIndex(), 0);
    }

    void theGroundFollowsThePalette()
    {
        CurvesPlot plot;
        plot.setCurves({{0.6, 0.6, 0.7, 0.55}, {0.5, 0.7, 0.65, 0.6}});
        for (const QColor &ground : {QColor(Qt::white), QColor(0x20, 0x20, 0x20)}) {
            QPalette palette;
            palette.setColor(QPalette::Window, ground);
            plot.setPalette(palette);
            plot.resize(400, 300);
            QCOMPARE(plot.grab().toImage().pixelColor(1, 1), ground);
        }
    }
};

QTEST_MAIN(TestCurvesPlot)
#include "tst_curves_plot.moc"
