#include "engine/core/random.h"
#include "engine/scores/calibration.h"
#include "engine/scores/metrics.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>

#include <cmath>

using namespace forewatch;

namespace {

/// Reads {"p": […], "y": […], "at": […]} and says what scikit-learn makes of it.
const char *const script = R"(
import json, sys
try:
    from sklearn.metrics import roc_auc_score, average_precision_score, brier_score_loss, log_loss
    from sklearn.isotonic import IsotonicRegression
except ImportError:
    print("{}")
    sys.exit()
d = json.load(sys.stdin)
p, y = d["p"], d["y"]
curve = IsotonicRegression(out_of_bounds="clip").fit(p, y)
print(json.dumps({"auc": roc_auc_score(y, p), "ap": average_precision_score(y, p), "brier": brier_score_loss(y, p),
                  "log_loss": log_loss(y, p), "isotonic": list(curve.predict(d["at"]))}))
)";

QJsonObject askSklearn(const QJsonObject &question)
{
    QProcess python;
    python.start(QStringLiteral("python3"), {QStringLiteral("-c"), QString::fromLatin1(script)});
    if (!python.waitForStarted())
        return {};
    python.write(QJsonDocument(question).toJson(QJsonDocument::Compact));
    python.closeWriteChannel();
    python.waitForFinished(60000);
    return QJsonDocument::fromJson(python.readAllStandardOutput()).object();
}

} // namespace

/// Metrics are those of scikit-learn, where it is installed (package python3-sklearn).
class TestSklearn : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameNumbers_data()
    {
        QTest::addColumn<bool>("ties");
        QTest::newRow("all different") << false;
        QTest::newRow("many ties") << true;
    }
    void sameNumbers()
    {
        QFETCH(bool, ties);
        Random random(ties ? 2 : 1);
        std::vector<double> p;
        std::vector<std::uint8_t> y;
        QJsonArray probabilities, outcomes, at;
        for (int i = 0; i < 3000; ++i) {
            const double value = random.uniform(.02, .9);
            p.push_back(ties ? std::ceil(value * 20) / 20 : value);
            y.push_back(random.uniform() < p.back() * p.back() + .05);
            probabilities << p.back();
            outcomes << int(y.back());
        }
        // Where the steps are long: the shortest ones are kept away from 0 and 1 here.
        std::vector<double> points;
        for (double x = .1; x < .8; x += .01) {
            points.push_back(x);
            at << x;
        }
        const QJsonObject theirs = askSklearn({{QStringLiteral("p"), probabilities}, {QStringLiteral("y"), outcomes},
                                               {QStringLiteral("at"), at}});
        if (theirs.isEmpty())
            QSKIP("scikit-learn is not installed (python3-sklearn)");
        const auto close = [&](const char *key, double ours) {
            return std::abs(theirs[QLatin1String(key)].toDouble(9) - ours) < 1e-9;
        };
        QVERIFY(close("auc", auc(p, y)));
        QVERIFY(close("ap", averagePrecision(p, y)));
        QVERIFY(close("brier", brier(p, y)));
        QVERIFY(close("log_loss", logLoss(p, y)));
        const auto curve = Calibration::fitIsotonic(p, y);
        const QJsonArray isotonic = theirs[QLatin1String("isotonic")].toArray();
        for (std::size_t i = 0; i < points.size(); ++i)
            QVERIFY2(std::abs(isotonic[qsizetype(i)].toDouble(9) - curve.apply(points[i])) < 1e-9, qPrintable(QString::number(points[i])));
    }
};

QTEST_GUILESS_MAIN(TestSklearn)
#include "tst_sklearn.moc"
