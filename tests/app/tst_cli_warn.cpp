#include "engine/core/feedback.h"
#include "engine/warning/audit_log.h"
#include "tests/support/cli_runner.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace forewatch;
using namespace forewatch::test;

/// The commands of warnings: wrong usage is told apart from input that cannot be used.
class TestCliWarn : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLogIsVerified()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("audit.jsonl"));
        {
            NoFeedback feedback;
            AuditLog log(path, feedback);
            for (int i = 0; i < 5; ++i)
                log.append(QStringLiteral("score"), {{QStringLiteral("risk"), i}});
        }
        Ended ended = run({QStringLiteral("--json"), QStringLiteral("log"), QStringLiteral("verify"), path});
        QCOMPARE(ended.status, 0);
        QCOMPARE(ended.json()[QStringLiteral("lines")].toInt(), 6);
        const QString last = ended.json()[QStringLiteral("last_hash")].toString();
        QCOMPARE(run({QStringLiteral("log"), QStringLiteral("verify"), path, QStringLiteral("--expect"), last}).status, 0);

        QByteArray content = contentOf(path);
        content.replace("\"risk\":3", "\"risk\":4");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        ended = run({QStringLiteral("log"), QStringLiteral("verify"), path});
        QCOMPARE(ended.status, 3);
        QVERIFY2((ended.out + ended.err).contains("5"), ended.err.constData());
    }

    void statuses_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("status");
        QTest::newRow("a report without a model") << QStringLiteral("report --incidents a.csv --neighborhoods b.geojson --out r.pdf") << 2;
        QTest::newRow("a shift of no hours") << QStringLiteral("report --incidents a.csv --neighborhoods b.geojson --model m --shift night --out r.pdf") << 2;
        QTest::newRow("a paper nobody has") << QStringLiteral("report --incidents a.csv --neighborhoods b.geojson --model m --paper foolscap --out r.pdf") << 2;
        QTest::newRow("a report of no table") << QStringLiteral("report --incidents missing.csv --neighborhoods b.geojson --model m --out r.pdf") << 3;
        QTest::newRow("live faster than it can") << QStringLiteral("live --incidents a.csv --neighborhoods b.geojson --model m --replay 2016-01-01 --speed 0") << 2;
        QTest::newRow("where, of no moment") << QStringLiteral("where --incidents a.csv --neighborhoods b.geojson --model m") << 2;
        QTest::newRow("a log that is not there") << QStringLiteral("log verify missing.jsonl") << 3;
        QTest::newRow("burden of no table") << QStringLiteral("burden --incidents missing.csv --neighborhoods b.geojson --model m") << 3;
    }
    void statuses()
    {
        QFETCH(QString, line);
        QFETCH(int, status);
        const Ended ended = run(words(line));
        QVERIFY2(ended.status == status, ended.err.constData());
        QVERIFY(!ended.err.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCliWarn)

#include "tst_cli_warn.moc"
