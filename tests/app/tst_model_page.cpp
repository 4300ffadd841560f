#include "app/gui/curves_tab.h"
#include "app/gui/exploration.h"
#include "app/gui/model_page.h"
#include "app/gui/network_tab.h"
#include "app/gui/runs_tab.h"
#include "app/gui/search_tab.h"
#include "app/gui/session.h"
#include "engine/learning/model_folder.h"
#include "tests/support/scene.h"
#include "tests/support/small_network.h"
#include "widgets/training/network_editor.h"
#include "widgets/training/runs_view.h"
#include "widgets/training/search_view.h"
#include "widgets/training/training_panel.h"

#include <QDir>
#include <QElapsedTimer>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTest>

using namespace forewatch;
using namespace forewatch::test;

namespace {

constexpr int patience = 120'000;

} // namespace

/// The Model workspace from the sentence to the list of runs: train, hold, cancel, resume, compare, rename, delete.
class TestModelPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setApplicationName(QStringLiteral("forewatch-test-model"));
        QDir(Session::modelsFolder()).removeRecursively();
        m_settings = scene(m_folder, busyTable(60));
    }

    void cleanupTestCase() { QDir(Session::modelsFolder()).removeRecursively(); }

    void init()
    {
        m_session = std::make_unique<Session>();
        m_exploration = std::make_unique<Exploration>(m_session.get());
        m_page = std::make_unique<ModelPage>(m_session.get(), m_exploration.get());
        m_page->show();
        m_session->openCity(m_settings);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->hasCity(), patience);
    }

    void cleanup()
    {
        m_page.reset();
        m_exploration.reset();
        m_session.reset();
    }

    void aCancelledTrainingIsResumedFromTheListOfRuns()
    {
        QElapsedTimer sinceProgress;
        connect(m_session.get(), &Session::trainingProgressed, this, [&sinceProgress] { sinceProgress.start(); });
        m_page->training()->setNetwork(smallNetwork(1000));
        QVERIFY2(m_page->training()->problem().isEmpty(), qPrintable(m_page->training()->problem()));
        button(m_page->training(), "train")->click();
        const QString folder = m_session->trainingSettings().folder;
        QTRY_VERIFY_WITH_TIMEOUT(QDir(folder).exists(QStringLiteral("card.json")), patience);
        button(m_page->training(), "hold")->click();
        QVERIFY(m_session->isTrainingHeld());
        // It rests from its next checkpoint on.
        QTRY_VERIFY_WITH_TIMEOUT(sinceProgress.elapsed() > 1500, patience);
        QVERIFY(m_session->isTraining());
        button(m_page->training(), "cancel")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!m_session->isTraining(), patience);

        RunsTab *runs = showRuns();
        QTRY_COMPARE_WITH_TIMEOUT(choose(runs, folder), 1, patience);
        const Run before = runs->view()->chosen().front();
        QVERIFY(!before.card.complete);
        QVERIFY(before.card.epochs >= 1);
        QVERIFY(!button(runs, "open")->isEnabled());

        // As many epochs as there are, and two more.
        RunsTab::Questions questions;
        questions.epochs = [](const Run &run) { return run.card.epochs + 2; };
        runs->setQuestions(questions);
        button(runs, "resume")->click();
        QTRY_VERIFY_WITH_TIMEOUT(m_session->model(), patience);
        QCOMPARE(m_session->model()->card.epochs, before.card.epochs + 2);
        QVERIFY(m_session->model()->card.complete);
        QCOMPARE(m_session->modelFolder(), folder);
        const auto &after = m_session->model()->card.curves;
        for (std::size_t epoch = 0; epoch < before.card.curves.size(); ++epoch)
            QCOMPARE(after[epoch].validationLoss, before.card.curves[epoch].validationLoss);
    }

    void runsAreNamedNotedExportedAndDeleted()
    {
        m_page->training()->setNetwork(smallNetwork(1));
        button(m_page->training(), "train")->click();
        const QString folder = m_session->trainingSettings().folder;
        QTRY_VERIFY_WITH_TIMEOUT(m_session->model() && !m_session->isEvaluating(), patience);
        RunsTab *runs = showRuns();
        QTRY_COMPARE_WITH_TIMEOUT(choose(runs, folder), 1, patience);

        const QString csv = m_folder.path(QStringLiteral("curves.csv"));
        bool mayDelete = false;
        RunsTab::Questions questions;
        questions.name = [](const QString &) { return QStringLiteral("Quick try"); };
        questions.fileToWrite = [csv] { return csv; };
        questions.mayDelete = [&](const std::vector<Run> &) { return mayDelete; };
        runs->setQuestions(questions);
        button(runs, "rename")->click();
        QCOMPARE(ModelFolder(folder).readCard().name, QStringLiteral("Quick try"));
        Q_EMIT runs->view()->notesChanged(folder, QStringLiteral("one epoch"));
        QCOMPARE(ModelFolder(folder).readCard().notes, QStringLiteral("one epoch"));
        QCOMPARE(ModelFolder(folder).readCard().name, QStringLiteral("Quick try"));
        QTRY_COMPARE_WITH_TIMEOUT(choose(runs, folder), 1, patience);
        button(runs, "export")->click();
        QFile file(csv);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count('\n'), 2);
        button(runs, "delete")->click();
        QVERIFY(QDir(folder).exists());
        mayDelete = true;
        button(runs, "delete")->click();
        QVERIFY(!QDir(folder).exists());
        QVERIFY(!m_session->model());
    }

    void whatIsEditedIsWhatIsTrained()
    {
        auto *network = m_page->findChild<NetworkTab *>();
        NetworkEditor *editor = network->editor();
        QVERIFY(editor->network() == m_page->training()->network());
        editor->setNetwork(smallNetwork(3));
        QVERIFY(m_page->training()->network() == smallNetwork(3));
        QCOMPARE(m_page->training()->settings().epochs, 3);
        NetworkSpec impossible = smallNetwork(3);
        impossible.layers[1].kernel = 99;
        editor->setNetwork(impossible);
        VERIFY_SAYS(m_page->training()->problem(), "Layer 2");
        QVERIFY(!button(m_page->training(), "train")->isEnabled());
        editor->undoStack()->undo();
        QVERIFY(m_page->training()->problem().isEmpty());
        m_page->training()->setOriginalProtocol(NetworkSpec::model2());
        QVERIFY(editor->network() == NetworkSpec::model2());
        QVERIFY(editor->isPublished());
    }

    void aNetworkIsSavedAndOpened()
    {
        auto *network = m_page->findChild<NetworkTab *>();
        const QString path = m_folder.path(QStringLiteral("net.json"));
        network->editor()->setNetwork(smallNetwork(5));
        network->save(path);
        network->editor()->setNetwork(NetworkSpec::model1());
        network->open(path);
        QVERIFY(network->editor()->network().toJson() == smallNetwork(5).toJson());
        QSignalSpy failed(m_session.get(), &Session::failed);
        network->open(m_folder.write(QStringLiteral("bad.json"), "{\"layers\": [{\"kind\": \"dense\", \"units\": 1}]}"));
        QCOMPARE(failed.count(), 1);
        VERIFY_SAYS(failed.constFirst().constFirst().toString(), "bad.json");
        QVERIFY(network->editor()->network().toJson() == smallNetwork(5).toJson());
    }

    void aSearchRanksItsRunsAndOpensTheBest()
    {
        auto *search = m_page->findChild<SearchTab *>();
        m_page->tabs()->setCurrentWidget(search);
        m_page->training()->setNetwork(smallNetwork(2));
        QVERIFY2(search->view()->problem().isEmpty(), qPrintable(search->view()->problem()));
        QVERIFY(!button(search, "open")->isEnabled());
        button(search, "search")->click();
        QVERIFY(search->isSearching());
        const std::vector<SearchedRun> &runs = search->view()->results();
        QTRY_VERIFY_WITH_TIMEOUT(!search->isSearching() && runs.size() == 3, patience);
        QVERIFY(std::ranges::is_sorted(runs, {}, &SearchedRun::validationLoss));
        button(search, "open")->click();
        QTRY_VERIFY_WITH_TIMEOUT(m_session->model(), patience);
        QCOMPARE(m_session->modelFolder(), runs.front().folder);
    }

private:
    static QPushButton *button(const QWidget *in, const char *name)
    {
        auto *found = in->findChild<QPushButton *>(QLatin1String(name));
        if (!found)
            qFatal("There is no button %s", name);
        return found;
    }
    RunsTab *showRuns() const
    {
        auto *runs = m_page->findChild<RunsTab *>();
        m_page->tabs()->setCurrentWidget(runs);
        runs->refresh();
        return runs;
    }
    static int choose(RunsTab *runs, const QString &folder)
    {
        runs->view()->choose({folder});
        return static_cast<int>(runs->view()->chosen().size());
    }

    Folder m_folder;
    ImportSettings m_settings;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Exploration> m_exploration;
    std::unique_ptr<ModelPage> m_page;
};

QTEST_MAIN(TestModelPage)
#include "tst_model_page.moc"
