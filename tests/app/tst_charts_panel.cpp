#include "app/gui/charts_panel.h"
#include "app/gui/exploration.h"
#include "app/gui/session.h"
#include "tests/support/scene.h"
#include "widgets/plots/chart_view.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QSpinBox>
#include <QTest>

using namespace forewatch;
using namespace forewatch::test;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 60'000;

/// A city of 60 days in a window of its own: 720 larcenies in the west and east, 30 shootings in the east.
struct Scene
{
    Scene() : exploration(&session), panel(&session, &exploration)
    {
        session.openCity(scene(folder, busyTable(60)));
        panel.resize(900, 500);
    }

    bool waitForCity() { return QTest::qWaitFor([this] { return session.hasCity(); }, patience); }

    /// Until a chart says so in its title or subtitle.
    bool waitFor(const QString &text)
    {
        return QTest::qWaitFor([&] {
            const auto chart = panel.view()->chart();
            return chart && (chart->contents().title + chart->contents().subtitle).contains(text);
        }, patience);
    }

    template <class Widget>
    Widget *option(const char *name)
    {
        for (Widget *widget : panel.findChildren<Widget *>())
            if (widget->accessibleName() == QLatin1String(name))
                return widget;
        qFatal("no option %s", name);
    }

    Folder folder;
    Session session;
    Exploration exploration;
    ChartsPanel panel;
};

} // namespace

/// The drawer's charts follow what is looked at, and count only while they are seen.
class TestChartsPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsCountedUnseen()
    {
        Scene s;
        QVERIFY(s.waitForCity());
        QTest::qWait(300);
        QVERIFY(!s.panel.view()->chart() && !s.panel.isCounting());
        s.panel.show();
        s.panel.choose(ChartKind::Types);
        QVERIFY(s.waitFor(QStringLiteral("Incidents by type")));
    }

    void everyChartIsThere()
    {
        Scene s;
        QVERIFY(s.waitForCity());
        s.panel.show();
        for (const ChartKind kind : chartKinds) {
            s.panel.choose(kind);
            QVERIFY2(QTest::qWaitFor([&] {
                const auto chart = s.panel.view()->chart();
                return chart && chart->contents().json.value(QLatin1String("chart")).toString() == chartKindKey(kind);
            }, patience), qPrintable(chartKindKey(kind)));
        }
    }

    void itFollowsTheFilter()
    {
        Scene s;
        QVERIFY(s.waitForCity());
        s.panel.show();
        s.panel.choose(ChartKind::Types);
        QVERIFY(s.waitFor(QStringLiteral("750 incidents")));
        ViewSettings settings;
        settings.filter.hours = Filter::Hours{0, 120};
        s.exploration.change(settings, QStringLiteral("filter"));
        QVERIFY(s.waitFor(QStringLiteral("60 incidents")));
        VERIFY_SAYS(s.panel.view()->chart()->contents().subtitle, "02:00");
    }

    void theWindowAloneCanBeCharted()
    {
        Scene s;
        QVERIFY(s.waitForCity());
        s.exploration.setWindow(Window{makeTime(2014, 1, 3), 24h});
        s.panel.show();
        s.panel.choose(ChartKind::Types);
        QVERIFY(s.waitFor(QStringLiteral("750 incidents")));
        s.option<QComboBox>("Which incidents")->setCurrentIndex(1);
        QVERIFY(s.waitFor(QStringLiteral("3 Jan 2014 · 13 incidents")));
        s.exploration.setWindow(Window{makeTime(2014, 1, 4), 24h});
        QVERIFY(s.waitFor(QStringLiteral("4 Jan 2014 · 12 incidents")));
    }

    void selectedNeighborhoodsAloneCanBeCharted()
    {
        Scene s;
        QVERIFY(s.waitForCity());
        s.panel.show();
        s.panel.choose(ChartKind::Types);
        QVERIFY(s.waitFor(QStringLiteral("750 incidents")));
        auto *selected = s.panel.findChild<QCheckBox *>();
        QVERIFY(!selected->isEnabled());
        s.exploration.select({{}, {1}});
        QVERIFY(selected->isEnabled());
        selected->setChecked(true);
        QVERIFY(s.waitFor(QStringLiteral("in East")));
        const auto json = s.panel.view()->chart()->contents().json;
        QVERIFY(json.value(QLatin1String("counted")).toInt() < 750);
        s.exploration.select({});
        QVERIFY(s.waitFor(QStringLiteral("750 incidents")));
    }

    void optionsStandOnlyWhereTheyMatter()
    {
        Scene s;
        s.panel.show();
        s.panel.choose(ChartKind::Outdoors);
        QVERIFY(!s.option<QComboBox>("What is counted")->isVisible());
        s.panel.choose(ChartKind::NearRepeat);
        QVERIFY(s.option<QSpinBox>("Number of runs")->isVisible());
        QCOMPARE(s.option<QComboBox>("What is counted")->currentText(), QStringLiteral("target events"));
        s.panel.choose(ChartKind::Hours);
        QVERIFY(!s.option<QSpinBox>("Number of runs")->isVisible());
        QCOMPARE(s.option<QComboBox>("What is counted")->currentText(), QStringLiteral("all incidents"));
    }

    void badBandsAreSaidInTheChartsPlace()
    {
        Scene s;
        QVERIFY(s.waitForCity());
        s.panel.show();
        s.panel.choose(ChartKind::NearRepeat);
        QVERIFY(s.waitFor(QStringLiteral("Near repeats")));
        auto *distances = s.option<QLineEdit>("Ends of the distance bands in metres");
        distances->setText(QStringLiteral("300, 200"));
        Q_EMIT distances->editingFinished();
        QVERIFY(QTest::qWaitFor([&] { return !s.panel.view()->chart(); }, patience));
        distances->setText(QStringLiteral("50 150"));
        Q_EMIT distances->editingFinished();
        QVERIFY(s.waitFor(QStringLiteral("Near repeats")));
        QCOMPARE(s.panel.view()->chart()->contents().rows.size(), std::size_t(3 * 4));
    }
};

QTEST_MAIN(TestChartsPanel)
#include "tst_charts_panel.moc"
