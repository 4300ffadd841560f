#include "widgets/map/legend_view.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

using namespace forewatch;

namespace {

const QStringList types = {QStringLiteral("ARSON"), QStringLiteral("HOMICIDE"), QStringLiteral("RAPE"),
                           QStringLiteral("SHOOTING")};

} // namespace

/// Groups stand loudest first and count the sum of their types; what is unchecked is hidden, a whole group with one
/// click, and the user's changes alone are told.
class TestLegendView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        const IncidentTable empty({}, types);
        m_view = std::make_unique<LegendView>();
        m_view->setLegend(Legend(types, Target(Target::defaultNames(), empty)));
        m_view->resize(280, 300);
        m_view->show();
        m_tree = m_view->findChild<QTreeWidget *>();
    }

    void groupsStandLoudestFirstWithTheirTypes()
    {
        QStringList rows;
        for (int row = 0; row < m_tree->topLevelItemCount(); ++row)
            rows << m_tree->topLevelItem(row)->text(0);
        QCOMPARE(rows, (QStringList{QStringLiteral("Targets"), QStringLiteral("Violent"), QStringLiteral("Property"),
                                    QStringLiteral("Touched neighborhoods")}));
        QCOMPARE(m_tree->topLevelItem(0)->childCount(), 2);
        QCOMPARE(m_tree->topLevelItem(0)->child(1)->text(0), QStringLiteral("SHOOTING"));
    }

    void groupsCountTheSumOfTheirTypes()
    {
        m_view->setCounts({7, 1, 1200, 2});
        QCOMPARE(m_tree->topLevelItem(0)->text(1), QStringLiteral("3"));
        QCOMPARE(m_tree->topLevelItem(0)->child(0)->text(1), QStringLiteral("1"));
        QCOMPARE(m_tree->topLevelItem(1)->text(1), QStringLiteral("1,200"));
        QCOMPARE(m_tree->topLevelItem(2)->text(1), QStringLiteral("7"));
    }

    void nothingIsHiddenAtFirst()
    {
        QCOMPARE(m_view->hiddenTypes(), (std::vector<bool>{false, false, false, false}));
        QVERIFY(m_view->showsTouched());
    }

    void anUncheckedTypeIsHidden()
    {
        QSignalSpy changed(m_view.get(), &LegendView::changed);
        m_tree->topLevelItem(0)->child(1)->setCheckState(0, Qt::Unchecked);
        QCOMPARE(m_view->hiddenTypes(), (std::vector<bool>{false, false, false, true}));
        QCOMPARE(m_tree->topLevelItem(0)->checkState(0), Qt::PartiallyChecked);
        QCOMPARE(changed.count(), 1);
    }

    void anUncheckedGroupHidesItsTypes()
    {
        QSignalSpy changed(m_view.get(), &LegendView::changed);
        m_tree->topLevelItem(0)->setCheckState(0, Qt::Unchecked);
        QCOMPARE(m_view->hiddenTypes(), (std::vector<bool>{false, true, false, true}));
        QVERIFY(changed.count() >= 1);
        m_tree->topLevelItem(0)->setCheckState(0, Qt::Checked);
        QCOMPARE(m_view->hiddenTypes(), (std::vector<bool>{false, false, false, false}));
    }

    void hiddenTypesAreRestoredWithOneSignal()
    {
        QSignalSpy changed(m_view.get(), &LegendView::changed);
        const std::vector<bool> hidden = {true, true, false, true};
        m_view->setHiddenTypes(hidden);
        m_view->setHiddenTypes(hidden);
        QCOMPARE(m_view->hiddenTypes(), hidden);
        QCOMPARE(m_tree->topLevelItem(0)->checkState(0), Qt::Unchecked);
        QCOMPARE(changed.count(), 1);
    }

    void countsAndSignsAreNoChange()
    {
        QSignalSpy changed(m_view.get(), &LegendView::changed);
        m_view->setCounts({1, 2, 3, 4});
        m_view->setMapStyle(MapStyle::Original);
        QPalette dark;
        dark.setColor(QPalette::Window, Qt::black);
        m_view->setPalette(dark);
        QCOMPARE(changed.count(), 0);
    }

    void touchedNeighborhoodsAreToggled()
    {
        QSignalSpy changed(m_view.get(), &LegendView::changed);
        m_tree->setCurrentItem(m_tree->topLevelItem(3));
        QTest::keyClick(m_tree, Qt::Key_Space);
        QVERIFY(!m_view->showsTouched());
        QCOMPARE(changed.count(), 1);
    }

    void withoutALegendItSaysWhatWillStandHere()
    {
        LegendView view;
        view.show();
        QVERIFY(view.findChild<QLabel *>(QStringLiteral("empty"))->isVisible());
        QVERIFY(!view.findChild<QTreeWidget *>()->isVisible());
        QVERIFY(!m_view->findChild<QLabel *>(QStringLiteral("empty"))->isVisible());
        QVERIFY(m_tree->isVisible());
    }

    void theClearStyleFoldsWhatTheUserDidNotUnfold()
    {
        m_tree->topLevelItem(1)->setExpanded(true);
        m_view->setMapStyle(MapStyle::Original);
        QVERIFY(m_tree->topLevelItem(0)->isExpanded());
        m_view->setMapStyle(MapStyle::Clear);
        QVERIFY(!m_tree->topLevelItem(0)->isExpanded());
        QVERIFY(m_tree->topLevelItem(1)->isExpanded());
        QVERIFY(!m_tree->topLevelItem(2)->isExpanded());
    }

    void theOriginalStyleShowsThePublishedColorOfEachType()
    {
        m_view->setMapStyle(MapStyle::Original);
        const auto *targets = m_tree->topLevelItem(0);
        QVERIFY(targets->isExpanded());
        QVERIFY(targets->icon(0).isNull());
        const QImage sign = targets->child(0)->icon(0).pixmap(24, 24).toImage();
        QCOMPARE(sign.pixelColor(12, 12), QColor(0xBD, 0x3D, 0x3A));
        m_view->setMapStyle(MapStyle::Clear);
        QVERIFY(!targets->icon(0).isNull());
        QVERIFY(targets->child(0)->icon(0).isNull());
    }

private:
    std::unique_ptr<LegendView> m_view;
    QTreeWidget *m_tree = nullptr;
};

QTEST_MAIN(TestLegendView)
#include "tst_legend_view.moc"
