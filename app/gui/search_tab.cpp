#include "app/gui/search_tab.h"

#include "app/gui/session.h"
#include "widgets/training/search_view.h"
#include "widgets/training/training_panel.h"

#include <QVBoxLayout>

namespace forewatch {

SearchTab::SearchTab(Session *session, TrainingPanel *training, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_training(training)
    , m_view(new SearchView)
    , m_searching(&m_pool)
{
    m_pool.setMaxThreadCount(1);
    m_session->watch(m_searching, tr("Searching"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view);
    connect(m_view, &SearchView::startRequested, this, &SearchTab::start);
    connect(m_view, &SearchView::cancelRequested, this, [this] { m_searching.cancel(); });
    connect(m_view, &SearchView::openRequested, m_session, &Session::openModel);
    connect(m_training, &TrainingPanel::changed, this, &SearchTab::showObstacle);
    connect(m_session, &Session::trainingStarted, this, &SearchTab::showObstacle);
    connect(m_session, &Session::trainingEnded, this, &SearchTab::showObstacle, Qt::QueuedConnection);
    connect(&m_searching, &JobBase::started, this, [this] { m_view->setRunning(true); });
    connect(&m_searching, &JobBase::ended, this, [this] { m_view->setRunning(false); });
    showObstacle();
}

void SearchTab::showObstacle()
{
    m_view->setNetwork(m_training->network());
    if (m_training->problem().isEmpty() && m_training->settings().field) {
        m_view->setObstacle(tr("A search varies networks of pictures. Choose one at the left."));
        return;
    }
    m_view->setObstacle(m_session->isTraining() ? tr("A network is being trained. Search when it has ended.")
                                                : m_training->problem());
}

void SearchTab::start()
{
    if (!m_session->hasCity() || !m_view->problem().isEmpty())
        return;
    TrainingSettings base = m_training->settings();
    base.folder = Session::newModelFolder(base) + QStringLiteral("-search");
    base.threads = Session::learningThreads();
    m_view->setResults({});
    const auto observe = [this](const TrainingProgress &progress) {
        QMetaObject::invokeMethod(this, [this, progress] {
            if (isSearching())
                m_view->showProgress(progress);
        }, Qt::QueuedConnection);
    };
    const auto ended = [this](const std::vector<SearchedRun> &runs) {
        QMetaObject::invokeMethod(this, [this, runs] { m_view->setResults(runs); }, Qt::QueuedConnection);
    };
    m_searching.start(
        [city = m_session->city(), base, settings = m_view->settings(), observe, ended](Feedback &feedback) {
            return searchNetworks(city, base, settings, torchBackend(), feedback, observe, ended);
        },
        [this](std::shared_ptr<const std::vector<SearchedRun>> runs) { m_view->setResults(*runs); });
}

} // namespace forewatch
