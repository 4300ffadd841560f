#include "widgets/training/evaluation_view.h"

#include <QGridLayout>
#include <QLabel>
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

QStringList textsAt(const QWidget &view, const QString &table, int row, int column)
{
    const auto *grid = qobject_cast<QGridLayout *>(view.findChild<QWidget *>(table)->layout());
    const QWidget *cell = grid->itemAtPosition(row, column)->widget();
    if (const auto *label = qobject_cast<const QLabel *>(cell))
        return {label->text()};
    QStringList texts;
    for (const QLabel *label : cell->findChildren<QLabel *>())
        texts << label->text();
    return texts;
}

} // namespace

/// The verdict stands first; each figure stands in its forecast's row with its interval, the model's above the
/// baselines'.
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
        QTest::addColumn<int>("row");
        QTest::addColumn<int>("column");
        QTest::addColumn<QStringList>("texts");
        const auto texts = [](const char *value, const char *below) {
            return QStringList{QString::fromUtf8(value), QString::fromUtf8(below)};
        };
        QTest::newRow("model") << 1 << 0 << QStringList{QStringLiteral("Model")};
        QTest::newRow("baseline") << 2 << 0 << QStringList{QStringLiteral("Hour of day")};
        QTest::newRow("last baseline") << 3 << 0 << QStringList{QStringLiteral("Always no")};
        QTest::newRow("model's AUC") << 1 << 1 << texts("0.610", "0.590 – 0.630");
        QTest::newRow("baseline's AUC") << 2 << 1 << texts("0.630", "0.610 – 0.650");
        QTest::newRow("negative skill") << 1 << 4 << texts("−0.013", "−0.020 – 0.010");
        QTest::newRow("no interval") << 1 << 5 << texts("0.000", "");
        QTest::newRow("percent") << 1 << 6 << texts("84.1 %", "83.0 – 85.0");
        QTest::newRow("calibration") << 1 << 8 << texts("0.021", "0.005 – 0.017");
    }

    void figuresStandInTheirPlaces()
    {
        QFETCH(int, row);
        QFETCH(int, column);
        QFETCH(QStringList, texts);
        EvaluationView view;
        view.setEvaluation(makeEvaluation());
        QCOMPARE(textsAt(view, QStringLiteral("figures"), row, column), texts);
    }

    void alertsAreCountedAgainstOutcomes()
    {
        EvaluationView view;
        view.setEvaluation(makeEvaluation());
        const auto at = [&](int row, int column) {
            return textsAt(view, QStringLiteral("confusion"), row, column).constFirst();
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
        QCOMPARE(textsAt(view, QStringLiteral("figures"), 1, 1).constFirst(), QStringLiteral("0.610"));
    }
};

QTEST_MAIN(TestEvaluationView)
#include "tst_evaluation_view.moc"
