#include "app/gui/sample_model.h"
#include "tests/support/cli_runner.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace forewatch;
using namespace forewatch::test;

/// `live --replay` and the log it writes, on the sample city with the model that comes with it.
class TestCliLive : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_log;
    QString m_lastHash;

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setApplicationName(QStringLiteral("tst_cli_live"));
        m_log = m_folder.filePath(QStringLiteral("audit.jsonl"));
        const Ended sample = run({QStringLiteral("sample"), QStringLiteral("--out"), m_folder.filePath(QStringLiteral("city"))});
        QVERIFY2(sample.status == 0, sample.err.constData());
    }

    void anHourIsPlayed()
    {
        const QDir city(m_folder.filePath(QStringLiteral("city")));
        QStringList arguments{QStringLiteral("--json"), QStringLiteral("--threads"), QStringLiteral("1"), QStringLiteral("live")};
        arguments << QStringLiteral("--incidents") << city.filePath(QStringLiteral("incidents.csv"))
                  << QStringLiteral("--neighborhoods") << city.filePath(QStringLiteral("neighborhoods.geojson"))
                  << QStringLiteral("--model") << unpackSampleModel() << QStringLiteral("--log") << m_log
                  << words(QStringLiteral("--replay 2022-11-08T18:00 --replay-to 2022-11-08T19:00 --speed 10000"));
        const Ended ended = run(arguments);
        QVERIFY2(ended.status == 0, ended.err.constData());
        QStringList kinds;
        for (const QByteArray &line : ended.out.trimmed().split('\n'))
            kinds << QJsonDocument::fromJson(line).object()[QStringLiteral("kind")].toString();
        QCOMPARE(kinds.first(), QStringLiteral("start"));
        QCOMPARE(kinds.last(), QStringLiteral("end"));
        // Every ten minutes from 18:00, 19:00 not included.
        QCOMPARE(kinds.count(QStringLiteral("score")), 6);
        QCOMPARE(kinds.count(QStringLiteral("no_forecast")), 0);
    }

    void theLogIsWhole()
    {
        const Ended ended = run({QStringLiteral("--json"), QStringLiteral("log"), QStringLiteral("verify"), m_log});
        QVERIFY2(ended.status == 0, ended.err.constData());
        QVERIFY(ended.json()[QStringLiteral("whole")].toBool());
        m_lastHash = ended.json()[QStringLiteral("last_hash")].toString();
        QCOMPARE(m_lastHash.size(), 64);
        const Ended shown = run({QStringLiteral("log"), QStringLiteral("show"), m_log, QStringLiteral("--kind"), QStringLiteral("score")});
        QCOMPARE(shown.out.count('\n'), 6);
    }

    void aChangedLineIsNamed()
    {
        QFile file(m_log);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QList<QByteArray> lines = file.readAll().split('\n');
        const QString changed = m_folder.filePath(QStringLiteral("changed.jsonl"));
        const QString cut = m_folder.filePath(QStringLiteral("cut.jsonl"));
        const auto write = [](const QString &path, const QList<QByteArray> &content) {
            QFile copy(path);
            QVERIFY(copy.open(QIODevice::WriteOnly));
            copy.write(content.join('\n'));
        };
        QList<QByteArray> shorter = lines;
        shorter.remove(shorter.size() - 2);
        write(cut, shorter);
        lines[2].replace("\"n\":2", "\"n\":3");
        write(changed, lines);
        const Ended damaged = run({QStringLiteral("log"), QStringLiteral("verify"), changed});
        QCOMPARE(damaged.status, 3);
        QVERIFY2(damaged.err.contains("line 3"), damaged.err.constData());
        // A cut tail shows only against a hash that was noted.
        QCOMPARE(run({QStringLiteral("log"), QStringLiteral("verify"), cut}).status, 0);
        QCOMPARE(run({QStringLiteral("log"), QStringLiteral("verify"), cut, QStringLiteral("--expect"), m_lastHash}).status, 3);
    }
};

QTEST_GUILESS_MAIN(TestCliLive)
#include "tst_cli_live.moc"
