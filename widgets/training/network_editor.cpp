#include "widgets/training/network_editor.h"

#include "engine/core/error.h"
#include "engine/core/text.h"
#include "widgets/flow_layout.h"
#include "widgets/look.h"
#include "widgets/tables/table_look.h"
#include "widgets/training/layers_model.h"
#include "widgets/training/learning_form.h"
#include "widgets/training/sentence.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QTableView>
#include <QToolButton>
#include <QUndoCommand>
#include <QVBoxLayout>

#include <utility>

namespace forewatch {

/// One step of undo: networks are small values.
class NetworkEditor::Change : public QUndoCommand
{
public:
    Change(NetworkEditor *editor, NetworkSpec after, const QString &what)
        : QUndoCommand(what), m_editor(editor), m_before(editor->m_network), m_after(std::move(after))
    {
    }

    void undo() override { m_editor->apply(m_before); }
    void redo() override { m_editor->apply(m_after); }

private:
    NetworkEditor *m_editor;
    NetworkSpec m_before;
    NetworkSpec m_after;
};

NetworkEditor::NetworkEditor(QWidget *parent)
    : QWidget(parent)
    , m_network(NetworkSpec::model2())
    , m_model(new LayersModel(this))
    , m_table(new QTableView)
    , m_learning(new LearningForm)
    , m_summary(new QLabel)
    , m_problem(new QLabel)
{
    m_problem->setObjectName(QStringLiteral("problem"));
    m_problem->setWordWrap(true);
    m_summary->setObjectName(QStringLiteral("summary"));
    m_summary->setWordWrap(true);
    auto *content = new QWidget;
    auto *inner = new QVBoxLayout(content);
    inner->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    inner->setSpacing(gridUnit);
    inner->addWidget(makeHead());
    inner->addWidget(makeLayers());
    inner->addWidget(m_summary);
    inner->addWidget(m_problem);
    inner->addWidget(m_learning);
    inner->addWidget(makeFoot());
    inner->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(scroll);

    connect(m_learning, &LearningForm::edited, this, [this] { change(m_learning->applied(m_network), tr("Change training")); });
    connect(m_model, &LayersModel::edited, this, [this](int row, const Layer &layer) {
        NetworkSpec network = m_network;
        network.layers[static_cast<std::size_t>(row)] = layer;
        change(network, tr("Change layer"));
    });
    apply(m_network);
}

QWidget *NetworkEditor::makeHead()
{
    m_name = new QLineEdit;
    m_name->setAccessibleName(tr("Name of the network"));
    m_name->setMaxLength(60);
    m_name->setFixedWidth(22 * gridUnit);
    connect(m_name, &QLineEdit::editingFinished, this, [this] {
        NetworkSpec network = m_network;
        network.name = m_name->text().trimmed();
        change(network, tr("Rename"));
    });
    m_copy = new QPushButton(tr("Copy to edit"));
    m_copy->setObjectName(QStringLiteral("copy"));
    m_copy->setToolTip(tr("The published networks stay as they are"));
    connect(m_copy, &QPushButton::clicked, this, [this] { change(copyToEdit(), tr("Copy to edit")); });
    auto *preset = new QToolButton;
    preset->setText(tr("Begin with"));
    preset->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(preset);
    for (const QString &name : NetworkSpec::presets())
        menu->addAction(name, this, [this, name] { change(NetworkSpec::preset(name), tr("Begin with %1").arg(name)); });
    preset->setMenu(menu);
    const auto make = [this](const QString &text, auto signal) {
        auto *button = new QPushButton(text);
        connect(button, &QPushButton::clicked, this, signal);
        return button;
    };
    return makeSentence({makePhrase({new QLabel(tr("Network")), m_name}), m_copy, preset,
                         make(tr("Open …"), &NetworkEditor::openRequested), make(tr("Save …"), &NetworkEditor::saveRequested)});
}

QWidget *NetworkEditor::makeLayers()
{
    m_table->setModel(m_model);
    setUpTable(*m_table, tr("Layers"));
    m_table->setItemDelegate(new LayersDelegate(m_table));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed
                             | QAbstractItemView::AnyKeyPressed | QAbstractItemView::SelectedClicked);
    m_table->horizontalHeader()->setSectionsMovable(false);
    m_table->setMinimumHeight(30 * gridUnit);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &NetworkEditor::showState);

    auto *tools = new QWidget;
    auto *row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(gridUnit / 2);
    const auto make = [row](const QString &text, const QString &name) {
        auto *button = new QToolButton;
        button->setText(text);
        button->setToolTip(name);
        button->setAccessibleName(name);
        row->addWidget(button);
        return button;
    };
    m_add = make(tr("Add layer"), tr("Adds a layer after the chosen one"));
    auto *kinds = new QMenu(m_add);
    const QStringList names = layerKinds();
    for (int kind = 0; kind < names.size(); ++kind)
        kinds->addAction(names[kind], this, [this, kind] { addLayer(static_cast<Layer::Kind>(kind)); });
    m_add->setMenu(kinds);
    m_add->setPopupMode(QToolButton::InstantPopup);
    m_remove = make(tr("Remove"), tr("Removes the chosen layer (Del)"));
    m_up = make(QStringLiteral("↑"), tr("Moves the layer up (Alt+Up)"));
    m_down = make(QStringLiteral("↓"), tr("Moves the layer down (Alt+Down)"));
    connect(m_remove, &QToolButton::clicked, this, &NetworkEditor::removeLayer);
    connect(m_up, &QToolButton::clicked, this, [this] { moveLayer(-1); });
    connect(m_down, &QToolButton::clicked, this, [this] { moveLayer(1); });
    const auto onKey = [this](const QKeySequence &key, QToolButton *button) {
        auto *action = new QAction(m_table);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetShortcut);
        connect(action, &QAction::triggered, button, &QToolButton::click);
        m_table->addAction(action);
    };
    onKey(Qt::Key_Delete, m_remove);
    onKey(Qt::ALT | Qt::Key_Up, m_up);
    onKey(Qt::ALT | Qt::Key_Down, m_down);
    row->addStretch();
    auto *undo = make(tr("Undo"), tr("Takes the last change back"));
    auto *redo = make(tr("Redo"), tr("Makes it again"));
    connect(undo, &QToolButton::clicked, &m_undo, &QUndoStack::undo);
    connect(redo, &QToolButton::clicked, &m_undo, &QUndoStack::redo);
    undo->setEnabled(false);
    redo->setEnabled(false);
    connect(&m_undo, &QUndoStack::canUndoChanged, undo, &QToolButton::setEnabled);
    connect(&m_undo, &QUndoStack::canRedoChanged, redo, &QToolButton::setEnabled);

    auto *both = new QWidget;
    auto *column = new QVBoxLayout(both);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gridUnit / 2);
    column->addWidget(m_table);
    column->addWidget(tools);
    return both;
}

