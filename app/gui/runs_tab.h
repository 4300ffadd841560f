#pragma once

#include "app/gui/job.h"
#include "engine/learning/runs.h"

#include <QTimer>
#include <QWidget>

namespace forewatch {

class RunsView;
class Session;

/// The runs in the user's models folder, read in the background whenever one may have changed.
class RunsTab : public QWidget
{
    Q_OBJECT

public:
    /// How the tab asks the user; nothing or false where the user does not want to.
    struct Questions
    {
        std::function<std::optional<QString>(const QString &name)> name;
        std::function<std::optional<int>(const Run &run)> epochs;
        std::function<bool(const std::vector<Run> &runs)> mayDelete;
        std::function<QString()> fileToWrite;
    };

    /// `session` must outlive the tab.
    explicit RunsTab(Session *session, QWidget *parent = nullptr);

    void setQuestions(Questions questions) { m_questions = std::move(questions); }
    RunsView *view() const { return m_view; }

    /// Reads the folder anew.
    void refresh();

Q_SIGNALS:
    /// The user wants to see the curves of these beside the training's.
    void curvesRequested(const std::vector<forewatch::Run> &runs);

protected:
    void showEvent(QShowEvent *event) override;

private:
    Questions dialogs();
    void resume(const Run &run);
    void rename(const Run &run);
    void remove(const std::vector<Run> &runs);
    void save(const std::vector<Run> &runs);

    Session *m_session;
    RunsView *m_view;
    Questions m_questions;
    QThreadPool m_pool;
    QTimer m_pause;
    Job<std::vector<Run>> m_reading;
};

} // namespace forewatch
