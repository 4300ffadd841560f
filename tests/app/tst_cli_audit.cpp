#include "engine/evaluation/audit.h"
#include "tests/support/cli_runner.h"
#include "tests/support/scene.h"

#include <QFileInfo>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace forewatch;
using namespace forewatch::test;

/// The audit, what a network looked at and the model card, as the command line makes them.
class TestCliAudit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const ImportSettings settings = scene(m_folder, busyTable(40));
        m_sources = {QStringLiteral("--incidents"), settings.incidents.source, QStringLiteral("--neighborhoods"),
                     settings.neighborhoods.source};
        m_network = m_folder.write(QStringLiteral("small.json"), R"({"name": "small", "layers": [
            {"kind": "convolution", "filters": 4, "kernel": 3, "activation": "relu"}, {"kind": "max_pool", "size": 10},
            {"kind": "flatten"}, {"kind": "dense", "units": 1, "activation": "none"}]})");
    }

    void anAuditIsATableWithItsMeaning()
    {
        const QString out = m_folder.path(QStringLiteral("audit.json"));
        const QString csv = m_folder.path(QStringLiteral("audit.csv"));
        const QStringList arguments = QStringList{QStringLiteral("audit")} + m_sources
            + QStringList{QStringLiteral("--network"), m_network, QStringLiteral("--epochs"), QStringLiteral("2"),
                          QStringLiteral("--out"), out, QStringLiteral("--csv"), csv};
        const Ended first = run(arguments);
        QVERIFY2(first.status == 0, first.err);
        for (const char *said : {"As published", "Rule: at least one dot", "Always no", "Hour of day", "What is left for a warning"})
            QVERIFY2(first.out.contains(said), said);
        QCOMPARE(Audit::fromJson(QJsonDocument::fromJson(contentOf(out)).object()).rows.size(), std::size_t(10));
        QCOMPARE(contentOf(csv).count('\n'), 11);
        QVERIFY(QFileInfo::exists(m_folder.path(QStringLiteral("audit-models/next/card.json"))));

        // Again: nothing is trained, and the same is said.
        const Ended again = run(QStringList{QStringLiteral("--json")} + arguments);
        QCOMPARE(again.status, 0);
        QVERIFY(!again.err.contains("epoch"));
        QCOMPARE(again.json()[QStringLiteral("explanation")],
                 QJsonDocument::fromJson(contentOf(out)).object()[QStringLiteral("explanation")]);
        QVERIFY(first.out.contains(again.json()[QStringLiteral("explanation")].toArray().first().toString().toUtf8()));
    }

    void wrongUsage()
    {
        QCOMPARE(run(QStringList{QStringLiteral("audit")} + m_sources).status, 2);
        QCOMPARE(run(QStringList{QStringLiteral("attention")} + m_sources
                     + QStringList{QStringLiteral("--model"), QStringLiteral("x"), QStringLiteral("--at"), QStringLiteral("2014-01-05"),
                                   QStringLiteral("--out"), QStringLiteral("x.png"), QStringLiteral("--method"), QStringLiteral("guess")})
                     .status,
                 2);
    }

    void aModelHasACardAndLooksSomewhere()
    {
        const QString model = m_folder.path(QStringLiteral("audit-models/next"));
        const Ended evaluated = run(QStringList{QStringLiteral("--json"), QStringLiteral("evaluate")} + m_sources
                                    + QStringList{QStringLiteral("--model"), model});
        QVERIFY2(evaluated.status == 0, evaluated.err);
        QVERIFY(evaluated.json()[QStringLiteral("by_district")].toObject().contains(QStringLiteral("neighborhood")));
        QVERIFY(contentOf(model + QStringLiteral("/card.html")).contains("By neighborhood"));
        QVERIFY(QFileInfo::exists(model + QStringLiteral("/evaluation.json")));

        for (const char *method : {"saliency", "occlusion"}) {
            const QString out = m_folder.path(QLatin1String(method) + QStringLiteral(".png"));
            const Ended looked = run(QStringList{QStringLiteral("--json"), QStringLiteral("attention")} + m_sources
                                     + QStringList{QStringLiteral("--model"), model, QStringLiteral("--at"),
                                                   QStringLiteral("2014-01-05T22:00"), QStringLiteral("--method"),
                                                   QLatin1String(method), QStringLiteral("--out"), out});
            QVERIFY2(looked.status == 0, looked.err);
            QCOMPARE(looked.json()[QStringLiteral("method")].toString(), QLatin1String(method));
            QVERIFY(looked.json()[QStringLiteral("largest")].toDouble() > 0);
            QVERIFY(QImage(out).height() > 800);
        }
        const Ended outside = run(QStringList{QStringLiteral("attention")} + m_sources
                                  + QStringList{QStringLiteral("--model"), model, QStringLiteral("--at"), QStringLiteral("2019-01-05"),
                                                QStringLiteral("--out"), m_folder.path(QStringLiteral("x.png"))});
        QCOMPARE(outside.status, 3);
        QVERIFY(outside.err.contains("The table covers"));
    }

private:
    Folder m_folder;
    QStringList m_sources;
    QString m_network;
};

QTEST_GUILESS_MAIN(TestCliAudit)
#include "tst_cli_audit.moc"
