#pragma once

#include "engine/learning/network_spec.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;
class QTableWidget;
class QToolButton;

namespace forewatch {

/// A network's input and how it is trained: picture, optimiser, learning rate and its decay, loss, phases, early stopping.
class LearningForm : public QWidget
{
    Q_OBJECT

public:
    explicit LearningForm(QWidget *parent = nullptr);

    void setNetwork(const NetworkSpec &network, bool readOnly);

    /// The network with what the form says. Numbers that are not understood stay as they were.
    NetworkSpec applied(NetworkSpec network) const;

    /// The field that is not understood, in plain words; empty when all are.
    QString problem() const;

Q_SIGNALS:
    /// The user changed something.
    void edited();

private:
    QWidget *makeInput();
    QWidget *makeOptimiser();
    QWidget *makeLoss();
    QWidget *makePhases();
    QLineEdit *makeNumber(const QString &name, const QString &tip);
    void addPhase(const Phase &phase);
    std::vector<Phase> phases() const;
    void showState();

    bool m_setting = false;
    bool m_readOnly = true;
    QSpinBox *m_width;
    QSpinBox *m_height;
    QComboBox *m_resize;
    QComboBox *m_pixels;
    QComboBox *m_optimiser;
    QLineEdit *m_rate;
    QLineEdit *m_weightDecay;
    QLineEdit *m_momentum;
    QWidget *m_sgd;
    QCheckBox *m_nesterov;
    QComboBox *m_decay;
    QWidget *m_decays;
    QLineEdit *m_decayFactor;
    QSpinBox *m_decayEvery;
    QComboBox *m_loss;
    QWidget *m_weighted;
    QLineEdit *m_positiveWeight;
    QWidget *m_focal;
    QLineEdit *m_focus;
    QSpinBox *m_patience;
    QTableWidget *m_phases;
    QToolButton *m_add;
    QToolButton *m_remove;
};

} // namespace forewatch
