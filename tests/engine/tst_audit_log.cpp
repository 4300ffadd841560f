#include "engine/core/error.h"
#include "engine/warning/audit_log.h"
#include "tests/support/scene.h"

#include <QCryptographicHash>
#include <QDir>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace forewatch;
using namespace forewatch::test;

namespace {

QJsonObject numbered(int i)
{
    return {{QStringLiteral("risk"), 0.01 * i}, {QStringLiteral("note"), QStringLiteral("“ä”\nline %1").arg(i)}};
}

/// A log with the genesis line and `count` scores.
QString logOf(const Folder &folder, int count)
{
    const QString path = folder.path(QStringLiteral("audit.jsonl"));
    NoFeedback feedback;
    AuditLog log(path, feedback);
    for (int i = 0; i < count; ++i)
        log.append(QStringLiteral("score"), numbered(i));
    return path;
}

LogCheck check(const QString &path, const QString &expected = {})
{
    NoFeedback feedback;
    return verifyLog(path, expected, feedback);
}

void rewrite(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot rewrite");
}

QList<QByteArray> linesOf(const QString &path)
{
    QList<QByteArray> lines = contentOf(path).split('\n');
    lines.removeLast();
    return lines;
}

void setLines(const QString &path, const QList<QByteArray> &lines)
{
    rewrite(path, lines.join('\n') + '\n');
}

/// The line with another content and hashes that fit it, as a careful forger writes it.
QByteArray forged(const QByteArray &line)
{
    QByteArray body = line.left(line.indexOf(",\"hash\":")) + '}';
    body.replace("\"risk\":0.02", "\"risk\":0.72");
    return body.chopped(1) + ",\"hash\":\"" + QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex() + "\"}";
}

} // namespace

