#include "engine/project/project.h"
#include "tests/support/cli_runner.h"
#include "tests/support/scene.h"

#include <QDir>
#include <QTest>

using namespace forewatch;
using namespace forewatch::test;

/// A project holds the sources for every command; the other options override it.
class TestCliProject : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_project.sources = scene(m_folder, busyTable(20));
        m_project.sources.target = {QStringLiteral("LARCENY")};
        m_project.sources.incidents.from = makeTime(2014, 1, 1);
        m_project.sources.incidents.to = makeTime(2014, 1, 11);
        m_project.view.filter.hiddenTypes = {QStringLiteral("LARCENY")};
        m_path = m_folder.path(QStringLiteral("work.forewatch"));
        writeProject(m_project, m_path);
    }

    void theProjectHoldsTheSources()
    {
        const Ended ended = run({QStringLiteral("--json"), QStringLiteral("import"), QStringLiteral("--project"), m_path});
        QVERIFY2(ended.status == 0, ended.err.constData());
        QCOMPARE(ended.json()[QStringLiteral("kept")].toInt(), 10 * 12 + 5);
    }

    void optionsOverrideItWhereverTheyStand_data()
    {
        QTest::addColumn<bool>("projectFirst");
        QTest::newRow("project first") << true;
        QTest::newRow("project last") << false;
    }

    void optionsOverrideItWhereverTheyStand()
    {
        QFETCH(bool, projectFirst);
        const QStringList project{QStringLiteral("--project"), m_path};
        const QStringList to{QStringLiteral("--to"), QStringLiteral("2014-01-03")};
        const Ended ended = run(QStringList{QStringLiteral("--json"), QStringLiteral("import")} + (projectFirst ? project + to : to + project));
        QVERIFY2(ended.status == 0, ended.err.constData());
        QCOMPARE(ended.json()[QStringLiteral("kept")].toInt(), 2 * 12 + 1);
    }

    void anotherTableInThePlaceOfTheProjects()
    {
        const QString other = m_folder.write(QStringLiteral("other.csv"), busyTable(14));
        const Ended ended = run({QStringLiteral("--json"), QStringLiteral("import"), QStringLiteral("--project"), m_path, QStringLiteral("--incidents"), other,
                                 QStringLiteral("--to"), QStringLiteral("2014-02-01")});
        QVERIFY2(ended.status == 0, ended.err.constData());
        QCOMPARE(ended.json()[QStringLiteral("kept")].toInt(), 14 * 12 + 7);
    }

    void theFilterAppliesWhenAskedFor_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("pictures");
        QTest::newRow("not asked") << QStringList() << 120;
        QTest::newRow("asked") << QStringList{QStringLiteral("--filter")} << 5;
    }

    void theFilterAppliesWhenAskedFor()
    {
        QFETCH(QStringList, options);
        QFETCH(int, pictures);
        const Ended ended = run(QStringList{QStringLiteral("--json"), QStringLiteral("snapshots"), QStringLiteral("--project"), m_path, QStringLiteral("--size"),
                                            QStringLiteral("40x40"), QStringLiteral("--skip-empty"), QStringLiteral("--out"),
                                            m_folder.path(QStringLiteral("pictures-%1").arg(pictures))} + options);
        QVERIFY2(ended.status == 0, ended.err.constData());
        QCOMPARE(ended.json()[QStringLiteral("windows")].toInt(), 120);
        QCOMPARE(ended.json()[QStringLiteral("pictures")].toInt(), pictures);
    }

    void whatIsMissingIsSaid_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("said");
        Project sample;
        sample.sampleCity = true;
        writeProject(sample, m_folder.path(QStringLiteral("sample.forewatch")));
        m_folder.write(QStringLiteral("newer.forewatch"), "{\"version\": 2}");
        const auto import = [](const QStringList &more) { return QStringList{QStringLiteral("import")} + more; };
        QTest::newRow("neither") << import({}) << 2 << "--incidents, or --project";
        QTest::newRow("no neighborhoods") << import({QStringLiteral("--incidents"), m_project.sources.incidents.source}) << 2
                                          << "--neighborhoods, or --project";
        QTest::newRow("no such project") << import({QStringLiteral("--project"), m_folder.path(QStringLiteral("gone.forewatch"))})
                                         << 3 << "gone.forewatch";
        QTest::newRow("newer") << import({QStringLiteral("--project"), m_folder.path(QStringLiteral("newer.forewatch"))}) << 3
                               << "newer Forewatch";
        QTest::newRow("sample city") << import({QStringLiteral("--project"), m_folder.path(QStringLiteral("sample.forewatch"))}) << 3
                                     << "forewatch-cli sample";
        QTest::newRow("filter of no project") << QStringList{QStringLiteral("snapshots"), QStringLiteral("--filter"),
                                                             QStringLiteral("--out"), m_folder.path(QStringLiteral("none"))}
                                              << 2 << "--project";
    }

    void whatIsMissingIsSaid()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, status);
        QFETCH(QString, said);
        const Ended ended = run(arguments);
        QCOMPARE(ended.status, status);
        QVERIFY2(ended.err.contains(said.toUtf8()), ended.err.constData());
    }

private:
    Folder m_folder;
    Project m_project;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestCliProject)
#include "tst_cli_project.moc"
