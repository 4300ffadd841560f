#pragma once

#include "app/gui/job.h"
#include "app/gui/remaining_time.h"
#include "engine/evaluation/rolling.h"

#include <QWidget>

namespace forewatch {

class FoldsView;
class Session;
class TrainingPanel;

/// The model that would be trained, tested anew on rolling folds in the background. Models are kept in the user's models folder,
/// so that what was cancelled goes on and what is finished is not trained again.
class FoldsTab : public QWidget
{
    Q_OBJECT

public:
    /// Both must outlive the tab.
    FoldsTab(Session *session, TrainingPanel *training, QWidget *parent = nullptr);

    FoldsView *view() const { return m_view; }
    bool isRunning() const { return m_job.isRunning(); }

    /// What trains; torch unless a test has its own, which must outlive the tab.
    void setBackend(const NetworkBackend *backend) { m_backend = backend; }

    /// Where the models of what is chosen lie. Precondition: there is a city, and `FoldsView::problem()` is empty.
    QString folder() const;

private:
    void start();
    void follow();
    void tell(std::size_t task, const std::vector<RollingSettings> &tasks, const RollingProgress &progress);
    void showProgress();
    RollingSettings chosen() const;

    Session *m_session;
    TrainingPanel *m_training;
    FoldsView *m_view;
    const NetworkBackend *m_backend = nullptr;
    int m_permille = 0;
    /// What is being done, in words.
    QString m_doing;
    /// Tells what a run that was replaced or cancelled still sends from that of the run that is seen.
    int m_number = 0;
    RemainingTime m_left;
    // Declared before the job, so that it outlives it.
    QThreadPool m_pool;
    Job<std::vector<RollingEvaluation>> m_job;
};

} // namespace forewatch
