#include "tests/support/desk.h"

#include <QApplication>
#include <QDir>
#include <QProcess>
#include <QStandardPaths>

#include <csignal>

using namespace forewatch;
using namespace forewatch::test;

/// Unsaved work outlives a process that is killed, and nothing else.
class TestRecovery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QDir(Recovery::defaultFolder()).removeRecursively();
        m_folder = std::make_unique<Folder>();
        m_sources = scene(*m_folder, busyTable(60));
    }

    void cleanup() { QDir(Recovery::defaultFolder()).removeRecursively(); }

    void unsavedWorkIsKeptWhileItIsUnsaved()
    {
        const QString path = save({.sources = m_sources});
        const auto copies = [] { return QDir(Recovery::defaultFolder()).entryList(QDir::Files).size(); };
        Desk window({.saveChanges = {Answer::Discard}});
        window.project().setAutosaveInterval(std::chrono::milliseconds(20));
        window.project().open(path);
        QVERIFY(window.waitForProject(path));
        QTest::qWait(60);
        QCOMPARE(copies(), 0);
        window.hide(QStringLiteral("LARCENY"));
        QTRY_VERIFY(copies() > 0);
        QVERIFY(!Recovery().leftover());
        QVERIFY(window.project().save());
        QCOMPARE(copies(), 0);
        window.hide(QStringLiteral("SHOOTING"));
        QTRY_VERIFY(copies() > 0);
        QVERIFY(window->close());
        QCOMPARE(copies(), 0);
    }

    void unsavedWorkOutlivesAKilledProcess_data()
    {
        QTest::addColumn<bool>("restore");
        QTest::newRow("restored") << true;
        QTest::newRow("thrown away") << false;
    }

    void unsavedWorkOutlivesAKilledProcess()
    {
        QFETCH(bool, restore);
        const QString path = save({.sources = m_sources});
        QProcess other;
        other.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        other.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--change-and-wait"), path});
        QVERIFY(QTest::qWaitFor([&] { return other.bytesAvailable() > 0 || other.state() == QProcess::NotRunning; }, patience));
        QCOMPARE(other.readAll(), QByteArray("kept\n"));
        QVERIFY2(!Recovery().leftover(), "the work of a living process is not offered");
        ::kill(static_cast<pid_t>(other.processId()), SIGKILL);
        QVERIFY(other.waitForFinished(patience));
        QVERIFY(readProject(path).view.filter.isEmpty());

        {
            Desk window({.saveChanges = {Answer::Discard}});
            window.project().offerLeftover();
            VERIFY_SAYS(window->messages()->text(), "ended unexpectedly");
            // One window is offered it, no other.
            QVERIFY(!Recovery().leftover());
            // The offer outlives the opening of a city.
            window->openFiles({m_sources.incidents.source, m_sources.neighborhoods.source});
            QVERIFY(window.waitForCity());
            QPushButton *button = window.button(restore ? QStringLiteral("Restore it") : QStringLiteral("Throw it away"));
            QVERIFY(button);
            button->click();
            if (restore) {
                QVERIFY(window.waitForProject(path));
                QVERIFY(window->exploration().settings().filter.hiddenTypes.contains(QStringLiteral("LARCENY")));
                QCOMPARE(window->exploration().places()->notes().size(), std::size_t(1));
                QVERIFY(window.project().isChanged());
                QVERIFY(QDir(Recovery::defaultFolder()).entryList(QDir::Files).size() > 0);
                QVERIFY(window.project().save());
                QVERIFY(readProject(path).isSameWork(window.project().project()));
            } else {
                QVERIFY(!window->messages()->isVisible());
            }
        }
        QVERIFY(!Recovery().leftover());
        QCOMPARE(QDir(Recovery::defaultFolder()).entryList(QDir::Files).size(), 0);
    }

    void unreadableCopiesAreNotOffered()
    {
        QVERIFY(QDir().mkpath(Recovery::defaultFolder()));
        QFile copy(QDir(Recovery::defaultFolder()).filePath(QStringLiteral("broken.json")));
        QVERIFY(copy.open(QIODevice::WriteOnly));
        copy.write("{\"path\": \"/x\", \"project\": {\"version\": 99}}");
        copy.close();
        QVERIFY(!Recovery().leftover());
        QVERIFY(copy.exists());
    }

private:
    QString save(const Project &project) const
    {
        writeProject(project, m_folder->path(QStringLiteral("work.forewatch")));
        return m_folder->path(QStringLiteral("work.forewatch"));
    }

    std::unique_ptr<Folder> m_folder;
    ImportSettings m_sources;
};

/// The process that is killed: opens the project, changes it, says when its work is kept, and waits.
static int changeAndWait(const QString &path)
{
    Desk window;
    window.project().setAutosaveInterval(std::chrono::milliseconds(20));
    window.project().open(path);
    if (!window.waitForProject(path))
        return 1;
    window.hide(QStringLiteral("LARCENY"));
    window->exploration().places()->addNote({{0.5, 0.5}, QStringLiteral("not saved")});
    if (!QTest::qWaitFor([] { return !QDir(Recovery::defaultFolder()).entryList({QStringLiteral("*.json")}).isEmpty(); }, patience))
        return 1;
    std::puts("kept");
    std::fflush(stdout);
    return QApplication::exec();
}

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(QStringLiteral("forewatch-test"));
    QCoreApplication::setApplicationName(QStringLiteral("forewatch-recovery-test"));
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments[1] == QLatin1String("--change-and-wait"))
        return changeAndWait(arguments[2]);
    TestRecovery test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_recovery.moc"
