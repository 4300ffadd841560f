#include "engine/core/feedback.h"
#include "engine/plot/city_charts.h"
#include "tests/support/busy_city.h"
#include "widgets/plots/chart_view.h"

#include <QClipboard>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace forewatch;
using namespace forewatch::test;

namespace {

std::shared_ptr<const Chart> someChart()
{
    const City city = busyCity(20);
    NoFeedback feedback;
    return makeChart({city, city.incidents->coveredDays()}, {.kind = ChartKind::Types}, feedback);
}

} // namespace

/// The view shows the chart that files have, tells what is under the pointer, and offers to save and copy it.
class TestChartView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutAChartItSaysWhatToDo()
    {
        ChartView view;
        view.resize(600, 400);
        view.setEmptyText(QStringLiteral("Open a crime table."));
        view.show();
        QVERIFY(view.tellAt({300, 200}).isEmpty());
        QVERIFY(!view.findChild<QToolButton *>()->isVisible());
        const QImage with = view.grab().toImage();
        view.setEmptyText({});
        QVERIFY(view.grab().toImage() != with);
    }

    void thePointerIsToldTheNumber()
    {
        ChartView view;
        view.resize(600, 400);
        view.setChart(someChart());
        QVERIFY(view.tellAt({300, 100}).contains(QLatin1String("rows")));
        QVERIFY(view.accessibleDescription().contains(QLatin1String("type")));
    }

    void aStaleChartStandsBack()
    {
        ChartView view;
        view.resize(600, 400);
        view.setChart(someChart());
        const QImage fresh = view.grab().toImage();
        view.setStale(true);
        QVERIFY(view.grab().toImage() != fresh);
        view.setChart(view.chart());
        QCOMPARE(view.grab().toImage(), fresh);
    }

    void savingIsAskedForWithItsKind()
    {
        ChartView view;
        view.setChart(someChart());
        QSignalSpy asked(&view, &ChartView::saveRequested);
        for (QAction *action : view.findChild<QMenu *>()->actions())
            if (action->text().startsWith(QLatin1String("Save")))
                action->trigger();
        QCOMPARE(asked.size(), 3);
        QCOMPARE(asked[0][0].toString(), QStringLiteral("png"));
        QCOMPARE(asked[1][0].toString(), QStringLiteral("svg"));
        QCOMPARE(asked[2][0].toString(), QStringLiteral("csv"));
    }

    void numbersAndPictureAreCopied()
    {
        ChartView view;
        view.resize(600, 400);
        view.setChart(someChart());
        view.copyNumbers();
        const QStringList lines = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), qsizetype(view.chart()->contents().rows.size()) + 1);
        QCOMPARE(lines.first().split(QLatin1Char('\t')), view.chart()->contents().columns);
        view.copyPicture();
        QCOMPARE(QGuiApplication::clipboard()->image().size(), QSize(1200, 800));
    }
};

QTEST_MAIN(TestChartView)
#include "tst_chart_view.moc"
