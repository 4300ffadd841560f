#include "app/gui/session.h"

#include "app/gui/sample_model.h"
#include "engine/data/sample_city.h"
#include "engine/evaluation/model_card_html.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSettings>
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
    watch(m_scoring, tr("Scoring the risk timeline"));
    connect(&m_training, &JobBase::ended, this, &Session::trainingEnded);
    connect(&m_import, &JobBase::failed, this, [this](const QString &message) {
        const ImportSettings wanted = m_wanted;
        // What is open is what the next file is combined with.
        if (!m_sources.incidents.source.isEmpty())
            m_wanted = m_sources;
        Q_EMIT importFailed(message, wanted);
    });
    connect(&m_training, &JobBase::cancelled, this, [this] { Q_EMIT said(tr("Training was cancelled.")); });
}

void Session::watch(JobBase &job, const QString &what)
{
    const auto find = [this, &job] { return std::ranges::find(m_running, &job, &Running::job); };
    connect(&job, &JobBase::started, this, [this, &job, what, find] {
        if (find() == m_running.end())
            m_running.push_back({&job, what, 0});
        tellBusy();
    });
    connect(&job, &JobBase::progressed, this, [this, find](int permille) {
        if (const auto running = find(); running != m_running.end())
            running->permille = permille;
        tellBusy();
    });
    connect(&job, &JobBase::ended, this, [this, find] {
        if (const auto running = find(); running != m_running.end())
            m_running.erase(running);
        tellBusy();
    });
    connect(&job, &JobBase::failed, this, &Session::failed);
}

void Session::tellBusy()
{
    if (m_running.empty())
        Q_EMIT busy({}, 0);
    else
        Q_EMIT busy(m_running.back().what, m_running.back().permille);
}

void Session::cancelShown()
{
    if (!m_running.empty())
        m_running.back().job->cancel();
}

int Session::learningThreads()
{
    return std::max(1, QThread::idealThreadCount());
}

QString Session::modelsFolder()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)).filePath(QStringLiteral("models"));
}

QString Session::newModelFolder(const TrainingSettings &settings)
{
    QString network = settings.field ? QStringLiteral("risk-field") : settings.network.name;
    network.replace(QRegularExpression(QStringLiteral("[^A-Za-z0-9_-]+")), QStringLiteral("-"));
    return QDir(modelsFolder()).filePath(QStringLiteral("%1-%2-%3")
                                             .arg(QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss")),
                                                  network, questionName(settings.task.question)));
}

void Session::openIncidents(const QString &path)
{
    if (!isThere(path))
        return;
    m_wanted.incidents = {.source = path};
    openWhenComplete();
}

void Session::openNeighborhoods(const QString &path)
{
    if (!isThere(path))
        return;
    m_wanted.neighborhoods = {.source = path};
    openWhenComplete();
}

bool Session::isThere(const QString &path)
{
    if (QFileInfo(path).isReadable())
        return true;
    Q_EMIT failed(tr("%1 is not there, or may not be read. Check the path.").arg(path));
    return false;
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
                   [this](std::shared_ptr<const City> city) {
                       showCity(*city, {});
                       openSampleModel();
                   });
}

void Session::openSampleModel()
{
    if (m_model || m_loading.isRunning() || m_training.isRunning())
        return;
    try {
        openModel(unpackSampleModel());
    } catch (const Error &error) {
        Q_EMIT failed(error.message());
    }
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
    Q_EMIT cityChanged();
    checkModel();
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
                    Q_EMIT exported(path);
                    Q_EMIT said(tr("The rejected rows are in %1.").arg(path));
        });
}

void Session::train(TrainingSettings settings)
{
    if (settings.folder.isEmpty())
        settings.folder = newModelFolder(settings);
    if (!settings.resume)
        settings.threads = learningThreads();
    m_trainingSettings = settings;
    const auto observe = [this](const TrainingProgress &progress) {
        QMetaObject::invokeMethod(this, [this, progress] { Q_EMIT trainingProgressed(progress); }, Qt::QueuedConnection);
    };
    m_training.start(
        [city = city(), settings, observe](Feedback &feedback) {
            Model model = trainModel(city, settings, torchBackend(), feedback, observe);
            writeModelCard(settings.folder);
            return model;
        },
        [this, settings](std::shared_ptr<const Model> model) { setModel(*model, settings.folder); });
    Q_EMIT trainingStarted();
}

void Session::setTrainingHeld(bool held)
{
    if (!isTraining() || isTrainingHeld() == held)
        return;
    m_training.setHeld(held);
    Q_EMIT trainingHeld(held);
}

void Session::openModel(const QString &folder)
{
    m_loading.start([folder](Feedback &) { return loadModel(folder, torchBackend(), learningThreads()); },
                    [this, folder](std::shared_ptr<const Model> model) { setModel(*model, folder); });
}

