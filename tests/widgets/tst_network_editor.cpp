#include "widgets/training/network_editor.h"

#include "engine/core/error.h"
#include "widgets/training/layers_model.h"
#include "widgets/training/learning_form.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace forewatch;

/// A network is changed in place, its shapes follow, what cannot be is said with the layer, and every change can be undone;
/// the published networks are only copied.
class TestNetworkEditor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_editor = std::make_unique<NetworkEditor>();
        m_editor->show();
    }

    void publishedNetworksAreShownAndNotChanged_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString &name : NetworkSpec::presets())
            QTest::newRow(qPrintable(name)) << name;
    }

    void publishedNetworksAreShownAndNotChanged()
    {
        QFETCH(QString, name);
        m_editor->setNetwork(NetworkSpec::preset(name));
        QVERIFY(m_editor->isPublished());
        QVERIFY(m_editor->problem().isEmpty());
        for (int row = 0; row < layers()->rowCount(); ++row)
            for (int column = 0; column < layers()->columnCount(); ++column)
                QVERIFY(!(layers()->flags(layers()->index(row, column)) & Qt::ItemIsEditable));
        m_editor->findChild<QPushButton *>(QStringLiteral("copy"))->click();
        QVERIFY(!m_editor->isPublished());
        QVERIFY(m_editor->problem().isEmpty());
        QCOMPARE(m_editor->network().name, name + QStringLiteral(" changed"));
        QVERIFY(m_editor->network().layers == NetworkSpec::preset(name).layers);
    }

    void shapesFollow()
    {
        copy();
        QCOMPARE(cell(0, LayersModel::Shape).toString(), QStringLiteral("148 × 148 × 32"));
        QCOMPARE(cell(0, LayersModel::Parameters).toString(), QStringLiteral("896"));
        QVERIFY(m_editor->findChild<QLabel *>(QStringLiteral("summary"))->text().startsWith(QStringLiteral("3,453,121 parameters")));
        edit(0, LayersModel::Units, 16);
        edit(0, LayersModel::Edges, QStringLiteral("same"));
        QCOMPARE(cell(0, LayersModel::Shape).toString(), QStringLiteral("150 × 150 × 16"));
        QCOMPARE(cell(0, LayersModel::Parameters).toString(), QStringLiteral("448"));
    }

    void impossibleShapesAreRefusedWithTheirLayer()
    {
        copy();
        edit(1, LayersModel::Size, 90);
        QVERIFY2(m_editor->problem().contains(QStringLiteral("Layer 3")), qPrintable(m_editor->problem()));
        QVERIFY(m_editor->findChild<QLabel *>(QStringLiteral("problem"))->isVisible());
        QCOMPARE(cell(0, LayersModel::Shape).toString(), QString());
        m_editor->undoStack()->undo();
        QVERIFY(m_editor->problem().isEmpty());
        QVERIFY(!m_editor->findChild<QLabel *>(QStringLiteral("problem"))->isVisible());
    }

    void layersAreAddedMovedAndRemoved()
    {
        copy();
        const std::vector<Layer> before = m_editor->network().layers;
        choose(8);
        add(QStringLiteral("Dropout"));
        QCOMPARE(m_editor->network().layers.size(), before.size() + 1);
        QVERIFY(m_editor->network().layers[9].kind == Layer::Kind::Dropout);
        QVERIFY(m_editor->problem().isEmpty());
        tool(QStringLiteral("Moves the layer down (Alt+Down)"))->click();
        QVERIFY(m_editor->network().layers[10].kind == Layer::Kind::Dropout);
        tool(QStringLiteral("Moves the layer up (Alt+Up)"))->click();
        QVERIFY(m_editor->network().layers[9].kind == Layer::Kind::Dropout);
        tool(QStringLiteral("Removes the chosen layer (Del)"))->click();
        QVERIFY(m_editor->network().layers == before);
    }

    void theScoreStaysLast()
    {
        copy();
        choose(static_cast<int>(m_editor->network().layers.size()) - 1);
        add(QStringLiteral("Dense"));
        QCOMPARE(m_editor->network().layers.back().units, 1);
        QVERIFY(m_editor->problem().isEmpty());
    }

    void anotherKindKeepsWhatBothHave()
    {
        copy();
        edit(1, LayersModel::Kind, QStringLiteral("Mean of"));
        QVERIFY(m_editor->network().layers[1].kind == Layer::Kind::AveragePool);
        QCOMPARE(m_editor->network().layers[1].kernel, 2);
        edit(1, LayersModel::Kind, QStringLiteral("Dropout"));
        QCOMPARE(m_editor->network().layers[1].kernel, 0);
        QVERIFY(!(layers()->flags(layers()->index(1, LayersModel::Size)) & Qt::ItemIsEditable));
        QCOMPARE(cell(1, LayersModel::Size), QVariant());
    }

    void everyChangeIsUndone()
    {
        copy();
        const NetworkSpec start = m_editor->network();
        edit(0, LayersModel::Activated, QStringLiteral("tanh"));
        choice(QStringLiteral("Optimiser"))->setCurrentIndex(2);
        setNumber(QStringLiteral("Learning rate"), QStringLiteral("0.05"));
        choice(QStringLiteral("Loss"))->setCurrentIndex(2);
        const NetworkSpec end = m_editor->network();
        QVERIFY(end.learning.optimiser == OptimiserKind::Sgd);
        QCOMPARE(end.learning.learningRate, 0.05);
        QVERIFY(end.learning.loss == LossKind::Focal);
        for (int i = 0; i < 4; ++i)
            m_editor->undoStack()->undo();
        QVERIFY(m_editor->network() == start);
        for (int i = 0; i < 4; ++i)
            m_editor->undoStack()->redo();
        QVERIFY(m_editor->network() == end);
    }

    void whatIsNoNumberIsSaid()
    {
        copy();
        setNumber(QStringLiteral("Learning rate"), QStringLiteral("fast"));
        QVERIFY2(m_editor->problem().contains(QStringLiteral("fast")), qPrintable(m_editor->problem()));
        QCOMPARE(m_editor->network().learning.learningRate, 1e-4);
        setNumber(QStringLiteral("Learning rate"), QStringLiteral("1e-4"));
        QVERIFY(m_editor->problem().isEmpty());
    }

    void aNameOfItsOwnIsNeeded()
    {
        copy();
        setNumber(QStringLiteral("Name of the network"), QStringLiteral("model1"));
        QVERIFY(m_editor->problem().contains(QStringLiteral("name")));
        setNumber(QStringLiteral("Name of the network"), QStringLiteral("mine"));
        QVERIFY(m_editor->problem().isEmpty());
        QCOMPARE(m_editor->network().name, QStringLiteral("mine"));
    }

    void aNetworkComesBackFromItsFile()
    {
        copy();
        edit(2, LayersModel::Units, 48);
        choice(QStringLiteral("Decay of the learning rate"))->setCurrentIndex(2);
        const NetworkSpec written = m_editor->network();
        const NetworkSpec read = NetworkSpec::fromJson(written.toJson());
        m_editor->setNetwork(read);
        QVERIFY(m_editor->problem().isEmpty());
        QVERIFY(m_editor->network().toJson() == written.toJson());
    }

