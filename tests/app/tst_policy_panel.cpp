#include "app/gui/policy_panel.h"
#include "app/gui/session.h"
#include "engine/core/files.h"

#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace forewatch;
using namespace std::chrono_literals;

/// The alert policy in the window, on the sample city with the model that comes with it.
class TestPolicyPanel : public QObject
{
    Q_OBJECT

    static constexpr int patience = 280'000;

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setApplicationName(QStringLiteral("tst_policy_panel"));
    }

    void withoutAModelItSaysWhatItNeeds()
    {
        Session session;
        const PolicyPanel panel(&session);
        QVERIFY(!panel.chooseButton()->isEnabled());
        QVERIFY(panel.text().contains(QLatin1String("needs a model")));
    }

    void fieldsAreThePolicy()
    {
        Session session;
        PolicyPanel panel(&session);
        session.openSampleCity();
        QTRY_VERIFY_WITH_TIMEOUT(session.model(), patience);
        session.resetPolicy();
        const double shown = session.policy().threshold;
        QVERIFY(std::abs(panel.threshold()->value() - 100 * shown) < .051);
        QVERIFY(!session.isPolicyByHand());

        panel.smoothing()->setValue(30);
        // What was not touched keeps its digits.
        QCOMPARE(session.policy().threshold, shown);
        QCOMPARE(session.policy().smoothing, Duration(30min));
        QVERIFY(session.isPolicyByHand());
        panel.holdOff()->setValue(60);
        panel.mostPerDay()->setValue(2);
        panel.quiet()->setText(QStringLiteral("06-14, Sat 00-24"));
        Q_EMIT panel.quiet()->editingFinished();
        QVERIFY(session.policy().quiet == (*parseHoursOfWeek(QStringLiteral("06-14")) | *parseHoursOfWeek(QStringLiteral("Sat 00-24"))));
        QCOMPARE(session.policy().mostPerDay, std::optional(2));
        // A threshold below the release takes it along.
        panel.threshold()->setValue(10);
        QCOMPARE(session.policy().threshold, .1);
        QCOMPARE(session.policy().release, .1);

        const AlertPolicy before = session.policy();
        panel.quiet()->setText(QStringLiteral("teatime"));
        Q_EMIT panel.quiet()->editingFinished();
        QVERIFY(panel.text().contains(QLatin1String("teatime")));
        QCOMPARE(session.policy(), before);
        session.resetPolicy();
        QCOMPARE(session.policy().threshold, shown);
        QCOMPARE(panel.smoothing()->value(), 0);
    }

    void aFileAndABudget()
    {
        Session session;
        PolicyPanel panel(&session);
        QSignalSpy failed(&session, &Session::failed);
        session.openSampleCity();
        QTRY_VERIFY_WITH_TIMEOUT(session.model(), patience);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("policy.json"));
        const AlertPolicy wanted{.threshold = .4, .release = .3, .smoothing = 20min};
        writeJson(path, wanted.toJson());
        panel.load(path);
        QCOMPARE(session.policy(), wanted);
        panel.load(folder.filePath(QStringLiteral("missing.json")));
        QCOMPARE(failed.size(), 1);
        QCOMPARE(session.policy(), wanted);

        panel.hours()->setValue(4);
        panel.choose();
        QTRY_VERIFY_WITH_TIMEOUT(session.policy() != wanted, patience);
        // The rest of the policy stays, and the release keeps its share of the threshold.
        QCOMPARE(session.policy().smoothing, wanted.smoothing);
        QVERIFY(std::abs(session.policy().release / session.policy().threshold - .75) < 1e-9);
        QCOMPARE(failed.size(), 1);
        session.resetPolicy();
    }
};

QTEST_MAIN(TestPolicyPanel)

#include "tst_policy_panel.moc"
