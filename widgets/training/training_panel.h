#pragma once

#include "engine/learning/trainer.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace forewatch {

class SplitBar;
class TabularLabel;

/// A training as a sentence that reads aloud, each choice a control in it. The progress of a training that runs
/// elsewhere stands below the buttons, and below it what speaks against a choice: nothing above moves when they change.
class TrainingPanel : public QWidget
{
    Q_OBJECT

public:
    explicit TrainingPanel(QWidget *parent = nullptr);

    /// As the sentence says it: `homicide or shooting`.
    void setTarget(const QString &spoken);

    /// What can be learnt from, `[from, to)`; the dates become those of `defaultSplit`.
    void setSpan(Time from, Time to);

    /// The map's layers, from the ground up: the network is shown them where the user wishes it. Without any there is
    /// nothing to wish.
    void setLayers(const std::vector<LayerSpec> &layers);

    /// What the sentence says; the folder is left empty. Precondition: `problem()` is empty.
    TrainingSettings settings() const;

    /// The span becomes that of the settings' split.
    void setSettings(const TrainingSettings &settings);

    /// Why nothing can be trained as it stands, for the user; empty when it can.
    QString problem() const;

public Q_SLOTS:
    void setRunning(bool running);
    void showProgress(const forewatch::TrainingProgress &progress);

Q_SIGNALS:
    void trainRequested();
    void cancelRequested();

private:
    QWidget *makeTaskSentence();
    QWidget *makeSplitSentence();
    QWidget *makeRunSentence();
    QLayout *makeButtons();
    void showState();
    bool isSameWindow() const;
    bool isRandom() const;
    QString taskProblem() const;
    QString splitProblem() const;
    SplitSettings chosenSplit() const;
    std::vector<LayerSpec> chosenLayers() const;
    QString warning() const;

    TrainingSettings m_base;
    Time m_from{};
    Time m_to{};
    bool m_running = false;
    std::vector<LayerSpec> m_layers;

    QLabel *m_target;
    QComboBox *m_question;
    QWidget *m_pause;
    QLabel *m_sameWindow;
    QComboBox *m_horizon;
    QComboBox *m_lead;
    QComboBox *m_length;
    QComboBox *m_step;
    QComboBox *m_split;
    QWidget *m_dates;
    QLineEdit *m_trainTo;
    QLineEdit *m_validationTo;
    QComboBox *m_preset;
    QSpinBox *m_epochs;
    QSpinBox *m_seed;
    QCheckBox *m_drawLayers;
    SplitBar *m_splitBar;
    QLabel *m_warning;
    QLabel *m_problem;
    QPushButton *m_train;
    QPushButton *m_cancel;
    QProgressBar *m_bar;
    TabularLabel *m_progress;
};

} // namespace forewatch
