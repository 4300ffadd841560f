#include "app/gui/folds_tab.h"

#include "app/gui/ask_file.h"
#include "app/gui/city_key.h"
#include "app/gui/save_file.h"
#include "app/gui/session.h"
#include "engine/core/files.h"
#include "engine/plot/chart_files.h"
#include "widgets/evaluation/folds_view.h"
#include "widgets/look.h"
#include "widgets/training/folds_form.h"
#include "widgets/training/sentence.h"
#include "widgets/training/training_panel.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QVBoxLayout>

#include <algorithm>

namespace forewatch {

namespace {

QString nameOf(const TrainingSettings &settings)
{
    if (settings.field && !settings.field->network)
        return FoldsTab::tr("Risk field without a network");
    const QString name = settings.field ? FoldsTab::tr("Risk field") : settings.network.name;
    return settings.epochs > 0 ? FoldsTab::tr("%1, %2").arg(name, counted(settings.epochs, FoldsTab::tr("epoch"), FoldsTab::tr("epochs")))
                               : name;
}

} // namespace

FoldsTab::FoldsTab(Session *session, TrainingPanel *training, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_training(training)
    , m_view(new FoldsView)
    , m_job(&m_pool)
{
    m_pool.setMaxThreadCount(1);
    m_session->watch(m_job, tr("Testing on folds"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view);
    connect(m_view, &FoldsView::runRequested, this, &FoldsTab::start);
    connect(m_view, &FoldsView::cancelRequested, this, [this] { m_job.cancel(); });
    connect(m_view->form(), &FoldsForm::changed, this, &FoldsTab::follow);
    connect(m_training, &TrainingPanel::changed, this, &FoldsTab::follow);
    connect(m_session, &Session::trainingStarted, this, &FoldsTab::follow);
    connect(m_session, &Session::trainingEnded, this, &FoldsTab::follow, Qt::QueuedConnection);
    connect(m_session, &Session::cityChanged, this, [this] {
        m_job.cancel();
        ++m_number;
        const City &city = m_session->city();
        const Window days = city.incidents->coveredDays();
        m_view->setEvaluations(nullptr);
        m_view->form()->setSpan(days.start, days.end());
        follow();
    });
    connect(&m_job, &JobBase::started, this, [this] { m_view->setRunning(true); });
    connect(&m_job, &JobBase::progressed, this, [this](int permille) {
        m_permille = permille;
        showProgress();
    });
    connect(&m_job, &JobBase::ended, this, [this] {
        m_view->setRunning(m_job.isRunning());
        follow();
    });
    connect(m_view, &FoldsView::saveRequested, this, [this](const std::shared_ptr<const Chart> &chart, const QString &name, const QString &ending) {
        if (chart)
            saveFile(this, m_session, tr("Save the chart"), QStringLiteral("%1.%2").arg(name, ending), tr("%1 (*.%2)").arg(ending.toUpper(), ending),
                 [this, chart](const QString &path) { writeChart(*chart, path, {QSize(1200, 900), isDark(palette())}); });
    });
    connect(m_view, &FoldsView::saveTableRequested, this, [this] {
        if (const auto evaluations = m_view->evaluations())
            saveFile(this, m_session, tr("Save the figures"), QStringLiteral("folds.csv"), csvFiles(),
                 [evaluations](const QString &path) { writeWholeFile(path, rollingCsv(*evaluations)); });
    });
    follow();
}

void FoldsTab::follow()
{
    QString obstacle;
    if (!m_session->hasCity())
        obstacle = tr("Open a city to test a model on its folds.");
    else if (m_session->isTraining())
        obstacle = tr("A network is being trained. Test on folds when it has ended.");
    else
        obstacle = m_training->problem();
    if (m_training->problem().isEmpty()) {
        const TrainingSettings settings = m_training->settings();
        // Without this the form's signal would come back here for ever.
        const QSignalBlocker quiet(m_view->form());
        m_view->form()->setTask(settings.task);
        m_view->setModel(nameOf(settings));
    }
    m_view->setObstacle(obstacle);
    m_view->setUnfinished(m_view->problem().isEmpty() && QDir(folder()).exists() && !m_view->evaluations());
}

QString FoldsTab::folder() const
{
    const TrainingSettings settings = m_training->settings();
    const FoldSettings folds = m_view->form()->folds();
    QJsonArray layers;
    for (const LayerSpec &layer : settings.layers)
        layers << layer.toJson();
    // What decides a fold's model beside the fold's own dates, its lead and its delay, which name the folders below.
    Task task = settings.task;
    task.lead = {};
    task.delay = {};
    const QJsonObject decides{{QStringLiteral("city"), cityKey(m_session->city())},
                              {QStringLiteral("network"), settings.field ? settings.field->toJson() : settings.network.toJson()},
                              {QStringLiteral("task"), task.toJson()},
                              {QStringLiteral("epochs"), settings.epochs},
                              {QStringLiteral("seed"), static_cast<qint64>(settings.seed)},
                              {QStringLiteral("precision"), precisionName(settings.precision)},
                              {QStringLiteral("threads"), Session::learningThreads()},
                              {QStringLiteral("layers"), layers},
                              {QStringLiteral("weather"), settings.weather.isEmpty() ? QJsonObject() : settings.weather.toJson()},
                              {QStringLiteral("months"), folds.testMonths},
                              {QStringLiteral("validation"), folds.validationMonths}};
    const QByteArray hash = QCryptographicHash::hash(QJsonDocument(decides).toJson(QJsonDocument::Compact), QCryptographicHash::Sha256);
    return QDir(Session::modelsFolder()).filePath(QStringLiteral("folds-") + QString::fromLatin1(hash.toHex().left(12)));
}

RollingSettings FoldsTab::chosen() const
{
    RollingSettings settings{.training = m_training->settings(), .folds = m_view->form()->folds()};
    settings.training.folder = folder();
    settings.training.threads = Session::learningThreads();
    return settings;
}

void FoldsTab::start()
{
    if (!m_session->hasCity() || !m_view->problem().isEmpty())
        return;
    const auto tasks = rollingTasks(chosen(), m_view->form()->leads(), m_view->form()->delays());
    const int number = ++m_number;
    m_left.restart();
    m_permille = 0;
    m_doing.clear();
    m_view->setEvaluations(nullptr);
    const auto observe = [this, tasks, number](std::size_t task, const RollingProgress &progress) {
        QMetaObject::invokeMethod(this, [this, tasks, number, task, progress] {
            if (number == m_number)
                tell(task, tasks, progress);
        }, Qt::QueuedConnection);
    };
    const auto done = [this, number](const std::vector<RollingEvaluation> &evaluations) {
        QMetaObject::invokeMethod(this, [this, number, known = std::make_shared<const std::vector<RollingEvaluation>>(evaluations)] {
            if (number == m_number)
                m_view->setEvaluations(known);
        }, Qt::QueuedConnection);
    };
    m_job.start(
        [city = m_session->city(), tasks, observe, done, backend = m_backend](Feedback &feedback) {
            std::vector<RollingEvaluation> evaluations;
            for (std::size_t i = 0; i < tasks.size(); ++i) {
                const auto count = static_cast<double>(tasks.size());
                StageFeedback stage(feedback, static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
                evaluations.push_back(evaluateRolling(city, tasks[i], backend ? *backend : torchBackend(), stage,
                                                      [&](const RollingProgress &progress) { observe(i, progress); }));
                done(evaluations);
            }
            return evaluations;
        },
        [this](std::shared_ptr<const std::vector<RollingEvaluation>> evaluations) {
            m_view->setEvaluations(std::move(evaluations));
            follow();
        });
}

void FoldsTab::tell(std::size_t task, const std::vector<RollingSettings> &tasks, const RollingProgress &progress)
{
    if (!m_job.isRunning())
        return;
    QString text;
    if (tasks.size() > 1) {
        const Task &asked = tasks[task].training.task;
        text = tr("Lead %1, delay %2 (%3 of %4): ").arg(durationText(asked.lead), durationText(asked.delay)).arg(task + 1).arg(tasks.size());
    }
    text += tr("fold %1 of %2").arg(progress.fold + 1).arg(progress.folds);
    if (!progress.training)
        text += tr(", compared with the baselines");
    else if (progress.training->epochs > 0)
        text += tr(", epoch %1 of %2").arg(std::max(1, progress.training->epoch)).arg(progress.training->epochs);
    text[0] = text[0].toUpper();
    m_doing = text;
    showProgress();
}

void FoldsTab::showProgress()
{
    if (m_job.isRunning() && !m_doing.isEmpty())
        m_view->setProgress(m_doing + m_left.text(m_permille), m_permille);
}

} // namespace forewatch