/// Nothing that was written can be changed without a trace, and a crash costs at most the line that was being written.
class TestAuditLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLogIsReadBackAndContinued()
    {
        const Folder folder;
        const QString path = logOf(folder, 3);
        NoFeedback feedback;
        QString last;
        {
            AuditLog log(path, feedback);
            QCOMPARE(log.lines(), 4);
            log.append(QStringLiteral("acknowledgement"), {{QStringLiteral("name"), QStringLiteral("Kim")}});
            last = QString::fromLatin1(log.lastHash());
        }
        QStringList kinds;
        QList<QJsonObject> contents;
        const LogCheck whole = verifyLog(path, {}, feedback, [&](const AuditLine &line) {
            QCOMPARE(line.number, kinds.size());
            kinds << line.kind;
            contents << line.content;
        });
        QVERIFY2(whole.isWhole(), qPrintable(whole.fault));
        QCOMPARE(kinds, QStringLiteral("genesis score score score acknowledgement").split(QLatin1Char(' ')));
        QCOMPARE(contents[2], numbered(1));
        QCOMPARE(whole.lastHash, last);
    }

    void everyTraceIsFound_data()
    {
        QTest::addColumn<int>("trick");
        QTest::addColumn<int>("line");
        QTest::newRow("a figure edited") << 0 << 4;
        QTest::newRow("the last line edited") << 1 << 7;
        QTest::newRow("a line taken out") << 2 << 4;
        QTest::newRow("the first line taken out") << 3 << 1;
        QTest::newRow("two lines swapped") << 4 << 3;
        QTest::newRow("a line put in") << 5 << 4;
        QTest::newRow("a line doubled") << 6 << 5;
        QTest::newRow("an edited line with a fresh hash") << 7 << 5;
        QTest::newRow("a line cut in the middle") << 8 << 3;
        QTest::newRow("an empty line put in") << 9 << 3;
        QTest::newRow("blanks added") << 10 << 3;
        QTest::newRow("the hash edited") << 11 << 3;
    }

    void everyTraceIsFound()
    {
        QFETCH(int, trick);
        QFETCH(int, line);
        const Folder folder;
        const QString path = logOf(folder, 6);
        QList<QByteArray> lines = linesOf(path);
        switch (trick) {
        case 0: lines[3].replace("0.02", "0.03"); break;
        case 1: lines[6].replace("0.05", "0.01"); break;
        case 2: lines.removeAt(3); break;
        case 3: lines.removeAt(0); break;
        case 4: lines.swapItemsAt(2, 3); break;
        case 5: lines.insert(3, "{\"kind\":\"score\"}"); break;
        case 6: lines.insert(4, lines[3]); break;
        case 7: lines[3] = forged(lines[3]); break;
        case 8: lines[2].truncate(40); break;
        case 9: lines.insert(2, ""); break;
        case 10: lines[2] += ' '; break;
        case 11: lines[2][lines[2].size() - 5] = lines[2][lines[2].size() - 5] == 'a' ? 'b' : 'a'; break;
        }
        setLines(path, lines);
        const LogCheck found = check(path);
        QVERIFY(!found.isWhole());
        QCOMPARE(found.faultLine, line);
        NoFeedback feedback;
        const QString message = errorOf([&] { AuditLog(path, feedback); });
        VERIFY_SAYS(message, "damaged at line");
        QCOMPARE(linesOf(path), lines);
    }

    void everyByteCounts()
    {
        const Folder folder;
        const QString path = logOf(folder, 2);
        const QByteArray whole = contentOf(path);
        for (qsizetype i = 0; i < whole.size() - 1; ++i) {
            QByteArray changed = whole;
            changed[i] = static_cast<char>(changed[i] ^ 1);
            rewrite(path, changed);
            QVERIFY2(!check(path).isWhole(), qPrintable(QStringLiteral("byte %1 of “%2”").arg(i).arg(QString::fromUtf8(whole))));
        }
    }

    void whatAChainCannotShowANotedHashDoes()
    {
        const Folder folder;
        const QString path = logOf(folder, 6);
        QList<QByteArray> lines = linesOf(path);
        const QString noted = check(path).lastHash;
        QCOMPARE(check(path, noted.toUpper()).expectedLine, 7);
        lines.removeLast();
        setLines(path, lines);
        const LogCheck cut = check(path, noted);
        QVERIFY(cut.isWhole());
        QCOMPARE(cut.lines, 6);
        QCOMPARE(cut.expectedLine, 0);
        // A log that has grown since still has the noted line.
        const QString earlier = check(path).lastHash;
        {
            NoFeedback feedback;
            AuditLog log(path, feedback);
            log.append(QStringLiteral("end"), {});
        }
        QCOMPARE(check(path, earlier).expectedLine, 6);
    }

    void aTornLastLineIsKeptAside_data()
    {
        QTest::addColumn<QByteArray>("torn");
        QTest::newRow("half a line") << QByteArray("{\"before\":\"12");
        QTest::newRow("one byte") << QByteArray("{");
        QTest::newRow("space that was never filled") << QByteArray(300, '\0');
        QTest::newRow("a hole that ends as a line does") << QByteArray(300, '\0') + "abc\"}\n";
    }

    void aTornLastLineIsKeptAside()
    {
        QFETCH(QByteArray, torn);
        const Folder folder;
        const QString path = logOf(folder, 3);
        rewrite(path, contentOf(path) + torn);
        QVERIFY(check(path).isWhole());
        QCOMPARE(check(path).tornBytes, torn.size());
        NoFeedback feedback;
        {
            AuditLog log(path, feedback);
            QCOMPARE(log.tornAside(), path + QStringLiteral(".torn-4"));
            QCOMPARE(contentOf(log.tornAside()), torn);
            log.append(QStringLiteral("score"), numbered(9));
        }
        QStringList kinds;
        QJsonObject said;
        const LogCheck whole = verifyLog(path, {}, feedback, [&](const AuditLine &line) {
            kinds << line.kind;
            if (line.kind == QLatin1String("torn"))
                said = line.content;
        });
        QVERIFY2(whole.isWhole(), qPrintable(whole.fault));
        QCOMPARE(whole.tornBytes, 0);
        QCOMPARE(kinds.mid(4), QStringLiteral("torn score").split(QLatin1Char(' ')));
        QCOMPARE(said[QLatin1String("bytes")].toInteger(), torn.size());
        QCOMPARE(AuditLog(path, feedback).tornAside(), QString());
    }

    void aLogThatIsCutAnywhereGoesOn()
    {
        const Folder folder;
        const QString path = logOf(folder, 2);
        const QByteArray whole = contentOf(path);
        NoFeedback feedback;
        for (qsizetype size = 0; size < whole.size(); size += 23) {
            for (const QString &file : QDir(QFileInfo(path).path()).entryList(QDir::Files))
                QFile::remove(folder.path(file));
            rewrite(path, whole.left(size));
            {
                AuditLog log(path, feedback);
                log.append(QStringLiteral("end"), {});
            }
            const LogCheck after = check(path);
            QVERIFY2(after.isWhole(), qPrintable(QStringLiteral("%1 at size %2").arg(after.fault).arg(size)));
            const auto kept = whole.left(size).count('\n');
            const bool wasTorn = size > 0 && whole[size - 1] != '\n';
            QCOMPARE(after.lines, std::max<qint64>(1, kept) + wasTorn + 1);
        }
    }

    void aCrashBetweenTheStepsOfKeepingAsideLosesNothing()
    {
        const Folder folder;
        const QString path = logOf(folder, 3);
        const QByteArray whole = contentOf(path);
        NoFeedback feedback;
        // The torn part lies aside, the log is cut, and the power goes again in the middle of the line that says so.
        rewrite(path + QStringLiteral(".torn-4"), "first");
        rewrite(path, whole + "second");
        AuditLog log(path, feedback);
        QCOMPARE(contentOf(log.tornAside()), QByteArray("first\nsecond"));
        QCOMPARE(log.lines(), 5);
    }

    void twoProgramsDoNotWriteOneLog()
    {
        const Folder folder;
        const QString path = folder.path(QStringLiteral("audit.jsonl"));
        NoFeedback feedback;
        AuditLog log(path, feedback);
        const QString message = errorOf([&] { AuditLog(path, feedback); });
        VERIFY_SAYS(message, "another program");
        log.append(QStringLiteral("end"), {});
        QVERIFY(check(path).isWhole());
    }

    void aFileThatIsChangedOrMovedUnderneathIsNotContinued()
    {
        const Folder folder;
        const QString path = folder.path(QStringLiteral("audit.jsonl"));
        NoFeedback feedback;
        AuditLog log(path, feedback);
        QFile other(path);
        QVERIFY(other.open(QIODevice::Append));
        other.write("x");
        other.close();
        VERIFY_SAYS(errorOf([&] { log.append(QStringLiteral("end"), {}); }), "changed");
        QVERIFY(QFile::rename(path, path + QStringLiteral(".moved")));
        VERIFY_SAYS(errorOf([&] { log.append(QStringLiteral("end"), {}); }), "moved or removed");
    }

    void killedInTheMiddleOfAppends()
    {
        const Folder folder;
        const QString path = folder.path(QStringLiteral("audit.jsonl"));
        NoFeedback feedback;
        qint64 before = 0;
        for (int round = 0; round < 5; ++round) {
            int acknowledged[2];
            QCOMPARE(::pipe(acknowledged), 0);
            const pid_t child = ::fork();
            if (child == 0) {
                // In a child of a Qt program: nothing but the log, and no way back.
                AuditLog log(path, feedback);
                for (int i = 0; ; ++i) {
                    log.append(QStringLiteral("score"), numbered(i));
                    const char done = '.';
                    if (::write(acknowledged[1], &done, 1) != 1)
                        ::_exit(1);
                }
            }
            ::close(acknowledged[1]);
            char byte = 0;
            for (int i = 0; i < 20 + 7 * round; ++i)
                QCOMPARE(::read(acknowledged[0], &byte, 1), ssize_t(1));
            QCOMPARE(::kill(child, SIGKILL), 0);
            int status = 0;
            QCOMPARE(::waitpid(child, &status, 0), child);
            QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
            qint64 told = 20 + 7 * round;
            while (::read(acknowledged[0], &byte, 1) == 1)
                ++told;
            ::close(acknowledged[0]);

            AuditLog log(path, feedback);
            const LogCheck whole = check(path);
            QVERIFY2(whole.isWhole(), qPrintable(whole.fault));
            QCOMPARE(whole.tornBytes, 0);
            // Every line that `append` had returned for is there.
            QVERIFY(whole.lines - before >= told);
            before = whole.lines;
        }
    }
};

QTEST_GUILESS_MAIN(TestAuditLog)
#include "tst_audit_log.moc"