void Session::closeModel()
{
    m_loading.cancel();
    if (!m_model)
        return;
    m_evaluating.cancel();
    m_model.reset();
    m_modelFolder.clear();
    m_evaluation.reset();
    m_timeline.reset();
    checkModel();
}

void Session::setModel(const Model &model, const QString &folder)
{
    m_model = std::make_shared<const Model>(model);
    m_modelFolder = folder;
    m_evaluation.reset();
    m_timeline.reset();
    m_policy = defaultPolicy(model.card);
    m_policyByHand = false;
    if (const QByteArray kept = QSettings().value(policyKey()).toByteArray(); !kept.isEmpty()) {
        try {
            m_policy = AlertPolicy::fromJson(QJsonDocument::fromJson(kept).object());
            m_policyByHand = true;
        } catch (const Error &) {
            QSettings().remove(policyKey()); // of another version: the model's holds
        }
    }
    checkModel();
    Q_EMIT policyChanged();
}

void Session::checkModel()
{
    m_modelProblem.clear();
    m_scoring.cancel();
    m_scoredSpan = {};
    m_scored.clear();
    if (m_model && hasCity()) {
        try {
            requireSameCity(m_model->card, city(), MapImageEncoding(city()));
            evaluate();
        } catch (const Error &error) {
            m_modelProblem = error.message();
        }
    }
    Q_EMIT modelChanged();
    Q_EMIT evaluationChanged();
    Q_EMIT timelineChanged();
}

void Session::evaluate()
{
    m_evaluating.start(
        [model = m_model, city = city(), folder = m_modelFolder](Feedback &feedback) {
            const Window test = testSpan(model->card, city);
            Evaluation evaluation = evaluateModel(*model, city, test.start, test.end(), feedback);
            storeEvaluation(folder, wholeEvaluation(evaluation, city));
            return evaluation;
        },
        [this](std::shared_ptr<const Evaluation> evaluation) {
            m_evaluation = std::move(evaluation);
                    Q_EMIT evaluationChanged();
        });
}

void Session::scoreDay(Time time)
{
    score({midnightOf(time), std::chrono::days(1)}, std::chrono::minutes(10));
}

void Session::score(const Window &span, Duration step)
{
    if (!hasCity() || !m_model || !m_modelProblem.isEmpty() || (m_scoredSpan == span && m_scoredStep == step))
        return;
    m_scoredSpan = span;
    m_scoredStep = step;
    for (const Scored &scored : m_scored)
        if (scored.span == span && scored.step == step) {
            m_scoring.cancel();
            showTimeline(*scored.timeline);
            return;
        }
    m_scoring.start(
        [model = m_model, city = city(), span, step](Feedback &feedback) {
            const Duration length = model->card.task.askedLength();
            const auto asked = span.length == std::chrono::days(1) ? windowsOfDay(span.start, length, step)
                                                                   : WindowSequence::startingIn(span.start, span.end(), length, step);
            return makeRiskTimeline(*model, city, asked, feedback);
        },
        [this, span, step](std::shared_ptr<const RiskTimeline> timeline) {
            constexpr std::size_t most = 16;
            if (m_scored.size() == most)
                m_scored.erase(m_scored.begin());
            m_scored.push_back({span, step, timeline});
            showTimeline(*timeline);
        });
}

void Session::showTimeline(const RiskTimeline &timeline)
{
    RiskTimeline shown = timeline;
    shown.apply(m_policy);
    m_timeline = std::make_shared<const RiskTimeline>(std::move(shown));
    Q_EMIT timelineChanged();
}

QString Session::policyKey() const
{
    const QByteArray name = QCryptographicHash::hash(m_modelFolder.toUtf8(), QCryptographicHash::Sha1).toHex();
    return QStringLiteral("policies/") + QString::fromLatin1(name);
}

void Session::usePolicy(const AlertPolicy &policy, bool byHand)
{
    m_policy = policy;
    m_policyByHand = byHand;
    if (m_timeline)
        showTimeline(*m_timeline);
    Q_EMIT policyChanged();
}

void Session::setPolicy(const AlertPolicy &policy)
{
    if (!m_model || policy == m_policy)
        return;
    QSettings().setValue(policyKey(), QJsonDocument(policy.toJson()).toJson(QJsonDocument::Compact));
    usePolicy(policy, true);
}

void Session::resetPolicy()
{
    if (!m_model)
        return;
    QSettings().remove(policyKey());
    usePolicy(defaultPolicy(m_model->card), false);
}

void Session::cancelAll()
{
    // A copy: what is cancelled leaves the list.
    const std::vector<Running> running = m_running;
    for (const Running &work : running)
        work.job->cancel();
}

} // namespace forewatch
