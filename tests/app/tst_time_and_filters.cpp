#include "app/gui/filter_panel.h"
#include "app/gui/main_window.h"
#include "app/gui/map_page.h"
#include "app/gui/time_panel.h"
#include "tests/support/real_data.h"
#include "tests/support/scene.h"
#include "widgets/filter/filter_chips.h"
#include "widgets/filter/filter_view.h"
#include "widgets/filter/hour_band.h"
#include "widgets/map/map_view.h"
#include "widgets/tabular_label.h"
#include "widgets/time/time_histogram.h"
#include "widgets/time/time_navigator.h"
#include "widgets/time/time_player.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

using namespace forewatch;
using namespace forewatch::test;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 120'000;
const Time start = makeTime(2014, 1, 1);

template <class T> T *named(const QWidget &parent, const QString &accessibleName)
{
    for (T *child : parent.findChildren<T *>())
        if (child->accessibleName() == accessibleName)
            return child;
    qFatal("There is no %s", qPrintable(accessibleName));
}

} // namespace

/// One filter and one time for everything in the window: what a panel changes, the map, the histogram, the counts, the
/// chips and the status bar follow; undo takes it back; the time's keys work from anywhere but a text.
class TestTimeAndFilters : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setApplicationName(QStringLiteral("forewatch-test"));
        const ImportSettings settings = scene(m_folder, busyTable(60));
        m_table = settings.incidents.source;
        m_areas = settings.neighborhoods.source;
    }

    void init()
    {
        m_window = std::make_unique<MainWindow>();
        m_window->resize(1280, 800);
        m_window->show();
        m_window->openFiles({m_table, m_areas});
        QTRY_VERIFY_WITH_TIMEOUT(m_window->session().hasCity(), patience);
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        auto *tabs = m_window->mapPage()->findChild<QTabWidget *>();
        tabs->setCurrentWidget(m_window->findChild<FilterPanel *>());
    }

    void cleanup() { m_window.reset(); }

    void everythingFollowsTheFilter()
    {
        Exploration &exploration = m_window->exploration();
        QVERIFY(!chips()->isVisible());
        QTest::mouseClick(named<QToolButton>(*view(), QStringLiteral("Targets")), Qt::LeftButton);
        QCOMPARE(exploration.settings().filter, (Filter{.groups = {Group::Target}}));
        QCOMPARE(exploration.shown().incidents->size(), std::size_t(30));
        std::size_t counted = 0;
        for (const auto &bin : histogram()->bins().bins)
            counted += bin.incidents;
        QCOMPARE(counted, std::size_t(30));
        QVERIFY(chips()->isVisible());
        QVERIFY(chips()->findChild<QAbstractButton *>(QStringLiteral("groups")));
        QCOMPARE(chips()->findChild<QLabel *>(QStringLiteral("counts"))->text(), QStringLiteral("30 of 750 incidents"));
        QTRY_COMPARE(view()->findChild<QLabel *>(QStringLiteral("shown"))->text(),
                     QStringLiteral("30 of 750 incidents"));
        QVERIFY(statusSays(QStringLiteral("30 of 750 incidents, 2014-01-01 to 2014-03-01")));
        time()->goTo(start + 22h);
        QCOMPARE(playerCounts(), QStringLiteral("1 incident · 1 target"));
        time()->next();
        QCOMPARE(playerCounts(), QStringLiteral("0 incidents · 0 targets"));
    }

    void undoTakesAFilterBackAndSaysSo()
    {
        QTest::mouseClick(named<QToolButton>(*view(), QStringLiteral("Weekend")), Qt::LeftButton);
        QTest::mouseClick(named<QToolButton>(*view(), QStringLiteral("Targets")), Qt::LeftButton);
        QCOMPARE(undoText(), QStringLiteral("Undo filter by group"));
        QTest::keySequence(m_window.get(), QKeySequence::Undo);
        QCOMPARE(undoText(), QStringLiteral("Undo filter by weekday"));
        QVERIFY(!named<QToolButton>(*view(), QStringLiteral("Targets"))->isChecked());
        QTest::keySequence(m_window.get(), QKeySequence::Undo);
        QVERIFY(m_window->exploration().settings().filter.isEmpty());
        QVERIFY(!chips()->isVisible());
        QTest::keySequence(m_window.get(), QKeySequence(QStringLiteral("Ctrl+Y")));
        QVERIFY(named<QToolButton>(*view(), QStringLiteral("Weekend"))->isChecked());
    }

    void aDragIsOneStep()
    {
        auto *band = view()->findChild<HourBand *>();
        const auto send = [&](QEvent::Type type, double share, Qt::MouseButton button, Qt::MouseButtons buttons) {
            const QPointF at(share * band->width(), 10);
            QMouseEvent event(type, at, band->mapToGlobal(at), button, buttons, {});
            QCoreApplication::sendEvent(band, &event);
        };
        send(QEvent::MouseButtonPress, 0.25, Qt::LeftButton, Qt::LeftButton);
        for (int i = 1; i <= 10; ++i)
            send(QEvent::MouseMove, 0.25 + 0.05 * i, Qt::NoButton, Qt::LeftButton);
        send(QEvent::MouseButtonRelease, 0.75, Qt::LeftButton, Qt::NoButton);
        QCOMPARE(m_window->exploration().settings().filter, (Filter{.hours = Filter::Hours{6 * 60, 18 * 60}}));
        QCOMPARE(m_window->exploration().undoStack()->count(), 1);
        QCOMPARE(undoText(), QStringLiteral("Undo filter by hour"));
        QTest::keySequence(m_window.get(), QKeySequence::Undo);
        QVERIFY(m_window->exploration().settings().filter.isEmpty());
    }

    void inATextUndoIsTheTexts()
    {
        QTest::mouseClick(named<QToolButton>(*view(), QStringLiteral("Weekend")), Qt::LeftButton);
        auto *field = named<QLineEdit>(*m_window, QStringLiteral("Go to a typed time"));
        QTest::mouseClick(field, Qt::LeftButton);
        QTest::keyClicks(field, QStringLiteral("2014"));
        QTest::keySequence(field, QKeySequence::Undo);
        QCOMPARE(field->text(), QString());
        QTest::keySequence(field, QKeySequence::Undo);
        QTest::keySequence(field, QKeySequence(QStringLiteral("Ctrl+Y")));
        QVERIFY(!m_window->exploration().settings().filter.isEmpty());
        QCOMPARE(m_window->exploration().undoStack()->index(), 1);
    }

    void chipsLetTheirPartGo()
    {
        QTest::mouseClick(named<QToolButton>(*view(), QStringLiteral("Weekend")), Qt::LeftButton);
        QTest::mouseClick(named<QToolButton>(*view(), QStringLiteral("Targets")), Qt::LeftButton);
        QTest::mouseClick(chips()->findChild<QAbstractButton *>(QStringLiteral("weekdays")), Qt::LeftButton);
        QCOMPARE(m_window->exploration().settings().filter, (Filter{.groups = {Group::Target}}));
        QCOMPARE(undoText(), QStringLiteral("Undo remove a filter"));
        QTest::mouseClick(named<QToolButton>(*chips(), QStringLiteral("Remove all filters")), Qt::LeftButton);
        QVERIFY(m_window->exploration().settings().filter.isEmpty());
        QCOMPARE(undoText(), QStringLiteral("Undo clear the filter"));
    }

    void theLegendAndTheFilterAreOne()
    {
        auto *tree = named<QTreeWidget>(*m_window, QStringLiteral("Layers"));
        for (int i = 0; i < tree->topLevelItemCount(); ++i)
            if (tree->topLevelItem(i)->text(0) == QStringLiteral("Property"))
                tree->topLevelItem(i)->setCheckState(0, Qt::Unchecked);
        QCOMPARE(m_window->exploration().settings().filter.hiddenTypes, QSet<QString>{QStringLiteral("LARCENY")});
        QCOMPARE(undoText(), QStringLiteral("Undo filter by type"));
        QTest::mouseClick(chips()->findChild<QAbstractButton *>(QStringLiteral("types")), Qt::LeftButton);
        QVERIFY(m_window->exploration().settings().filter.isEmpty());
    }

    void theNextTargetIsOneThatIsShown()
    {
        time()->goToNextTarget();
        QCOMPARE(time()->window()->start, start + 22h);
        ViewSettings settings = m_window->exploration().settings();
        settings.filter.from = start + 48h;
        m_window->exploration().change(settings, QStringLiteral("filter by date"));
        time()->first();
        time()->goToNextTarget();
        QCOMPARE(time()->window()->start, start + 48h + 22h);
        settings.filter.hours = Filter::Hours{0, 12 * 60};
        m_window->exploration().change(settings, QStringLiteral("filter by hour"));
        time()->first();
        time()->goToNextTarget();
        QCOMPARE(time()->window()->start, start);
    }

    void cumulativeModeShowsAllUntilTheWindowsEnd()
    {
        time()->goTo(start + 24h);
        QTest::keyClick(m_window.get(), Qt::Key_C);
        QCOMPARE(m_window->exploration().window(), (Window{start, 26h}));
        QCOMPARE(m_window->exploration().snapshot().incidents.size(), std::size_t(14));
        QCOMPARE(playerCounts(), QStringLiteral("14 incidents · 1 target"));
        QTest::keyClick(m_window.get(), Qt::Key_Right);
        QCOMPARE(m_window->exploration().window(), (Window{start, 28h}));
        QTest::keyClick(m_window.get(), Qt::Key_C);
        QCOMPARE(m_window->exploration().window(), (Window{start + 26h, 2h}));
        QTest::keyClick(m_window.get(), Qt::Key_C, Qt::ShiftModifier);
        QTest::keyClick(m_window.get(), Qt::Key_Right);
        QCOMPARE(m_window->exploration().window(), (Window{start + 26h, 4h}));
        m_window->showWorkspace(MainWindow::Workspace::Watch);
        QCOMPARE(m_window->exploration().window(), (Window{start + 28h, 2h}));
    }

    void timeIsPlayedBackward()
    {
        time()->goTo(start + 4h);
        time()->setFramesPerSecond(TimeNavigator::fastest);
        QTest::keyClick(m_window.get(), Qt::Key_R);
        QTest::keyClick(m_window.get(), Qt::Key_Space);
        QTRY_VERIFY(!time()->isPlaying());
        QCOMPARE(time()->window()->start, start);
    }

    void aRangeIsPlayedAlone()
    {
        const Window range{start + 240h, 48h};
        time()->goTo(start);
        histogram()->setRange(range);
        QTest::mouseClick(named<QToolButton>(*histogram(), QStringLiteral("Play only this range")), Qt::LeftButton);
        QCOMPARE(time()->from(), range.start);
        QCOMPARE(time()->window()->start, range.start);
        QTest::keyClick(m_window.get(), Qt::Key_End);
        QCOMPARE(time()->window()->end(), range.end());
        auto *chip = chips()->findChild<QAbstractButton *>(QStringLiteral("played"));
        QVERIFY(chip && chips()->isVisible());
        QCOMPARE(chip->text(), QStringLiteral("plays 11 Jan 2014 to 12 Jan 2014"));
        QTest::mouseClick(chip, Qt::LeftButton);
        QCOMPARE(time()->from(), start);
        QCOMPARE(time()->window()->end(), range.end());
        QVERIFY(!chips()->isVisible());
    }

    void aRangeIsFilteredTo()
    {
        histogram()->setRange(Window{start + 240h, 48h});
        QTest::mouseClick(named<QToolButton>(*histogram(), QStringLiteral("Filter to range")), Qt::LeftButton);
        QCOMPARE(m_window->exploration().settings().filter, (Filter{.from = start + 240h, .to = start + 288h}));
        QCOMPARE(named<QLineEdit>(*view(), QStringLiteral("From"))->text(), QStringLiteral("2014-01-11"));
        QCOMPARE(undoText(), QStringLiteral("Undo filter by date"));
    }

    void aControlThatWasClickedLeavesTheKeysToTheTime_data()
    {
        QTest::addColumn<QString>("control");
        QTest::newRow("a button") << "Weekend";
        QTest::newRow("the legend") << "Layers";
        QTest::newRow("a choice") << "Dates";
        QTest::newRow("the histogram") << "Incidents over time";
    }

    void aControlThatWasClickedLeavesTheKeysToTheTime()
    {
        QFETCH(QString, control);
        auto *widget = named<QWidget>(*m_window, control);
        widget->setFocus(Qt::MouseFocusReason);
        const Time before = time()->window()->start;
        QTest::keyClick(widget, Qt::Key_Right);
        QCOMPARE(time()->window()->start, before + 2h);
        QTest::keyClick(widget, Qt::Key_Space);
        QVERIFY(time()->isPlaying());
        QTest::keyClick(widget, Qt::Key_Space);
        QVERIFY(!time()->isPlaying());
    }

    void aControlThatWasReachedByTheKeyboardKeepsItsKeys()
    {
        auto *weekend = named<QToolButton>(*view(), QStringLiteral("Weekend"));
        weekend->setFocus(Qt::TabFocusReason);
        QTest::keyClick(weekend, Qt::Key_Space);
        QVERIFY(!time()->isPlaying());
        QCOMPARE(m_window->exploration().settings().filter, (Filter{.weekdays = 0x60}));
    }

    void aTextKeepsItsKeys()
    {
        auto *field = named<QLineEdit>(*view(), QStringLiteral("From"));
        QTest::mouseClick(field, Qt::LeftButton);
        const Time before = time()->window()->start;
        QTest::keyClicks(field, QStringLiteral("2 t r c"));
        QTest::keyClick(field, Qt::Key_Left);
        QTest::keyClick(field, Qt::Key_Home);
        QCOMPARE(field->text(), QStringLiteral("2 t r c"));
        QCOMPARE(field->cursorPosition(), 0);
        QCOMPARE(time()->window()->start, before);
        QVERIFY(!time()->isPlaying() && !time()->isCumulative());
    }

    void theWindowGoesToATypedTimeFromAnywhere()
    {
        QTest::keySequence(m_window.get(), QKeySequence(QStringLiteral("Ctrl+G")));
        auto *field = named<QLineEdit>(*m_window, QStringLiteral("Go to a typed time"));
        QVERIFY(field->hasFocus());
        QTest::keyClicks(field, QStringLiteral("2014-01-20 13:00"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(m_window->exploration().window(), (Window{makeTime(2014, 1, 20, 12), 2h}));
    }

    void everythingFollowsInAMomentOnTheRealTable()
    {
        SKIP_WITHOUT_REAL_DATA();
        m_window->openFiles({baltimoreTable(), baltimorePolygons("csa_bnia_2016.shp")});
        QTRY_VERIFY_WITH_TIMEOUT(m_window->session().city().incidents->size() > 200'000, patience);
        Exploration &exploration = m_window->exploration();
        std::vector<qint64> spent;
        for (int i = 0; i < 15; ++i) {
            ViewSettings settings = exploration.settings();
            settings.filter.hours = Filter::Hours{60 * i, 60 * i + 300};
            QElapsedTimer timer;
            timer.start();
            exploration.change(settings, QStringLiteral("filter by hour"), 1);
            // The counts of the choices and the painting, too.
            QCoreApplication::processEvents();
            spent.push_back(timer.nsecsElapsed() / 1000);
        }
        std::ranges::sort(spent);
        const qint64 median = spent[spent.size() / 2];
        qInfo("%zu incidents: everything follows a filter in %.1f ms (median), %.1f ms at most",
              exploration.whole().incidents->size(), static_cast<double>(median) / 1000,
              static_cast<double>(spent.back()) / 1000);
        QVERIFY(median < 500'000);
    }

private:
    FilterView *view() const { return m_window->findChild<FilterView *>(); }
    FilterChips *chips() const { return m_window->findChild<FilterChips *>(); }
    TimeNavigator *time() const { return m_window->mapPage()->navigator(); }
    TimeHistogram *histogram() const { return m_window->mapPage()->time()->histogram(); }
    QString playerCounts() const
    {
        return m_window->mapPage()->time()->player()->findChild<TabularLabel *>(QStringLiteral("counts"))->text();
    }
    QString undoText() const
    {
        for (const QAction *action : m_window->findChildren<QAction *>())
            if (action->text().startsWith(QStringLiteral("Undo")))
                return action->text();
        return {};
    }
    bool statusSays(const QString &text) const
    {
        return std::ranges::any_of(m_window->findChildren<QLabel *>(),
                                   [&](const QLabel *label) { return label->text().contains(text); });
    }

    Folder m_folder;
    QString m_table;
    QString m_areas;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestTimeAndFilters)
#include "tst_time_and_filters.moc"
