#include "app/gui/model_page.h"

#include "app/gui/exploration.h"
#include "app/gui/session.h"
#include "widgets/look.h"
#include "widgets/plots/curves_plot.h"
#include "widgets/training/evaluation_view.h"
#include "widgets/training/training_panel.h"

#include <QDir>
#include <QLabel>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

namespace forewatch {

ModelPage::ModelPage(Session *session, Exploration *exploration, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_training(new TrainingPanel)
    , m_curves(new CurvesPlot)
    , m_evaluation(new EvaluationView)
    , m_model(new QLabel)
{
    m_model->setWordWrap(true);
    m_model->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *right = new QWidget;
    auto *rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    auto *scroll = new QScrollArea;
    scroll->setWidget(m_evaluation);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    rightLayout->addWidget(scroll, 1);
    rightLayout->addWidget(m_model);

    auto *columns = new QSplitter(Qt::Horizontal);
    columns->addWidget(m_training);
    columns->addWidget(m_curves);
    columns->addWidget(right);
    columns->setChildrenCollapsible(false);
    m_training->setMinimumWidth(50 * gridUnit);
    columns->setSizes({400, 380, 600});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(columns);

    connect(m_training, &TrainingPanel::trainRequested, this, &ModelPage::startTraining);
    connect(m_training, &TrainingPanel::cancelRequested, m_session, &Session::cancelTraining);
    connect(m_session, &Session::cityChanged, this, [this] {
        const City &city = m_session->city();
        m_training->setTarget(city.target->spoken());
        m_training->setSpan(midnightOf(city.incidents->first()),
                            city.incidents->coveredDays().end());
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
        m_curves->clear();
    });
    connect(m_session, &Session::trainingEnded, this, [this] { m_training->setRunning(false); });
    connect(m_session, &Session::trainingProgressed, this, [this](const TrainingProgress &progress) {
        // Progress may still be on its way when the training has ended.
        if (!m_session->isTraining())
            return;
        m_training->showProgress(progress);
        if (progress.stage == TrainingProgress::Stage::Learning && progress.batches > 0)
            m_curves->addRunning(progress.epoch - 1 + static_cast<double>(progress.batch) / progress.batches,
                                 progress.loss, progress.accuracy);
        if (progress.ended)
            m_curves->addEpoch(progress.epoch, *progress.ended);
    });
    connect(m_session, &Session::modelChanged, this, &ModelPage::showModel);
    connect(m_session, &Session::evaluationChanged, this, [this] {
        m_evaluation->setEmptyText(whyNoEvaluation());
        m_evaluation->setEvaluation(m_session->evaluation());
    });
}

void ModelPage::startTraining()
{
    if (m_session->hasCity())
        m_session->train(m_training->settings());
}

QString ModelPage::whyNoEvaluation() const
{
    if (!m_session->model())
        return tr("Train or open a model to see what it is worth.");
    if (!m_session->hasCity())
        return tr("Open the model's city to see what it is worth.");
    return m_session->modelProblem().isEmpty() ? tr("Evaluating …") : m_session->modelProblem();
}

void ModelPage::showModel()
{
    if (!m_session->model())
        return;
    const ModelCard &card = m_session->model()->card;
    m_curves->setCurves(card.curves);
    m_model->setText(tr("Model %1: %2, %3 split, best of %4 epochs was %5. In %6")
                         .arg(card.name, questionName(card.task.question), splitName(card.split.kind))
                         .arg(card.epochs).arg(card.bestEpoch)
                         .arg(QDir::toNativeSeparators(m_session->modelFolder())));
}

} // namespace forewatch
