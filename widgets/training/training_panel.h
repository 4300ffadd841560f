#pragma once

#include "engine/learning/trainer.h"
#include "widgets/training/split_bar.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace forewatch {

class SourceField;
class TabularLabel;
class TaskSentence;

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

    /// Whether the table says when its rows were reported.
    void setReportTimes(bool known);

    /// The map's layers, from the ground up: the network is shown them where the user wishes it. Without any there is
    /// nothing to wish.
    void setLayers(const std::vector<LayerSpec> &layers);

    /// Offers a network beside the presets, in place of one of its name, and chooses it.
    void setNetwork(const NetworkSpec &network);
    /// Of pictures; where a risk field is chosen, the one that was chosen before.
    NetworkSpec network() const;

    /// Something that keeps the network from being trained, for the user: the editor's. Empty: nothing.
    void setNetworkProblem(const QString &problem);

    /// Parts and base rates of the split that is chosen; nothing while they are not known.
    void setSplitFigures(const std::optional<SplitFigures> &figures);

    /// What the sentence says; the folder is left empty. Precondition: `problem()` is empty.
    TrainingSettings settings() const;

    /// The span becomes that of the settings' split.
    void setSettings(const TrainingSettings &settings);

    /// Everything as published, with one of the published networks; seed and precision stay.
    void setOriginalProtocol(const NetworkSpec &network);

    /// Why nothing can be trained as it stands, for the user; empty when it can.
    QString problem() const;

public Q_SLOTS:
    void setRunning(bool running);
    /// A running training stands still, or goes on.
    void setHeld(bool held);
    void showProgress(const forewatch::TrainingProgress &progress);

Q_SIGNALS:
    void trainRequested();
    void cancelRequested();
    void holdRequested(bool held);
    /// The user wants to see or change the network.
    void networkRequested();
    /// `settings()` or `problem()` may have become others.
    void changed();

private:
    QWidget *makeProtocolSentence();
    QWidget *makeSplitSentence();
    QWidget *makeRunSentence();
    QWidget *makeWeather();
    QLayout *makeButtons();
    void showState();
    void showNetwork();
    void showProtocol();
    bool isRandom() const;
    bool isRiskField() const;
    QString fieldProblem() const;
    bool isOriginal(const NetworkSpec &network) const;
    QString splitProblem() const;
    SplitSettings chosenSplit() const;
    std::vector<LayerSpec> chosenLayers() const;
    WeatherSettings chosenWeather() const;
    QStringList warnings() const;

    TrainingSettings m_base;
    Time m_from{};
    Time m_to{};
    bool m_running = false;
    bool m_held = false;
    /// While settings are set, not chosen.
    bool m_setting = false;
    std::vector<LayerSpec> m_layers;
    std::vector<NetworkSpec> m_networks;
    std::size_t m_chosenNetwork = 0;
    QString m_networkProblem;
    std::optional<TrainingProgress> m_shown;

    QComboBox *m_protocol;
    TaskSentence *m_task;
    QComboBox *m_split;
    QWidget *m_dates;
    QLineEdit *m_trainTo;
    QLineEdit *m_validationTo;
    QComboBox *m_network;
    QPushButton *m_edit;
    QWidget *m_factors;
    QCheckBox *m_level;
    QCheckBox *m_hour;
    QCheckBox *m_mixture;
    QCheckBox *m_fieldNetwork;
    QSpinBox *m_epochs;
    QLabel *m_phases;
    QSpinBox *m_seed;
    QComboBox *m_precision;
    QCheckBox *m_drawLayers;
    QWidget *m_weatherRow;
    SourceField *m_weather;
    SplitBar *m_splitBar;
    QLabel *m_warning;
    QLabel *m_problem;
    QPushButton *m_train;
    QPushButton *m_hold;
    QPushButton *m_cancel;
    QProgressBar *m_bar;
    TabularLabel *m_progress;
};

} // namespace forewatch