QWidget *NetworkEditor::makeFoot()
{
    auto *preview = new QPushButton(tr("Preview augmented pictures …"));
    preview->setToolTip(tr("Three of the city's windows, four times each, as an augmented phase shows them"));
    connect(preview, &QPushButton::clicked, this, &NetworkEditor::previewRequested);
    return makeSentence({preview});
}

void NetworkEditor::setNetwork(const NetworkSpec &network)
{
    change(network, tr("Show %1").arg(network.name));
}

void NetworkEditor::change(const NetworkSpec &network, const QString &what)
{
    if (network != m_network)
        m_undo.push(new Change(this, network, what));
    else
        showState(); // what is written in the form may be no number
}

void NetworkEditor::apply(const NetworkSpec &network)
{
    const int row = m_table->currentIndex().row();
    m_network = network;
    m_model->setNetwork(network, isPublished());
    m_learning->setNetwork(network, isPublished());
    m_table->resizeColumnsToContents();
    if (row >= 0 && !m_table->currentIndex().isValid())
        m_table->setCurrentIndex(m_model->index(std::min(row, m_model->rowCount() - 1), 0));
    showState();
}

bool NetworkEditor::isPublished() const
{
    for (const QString &name : NetworkSpec::presets())
        if (m_network == NetworkSpec::preset(name))
            return true;
    return false;
}

NetworkSpec NetworkEditor::copyToEdit() const
{
    NetworkSpec copy = m_network;
    copy.name = tr("%1 changed").arg(m_network.name);
    return copy;
}

QString NetworkEditor::problem() const
{
    if (const QString wrong = m_learning->problem(); !wrong.isEmpty())
        return wrong;
    if (m_network.name.isEmpty())
        return tr("Give the network a name.");
    if (!isPublished() && NetworkSpec::presets().contains(m_network.name))
        return tr("A changed network needs a name of its own, not %1.").arg(m_network.name);
    try {
        NetworkSpec::fromJson(m_network.toJson());
    } catch (const Error &error) {
        return error.message();
    }
    return {};
}

void NetworkEditor::addLayer(Layer::Kind kind)
{
    NetworkSpec network = m_network;
    const int row = m_table->currentIndex().row();
    // Before the score, where nothing is chosen or the score is.
    const int last = static_cast<int>(network.layers.size()) - 1;
    const int at = row < 0 || row >= last ? std::max(0, last) : row + 1;
    network.layers.insert(network.layers.begin() + at, newLayer(kind));
    change(network, tr("Add layer"));
    m_table->setCurrentIndex(m_model->index(at, 0));
}

void NetworkEditor::removeLayer()
{
    const int row = m_table->currentIndex().row();
    if (row < 0 || isPublished())
        return;
    NetworkSpec network = m_network;
    network.layers.erase(network.layers.begin() + row);
    change(network, tr("Remove layer"));
}

void NetworkEditor::moveLayer(int by)
{
    const int row = m_table->currentIndex().row();
    const int to = row + by;
    if (row < 0 || to < 0 || to >= m_model->rowCount() || isPublished())
        return;
    NetworkSpec network = m_network;
    std::swap(network.layers[static_cast<std::size_t>(row)], network.layers[static_cast<std::size_t>(to)]);
    change(network, tr("Move layer"));
    m_table->setCurrentIndex(m_model->index(to, 0));
}

void NetworkEditor::showState()
{
    const bool published = isPublished();
    const int row = m_table->currentIndex().row();
    m_name->setText(m_network.name);
    m_name->setReadOnly(published);
    m_copy->setVisible(published);
    m_add->setEnabled(!published);
    m_remove->setEnabled(!published && row >= 0);
    m_up->setEnabled(!published && row > 0);
    m_down->setEnabled(!published && row >= 0 && row + 1 < m_model->rowCount());
    const QString wrong = problem();
    m_problem->setText(wrong);
    m_problem->setVisible(!wrong.isEmpty());
    QString summary = published ? tr("As published, and not to be changed.") : QString();
    try {
        const std::int64_t parameters = parameterCount(m_network);
        summary = tr("%1 parameters, %2 MB in float32. %3")
                      .arg(grouped(parameters)).arg(static_cast<double>(parameters) * 4 / 1e6, 0, 'f', 1).arg(summary);
    } catch (const Error &) {
        // Said by the problem.
    }
    m_summary->setText(summary.trimmed());
    m_summary->setVisible(!summary.isEmpty());
    Q_EMIT changed();
}

} // namespace forewatch
