#include "app/gui/model_page.h"

#include "app/gui/curves_tab.h"
#include "app/gui/evaluation_panel.h"
#include "app/gui/exploration.h"
#include "app/gui/folds_tab.h"
#include "app/gui/network_tab.h"
#include "app/gui/runs_tab.h"
#include "app/gui/search_tab.h"
#include "app/gui/session.h"
#include "app/gui/split_counting.h"
#include "widgets/look.h"
#include "widgets/training/training_panel.h"

#include <QScrollArea>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace forewatch {

namespace {

QScrollArea *scrolling(QWidget *content)
{
    auto *scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    return scroll;
}

} // namespace

ModelPage::ModelPage(Session *session, Exploration *exploration, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_counting(new SplitCounting(this))
    , m_evaluation(new EvaluationPanel(session, exploration))
{
    auto *columns = new QSplitter(Qt::Horizontal);
    columns->addWidget(makeTraining(exploration));
    columns->addWidget(makeTabs());
    columns->addWidget(m_evaluation);
    columns->setChildrenCollapsible(false);
    columns->setSizes({370, 406, 512});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(columns);
}

QWidget *ModelPage::makeTraining(Exploration *exploration)
{
    m_training = new TrainingPanel;
    connect(m_training, &TrainingPanel::trainRequested, this, [this] {
        if (m_session->hasCity())
            m_session->train(m_training->settings());
    });
    connect(m_training, &TrainingPanel::cancelRequested, m_session, &Session::cancelTraining);
    connect(m_training, &TrainingPanel::holdRequested, m_session, &Session::setTrainingHeld);
    connect(m_training, &TrainingPanel::changed, this, &ModelPage::countSplit);
    connect(m_counting, &SplitCounting::counted, m_training, &TrainingPanel::setSplitFigures);
    connect(m_session, &Session::cityChanged, this, [this] {
        const City &city = m_session->city();
        m_training->setReportTimes(
            std::ranges::any_of(city.incidents->all(), [](const Incident &row) { return row.reportedAfter > 0; }));
        m_training->setTarget(city.target->spoken());
        m_training->setSpan(midnightOf(city.incidents->first()), city.incidents->coveredDays().end());
    });
    connect(exploration, &Exploration::settingsChanged, this, [this, exploration] {
        std::vector<LayerSpec> shown;
        for (const LayerSpec &layer : exploration->settings().layers)
            if (layer.visible)
                shown.push_back(layer);
        m_training->setLayers(shown);
    });
    connect(m_session, &Session::trainingStarted, this, [this] {
        m_training->setRunning(true);
        m_tabs->setCurrentWidget(m_curves);
    });
    connect(m_session, &Session::trainingHeld, m_training, &TrainingPanel::setHeld);
    connect(m_session, &Session::trainingEnded, this, [this] { m_training->setRunning(false); });
    connect(m_session, &Session::trainingProgressed, this, [this](const TrainingProgress &progress) {
        // Progress may still be on its way when the training has ended.
        if (m_session->isTraining())
            m_training->showProgress(progress);
    });
    QScrollArea *scroll = scrolling(m_training);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(46 * gridUnit);
    return scroll;
}

void ModelPage::countSplit()
{
    if (!m_session->hasCity() || !m_training->problem().isEmpty()) {
        m_counting->clear();
        return;
    }
    const TrainingSettings settings = m_training->settings();
    m_counting->count(m_session->city(), settings.task, settings.split);
}

QWidget *ModelPage::makeTabs()
{
    m_tabs = new QTabWidget;
    m_tabs->setDocumentMode(true);
    m_curves = new CurvesTab(m_session);
    m_tabs->addTab(m_curves, tr("Curves"));
    m_runs = new RunsTab(m_session);
    m_tabs->addTab(m_runs, tr("Runs"));
    auto *network = new NetworkTab(m_session, m_training);
    m_tabs->addTab(network, tr("Network"));
    m_tabs->addTab(new SearchTab(m_session, m_training), tr("Search"));
    m_tabs->addTab(new FoldsTab(m_session, m_training), tr("Folds"));
    connect(m_training, &TrainingPanel::networkRequested, this, [this, network] { m_tabs->setCurrentWidget(network); });
    connect(m_runs, &RunsTab::curvesRequested, this, [this](const std::vector<Run> &runs) {
        m_curves->setOthers(runs);
        m_tabs->setCurrentWidget(m_curves);
    });
    return m_tabs;
}

} // namespace forewatch
