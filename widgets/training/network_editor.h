#pragma once

#include "engine/learning/network_spec.h"

#include <QUndoStack>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;
class QToolButton;

namespace forewatch {

class LayersModel;
class LearningForm;

/// A network as a list of layers that are added, removed, moved and edited in place, with how it is trained; shapes and
/// parameters follow at once. The published networks are shown and copied, not changed.
class NetworkEditor : public QWidget
{
    Q_OBJECT

public:
    explicit NetworkEditor(QWidget *parent = nullptr);

    const NetworkSpec &network() const { return m_network; }

    /// Shows another network; undo leads back to the one before.
    void setNetwork(const NetworkSpec &network);

    /// Why the network cannot be trained, for the user; empty when it can.
    QString problem() const;

    /// Whether it is one of the published networks, unchanged.
    bool isPublished() const;

    /// A name that says that it is no published network: `model2 changed`.
    NetworkSpec copyToEdit() const;

    QUndoStack *undoStack() { return &m_undo; }

Q_SIGNALS:
    /// `network()` or `problem()` are others.
    void changed();
    void openRequested();
    void saveRequested();
    void previewRequested();

private:
    class Change;

    QWidget *makeHead();
    QWidget *makeLayers();
    QWidget *makeFoot();
    void change(const NetworkSpec &network, const QString &what);
    void apply(const NetworkSpec &network);
    void addLayer(Layer::Kind kind);
    void removeLayer();
    void moveLayer(int by);
    void showState();

    NetworkSpec m_network;
    QUndoStack m_undo;
    QLineEdit *m_name;
    QPushButton *m_copy;
    LayersModel *m_model;
    QTableView *m_table;
    QToolButton *m_add;
    QToolButton *m_remove;
    QToolButton *m_up;
    QToolButton *m_down;
    LearningForm *m_learning;
    QLabel *m_summary;
    QLabel *m_problem;
};

} // namespace forewatch
