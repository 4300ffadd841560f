#include "app/gui/session.h"

#include "engine/data/sample_city.h"

#include <QDateTime>
#include <QDir>
#include <QStandardPaths>
#include <QThread>

namespace forewatch {

Session::Session(QObject *parent)
    : QObject(parent)
    , m_import(&m_dataPool)
    , m_saving(&m_dataPool)
    , m_training(&m_trainingPool)
    , m_loading(&m_scoringPool)
    , m_evaluating(&m_scoringPool)
    , m_scoring(&m_scoringPool)
{
    // One thread each: a city can be opened and a day be scored while a training runs, and a network is never used by
    // two threads at once.
    for (QThreadPool *pool : {&m_dataPool, &m_trainingPool, &m_scoringPool})
        pool->setMaxThreadCount(1);
    watch(m_import, tr("Reading the city"));
    watch(m_saving, tr("Writing rejected rows"));
    watch(m_training, tr("Training"));
    watch(m_loading, tr("Loading the model"));
    watch(m_evaluating, tr("Evaluating"));
    watch(m_scoring, tr("Scoring the day"));
    connect(&m_training, &JobBase::failed, this, &Session::trainingEnded);
    connect(&m_training, &JobBase::cancelled, this, &Session::trainingEnded);
    connect(&m_training, &JobBase::cancelled, this, [this] { Q_EMIT said(tr("Training was cancelled.")); });
}

void Session::watch(JobBase &job, const QString &what)
{
    connect(&job, &JobBase::progressed, this, [this, what](int permille) { Q_EMIT busy(what, permille); });
    connect(&job, &JobBase::failed, this, [this](const QString &message) {
        Q_EMIT busy({}, 0);
        Q_EMIT failed(message);
    });
    connect(&job, &JobBase::cancelled, this, [this] { Q_EMIT busy({}, 0); });
}

int Session::learningThreads()
{
    return std::max(1, QThread::idealThreadCount());
}

QString Session::newModelFolder(const TrainingSettings &settings)
{
    const QString data = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    return QDir(data).filePath(QStringLiteral("models/%1-%2-%3")
                                   .arg(QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss")),
                                        settings.preset, questionName(settings.task.question)));
}

void Session::openIncidents(const QString &path)
{
    m_wanted.incidents = {.source = path};
    openWhenComplete();
}

void Session::openNeighborhoods(const QString &path)
{
    m_wanted.neighborhoods = {.source = path};
    openWhenComplete();
}

void Session::openWhenComplete()
{
    if (m_wanted.neighborhoods.source.isEmpty())
        Q_EMIT needsNeighborhoods(m_wanted.incidents.source);
    else if (m_wanted.incidents.source.isEmpty())
        Q_EMIT needsIncidents(m_wanted.neighborhoods.source);
    else
        openCity(m_wanted);
}

void Session::openCity(const ImportSettings &settings)
{
    m_wanted = settings;
    m_import.start([settings](Feedback &feedback) { return importCity(settings, feedback); },
                   [this, settings](std::shared_ptr<const City> city) { showCity(*city, settings); });
}

void Session::openSampleCity()
{
    m_wanted = {};
    m_import.start([](Feedback &feedback) { return makeSampleCity(1, 3, feedback).city; },
                   [this](std::shared_ptr<const City> city) { showCity(*city, {}); });
}

void Session::showCity(const City &city, const ImportSettings &sources)
{
    // The model is kept: it says itself, field by field, when it does not belong to this city.
    m_sources = sources;
    m_painter = std::make_shared<const MapPainter>(city);
    m_evaluating.cancel();
    m_scoring.cancel();
    m_evaluation.reset();
    m_timeline.reset();
    Q_EMIT busy({}, 0);
    Q_EMIT cityChanged();
    Q_EMIT evaluationChanged();
    Q_EMIT timelineChanged();
    if (m_model)
        evaluate();
}

void Session::saveRejectedRows(const QString &path)
{
    if (!hasCity())
        return;
    m_saving.start(
        [settings = m_sources.incidents, report = city().report, path](Feedback &feedback) {
            writeRejectedRows(settings, *report, path, feedback);
            return true;
        },
        [this, path](auto) {
            Q_EMIT busy({}, 0);
            Q_EMIT said(tr("The rejected rows are in %1.").arg(path));
        });
}

void Session::train(TrainingSettings settings)
{
    if (settings.folder.isEmpty())
        settings.folder = newModelFolder(settings);
    settings.threads = learningThreads();
    const auto observe = [this](const TrainingProgress &progress) {
        QMetaObject::invokeMethod(this, [this, progress] { Q_EMIT trainingProgressed(progress); }, Qt::QueuedConnection);
    };
    m_training.start(
        [city = city(), settings, observe](Feedback &feedback) {
            return trainModel(city, settings, torchBackend(), feedback, observe);
        },
        [this, settings](std::shared_ptr<const Model> model) {
            Q_EMIT trainingEnded();
            setModel(*model, settings.folder);
        });
    Q_EMIT trainingStarted();
}

void Session::openModel(const QString &folder)
{
    m_loading.start([folder](Feedback &) { return loadModel(folder, torchBackend(), learningThreads()); },
                    [this, folder](std::shared_ptr<const Model> model) { setModel(*model, folder); });
    Q_EMIT busy(tr("Loading the model"), 0);
}

void Session::setModel(const Model &model, const QString &folder)
{
    m_model = std::make_shared<const Model>(model);
    m_modelFolder = folder;
    m_evaluation.reset();
    m_timeline.reset();
    Q_EMIT busy({}, 0);
    Q_EMIT modelChanged();
    Q_EMIT evaluationChanged();
    Q_EMIT timelineChanged();
    if (hasCity())
        evaluate();
}

void Session::evaluate()
{
    const SplitSettings &split = m_model->card.split;
    const Time from = split.kind == SplitKind::Chronological ? split.validationTo : split.from;
    const Time to = std::max(split.to, midnightOf(city().incidents->last()) + std::chrono::days(1));
    m_evaluating.start(
        [model = m_model, city = city(), from, to](Feedback &feedback) {
            return evaluateModel(*model, city, from, to, feedback);
        },
        [this](std::shared_ptr<const Evaluation> evaluation) {
            m_evaluation = std::move(evaluation);
            Q_EMIT busy({}, 0);
            Q_EMIT evaluationChanged();
        });
}

void Session::scoreDay(Time time)
{
    if (!hasCity() || !m_model)
        return;
    m_scoring.start(
        [model = m_model, city = city(), day = midnightOf(time)](Feedback &feedback) {
            const auto asked = windowsOfDay(day, model->card.task.askedLength(), std::chrono::minutes(10));
            return makeRiskTimeline(*model, city, asked, feedback);
        },
        [this](std::shared_ptr<const RiskTimeline> timeline) {
            m_timeline = std::move(timeline);
            Q_EMIT busy({}, 0);
            Q_EMIT timelineChanged();
        });
}

void Session::cancelAll()
{
    for (JobBase *job : {static_cast<JobBase *>(&m_import), static_cast<JobBase *>(&m_saving),
                         static_cast<JobBase *>(&m_training), static_cast<JobBase *>(&m_loading),
                         static_cast<JobBase *>(&m_evaluating), static_cast<JobBase *>(&m_scoring)})
        job->cancel();
}

} // namespace forewatch
