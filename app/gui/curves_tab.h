#pragma once

#include "engine/learning/runs.h"
#include "widgets/plots/curves_plot.h"

#include <QWidget>

class QPushButton;

namespace forewatch {

class Session;
struct TrainingProgress;

/// The curves of the training that runs, or of the model that is open, with runs of before beside them.
class CurvesTab : public QWidget
{
    Q_OBJECT

public:
    /// `session` must outlive the tab.
    explicit CurvesTab(Session *session, QWidget *parent = nullptr);

    CurvesPlot *plot() const { return m_plot; }

    /// Lays these runs beside the training's or the open model's; that one itself is left out.
    void setOthers(const std::vector<Run> &runs);

private:
    void showTraining();
    void showKind(bool isRiskField, const NetworkSpec &network);
    void showProgress(const TrainingProgress &progress);

    Session *m_session;
    CurvesPlot *m_plot;
    QPushButton *m_alone;
    /// Of the run whose curves are the main ones.
    QString m_folder;
    std::vector<Run> m_others;
};

} // namespace forewatch
