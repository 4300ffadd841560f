#include "widgets/training/runs_view.h"

#include "widgets/training/runs_table_model.h"

#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTableWidget>
#include <QTest>

using namespace forewatch;
using namespace std::chrono_literals;

namespace {

Run makeRun(const QString &name, int day, double loss, bool complete)
{
    Run run{.folder = QStringLiteral("/models/") + name,
            .when = QDateTime(QDate(2016, 5, day), QTime(12, 0)),
            .card = {.name = name, .task = {.delay = 24h * 7}, .split = {}, .target = {}, .encoding = {}, .precision = {},
                     .epochs = 2, .curves = {{.validationLoss = loss}, {.validationLoss = loss + 1}}, .calibration = {},
                     .hourOfDay = {}, .complete = complete, .validation = {}, .sources = {}, .versions = {}}};
    if (complete)
        run.card.validation[QStringLiteral("auc")] = 0.625;
    return run;
}

QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '));
}

} // namespace

/// The newest run stands first; what is offered fits what is chosen; several are compared; notes are told of once.
class TestRunsView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_view = std::make_unique<RunsView>();
        m_old = makeRun(QStringLiteral("old"), 1, 0.6, true);
        m_new = makeRun(QStringLiteral("new"), 2, 0.65, false);
        m_new.card.seed = 7;
        m_view->setRuns({m_old, m_new});
        m_view->show();
    }

    void rowsSayWhatTheRunsAre()
    {
        QCOMPARE(cell(0, RunsTableModel::Name), QStringLiteral("new"));
        QCOMPARE(cell(0, RunsTableModel::State), QStringLiteral("can be resumed"));
        QCOMPARE(cell(0, RunsTableModel::Auc), QString());
        QCOMPARE(cell(1, RunsTableModel::When), QStringLiteral("2016-05-01 12:00"));
        QCOMPARE(cell(1, RunsTableModel::Network), QStringLiteral("model2"));
        QCOMPARE(cell(1, RunsTableModel::Asked), QStringLiteral("next 2 h, 7 d late"));
        QCOMPARE(cell(1, RunsTableModel::Loss), QStringLiteral("0.600"));
        QCOMPARE(cell(1, RunsTableModel::Auc), QStringLiteral("0.625"));
        QCOMPARE(cell(1, RunsTableModel::State), QStringLiteral("complete"));
        table()->sortByColumn(RunsTableModel::Loss, Qt::AscendingOrder);
        QCOMPARE(cell(0, RunsTableModel::Name), QStringLiteral("old"));
    }

    void whatIsOfferedFitsWhatIsChosen_data()
    {
        QTest::addColumn<QStringList>("chosen");
        QTest::addColumn<bool>("training");
        QTest::addColumn<QStringList>("offered");
        QTest::newRow("nothing") << QStringList{} << false << QStringList{};
        QTest::newRow("complete") << words("/models/old") << false
                                  << words("curves open resume rename export delete");
        QTest::newRow("unfinished") << words("/models/new") << false
                                    << words("curves resume rename export delete");
        QTest::newRow("two") << words("/models/old /models/new") << false << words("curves export delete");
        QTest::newRow("in training") << words("/models/new") << true << words("curves export");
        QTest::newRow("beside a training") << words("/models/old") << true
                                           << words("curves open rename export delete");
    }

    void whatIsOfferedFitsWhatIsChosen()
    {
        QFETCH(QStringList, chosen);
        QFETCH(bool, training);
        QFETCH(QStringList, offered);
        m_view->choose(chosen);
        m_view->setTraining(training, m_new.folder);
        for (const char *name : {"curves", "open", "resume", "rename", "export", "delete"})
            QVERIFY2(m_view->findChild<QPushButton *>(QLatin1String(name))->isEnabled() == offered.contains(QLatin1String(name)), name);
    }

    void severalAreCompared()
    {
        m_view->choose({m_old.folder, m_new.folder});
        auto *differing = m_view->findChild<QTableWidget *>();
        QVERIFY(differing->isVisible());
        QStringList fields;
        for (int row = 0; row < differing->rowCount(); ++row)
            fields << differing->item(row, 0)->text();
        QVERIFY2(fields.contains(QStringLiteral("seed")), qPrintable(fields.join(QLatin1Char(' '))));
        const int row = static_cast<int>(fields.indexOf(QStringLiteral("seed")));
        QCOMPARE(differing->horizontalHeaderItem(1)->text(), QStringLiteral("new"));
        QCOMPARE(differing->item(row, 1)->text(), QStringLiteral("7"));
        QCOMPARE(differing->item(row, 2)->text(), QStringLiteral("0"));
    }

    void notesAreToldOfWhenAnotherRunIsChosen()
    {
        QSignalSpy noted(m_view.get(), &RunsView::notesChanged);
        auto *notes = m_view->findChild<QPlainTextEdit *>();
        m_view->choose({m_old.folder});
        m_view->choose({m_new.folder});
        QCOMPARE(noted.count(), 0);
        notes->setPlainText(QStringLiteral("too fast"));
        notes->document()->setModified(true);
        m_view->choose({m_old.folder});
        QCOMPARE(noted.count(), 1);
        QCOMPARE(noted.constFirst().at(0).toString(), m_new.folder);
        QCOMPARE(noted.constFirst().at(1).toString(), QStringLiteral("too fast"));
        QCOMPARE(notes->toPlainText(), QString());
    }

    void chosenRunsStayChosenWhenTheListIsReadAnew()
    {
        m_view->choose({m_old.folder});
        m_view->setRuns({m_new, m_old, makeRun(QStringLiteral("newest"), 3, 0.5, true)});
        QCOMPARE(m_view->chosen().size(), std::size_t(1));
        QCOMPARE(m_view->chosen().front().folder, m_old.folder);
    }

private:
    QTableView *table() const
    {
        for (auto *view : m_view->findChildren<QTableView *>())
            if (!qobject_cast<QTableWidget *>(view))
                return view;
        qFatal("There is no table");
    }
    QString cell(int row, int column) const { return table()->model()->index(row, column).data().toString(); }

    std::unique_ptr<RunsView> m_view;
    Run m_old;
    Run m_new;
};

QTEST_MAIN(TestRunsView)
#include "tst_runs_view.moc"
