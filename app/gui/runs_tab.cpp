#include "app/gui/runs_tab.h"

#include "app/gui/ask_file.h"
#include "app/gui/session.h"
#include "engine/core/files.h"
#include "engine/learning/runs.h"
#include "widgets/training/runs_view.h"

#include <QAbstractButton>
#include <QDir>
#include <QFile>
#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace forewatch {

namespace {

Precision precisionOf(const QString &name)
{
    for (const Precision precision : {Precision::Float32, Precision::BFloat16})
        if (precisionName(precision) == name)
            return precision;
    return Precision::Auto;
}

/// What the run was started with.
TrainingSettings settingsOf(const Run &run, int epochs)
{
    const ModelCard &card = run.card;
    std::optional<RiskFieldSettings> field;
    WeatherSettings weather;
    if (!card.field.isEmpty()) {
        field = RiskFieldSettings::fromJson(card.field[QStringLiteral("settings")].toObject());
        weather = RiskFieldParameters::fromJson(card.field).inputs.weather;
    }
    return {.network = card.network, .field = field, .task = card.task, .split = card.split, .epochs = epochs, .seed = card.seed,
            .precision = precisionOf(card.precision), .threads = card.threads, .layers = card.layers, .weather = weather,
            .folder = run.folder, .resume = true};
}

} // namespace

RunsTab::RunsTab(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_view(new RunsView)
    , m_questions(dialogs())
    , m_reading(&m_pool)
{
    m_pool.setMaxThreadCount(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view);

    connect(m_view, &RunsView::curvesRequested, this, [this] { Q_EMIT curvesRequested(m_view->chosen()); });
    connect(m_view, &RunsView::openRequested, m_session, &Session::openModel);
    connect(m_view, &RunsView::resumeRequested, this, &RunsTab::resume);
    connect(m_view, &RunsView::renameRequested, this, &RunsTab::rename);
    connect(m_view, &RunsView::deleteRequested, this, &RunsTab::remove);
    connect(m_view, &RunsView::exportRequested, this, &RunsTab::save);
    connect(m_view, &RunsView::notesChanged, this, [this](const QString &folder, const QString &notes) {
        try {
            writeNotes(folder, notes);
            m_pause.start();
        } catch (const Error &error) {
            Q_EMIT m_session->failed(error.message());
        }
    });
    connect(&m_reading, &JobBase::failed, m_session, &Session::failed);

    m_pause.setSingleShot(true);
    m_pause.setInterval(200);
    connect(&m_pause, &QTimer::timeout, this, &RunsTab::refresh);
    const auto changed = [this] {
        m_view->setTraining(m_session->isTraining(), m_session->trainingSettings().folder);
        if (isVisible())
            m_pause.start();
    };
    connect(m_session, &Session::trainingStarted, this, changed);
    connect(m_session, &Session::trainingEnded, this, changed, Qt::QueuedConnection);
    connect(m_session, &Session::trainingProgressed, this, [changed](const TrainingProgress &progress) {
        if (progress.ended)
            changed();
    });
}

RunsTab::Questions RunsTab::dialogs()
{
    Questions questions;
    questions.name = [this](const QString &before) -> std::optional<QString> {
        bool wanted = false;
        const QString text =
            QInputDialog::getText(this, tr("Rename the run"), tr("Name"), QLineEdit::Normal, before, &wanted).trimmed();
        return wanted && !text.isEmpty() ? std::optional(text) : std::nullopt;
    };
    questions.epochs = [this](const Run &run) -> std::optional<int> {
        bool wanted = false;
        const int planned = std::max(run.card.network.learning.epochs(), run.card.epochs);
        const int chosen = QInputDialog::getInt(
            this, tr("Resume the training"),
            tr("%1 epochs have been learnt; the network's phases have %2. Train up to epoch")
                .arg(run.card.epochs).arg(run.card.network.learning.epochs()),
            planned, std::max(1, run.card.epochs), 10'000, 1, &wanted);
        return wanted ? std::optional(chosen) : std::nullopt;
    };
    questions.mayDelete = [this](const std::vector<Run> &runs) {
        const QString what = runs.size() == 1 ? tr("Delete the run “%1”?").arg(runs.front().card.name)
                                              : tr("Delete these %1 runs?").arg(runs.size());
        QMessageBox box(QMessageBox::Question, tr("Forewatch"), what, QMessageBox::Cancel, this);
        box.setInformativeText(tr("Their folders, with models and checkpoints, go to the trash."));
        const QAbstractButton *yes = box.addButton(tr("Delete"), QMessageBox::DestructiveRole);
        box.setDefaultButton(QMessageBox::Cancel);
        box.exec();
        return box.clickedButton() == yes;
    };
    questions.fileToWrite = [this] {
        return askForFileToWrite(this, tr("Export the curves"), QStringLiteral("curves.csv"), csvFiles());
    };
    return questions;
}

void RunsTab::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void RunsTab::refresh()
{
    m_view->finishNotes();
    m_reading.start([folder = Session::modelsFolder()](Feedback &) { return runsIn(folder); },
                    [this](std::shared_ptr<const std::vector<Run>> runs) { m_view->setRuns(*runs); });
}

void RunsTab::resume(const Run &run)
{
    if (!m_session->hasCity()) {
        Q_EMIT m_session->failed(tr("Open the run's crime table to go on with its training."));
        return;
    }
    if (const auto epochs = m_questions.epochs(run))
        m_session->train(settingsOf(run, *epochs));
}

void RunsTab::rename(const Run &run)
{
    const auto name = m_questions.name(run.card.name);
    if (!name || *name == run.card.name)
        return;
    try {
        renameRun(run.folder, *name);
        refresh();
    } catch (const Error &error) {
        Q_EMIT m_session->failed(error.message());
    }
}

void RunsTab::remove(const std::vector<Run> &runs)
{
    if (!m_questions.mayDelete(runs))
        return;
    for (const Run &run : runs) {
        if (QDir(run.folder) == QDir(m_session->modelFolder()))
            m_session->closeModel();
        if (!QFile::moveToTrash(run.folder)) {
            Q_EMIT m_session->failed(tr("%1 could not be moved to the trash. Delete the folder by hand.").arg(run.folder));
            break;
        }
    }
    refresh();
}

void RunsTab::save(const std::vector<Run> &runs)
{
    const QString path = m_questions.fileToWrite();
    if (path.isEmpty())
        return;
    try {
        if (m_session->hasCity())
            requireNoSource(m_session->city(), path);
        writeWholeFile(path, curvesCsv(runs));
        Q_EMIT m_session->exported(path);
        Q_EMIT m_session->said(tr("The curves are in %1.").arg(path));
    } catch (const Error &error) {
        Q_EMIT m_session->failed(error.message());
    }
}

} // namespace forewatch
