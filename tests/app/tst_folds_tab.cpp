#include "app/gui/exploration.h"
#include "app/gui/folds_tab.h"
#include "app/gui/model_page.h"
#include "app/gui/session.h"
#include "engine/plot/chart.h"
#include "tests/support/scene.h"
#include "tests/support/small_network.h"
#include "widgets/evaluation/folds_view.h"
#include "widgets/plots/chart_view.h"
#include "widgets/training/folds_form.h"
#include "widgets/training/training_panel.h"

#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTableView>
#include <QTabWidget>
#include <QTest>

using namespace forewatch;
using namespace forewatch::test;

namespace {

constexpr int patience = 120'000;

} // namespace

/// Rolling folds from the form to the verdict: what cannot be is told, a run gives rows and a chart, a cancelled one goes on.
class TestFoldsTab : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setApplicationName(QStringLiteral("forewatch-test-folds"));
        QDir(Session::modelsFolder()).removeRecursively();
        m_settings = scene(m_folder, busyTable(125));
    }

    void cleanupTestCase() { QDir(Session::modelsFolder()).removeRecursively(); }

    void init()
    {
        m_session = std::make_unique<Session>();
        m_exploration = std::make_unique<Exploration>(m_session.get());
        m_page = std::make_unique<ModelPage>(m_session.get(), m_exploration.get());
        m_page->show();
        m_tab = m_page->findChild<FoldsTab *>();
        m_page->tabs()->setCurrentWidget(m_tab);
    }

    void cleanup()
    {
        m_page.reset();
        m_exploration.reset();
        m_session.reset();
    }

    void withoutACityItSaysWhatToDo()
    {
        VERIFY_SAYS(m_tab->view()->problem(), "Open a city");
        QVERIFY(!button("run folds")->isEnabled());
        QVERIFY(m_tab->view()->verdict().isEmpty());
    }

    void aListThatIsNoneIsRefused_data()
    {
        QTest::addColumn<QString>("list");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty takes that of the task") << "" << "";
        QTest::newRow("several") << "0, 6h, 1 d" << "";
        QTest::newRow("no unit") << "0h, 6" << "Delays: “6” is no length of time";
        QTest::newRow("no number") << "soon" << "Delays: “soon” is no length of time";
        QTest::newRow("nothing between commas") << "0h,,1d" << "Delays: “” is no length of time";
        QTest::newRow("below zero") << "-1h" << "Delays: “-1h” is no length of time";
        QTest::newRow("too long") << "0h, 40d" << "40 d is more than 28 d";
        QTest::newRow("twice") << "1d, 24h" << "1 d stands there twice";
    }

    void aListThatIsNoneIsRefused()
    {
        QFETCH(QString, list);
        QFETCH(QString, says);
        openCity();
        field("Delays")->setText(list);
        const QString problem = m_tab->view()->problem();
        QVERIFY2(says.isEmpty() ? problem.isEmpty() : problem.contains(says), qPrintable(problem));
        QCOMPARE(button("run folds")->isEnabled(), says.isEmpty());
    }

    void foldsThatCannotBeAreRefused()
    {
        openCity();
        field("No test part reaches past")->setText(QStringLiteral("2030-01-01"));
        VERIFY_SAYS(m_tab->view()->problem(), "The table ends at");
        field("No test part reaches past")->setText(QStringLiteral("soon"));
        VERIFY_SAYS(m_tab->view()->problem(), "two dates");
        setSpan("2014-02-01", "2014-04-01", 6);
        VERIFY_SAYS(m_tab->view()->problem(), "No test part of 6 months");
    }

    void aRunGivesAVerdictRowsAndAChart()
    {
        openCity();
        m_page->training()->setNetwork(smallNetwork(1));
        setSpan("2014-03-01", "2014-05-01", 1);
        field("Delays")->setText(QStringLiteral("1d, 0h"));
        QVERIFY2(m_tab->view()->problem().isEmpty(), qPrintable(m_tab->view()->problem()));
        QSignalSpy failed(m_session.get(), &Session::failed);
        const QString folder = m_tab->folder();
        button("run folds")->click();
        QVERIFY(m_tab->isRunning());
        QVERIFY(button("cancel folds")->isVisible());
        const auto made = [this] { return m_tab->view()->evaluations() ? m_tab->view()->evaluations()->size() : 0; };
        QTRY_VERIFY_WITH_TIMEOUT(!m_tab->isRunning() && made() == 2, patience);
        QVERIFY2(failed.isEmpty(), qPrintable(failed.isEmpty() ? QString() : failed.constFirst().constFirst().toString()));
        const auto &evaluations = m_tab->view()->evaluations();
        QVERIFY(evaluations);
        QCOMPARE(evaluations->front().folds.size(), std::size_t(2));
        QVERIFY(evaluations->front().task.delay == Duration(0));
        QVERIFY(evaluations->back().task.delay == Duration(std::chrono::days(1)));
        QCOMPARE(m_tab->view()->verdict(), evaluations->front().verdict);
        QCOMPARE(m_tab->view()->table()->model()->rowCount(), static_cast<int>(evaluations->front().forecasts.size()));
        QVERIFY(m_tab->view()->chart()->chart());
        QCOMPARE(m_tab->view()->chart()->chart()->contents().rows.front().front(), QStringLiteral("0"));
        QVERIFY(QDir(folder).exists(QStringLiteral("lead-0s-delay-1d/2014-04-01/card.json")));
    }

    void aCancelledRunLeavesTheTabUsableAndGoesOn()
    {
        openCity();
        m_page->training()->setNetwork(smallNetwork(1000));
        setSpan("2014-03-01", "2014-05-01", 1);
        const QString folder = m_tab->folder();
        button("run folds")->click();
        QTRY_VERIFY_WITH_TIMEOUT(QDir(folder).exists(QStringLiteral("lead-0s-delay-0s/2014-03-01/card.json")), patience);
        button("cancel folds")->click();
        QVERIFY(!button("cancel folds")->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(!m_tab->isRunning(), patience);
        QTRY_VERIFY(button("run folds")->isVisible() && button("run folds")->isEnabled());
        QCOMPARE(button("run folds")->text(), QStringLiteral("Go on"));
        QVERIFY(!button("cancel folds")->isVisible());
        QVERIFY(!m_tab->view()->evaluations());
        field("Delays")->setText(QStringLiteral("6h"));
        QVERIFY(m_tab->view()->problem().isEmpty());
    }

    void whatFailsIsTold()
    {
        openCity();
        m_page->training()->setNetwork(smallNetwork(2));
        setSpan("2014-03-01", "2014-05-01", 1);
        QDir().mkpath(Session::modelsFolder());
        // A file where the models should go.
        QFile blocked(m_tab->folder());
        QVERIFY(blocked.open(QIODevice::WriteOnly));
        blocked.close();
        QSignalSpy failed(m_session.get(), &Session::failed);
        button("run folds")->click();
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, patience);
        QTRY_VERIFY(!m_tab->isRunning() && button("run folds")->isEnabled());
        QVERIFY(!failed.constFirst().constFirst().toString().startsWith(QStringLiteral("Internal fault")));
    }

private:
    void openCity()
    {
        m_session->openCity(m_settings);
        QVERIFY(QTest::qWaitFor([this] { return m_session->hasCity(); }, patience));
    }
    QPushButton *button(const char *name) const
    {
        auto *found = m_tab->findChild<QPushButton *>(QLatin1String(name));
        if (!found)
            qFatal("There is no button %s", name);
        return found;
    }
    QLineEdit *field(const char *name) const
    {
        for (QLineEdit *found : m_tab->findChildren<QLineEdit *>())
            if (found->accessibleName() == QLatin1String(name))
                return found;
        qFatal("There is no field %s", name);
        return nullptr;
    }
    void setSpan(const char *from, const char *to, int months) const
    {
        field("The first test part begins")->setText(QLatin1String(from));
        field("No test part reaches past")->setText(QLatin1String(to));
        for (QSpinBox *box : m_tab->findChildren<QSpinBox *>())
            box->setValue(months);
    }

    Folder m_folder;
    ImportSettings m_settings;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Exploration> m_exploration;
    std::unique_ptr<ModelPage> m_page;
    FoldsTab *m_tab = nullptr;
};

QTEST_MAIN(TestFoldsTab)
#include "tst_folds_tab.moc"
