#pragma once

#include <QWidget>

class QTabWidget;

namespace forewatch {

class CurvesTab;
class EvaluationPanel;
class Exploration;
class RunsTab;
class Session;
class SplitCounting;
class TrainingPanel;

/// The *Model* workspace: the task and its training at the left; curves, runs and networks in the middle; what the model is
/// worth at the right.
class ModelPage : public QWidget
{
    Q_OBJECT

public:
    /// Both must outlive the page.
    ModelPage(Session *session, Exploration *exploration, QWidget *parent = nullptr);

    TrainingPanel *training() const { return m_training; }
    EvaluationPanel *evaluation() const { return m_evaluation; }
    QTabWidget *tabs() const { return m_tabs; }

private:
    QWidget *makeTraining(Exploration *exploration);
    QWidget *makeTabs();
    void countSplit();

    Session *m_session;
    SplitCounting *m_counting;
    TrainingPanel *m_training = nullptr;
    QTabWidget *m_tabs = nullptr;
    CurvesTab *m_curves = nullptr;
    RunsTab *m_runs = nullptr;
    EvaluationPanel *m_evaluation;
};

} // namespace forewatch
