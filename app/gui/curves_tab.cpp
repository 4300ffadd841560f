#include "app/gui/curves_tab.h"

#include "app/gui/session.h"
#include "widgets/look.h"

#include <QLabel>
#include <QSlider>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace forewatch {

CurvesTab::CurvesTab(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_plot(new CurvesPlot)
{
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
    row->addStretch();
    row->addWidget(name);
    row->addWidget(smoothing);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_plot, 1);
    column->insertLayout(0, row);

    connect(m_session, &Session::trainingStarted, m_plot, &CurvesPlot::clear);
    connect(m_session, &Session::trainingProgressed, this, &CurvesTab::showProgress);
    connect(m_session, &Session::modelChanged, this, [this] {
        if (m_session->model())
            m_plot->setCurves(m_session->model()->card.curves);
    });
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
