#pragma once

#include "app/gui/job.h"
#include "engine/learning/search.h"

#include <QWidget>

namespace forewatch {

class SearchView;
class Session;
class TrainingPanel;

/// A search over the settings of the network that would be trained, in the background.
class SearchTab : public QWidget
{
    Q_OBJECT

public:
    /// Both must outlive the tab.
    SearchTab(Session *session, TrainingPanel *training, QWidget *parent = nullptr);

    SearchView *view() const { return m_view; }
    bool isSearching() const { return m_searching.isRunning(); }

private:
    void start();
    void showObstacle();

    Session *m_session;
    TrainingPanel *m_training;
    SearchView *m_view;
    QThreadPool m_pool;
    Job<std::vector<SearchedRun>> m_searching;
};

} // namespace forewatch
