#include "app/gui/curves_tab.h"

#include "app/gui/session.h"
#include "engine/learning/model_folder.h"
#include "widgets/look.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QVBoxLayout>

namespace forewatch {

CurvesTab::CurvesTab(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_plot(new CurvesPlot)
    , m_alone(new QPushButton(tr("Hide other runs")))
{
    m_alone->hide();
    connect(m_alone, &QPushButton::clicked, this, [this] { setOthers({}); });
    auto *smoothing = new QSlider(Qt::Horizontal);
    smoothing->setRange(0, 95);
    smoothing->setAccessibleName(tr("Smoothing"));
    smoothing->setToolTip(tr("Each epoch as a mean with those before it; the raw line stays, faint"));
    smoothing->setFixedWidth(16 * gridUnit);
    connect(smoothing, &QSlider::valueChanged, m_plot, [this](int value) { m_plot->setSmoothing(value / 100.0); });
    auto *name = new QLabel(tr("&Smoothing"));
    name->setBuddy(smoothing);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(gridUnit, gridUnit, gridUnit, 0);
    row->addWidget(m_alone);
    row->addStretch();
    row->addWidget(name);
    row->addWidget(smoothing);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_plot, 1);
    column->insertLayout(0, row);

    connect(m_session, &Session::trainingStarted, this, &CurvesTab::showTraining);
    connect(m_session, &Session::trainingProgressed, this, &CurvesTab::showProgress);
    connect(m_session, &Session::modelChanged, this, [this] {
        // The curves of a training stay while it runs.
        if (!m_session->model() || m_session->isTraining())
            return;
        const ModelCard &card = m_session->model()->card;
        m_folder = m_session->modelFolder();
        m_plot->setCurves(card.curves);
        showKind(!card.field.isEmpty(), card.network);
        setOthers(m_others);
    });
}

void CurvesTab::showTraining()
{
    const TrainingSettings &settings = m_session->trainingSettings();
    m_folder = settings.folder;
    m_plot->clear();
    showKind(settings.field.has_value(), settings.network);
    if (settings.resume) {
        try {
            m_plot->setCurves(ModelFolder(settings.folder).readCard().curves);
        } catch (const Error &) {
            // The training says what is wrong with its folder.
        }
    }
    setOthers(m_others);
}

void CurvesTab::showKind(bool isRiskField, const NetworkSpec &network)
{
    // A risk field learns from all windows at their true rate, and has no phases.
    m_plot->setBalanced(!isRiskField);
    m_plot->setPhases(isRiskField ? std::vector<Phase>() : network.learning.phases);
}

void CurvesTab::setOthers(const std::vector<Run> &runs)
{
    m_others = runs;
    std::vector<NamedCurves> curves;
    for (const Run &run : runs)
        if (run.folder != m_folder)
            curves.push_back({run.card.name, run.card.curves});
    m_alone->setVisible(!curves.empty());
    m_plot->setOthers(curves);
}

void CurvesTab::showProgress(const TrainingProgress &progress)
{
    // Progress may still be on its way when the training has ended.
    if (!m_session->isTraining())
        return;
    if (progress.stage == TrainingProgress::Stage::Learning && progress.batches > 0)
        m_plot->addRunning(progress.epoch - 1 + static_cast<double>(progress.batch) / progress.batches, progress.loss,
                           progress.accuracy);
    if (progress.ended)
        m_plot->addEpoch(progress.epoch, *progress.ended);
}

} // namespace forewatch
