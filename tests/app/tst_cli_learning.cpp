#include "engine/learning/risk_field.h"
#include "tests/support/cli_runner.h"
#include "tests/support/scene.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QSet>
#include <QTest>

using namespace forewatch;
using namespace forewatch::test;

/// The commands around training: search, runs, export-model, folds; and what an evaluation says of opponents it lacks.
class TestCliLearning : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const ImportSettings settings = scene(m_folder, busyTable(150));
        m_sources = {QStringLiteral("--incidents"), settings.incidents.source, QStringLiteral("--neighborhoods"),
                     settings.neighborhoods.source};
        m_network = m_folder.write(QStringLiteral("small.json"), R"({"name": "small", "layers": [
            {"kind": "convolution", "filters": 2, "kernel": 3, "activation": "relu"}, {"kind": "max_pool", "size": 10},
            {"kind": "flatten"}, {"kind": "dense", "units": 1, "activation": "none"}]})");
    }

    void aSearchRanksWhatItTrained()
    {
        const QString table = m_folder.path(QStringLiteral("search.csv"));
        const QStringList arguments = words(QStringLiteral("--json --threads 1 search --vary learning.learning_rate=0.001,0.01 --epochs 1"))
            + trained() + QStringList{QStringLiteral("--out"), searched(), QStringLiteral("--table"), table};
        const Ended ended = run(arguments);
        QVERIFY2(ended.status == 0, ended.err.constData());
        const QJsonArray runs = ended.json()[QStringLiteral("runs")].toArray();
        QCOMPARE(runs.size(), 2);
        QVERIFY(runs[0][QStringLiteral("validation_loss")].toDouble() <= runs[1][QStringLiteral("validation_loss")].toDouble());
        QSet<double> rates;
        for (const QJsonValue &each : runs) {
            QCOMPARE(each[QStringLiteral("best_epoch")].toInt(), 1);
            QVERIFY(each[QStringLiteral("parameters")].toInt() > 0);
            rates << each[QStringLiteral("settings")][QStringLiteral("learning.learning_rate")].toDouble();
            QVERIFY(QFileInfo::exists(each[QStringLiteral("folder")].toString() + QStringLiteral("/card.json")));
        }
        QCOMPARE(rates, (QSet<double>{0.001, 0.01}));
        const QList<QByteArray> lines = contentOf(table).trimmed().split('\n');
        QCOMPARE(lines.size(), 3);
        QCOMPARE(lines[0], QByteArray("rank,run,validation_loss,best_epoch,parameters,learning.learning_rate"));
        m_model = runs[0][QStringLiteral("folder")].toString();

        // Again: what is there is not trained again, and the same is said.
        const QDateTime before = QFileInfo(m_model + QStringLiteral("/weights.safetensors")).lastModified();
        const Ended again = run(arguments);
        QCOMPARE(again.status, 0);
        QCOMPARE(again.json(), ended.json());
        QCOMPARE(QFileInfo(m_model + QStringLiteral("/weights.safetensors")).lastModified(), before);
    }

    void theRunsOfAFolder()
    {
        const QString curves = m_folder.path(QStringLiteral("curves.csv"));
        Ended ended = run({QStringLiteral("--json"), QStringLiteral("runs"), QStringLiteral("--folder"), searched(),
                           QStringLiteral("--out"), curves});
        QVERIFY2(ended.status == 0, ended.err.constData());
        const QJsonArray runs = ended.json()[QStringLiteral("runs")].toArray();
        QCOMPARE(runs.size(), 2);
        for (const QJsonValue &each : runs) {
            QCOMPARE(each[QStringLiteral("network")].toString(), QStringLiteral("small"));
            QCOMPARE(each[QStringLiteral("epochs")].toInt(), 1);
            QVERIFY(each[QStringLiteral("complete")].toBool());
            QVERIFY(each[QStringLiteral("validation")].toObject().contains(QStringLiteral("auc")));
            QCOMPARE(each[QStringLiteral("settings")].toObject().keys(), QStringList(QStringLiteral("network.learning.learning_rate")));
        }
        QCOMPARE(contentOf(curves).count('\n'), 3);
        QVERIFY(contentOf(curves).startsWith("run,epoch,training_loss,"));

        const QString empty = m_folder.path(QStringLiteral("empty"));
        QVERIFY(QDir().mkpath(empty));
        ended = run({QStringLiteral("runs"), QStringLiteral("--folder"), empty});
        QCOMPARE(ended.status, 0);
        QVERIFY2(ended.out.contains("No training"), ended.out.constData());
    }

    void aNetworkIsExported()
    {
        const QString out = m_folder.path(QStringLiteral("network.pt"));
        const Ended ended = run({QStringLiteral("--json"), QStringLiteral("export-model"), QStringLiteral("--model"), m_model,
                                 QStringLiteral("--out"), out});
        QVERIFY2(ended.status == 0, ended.err.constData());
        QCOMPARE(ended.json()[QStringLiteral("file")].toString(), out);
        QCOMPARE(ended.json()[QStringLiteral("input")].toString(), QStringLiteral("N x 3 x 150 x 150"));
        QVERIFY(contentOf(out).startsWith("PK")); // a TorchScript archive is a ZIP
    }

    void aRiskFieldIsNotExported()
    {
        const QString field = m_folder.path(QStringLiteral("field"));
        QVERIFY(QDir().mkpath(field));
        QJsonObject card = QJsonDocument::fromJson(contentOf(m_model + QStringLiteral("/card.json"))).object();
        card[QStringLiteral("field")] = emptyField();
        m_folder.write(QStringLiteral("field/card.json"), QJsonDocument(card).toJson());
        const QString out = m_folder.path(QStringLiteral("field.pt"));
        const Ended ended = run({QStringLiteral("export-model"), QStringLiteral("--model"), field, QStringLiteral("--out"), out});
        QCOMPARE(ended.status, 3);
        QVERIFY2(ended.err.contains("risk field"), ended.err.constData());
        QVERIFY(!QFileInfo::exists(out));
    }

    void opponentsThatAreMissingAreNamed()
    {
        const QStringList arguments = QStringList{QStringLiteral("evaluate"), QStringLiteral("--model"), m_model} + m_sources;
        const Ended asJson = run(QStringList{QStringLiteral("--json")} + arguments);
        QVERIFY2(asJson.status == 0, asJson.err.constData());
        QStringList missing;
        for (const QJsonValue &each : asJson.json()[QStringLiteral("left_out")].toArray()) {
            missing << each[QStringLiteral("baseline")].toString();
            VERIFY_SAYS(each[QStringLiteral("reason")].toString(), "250,000 cells");
        }
        QCOMPARE(missing, (QStringList{QStringLiteral("density"), QStringLiteral("mixture"), QStringLiteral("hawkes")}));
        QVERIFY(!asJson.json()[QStringLiteral("baselines")].toObject().contains(QStringLiteral("hawkes")));
        VERIFY_SAYS(QString::fromUtf8(run(arguments).out), "Without density, mixture, hawkes: The neighborhoods reach over");
    }

    void foldsArePooled()
    {
        const QString out = m_folder.path(QStringLiteral("folds.json"));
        const QString csv = m_folder.path(QStringLiteral("folds.csv"));
        const QString models = m_folder.path(QStringLiteral("folds"));
        const Ended ended = run(words(QStringLiteral("--json --threads 1 folds --epochs 1 --months 1 --validation-months 1 --delays 1d "
                                                     "--test-from 2014-04-01 --test-to 2014-06-01"))
                                + trained()
                                + QStringList{QStringLiteral("--models"), models, QStringLiteral("--out"), out, QStringLiteral("--csv"), csv});
        QVERIFY2(ended.status == 0, ended.err.constData());
        const QJsonArray evaluations = ended.json()[QStringLiteral("evaluations")].toArray();
        QCOMPARE(evaluations.size(), 1);
        QCOMPARE(QJsonDocument::fromJson(contentOf(out)).object(), ended.json());
        QCOMPARE(evaluations[0][QStringLiteral("folds")].toArray().size(), 2);
        // April, and May as far as the table goes: 30 days each.
        QCOMPARE(evaluations[0][QStringLiteral("windows")].toInt(), 60 * 12);
        QVERIFY(!evaluations[0][QStringLiteral("verdict")].toString().isEmpty());
        QCOMPARE(evaluations[0][QStringLiteral("left_out")].toArray().size(), 3); // density, mixture, hawkes: no city of this size
        const QJsonObject pooled = evaluations[0][QStringLiteral("pooled")].toObject();
        for (const char *key : {"model", "always_no", "hour_of_day", "hour_of_week", "history"})
            QVERIFY2(pooled.contains(QLatin1String(key)), key);
        QCOMPARE(contentOf(csv).count('\n'), pooled.size() + 1);
        const QStringList tasks = QDir(models).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        QCOMPARE(tasks.size(), 1);
        for (const char *fold : {"2014-04-01", "2014-05-01"})
            QVERIFY2(QFileInfo::exists(QStringLiteral("%1/%2/%3/card.json").arg(models, tasks[0], QLatin1String(fold))), fold);
    }

    void whatCameOfAlerts()
    {
        const QString out = m_folder.path(QStringLiteral("alerts.csv"));
        const QString targets = m_folder.path(QStringLiteral("targets.csv"));
        const QString policy = m_folder.path(QStringLiteral("policy.json"));
        const Ended ended = run(words(QStringLiteral("--json --threads 1 ledger --hours-per-day 6 --step 2h")) + m_sources
                                + QStringList{QStringLiteral("--model"), m_model, QStringLiteral("--out"), out,
                                              QStringLiteral("--targets"), targets, QStringLiteral("--policy-out"), policy});
        QVERIFY2(ended.status == 0, ended.err.constData());
        const QJsonObject model = ended.json()[QStringLiteral("model")].toObject();
        const auto count = [&](const char *key) { return model[QLatin1String(key)].toInt(); };
        QCOMPARE(contentOf(out).count('\n'), 1 + count("hits") + count("false_alerts") + count("open"));
        QCOMPARE(contentOf(targets).count('\n'), 1 + count("targets"));
        QCOMPARE(count("caught") + count("missed"), count("targets"));
        QVERIFY(count("targets") > 0);
        QVERIFY(!ended.json()[QStringLiteral("seen")].toBool());
        QVERIFY(!ended.json()[QStringLiteral("sentences")][0].toString().isEmpty());

        // The policy that was chosen, given as a file, gives the same ledger.
        const Ended again = run(words(QStringLiteral("--json --threads 1 ledger --step 2h")) + m_sources
                                + QStringList{QStringLiteral("--model"), m_model, QStringLiteral("--policy"), policy});
        QVERIFY2(again.status == 0, again.err.constData());
        QCOMPARE(again.json(), ended.json());
    }

    void refusals_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("said");
        const QString out = m_folder.path(QStringLiteral("refused"));
        const auto row = [](const char *name, const QStringList &arguments, int status, const char *said) {
            QTest::newRow(name) << arguments << status << QString::fromLatin1(said);
        };
        const auto search = [&](const char *vary) {
            return words(QStringLiteral("search --epochs 1 --vary ") + QLatin1String(vary)) + trained()
                + QStringList{QStringLiteral("--out"), out};
        };
        row("search: nothing varied", words(QStringLiteral("search --out x")) + trained(), 2, "--vary");
        row("search: no values", search("learning.learning_rate"), 2, "--vary");
        row("search: unknown order", search("learning.learning_rate=1 --order best"), 2, "--order");
        row("search: unknown setting", search("learning.speed=1,2"), 3, "learning.speed");
        row("search: a grid of a range", search("learning.learning_rate=0.001..0.1"), 3, "range");
        row("search: impossible network", search("layers.1.size=1000"), 3, "layer");
        row("runs: no folder named", words(QStringLiteral("runs")), 2, "--folder");
        row("runs: no such folder", {QStringLiteral("runs"), QStringLiteral("--folder"), out}, 3, "There is no folder");
        row("export: no file named", {QStringLiteral("export-model"), QStringLiteral("--model"), m_model}, 2, "--out");
        row("export: no model", {QStringLiteral("export-model"), QStringLiteral("--model"), searched(), QStringLiteral("--out"), out}, 3,
            "no model folder");
        const auto folds = [&](const char *more) {
            return words(QStringLiteral("folds --epochs 1 --months 1 --validation-months 1 ") + QLatin1String(more)) + trained();
        };
        const QStringList models{QStringLiteral("--models"), out};
        row("folds: no folder for models", folds("--test-from 2014-04-01 --test-to 2014-05-01"), 2, "--models");
        row("folds: no end", folds("--test-from 2014-04-01") + models, 2, "--test-to");
        row("folds: no delay", folds("--test-from 2014-04-01 --test-to 2014-05-01 --delays soon") + models, 2, "soon");
        row("folds: no months", folds("--test-from 2014-04-01 --test-to 2014-05-01 --months 0") + models, 2, "--months");
        row("folds: nothing to draw", folds("--test-from 2014-04-01 --test-to 2014-05-01 --picture x.png") + models, 2, "--picture");
        const QStringList ledger = words(QStringLiteral("ledger")) + m_sources + QStringList{QStringLiteral("--model"), m_model};
        row("ledger: no model", words(QStringLiteral("ledger")) + m_sources, 2, "--model");
        row("ledger: budget of nothing", ledger + words(QStringLiteral("--hours-per-day 0")), 2, "--hours-per-day");
        row("ledger: a policy in percent",
            ledger + QStringList{QStringLiteral("--policy"), m_folder.write(QStringLiteral("percent.json"), R"({"threshold": 30})")}, 3,
            "threshold");
        row("ledger: after the table", ledger + words(QStringLiteral("--span-from 2020-01-01")), 3, "2020-01-01");
        row("folds: nothing to learn from", folds("--test-from 2014-01-05 --test-to 2014-05-01") + models, 3, "2014-01");
    }

    void refusals()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, status);
        QFETCH(QString, said);
        const Ended ended = run(arguments);
        QVERIFY2(ended.status == status, ended.err.constData());
        QVERIFY(ended.out.isEmpty());
        QVERIFY2(ended.err.contains(said.toUtf8()), ended.err.constData());
    }

private:
    QString searched() const { return m_folder.path(QStringLiteral("search")); }
    QStringList trained() const { return m_sources + QStringList{QStringLiteral("--network"), m_network}; }

    static QJsonObject emptyField()
    {
        RiskFieldParameters parameters;
        parameters.settings.network = false;
        parameters.rate = 1;
        parameters.hours.fill(1);
        parameters.means = {0};
        parameters.scales = {1};
        parameters.shape.columns = parameters.shape.rows = parameters.shape.planes = parameters.shape.scalars = 1;
        return parameters.toJson();
    }

    Folder m_folder;
    QStringList m_sources;
    QString m_network;
    /// The best of the search.
    QString m_model;
};

QTEST_GUILESS_MAIN(TestCliLearning)
#include "tst_cli_learning.moc"
