#include "widgets/training/evaluation_view.h"

#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QTest>

using namespace forewatch;

namespace {

Metrics makeMetrics(double auc)
{
    Metrics metrics;
    metrics.auc = auc;
    metrics.brierSkill = -0.0125;
    metrics.ece = 0.021;
    metrics.ecePerfect = {0.005, 0.017};
    metrics.accuracy = 0.8412;
    metrics.confusion = {12, 1345, 67, 8};
    metrics.intervals = {{QStringLiteral("auc"), {auc - 0.02, auc + 0.02}},
                         {QStringLiteral("accuracy"), {0.83, 0.85}},
                         {QStringLiteral("brier_skill"), {-0.02, 0.01}}};
    return metrics;
}

std::shared_ptr<const Evaluation> makeEvaluation()
{
    auto evaluation = std::make_shared<Evaluation>();
    evaluation->examples.resize(1432);
    evaluation->baseRate = 0.172;
    evaluation->seen = 56;
    evaluation->model = {QStringLiteral("model"), {}, 0.183, makeMetrics(0.61)};
    evaluation->baselines = {{QStringLiteral("hour_of_day"), {}, 0.2, makeMetrics(0.63)},
                             {QStringLiteral("always_no"), {}, 0.5, makeMetrics(0.5)}};
    evaluation->differences = {{QStringLiteral("hour_of_day"), {-0.004, {-0.02, 0.011}}}};
    evaluation->verdict = QStringLiteral("Not better than the hour of day.");
    return evaluation;
}

QString textAt(const QWidget &view, const QString &table, int row, int column)
{
    const auto *grid = qobject_cast<QGridLayout *>(view.findChild<QWidget *>(table)->layout());
    const auto *item = grid->itemAtPosition(row, column);
    return item ? qobject_cast<const QLabel *>(item->widget())->text() : QString();
}

/// The row that a figure's name stands in.
int rowOf(const QWidget &view, const QString &figure)
{
    for (int row = 0; row < 100; ++row) {
        if (textAt(view, QStringLiteral("figures"), row, 0) == figure)
            return row;
    }
    qFatal("There is no %s", qPrintable(figure));
}

} // namespace

/// The verdict stands first; each figure is a row, with its interval below it, and the model's column stands before
/// the baselines'.
class TestEvaluationView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itSaysWhatToDoWhileThereIsNone()
    {
        EvaluationView view;
        QCOMPARE(view.findChild<QLabel *>(QStringLiteral("verdict"))->text(),
                 QStringLiteral("Train or open a model, and evaluate it, to see what it is worth."));
        QVERIFY(!view.findChild<QWidget *>(QStringLiteral("figures")));
        const QString why = QStringLiteral("The model is being evaluated.");
        view.setEmptyText(why);
        QCOMPARE(view.findChild<QLabel *>(QStringLiteral("verdict"))->text(), why);
        view.setEvaluation(makeEvaluation());
        QVERIFY(view.findChild<QLabel *>(QStringLiteral("verdict"))->text() != why);
    }

    void theVerdictAndWhatItRestsOn()
    {
        EvaluationView view;
        view.setEvaluation(makeEvaluation());
        QCOMPARE(view.findChild<QLabel *>(QStringLiteral("verdict"))->text(),
                 QStringLiteral("Not better than the hour of day."));
        QCOMPARE(view.findChild<QLabel *>(QStringLiteral("notes"))->text(),
                 QStringLiteral("17.2 % of 1,432 windows have a target.\n"
                                "56 more were left out because training had seen them.\n"
                                "Brier skill of the model against “hour of day”: −0.004 (−0.020 – 0.011)."));
    }

    void figuresStandInTheirPlaces_data()
    {
        QTest::addColumn<QString>("figure");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("interval");
        QTest::newRow("model's AUC") << "AUC" << 1 << "0.610" << "0.590 – 0.630";
        QTest::newRow("baseline's AUC") << "AUC" << 2 << "0.630" << "0.610 – 0.650";
        QTest::newRow("last baseline's AUC") << "AUC" << 3 << "0.500" << "0.480 – 0.520";
        QTest::newRow("negative skill") << "Brier skill" << 1 << "−0.013" << "−0.020 – 0.010";
        QTest::newRow("no interval") << "Log loss" << 1 << "0.000" << "";
        QTest::newRow("percent") << "Accuracy" << 1 << "84.1 %" << "83.0 – 85.0";
        QTest::newRow("calibration") << "Calibration error" << 1 << "0.021" << "0.005 – 0.017";
    }

    void figuresStandInTheirPlaces()
    {
        QFETCH(QString, figure);
        QFETCH(int, column);
        QFETCH(QString, value);
        QFETCH(QString, interval);
        EvaluationView view;
        view.setEvaluation(makeEvaluation());
        const int row = rowOf(view, figure);
        QCOMPARE(textAt(view, QStringLiteral("figures"), row, column), value);
        QCOMPARE(textAt(view, QStringLiteral("figures"), row + 1, column), interval);
    }

    void theModelStandsBeforeItsBaselines()
    {
        EvaluationView view;
        view.setEvaluation(makeEvaluation());
        QStringList names;
        for (int column = 1; column <= 3; ++column)
            names << textAt(view, QStringLiteral("figures"), 0, column);
        QCOMPARE(names, (QStringList{QStringLiteral("Model"), QStringLiteral("Hour of day"),
                                     QStringLiteral("Always no")}));
    }

    void itFitsIntoANarrowColumn()
    {
        QScrollArea area;
        auto &view = *new EvaluationView;
        area.setWidget(&view);
        area.setWidgetResizable(true);
        area.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        area.resize(400, 300);
        view.setEvaluation(makeEvaluation());
        area.show();
        QCoreApplication::processEvents();
        QVERIFY2(view.minimumSizeHint().width() <= 380, qPrintable(QString::number(view.minimumSizeHint().width())));
        QCOMPARE(view.width(), area.viewport()->width());
        for (const QLabel *label : view.findChildren<QLabel *>()) {
            const QRect place(label->mapTo(&view, QPoint()), label->size());
            QVERIFY(view.rect().contains(place));
            const QSize whole = label->wordWrap() ? QSize(0, label->heightForWidth(label->width())) : label->sizeHint();
            QVERIFY2(label->height() >= whole.height() && label->width() >= whole.width(), qPrintable(label->text()));
        }
    }

    void alertsAreCountedAgainstOutcomes()
    {
        EvaluationView view;
        view.setEvaluation(makeEvaluation());
        const auto at = [&](int row, int column) {
            return textAt(view, QStringLiteral("confusion"), row, column);
        };
        QCOMPARE(at(0, 0), QStringLiteral("Alerts from 18.3 % on"));
        QCOMPARE(at(1, 1), QStringLiteral("12"));
        QCOMPARE(at(1, 2), QStringLiteral("1,345"));
        QCOMPARE(at(2, 1), QStringLiteral("67"));
        QCOMPARE(at(2, 2), QStringLiteral("8"));
    }

    void anotherPaletteKeepsTheFigures()
    {
        EvaluationView view;
        view.setEvaluation(makeEvaluation());
        QPalette dark;
        dark.setColor(QPalette::Window, Qt::black);
        dark.setColor(QPalette::WindowText, Qt::white);
        view.setPalette(dark);
        QCOMPARE(view.findChildren<QWidget *>(QStringLiteral("figures")).size(), 1);
        QCOMPARE(textAt(view, QStringLiteral("figures"), 1, 1), QStringLiteral("0.610"));
    }
};

QTEST_MAIN(TestEvaluationView)
#include "tst_evaluation_view.moc"
