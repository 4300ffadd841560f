#include "widgets/time/time_player.h"

#include "widgets/icons.h"
#include "widgets/tabular_label.h"
#include "widgets/time/time_navigator.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QTest>
#include <QToolButton>

using namespace forewatch;
using namespace std::chrono_literals;

namespace {

const Time start = makeTime(2016, 11, 12);

template <class T>
T *named(const QWidget &parent, const QString &accessibleName)
{
    for (T *child : parent.findChildren<T *>()) {
        if (child->accessibleName() == accessibleName)
            return child;
    }
    qFatal("There is no %s", qPrintable(accessibleName));
}

} // namespace

/// The player shows what the navigator says and turns what is clicked and typed into its movements; what cannot be
/// understood is said beside the field and changes nothing.
class TestTimePlayer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_navigator = std::make_unique<TimeNavigator>();
        m_player = std::make_unique<TimePlayer>(m_navigator.get());
        m_navigator->setSpan(start, start + 240h);
        m_player->show();
    }

    void cleanup()
    {
        m_player.reset();
        m_navigator.reset();
    }

    void itIsOffUntilThereIsASpan()
    {
        TimeNavigator empty;
        TimePlayer player(&empty);
        QVERIFY(!player.isEnabled());
        QCOMPARE(timeOf(player), QStringLiteral("No incidents are loaded"));
        empty.setSpan(start, start + 24h);
        QVERIFY(player.isEnabled());
        QCOMPARE(timeOf(player), QStringLiteral("Sat 12 Nov 2016 00:00–02:00"));
    }

    void buttonsMoveTheTime_data()
    {
        QTest::addColumn<QString>("button");
        QTest::addColumn<Time>("shown");
        QTest::newRow("first") << "First window" << start;
        QTest::newRow("day back") << "A day back" << start + 24h;
        QTest::newRow("previous") << "Previous window" << start + 46h;
        QTest::newRow("next") << "Next window" << start + 50h;
        QTest::newRow("day on") << "A day on" << start + 72h;
        QTest::newRow("last") << "Last window" << start + 238h;
        QTest::newRow("previous target") << "Previous target" << start + 10h;
        QTest::newRow("next target") << "Next target" << start + 100h;
    }

    void buttonsMoveTheTime()
    {
        QFETCH(QString, button);
        QFETCH(Time, shown);
        m_navigator->setTargets({start + 11h, start + 100h});
        m_navigator->goTo(start + 48h);
        QTest::mouseClick(named<QToolButton>(*m_player, button), Qt::LeftButton);
        QCOMPARE(m_navigator->window()->start, shown);
        QCOMPARE(timeOf(*m_player), formatWindow(*m_navigator->window()));
    }

    void everyButtonSaysItsNameAndKey()
    {
        for (const QToolButton *button : m_player->findChildren<QToolButton *>()) {
            QVERIFY(!button->accessibleName().isEmpty());
            QVERIFY(button->toolTip().startsWith(button->accessibleName() + QStringLiteral(" (")));
        }
    }

    void playBecomesPause()
    {
        QTest::mouseClick(named<QToolButton>(*m_player, QStringLiteral("Play")), Qt::LeftButton);
        QVERIFY(m_navigator->isPlaying());
        QTest::mouseClick(named<QToolButton>(*m_player, QStringLiteral("Pause")), Qt::LeftButton);
        QVERIFY(!m_navigator->isPlaying());
    }

    void settingsGoBothWays()
    {
        auto *loop = named<QToolButton>(*m_player, QStringLiteral("Start over at the end"));
        loop->click();
        QVERIFY(m_navigator->loops());
        named<QToolButton>(*m_player, QStringLiteral("Skip windows without incidents"))->click();
        QVERIFY(m_navigator->skipsEmpty());
        auto *speed = named<QDoubleSpinBox>(*m_player, QStringLiteral("Windows per second"));
        speed->setValue(12.5);
        QCOMPARE(m_navigator->framesPerSecond(), 12.5);
        auto *backward = named<QToolButton>(*m_player, QStringLiteral("Play backward"));
        backward->click();
        QCOMPARE(m_navigator->direction(), TimeNavigator::Direction::Backward);
        m_navigator->setBackward(false);
        QVERIFY(!backward->isChecked());
        auto *cumulative = named<QToolButton>(*m_player, QStringLiteral("Show all until the window's end"));
        cumulative->click();
        QVERIFY(m_navigator->isCumulative());
        QCOMPARE(timeOf(*m_player), QStringLiteral("until Sat 12 Nov 2016 02:00"));
        m_navigator->next();
        QCOMPARE(timeOf(*m_player), QStringLiteral("until Sat 12 Nov 2016 04:00"));
        m_navigator->setCumulative(false);
        QVERIFY(!cumulative->isChecked());
        QCOMPARE(timeOf(*m_player), QStringLiteral("Sat 12 Nov 2016 02:00–04:00"));
        m_navigator->setFramesPerSecond(2);
        m_navigator->setLoop(false);
        QCOMPARE(speed->value(), 2.0);
        QVERIFY(!loop->isChecked());
    }

    void lengthsAreChosenOrTyped_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<Duration>("kept");
        QTest::addColumn<bool>("understood");
        QTest::newRow("preset") << "12 h" << Duration(12h) << true;
        QTest::newRow("own") << "90m" << Duration(90min) << true;
        QTest::newRow("weeks") << "4w" << Duration(672h) << true;
        QTest::newRow("a day") << "1d" << Duration(24h) << true;
        QTest::newRow("no unit") << "3" << Duration(2h) << false;
        QTest::newRow("nothing") << "0 h" << Duration(2h) << false;
        QTest::newRow("words") << "soon" << Duration(2h) << false;
    }

    void lengthsAreChosenOrTyped()
    {
        QFETCH(QString, typed);
        QFETCH(Duration, kept);
        QFETCH(bool, understood);
        auto *box = named<QComboBox>(*m_player, QStringLiteral("Window length"));
        box->lineEdit()->setFocus();
        box->lineEdit()->selectAll();
        QTest::keyClicks(box->lineEdit(), typed);
        QTest::keyClick(box->lineEdit(), Qt::Key_Return);
        QCOMPARE(m_navigator->length(), kept);
        QCOMPARE(m_navigator->step(), Duration(2h));
        QCOMPARE(box->currentText(), formatDuration(kept));
        QCOMPARE(problem().isEmpty(), understood);
    }

    void aTypedTimeIsGoneTo_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<Time>("shown");
        QTest::addColumn<QString>("problem");
        QTest::newRow("day") << "2016-11-14" << makeTime(2016, 11, 14) << "";
        QTest::newRow("time") << "2016-11-14 15:30" << makeTime(2016, 11, 14, 14) << "";
        QTest::newRow("no date") << "14 Nov" << start << "Not a date: write 2016-11-12 or 2016-11-12 22:00.";
        QTest::newRow("no such day") << "2016-11-31" << start << "Not a date: write 2016-11-12 or 2016-11-12 22:00.";
        QTest::newRow("too early") << "2015-01-01" << start << "Not between 2016-11-12 00:00 and 2016-11-22 00:00.";
        QTest::newRow("at the end") << "2016-11-22" << start << "Not between 2016-11-12 00:00 and 2016-11-22 00:00.";
    }

    void aTypedTimeIsGoneTo()
    {
        QFETCH(QString, typed);
        QFETCH(Time, shown);
        QFETCH(QString, problem);
        m_player->focusDate();
        auto *field = named<QLineEdit>(*m_player, QStringLiteral("Go to a typed time"));
        QTest::keyClicks(field, typed);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(m_navigator->window()->start, shown);
        QCOMPARE(this->problem(), problem);
    }

    void typingAgainTakesTheComplaintBack()
    {
        m_player->focusDate();
        auto *field = named<QLineEdit>(*m_player, QStringLiteral("Go to a typed time"));
        QTest::keyClicks(field, QStringLiteral("x"));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(!problem().isEmpty());
        QTest::keyClicks(field, QStringLiteral("y"));
        QVERIFY(problem().isEmpty());
    }

    void countsAreSpokenInSingularAndPlural_data()
    {
        QTest::addColumn<int>("incidents");
        QTest::addColumn<int>("targets");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << 0 << 0 << "0 incidents · 0 targets";
        QTest::newRow("one") << 1 << 1 << "1 incident · 1 target";
        QTest::newRow("thousands") << 12345 << 2 << "12,345 incidents · 2 targets";
    }

    void countsAreSpokenInSingularAndPlural()
    {
        QFETCH(int, incidents);
        QFETCH(int, targets);
        QFETCH(QString, text);
        m_player->setCounts(incidents, targets);
        QCOMPARE(m_player->findChild<TabularLabel *>(QStringLiteral("counts"))->text(), text);
    }

    void nothingMovesWhileWindowsChange()
    {
        m_navigator->setStep(1h);
        QList<QRect> before;
        for (const QWidget *child : m_player->findChildren<QWidget *>())
            before << child->geometry();
        for (int i = 0; i < 30; ++i) {
            m_navigator->next();
            m_player->setCounts(i * 977, i);
            QCoreApplication::processEvents();
            QList<QRect> after;
            for (const QWidget *child : m_player->findChildren<QWidget *>())
                after << child->geometry();
            if (i == 0)
                before = after;
            QCOMPARE(after, before);
        }
    }

    void fieldsGiveTheKeyboardBack_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<Qt::Key>("key");
        QTest::addColumn<bool>("keeps");
        QTest::newRow("date") << "Go to a typed time" << "2016-11-13 08:00" << Qt::Key_Return << false;
        QTest::newRow("date to correct") << "Go to a typed time" << "soon" << Qt::Key_Return << true;
        QTest::newRow("date given up") << "Go to a typed time" << "soon" << Qt::Key_Escape << false;
        QTest::newRow("length") << "Window length" << "4 h" << Qt::Key_Return << false;
        QTest::newRow("length as it was") << "Window length" << "2 h" << Qt::Key_Return << false;
        QTest::newRow("length given up") << "Window length" << "4" << Qt::Key_Escape << false;
        QTest::newRow("step") << "Step between windows" << "10 min" << Qt::Key_Return << false;
        QTest::newRow("step given up") << "Step between windows" << "10 min" << Qt::Key_Escape << false;
        QTest::newRow("speed") << "Windows per second" << "12" << Qt::Key_Return << false;
        QTest::newRow("speed given up") << "Windows per second" << "" << Qt::Key_Escape << false;
    }

    void fieldsGiveTheKeyboardBack()
    {
        QFETCH(QString, field);
        QFETCH(QString, typed);
        QFETCH(Qt::Key, key);
        QFETCH(bool, keeps);
        QVERIFY(QTest::qWaitForWindowActive(m_player.get()));
        auto *box = named<QWidget>(*m_player, field);
        box->setFocus();
        QVERIFY(box->hasFocus());
        QTest::keySequence(box, QKeySequence::SelectAll);
        QTest::keyClicks(box, typed);
        QTest::keyClick(box, key);
        QCOMPARE(box->hasFocus(), keeps);
    }

    void escapeForgetsWhatWasTyped()
    {
        QVERIFY(QTest::qWaitForWindowActive(m_player.get()));
        auto *box = named<QComboBox>(*m_player, QStringLiteral("Window length"));
        box->setFocus();
        box->lineEdit()->selectAll();
        QTest::keyClicks(box, QStringLiteral("4 h"));
        QTest::keyClick(box, Qt::Key_Escape);
        QCOMPARE(box->currentText(), QStringLiteral("2 h"));
        QCOMPARE(m_navigator->length(), Duration(2h));
    }

    void aChosenLengthGivesTheKeyboardBack()
    {
        QVERIFY(QTest::qWaitForWindowActive(m_player.get()));
        auto *box = named<QComboBox>(*m_player, QStringLiteral("Window length"));
        box->setFocus();
        box->showPopup();
        box->view()->setCurrentIndex(box->model()->index(3, 0));
        QTest::keyClick(box->view(), Qt::Key_Return);
        QCOMPARE(m_navigator->length(), Duration(4h));
        QVERIFY(!box->hasFocus());
    }

    void itFitsIntoANarrowWindow_data()
    {
        QTest::addColumn<Duration>("step");
        QTest::newRow("windows of one day") << Duration(2h);
        QTest::newRow("windows over midnight") << Duration(90min);
    }

    void itFitsIntoANarrowWindow()
    {
        QFETCH(Duration, step);
        m_navigator->setLength(2h);
        m_navigator->setStep(step);
        QVERIFY2(m_player->minimumSizeHint().width() <= 640,
                 qPrintable(QString::number(m_player->minimumSizeHint().width())));
        m_player->resize(640, m_player->heightForWidth(640));
        QCoreApplication::processEvents();
        for (const QWidget *child : m_player->findChildren<QWidget *>()) {
            if (child->isVisible())
                QVERIFY(m_player->rect().contains(QRect(child->mapTo(m_player.get(), QPoint()), child->size())));
        }
    }

    void aLongComplaintIsReadInItsTooltip()
    {
        m_player->focusDate();
        auto *field = named<QLineEdit>(*m_player, QStringLiteral("Go to a typed time"));
        const QSize before = m_player->minimumSizeHint();
        field->setText(QStringLiteral("2019-01-01"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(m_player->findChild<TabularLabel *>(QStringLiteral("problem"))->toolTip(), problem());
        QVERIFY(!problem().isEmpty());
        QCOMPARE(m_player->minimumSizeHint(), before);
    }

    void iconsFollowThePalette()
    {
        const QPalette original = QApplication::palette();
        const auto centreOfPause = [] {
            return icon(Icon::Pause).pixmap(32, 32).toImage().pixelColor(11, 16);
        };
        for (const QColor &ink : {QColor(Qt::black), QColor(Qt::white)}) {
            QPalette palette = original;
            palette.setColor(QPalette::ButtonText, ink);
            QApplication::setPalette(palette);
            QCOMPARE(centreOfPause(), ink);
        }
        QApplication::setPalette(original);
    }

private:
    static QString timeOf(const QWidget &player)
    {
        return player.findChild<TabularLabel *>(QStringLiteral("time"))->text();
    }

    QString problem() const { return m_player->findChild<TabularLabel *>(QStringLiteral("problem"))->text(); }

    std::unique_ptr<TimeNavigator> m_navigator;
    std::unique_ptr<TimePlayer> m_player;
};

QTEST_MAIN(TestTimePlayer)
#include "tst_time_player.moc"
