#pragma once

#include <QWidget>

class QLabel;

namespace forewatch {

class CurvesPlot;
class EvaluationView;
class Exploration;
class Session;
class TrainingPanel;

/// The *Model* workspace: the task and its training at the left, live curves in the middle, the evaluation at the right.
class ModelPage : public QWidget
{
    Q_OBJECT

public:
    /// Both must outlive the page.
    ModelPage(Session *session, Exploration *exploration, QWidget *parent = nullptr);

    TrainingPanel *training() const { return m_training; }

private:
    void startTraining();
    void showModel();
    QString whyNoEvaluation() const;

    Session *m_session;
    TrainingPanel *m_training;
    CurvesPlot *m_curves;
    EvaluationView *m_evaluation;
    QLabel *m_model;
};

} // namespace forewatch