private:
    void copy() { m_editor->findChild<QPushButton *>(QStringLiteral("copy"))->click(); }
    QTableView *table() const
    {
        for (auto *view : m_editor->findChildren<QTableView *>())
            if (qobject_cast<LayersModel *>(view->model()))
                return view;
        qFatal("There are no layers");
    }
    QAbstractItemModel *layers() const { return table()->model(); }
    QVariant cell(int row, int column) const { return layers()->index(row, column).data(); }
    void edit(int row, int column, const QVariant &value) { QVERIFY(layers()->setData(layers()->index(row, column), value)); }
    void choose(int row) { table()->setCurrentIndex(layers()->index(row, 0)); }
    void add(const QString &kind)
    {
        for (QAction *action : m_editor->findChildren<QAction *>())
            if (action->text() == kind)
                return action->trigger();
        qFatal("No such layer");
    }
    QToolButton *tool(const QString &name) const
    {
        for (auto *button : m_editor->findChildren<QToolButton *>())
            if (button->accessibleName() == name)
                return button;
        qFatal("No such tool");
    }
    QComboBox *choice(const QString &name) const
    {
        for (auto *box : m_editor->findChildren<QComboBox *>())
            if (box->accessibleName() == name)
                return box;
        qFatal("No such choice");
    }
    void setNumber(const QString &name, const QString &text)
    {
        for (auto *field : m_editor->findChildren<QLineEdit *>()) {
            if (field->accessibleName() == name) {
                field->setText(text);
                Q_EMIT field->editingFinished();
                return;
            }
        }
        qFatal("No such field");
    }

    std::unique_ptr<NetworkEditor> m_editor;
};

QTEST_MAIN(TestNetworkEditor)
#include "tst_network_editor.moc"
