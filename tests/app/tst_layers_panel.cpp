#include "app/gui/exploration.h"
#include "app/gui/layers_panel.h"
#include "app/gui/session.h"
#include "engine/layers/area_layer.h"
#include "engine/layers/point_layer.h"
#include "tests/support/scene.h"
#include "widgets/layers/area_layer_form.h"
#include "widgets/layers/layer_dialog.h"
#include "widgets/layers/layer_list.h"
#include "widgets/layers/point_layer_form.h"
#include "widgets/training/training_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QTreeWidget>

using namespace forewatch;
using namespace forewatch::test;

namespace {

constexpr int patience = 60'000;

LayerSpec counts()
{
    return {.kind = LayerSpec::Kind::Areas, .name = QStringLiteral("Counts"),
            .settings = AreaLayerSettings{.value = AreaLayerSettings::Value::Incidents}.toJson()};
}

} // namespace

/// Layers are added, shown, ordered, edited and removed in the panel, made in the background, and every step is undone.
class TestLayersPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_session = std::make_unique<Session>();
        m_exploration = std::make_unique<Exploration>(m_session.get());
        m_panel = std::make_unique<LayersPanel>(m_session.get(), m_exploration.get());
        m_panel->resize(300, 500);
        m_panel->show();
        m_session->openCity(scene(m_folder, busyTable(20)));
        QTRY_VERIFY_WITH_TIMEOUT(m_session->hasCity(), patience);
        m_cameras = m_folder.write(QStringLiteral("cameras.csv"), "name,lat,lon,day\nGate,.5,.5,2014-01-01\nPier,.5,1.5,2014-01-02\n");
    }
    void cleanup()
    {
        m_panel.reset();
        m_exploration.reset();
        m_session.reset();
    }

    void aLayerIsMadeListedAndDrawn()
    {
        setLayers({counts(), cameras()});
        QTRY_COMPARE_WITH_TIMEOUT(m_exploration->layers().size(), std::size_t(2), patience);
        // The uppermost stands first, with its signs and its note.
        QCOMPARE(tree()->topLevelItem(0)->text(0), QStringLiteral("Cameras"));
        QVERIFY(tree()->topLevelItem(0)->child(0)->text(0).contains(QLatin1String("2 points")));
        QVERIFY(tree()->topLevelItem(1)->childCount() >= 2);
    }

    void aHiddenLayerIsNotDrawn()
    {
        setLayers({counts(), cameras()});
        QTRY_COMPARE_WITH_TIMEOUT(m_exploration->layers().size(), std::size_t(2), patience);
        const auto before = m_exploration->layers();
        tree()->topLevelItem(0)->setCheckState(0, Qt::Unchecked);
        QTRY_COMPARE(m_exploration->layers().size(), std::size_t(1));
        QVERIFY(m_exploration->layers()[0] == before[0]);
        m_exploration->undoStack()->undo();
        QCOMPARE(m_exploration->layers().size(), std::size_t(2));
    }

    void orderOpacityAndRemovalAreUndone()
    {
        const std::vector<LayerSpec> both = {counts(), cameras()};
        setLayers(both);
        QTRY_COMPARE_WITH_TIMEOUT(m_exploration->layers().size(), std::size_t(2), patience);
        tree()->setCurrentItem(tree()->topLevelItem(1));
        button("Up")->click();
        QTRY_COMPARE(specs().back().name, QStringLiteral("Counts"));
        m_panel->findChild<QSlider *>()->setValue(70);
        m_panel->findChild<QSlider *>()->setValue(50);
        QTRY_COMPARE(specs().back().opacity, .5);
        QCOMPARE(m_exploration->layers().size(), std::size_t(2));
        button("Remove")->click();
        QTRY_COMPARE(specs().size(), std::size_t(1));
        m_exploration->undoStack()->undo();
        m_exploration->undoStack()->undo();
        QCOMPARE(specs().back().opacity, 1.);
        m_exploration->undoStack()->undo();
        QVERIFY(specs() == both);
    }

    void countsFollowTheFilter()
    {
        setLayers({counts()});
        QTRY_COMPARE_WITH_TIMEOUT(m_exploration->layers().size(), std::size_t(1), patience);
        const auto before = m_exploration->layers()[0]->identity();
        ViewSettings settings = m_exploration->settings();
        settings.filter.hiddenTypes = {QStringLiteral("LARCENY")};
        m_exploration->change(settings, QStringLiteral("hide"));
        QTRY_VERIFY_WITH_TIMEOUT(m_exploration->layers().size() == 1 && m_exploration->layers()[0]->identity() != before, patience);
    }

    void pointsDoNotFollowTheFilter()
    {
        setLayers({cameras()});
        QTRY_COMPARE_WITH_TIMEOUT(m_exploration->layers().size(), std::size_t(1), patience);
        const auto before = m_exploration->layers();
        ViewSettings settings = m_exploration->settings();
        settings.filter.hiddenTypes = {QStringLiteral("LARCENY")};
        m_exploration->change(settings, QStringLiteral("hide"));
        QCOMPARE(m_exploration->layers(), before);
    }

    void aFailureStandsWithItsLayerAndLeavesTheOthers()
    {
        QSignalSpy failed(m_session.get(), &Session::failed);
        LayerSpec gone = cameras();
        gone.settings[QStringLiteral("source")] = m_folder.path(QStringLiteral("gone.csv"));
        setLayers({gone, counts()});
        QTRY_COMPARE_WITH_TIMEOUT(m_exploration->layers().size(), std::size_t(1), patience);
        QCOMPARE(failed.count(), 1);
        QVERIFY(failed[0][0].toString().contains(QLatin1String("gone.csv")));
        QVERIFY(tree()->topLevelItem(1)->child(0)->text(0).contains(QLatin1String("gone.csv")));
    }

    void aLayerIsAddedByItsDialog()
    {
        QTimer::singleShot(0, this, [this] {
            auto *dialog = m_panel->findChild<LayerDialog *>();
            QVERIFY(dialog);
            auto *ok = dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok);
            QVERIFY(!ok->isEnabled());
            auto *source = dialog->findChild<SourceField *>();
            source->setSource(m_cameras);
            Q_EMIT source->sourceChanged();
            QVERIFY(ok->isEnabled());
            // The day was recognised as the points' time.
            QCOMPARE(static_cast<PointLayerForm *>(dialog->form())->pointSettings().time, QStringLiteral("day"));
            ok->click();
        });
        m_panel->findChild<LayerList *>()->findChild<QMenu *>()->actions().constFirst()->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(m_exploration->layers().size(), std::size_t(1), patience);
        QCOMPARE(specs()[0].name, QStringLiteral("cameras"));
    }

    void aFormGivesBackWhatItWasGiven()
    {
        const PointLayerSettings points{.source = m_cameras, .longitude = QStringLiteral("lon"), .latitude = QStringLiteral("lat"),
                                        .time = QStringLiteral("day"), .dateOrder = DateOrder::YearMonthDay,
                                        .filterColumn = QStringLiteral("name"), .filterPatterns = {QStringLiteral("G*"), QStringLiteral("x")},
                                        .label = QStringLiteral("name"), .shape = LayerSign::Shape::Square, .color = QColor(9, 8, 7), .radius = 4};
        QVERIFY(PointLayerForm(points).pointSettings() == points);
        const QString areas = m_folder.write(QStringLiteral("fig.geojson"),
                                             QByteArray(twoSquares()).replace("\"name\":\"West\"", "\"name\":\"West\",\"poor\":3"));
        AreaLayerForm form({.source = areas, .attribute = QStringLiteral("poor"), .method = ClassMethod::NaturalBreaks, .classes = 7});
        QCOMPARE(form.areaSettings().attribute, QStringLiteral("poor"));
        QCOMPARE(form.areaSettings().classes, 7);
        QVERIFY(form.problem().isEmpty());
        for (const auto kind : {LayerSpec::Kind::Density, LayerSpec::Kind::Grid}) {
            const LayerDialog dialog({.kind = kind, .name = {}}, {});
            QVERIFY(!dialog.spec().name.isEmpty());
            NoFeedback feedback;
            QVERIFY(makeLayer(dialog.spec(), m_session->city(), feedback) != nullptr);
        }
    }

    void aTrainingIsOfferedTheLayers()
    {
        TrainingPanel training;
        training.setSpan(makeTime(2014, 1, 1), makeTime(2015, 1, 1));
        auto *box = training.findChild<QCheckBox *>(QStringLiteral("layers"));
        QVERIFY(box->isHidden());
        training.setLayers({counts(), cameras()});
        QVERIFY(!box->isHidden());
        QVERIFY(training.settings().layers.empty());
        box->setChecked(true);
        QCOMPARE(training.settings().layers.size(), std::size_t(2));
        for (QComboBox *choice : training.findChildren<QComboBox *>())
            if (choice->findText(QStringLiteral("at random")) >= 0)
                choice->setCurrentText(QStringLiteral("at random"));
        VERIFY_SAYS(training.problem(), "Counts");
        training.setLayers({cameras()});
        QVERIFY(training.problem().isEmpty());
    }

private:
    LayerSpec cameras() const
    {
        return {.kind = LayerSpec::Kind::Points, .name = QStringLiteral("Cameras"),
                .settings = PointLayerSettings{.source = m_cameras}.toJson()};
    }
    void setLayers(const std::vector<LayerSpec> &layers)
    {
        ViewSettings settings = m_exploration->settings();
        settings.layers = layers;
        m_exploration->change(settings, QStringLiteral("layers"));
    }
    const std::vector<LayerSpec> &specs() const { return m_exploration->settings().layers; }
    QTreeWidget *tree() const { return m_panel->findChild<QTreeWidget *>(); }
    QToolButton *button(const char *text) const
    {
        for (QToolButton *one : m_panel->findChildren<QToolButton *>())
            if (one->text() == QLatin1String(text))
                return one;
        return nullptr;
    }

    Folder m_folder;
    QString m_cameras;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Exploration> m_exploration;
    std::unique_ptr<LayersPanel> m_panel;
};

QTEST_MAIN(TestLayersPanel)
#include "tst_layers_panel.moc"
