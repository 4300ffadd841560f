#include "widgets/filter/filter_view.h"

#include "engine/core/text.h"
#include "tests/support/busy_city.h"
#include "widgets/filter/check_list.h"
#include "widgets/filter/check_list_model.h"
#include "widgets/filter/date_range.h"
#include "widgets/filter/filter_chips.h"
#include "widgets/filter/hour_band.h"
#include "widgets/filter/hour_range.h"
#include "widgets/filter/toggle_row.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QTimeEdit>
#include <QToolButton>
#include <QTreeView>

using namespace forewatch;
using namespace forewatch::test;

namespace {

template <class T> T *named(const QWidget &parent, const QString &accessibleName)
{
    for (T *child : parent.findChildren<T *>())
        if (child->accessibleName() == accessibleName)
            return child;
    qFatal("There is no %s", qPrintable(accessibleName));
}

/// The busy city with weapons, settings and a district that only some incidents have.
City richCity()
{
    City city = busyCity(60);
    std::vector<Incident> incidents(city.incidents->all().begin(), city.incidents->all().end());
    for (std::size_t i = 0; i < incidents.size(); ++i) {
        incidents[i].weapon = i % 3 == 0 ? 0 : i % 3 == 1 ? 1 : Incident::nothing;
        incidents[i].setting = static_cast<Setting>(i % 3);
    }
    city.incidents = std::make_shared<const IncidentTable>(
        std::move(incidents),
        IncidentNames{.types = city.incidents->types(),
                      .weapons = {QStringLiteral("FIREARM"), QStringLiteral("Knife")}});
    return city;
}

void drag(QWidget *widget, QPoint from, QPoint to)
{
    QTest::mousePress(widget, Qt::LeftButton, {}, from);
    for (int i = 1; i <= 4; ++i) {
        const QPointF at = QPointF(from) + QPointF(to - from) * i / 4;
        QMouseEvent move(QEvent::MouseMove, at, widget->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(widget, &move);
    }
    QTest::mouseRelease(widget, Qt::LeftButton, {}, to);
}

} // namespace

/// What is clicked, dragged or typed asks for the filter that says so, in steps that undo can name; choices tell what
/// they would show, and only those a city has are offered.
class TestFilterView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_city = richCity();
        m_view = std::make_unique<FilterView>();
        m_view->resize(320, 1400);
        m_view->setCity(m_city);
        m_view->show();
        m_asked = std::make_unique<QSignalSpy>(m_view.get(), &FilterView::edited);
        count();
    }

    void beforeACityItSaysWhatWillStandHere()
    {
        FilterView empty;
        empty.show();
        QVERIFY(!named<QWidget>(empty, QStringLiteral("Dates"))->isVisible());
    }

    void onlyWhatTheCityHasIsOffered()
    {
        QVERIFY(named<QTreeView>(*m_view, QStringLiteral("Weapons"))->isVisible());
        QVERIFY(!named<QTreeView>(*m_view, QStringLiteral("Districts"))->isVisible());
        QVERIFY(named<QToolButton>(*m_view, QStringLiteral("Outside"))->isVisible());
        QVERIFY(named<QToolButton>(*m_view, QStringLiteral("Targets"))->isVisible());
        QVERIFY(!named<QToolButton>(*m_view, QStringLiteral("Other incidents that are no targets"))->isVisible());
        m_view->setCity(busyCity(3));
        QVERIFY(!named<QTreeView>(*m_view, QStringLiteral("Weapons"))->isVisible());
        QVERIFY(!named<QToolButton>(*m_view, QStringLiteral("Outside"))->isVisible());
    }

    void buttonsAskForTheirPart_data()
    {
        QTest::addColumn<QStringList>("clicked");
        QTest::addColumn<std::shared_ptr<Filter>>("filter");
        QTest::addColumn<QString>("what");
        const auto row = [](const char *name, const QStringList &clicked, const char *what, const Filter &filter) {
            QTest::newRow(name) << clicked << std::make_shared<Filter>(filter) << QString::fromLatin1(what);
        };
        const auto text = [](const char *name) { return QString::fromUtf8(name); };
        row("two days", {text("Tuesday"), text("Friday")}, "filter by weekday", {.weekdays = 1 << 1 | 1 << 4});
        row("a day and back", {text("Tuesday"), text("Tuesday")}, "filter by weekday", {});
        row("weekdays", {text("Weekdays")}, "filter by weekday", {.weekdays = 0x1f});
        row("the weekend", {text("Weekdays"), text("Weekend")}, "filter by weekday", {.weekdays = 0x60});
        row("groups", {text("Targets"), text("Property incidents that are no targets")}, "filter by group",
            {.groups = {Group::Target, Group::Property}});
        row("outside", {text("Outside")}, "filter by inside or outside", {.setting = Setting::Outside});
        row("one at a time", {text("Outside"), text("Inside a building")}, "filter by inside or outside",
            {.setting = Setting::Inside});
        row("both again", {text("Outside"), text("Outside")}, "filter by inside or outside", {});
    }

    void buttonsAskForTheirPart()
    {
        QFETCH(QStringList, clicked);
        QFETCH(std::shared_ptr<Filter>, filter);
        QFETCH(QString, what);
        for (const QString &button : clicked)
            QTest::mouseClick(named<QToolButton>(*m_view, button), Qt::LeftButton);
        QCOMPARE(m_asked->size(), clicked.size());
        QCOMPARE(m_asked->last().at(0).value<Filter>(), *filter);
        QCOMPARE(m_asked->last().at(1).toString(), what);
        QCOMPARE(m_view->filter(), *filter);
        // Each click is a step of its own.
        if (clicked.size() > 1)
            QVERIFY(m_asked->at(0).at(2) != m_asked->at(1).at(2));
    }

    void shiftsAreHours()
    {
        for (QToolButton *button : m_view->findChildren<QToolButton *>())
            if (button->text() == QStringLiteral("Night 23–07"))
                QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(m_view->filter().hours, (Filter::Hours{23 * 60, 7 * 60}));
    }

    void aDragChoosesHours_data()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::addColumn<int>("minutesFrom");
        QTest::addColumn<int>("minutesTo");
        QTest::newRow("to the right") << 8 << 17 << 8 * 60 << 17 * 60;
        QTest::newRow("to the left goes across midnight") << 22 << 6 << 22 * 60 << 6 * 60;
        QTest::newRow("to the end of the day") << 18 << 24 << 18 * 60 << 24 * 60;
    }

    void aDragChoosesHours()
    {
        QFETCH(int, from);
        QFETCH(int, to);
        QFETCH(int, minutesFrom);
        QFETCH(int, minutesTo);
        auto *band = m_view->findChild<HourBand *>();
        const auto at = [&](int hour) { return QPoint(3 + (band->width() - 6) * hour / 24, 10); };
        drag(band, at(from), at(to));
        QCOMPARE(m_view->filter().hours, (Filter::Hours{minutesFrom, minutesTo}));
        QVERIFY(m_asked->size() >= 2);
        QCOMPARE(m_asked->first().at(2), m_asked->last().at(2));
        // Another drag is another step.
        const auto first = m_asked->last().at(2);
        drag(band, at(1), at(3));
        QVERIFY(m_asked->last().at(2) != first);
    }

    void anEndIsDragged()
    {
        auto *band = m_view->findChild<HourBand *>();
        m_view->setFilter({.hours = Filter::Hours{8 * 60, 17 * 60}});
        const auto at = [&](int hour) { return QPoint(3 + (band->width() - 6) * hour / 24, 10); };
        drag(band, at(8), at(20));
        QCOMPARE(m_view->filter().hours, (Filter::Hours{20 * 60, 17 * 60}));
        drag(band, at(17), at(20));
        QCOMPARE(m_view->filter().hours, std::nullopt);
    }

    void hoursAreTypedToTheMinute()
    {
        auto *from = named<QTimeEdit>(*m_view, QStringLiteral("Hours from"));
        from->setTime(QTime(21, 30));
        QCOMPARE(m_view->filter().hours, (Filter::Hours{21 * 60 + 30, 24 * 60}));
        named<QTimeEdit>(*m_view, QStringLiteral("Hours to"))->setTime(QTime(4, 15));
        QCOMPARE(m_view->filter().hours, (Filter::Hours{21 * 60 + 30, 4 * 60 + 15}));
        from->setTime(QTime(4, 15));
        QCOMPARE(m_view->filter().hours, std::nullopt);
    }

    void datesAreChosenFromAList()
    {
        auto *quick = named<QComboBox>(*m_view, QStringLiteral("Dates"));
        QStringList offered;
        for (int i = 0; i < quick->count(); ++i)
            offered << quick->itemText(i);
        QCOMPARE(offered,
                 (QStringList{QStringLiteral("All dates"), QStringLiteral("Last 28 days of the table"),
                              QStringLiteral("2016")}));
        Q_EMIT quick->activated(1);
        QCOMPARE(m_view->filter(), (Filter{.from = m_city.incidents->coveredDays().end() - std::chrono::days(28)}));
        Q_EMIT quick->activated(2);
        QCOMPARE(m_view->filter(), (Filter{.from = makeTime(2016, 1, 1), .to = makeTime(2017, 1, 1)}));
        Q_EMIT quick->activated(0);
        QVERIFY(m_view->filter().isEmpty());
        QCOMPARE(m_asked->last().at(1).toString(), QStringLiteral("filter by date"));
    }

    void datesAreTyped_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("before");
        QTest::addColumn<bool>("understood");
        QTest::newRow("a span") << "2016-01-10"
                                << "2016-02-01 06:30" << true;
        QTest::newRow("an open end") << "2016-01-10"
                                     << "" << true;
        QTest::newRow("no date") << "soon"
                                 << "" << false;
        QTest::newRow("the wrong way round") << "2016-02-01"
                                             << "2016-01-10" << false;
    }

    void datesAreTyped()
    {
        QFETCH(QString, from);
        QFETCH(QString, before);
        QFETCH(bool, understood);
        named<QLineEdit>(*m_view, QStringLiteral("Before"))->setText(before);
        auto *field = named<QLineEdit>(*m_view, QStringLiteral("From"));
        field->setText(from);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(m_view->filter(), understood ? (Filter{.from = parseTime(from), .to = parseTime(before)}) : Filter());
        QCOMPARE(m_view->findChild<DateRange *>()->findChild<QLabel *>(QStringLiteral("problem"))->isVisible(),
                 !understood);
        if (understood)
            QCOMPARE(named<QComboBox>(*m_view, QStringLiteral("Dates"))->currentText(), QStringLiteral("Own dates"));
    }

    void namesAreTickedAndSearched()
    {
        auto *list = named<QTreeView>(*m_view, QStringLiteral("Weapons"));
        const QModelIndex knife = list->model()->index(1, 0);
        QCOMPARE(knife.data().toString(), QStringLiteral("Knife"));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(knife).center());
        QCOMPARE(m_view->filter(), (Filter{.weapons = {QStringLiteral("KNIFE")}}));
        QCOMPARE(m_asked->last().at(1).toString(), QStringLiteral("filter by weapon"));
        QTest::mouseClick(named<QToolButton>(*m_view, QStringLiteral("Weapons: all")), Qt::LeftButton);
        QVERIFY(m_view->filter().isEmpty());

        CheckList many(QStringLiteral("Streets"));
        QStringList names;
        for (int i = 0; i < 30; ++i)
            names << QStringLiteral("Street %1").arg(i, 2, 10, QLatin1Char('0'));
        many.setNames(names);
        many.show();
        auto *search = named<QLineEdit>(many, QStringLiteral("Search streets"));
        QVERIFY(search->isVisible());
        QTest::keyClicks(search, QStringLiteral("REET 1"));
        QCOMPARE(many.findChild<QTreeView *>()->model()->rowCount(), 10);
    }

    void aListSortsByCount()
    {
        CheckList list(QStringLiteral("Weapons"));
        list.setNames({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")});
        list.setCounts({5, 1000, 30});
        auto *view = list.findChild<QTreeView *>();
        view->sortByColumn(CheckListModel::CountColumn, Qt::DescendingOrder);
        QCOMPARE(view->model()->index(0, 0).data().toString(), QStringLiteral("b"));
        QCOMPARE(view->model()->index(1, 1).data().toString(), QStringLiteral("30"));
    }

    void theModelIsOne()
    {
        CheckListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setNames({QStringLiteral("YARD"), QStringLiteral("Alley"), QStringLiteral("Yard")});
        QCOMPARE(model.rowCount(), 2);
        model.setCounts({3, 4, 5});
        QCOMPARE(model.index(0, CheckListModel::CountColumn).data().toString(), QStringLiteral("8"));
        model.setTicked({QStringLiteral("YARD"), QStringLiteral("MOON")});
        QCOMPARE(model.ticked(), QSet<QString>{QStringLiteral("YARD")});
        QSignalSpy byUser(&model, &CheckListModel::tickedByUser);
        QVERIFY(model.setData(model.index(1, 0), Qt::Checked, Qt::CheckStateRole));
        QCOMPARE(byUser.size(), 1);
        QVERIFY(!model.setData(model.index(1, 1), Qt::Checked, Qt::CheckStateRole));
        QCOMPARE(model.ticked(), (QSet<QString>{QStringLiteral("YARD"), QStringLiteral("ALLEY")}));
        model.setNames({});
        QCOMPARE(model.rowCount(), 0);
    }

    void aFilterFromOutsideIsShownAndAsksForNothing()
    {
        m_view->setFilter({.weapons = {QStringLiteral("KNIFE")}, .weekdays = 0x60, .setting = Setting::Inside});
        QVERIFY(named<QToolButton>(*m_view, QStringLiteral("Saturday"))->isChecked());
        QVERIFY(named<QToolButton>(*m_view, QStringLiteral("Weekend"))->isChecked());
        QVERIFY(named<QToolButton>(*m_view, QStringLiteral("Inside a building"))->isChecked());
        QCOMPARE(m_asked->size(), 0);
        for (QToolButton *button : m_view->findChildren<QToolButton *>())
            if (button->text() == QStringLiteral("Clear all"))
                QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(m_view->filter().isEmpty());
        QCOMPARE(m_asked->last().at(1).toString(), QStringLiteral("clear the filter"));
    }

    void countsFollowTheOtherParts()
    {
        m_view->setFilter({.weapons = {QStringLiteral("KNIFE")}});
        count();
        const City knives = filtered(m_city, m_view->filter());
        const QString shown = m_view->findChild<QLabel *>(QStringLiteral("shown"))->text();
        QCOMPARE(shown,
                 QStringLiteral("%1 of %2 incidents")
                     .arg(grouped(static_cast<qint64>(knives.incidents->size())),
                          grouped(static_cast<qint64>(m_city.incidents->size()))));
        const auto firearms = filtered(m_city, {.weapons = {QStringLiteral("FIREARM")}}).incidents->size();
        QCOMPARE(named<QTreeView>(*m_view, QStringLiteral("Weapons"))->model()->index(0, 1).data().toString(),
                 grouped(static_cast<qint64>(firearms)));
    }

    void chipsSayWhatIsFilteredAndLetItGo()
    {
        FilterChips chips;
        QVERIFY(!chips.isVisibleTo(nullptr));
        chips.resize(600, 40);
        const Filter filter{.hours = shifts[2].hours, .weekdays = 0x60, .setting = Setting::Outside};
        chips.setParts(filterParts(filter));
        chips.setCounts(12345, 240000);
        chips.show();
        QVERIFY(QTest::qWaitForWindowActive(&chips));
        QSignalSpy removed(&chips, &FilterChips::removed);
        QSignalSpy cleared(&chips, &FilterChips::cleared);
        QCOMPARE(chips.findChild<QLabel *>(QStringLiteral("counts"))->text(),
                 QStringLiteral("12,345 of 240,000 incidents"));
        auto *days = chips.findChild<QAbstractButton *>(QStringLiteral("weekdays"));
        QTest::mouseClick(days, Qt::LeftButton);
        QCOMPARE(removed.takeFirst().at(0).toString(), QStringLiteral("weekdays"));
        // By the keyboard: the next chip is reached without another Tab.
        days->setFocus(Qt::TabFocusReason);
        QTest::keyClick(days, Qt::Key_Delete);
        QCOMPARE(removed.takeFirst().at(0).toString(), QStringLiteral("weekdays"));
        chips.setParts(filterParts(withoutPart(filter, QStringLiteral("weekdays"))));
        QTRY_COMPARE(chips.findChildren<QAbstractButton *>().size(), 3);
        QVERIFY(chips.findChild<QAbstractButton *>(QStringLiteral("setting"))->hasFocus());
        QTest::mouseClick(named<QToolButton>(chips, QStringLiteral("Remove all filters")), Qt::LeftButton);
        QCOMPARE(cleared.size(), 1);
        chips.setParts({});
        QVERIFY(!chips.isVisible());
    }

    void chipsDoNotOverlapAndLongOnesAreCutShort()
    {
        FilterChips chips;
        chips.resize(420, 100);
        chips.show();
        QSet<QString> names;
        for (int i = 0; i < 60; ++i)
            names.insert(QStringLiteral("NEIGHBORHOOD %1").arg(i));
        chips.setParts(filterParts(
            {.neighborhoods = names, .hours = shifts[0].hours, .weekdays = 3, .from = makeTime(2015, 1, 1)}));
        chips.setCounts(1, 2);
        QCoreApplication::processEvents();
        const auto widgets = chips.findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly);
        QCOMPARE(widgets.size(), 6);
        for (const QWidget *a : widgets) {
            QVERIFY(a->width() <= 240);
            for (const QWidget *b : widgets)
                QVERIFY2(a == b || !a->geometry().intersects(b->geometry()),
                         qPrintable(a->objectName() + b->objectName()));
        }
        QVERIFY(chips.findChild<QAbstractButton *>(QStringLiteral("neighborhoods"))
                    ->toolTip()
                    .contains(QStringLiteral("NEIGHBORHOOD 59")));
    }

private:
    void count()
    {
        m_view->setCounts(filterCounts(m_city, FilterTest(m_city, m_view->filter())), m_city.incidents->size());
    }

    City m_city;
    std::unique_ptr<FilterView> m_view;
    std::unique_ptr<QSignalSpy> m_asked;
};

QTEST_MAIN(TestFilterView)
#include "tst_filter_view.moc"
