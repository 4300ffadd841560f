#pragma once

#include "widgets/plots/curves_plot.h"

#include <QWidget>

namespace forewatch {

class Session;

/// The curves of the training that runs, or of the model that is open, with runs of before beside them.
class CurvesTab : public QWidget
{
    Q_OBJECT

public:
    /// `session` must outlive the tab.
    explicit CurvesTab(Session *session, QWidget *parent = nullptr);

    CurvesPlot *plot() const { return m_plot; }

private:
    void showProgress(const TrainingProgress &progress);

    Session *m_session;
    CurvesPlot *m_plot;
};

} // namespace forewatch
