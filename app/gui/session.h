#pragma once

#include "app/gui/job.h"
#include "engine/data/importer.h"
#include "engine/evaluation/evaluation.h"
#include "engine/learning/trainer.h"
#include "engine/map/map_painter.h"
#include "engine/warning/risk_timeline.h"

namespace forewatch {

/// What the window works on: the city, the model, what came of them; and the background work that makes each. A failure
/// or a cancel leaves everything as it was. All signals on the GUI thread.
class Session : public QObject
{
    Q_OBJECT

public:
    explicit Session(QObject *parent = nullptr);

    /// Null before the first import.
    const std::shared_ptr<const MapPainter> &painter() const { return m_painter; }
    bool hasCity() const { return m_painter != nullptr; }
    /// Precondition: `hasCity()`.
    const City &city() const { return m_painter->city(); }
    const std::shared_ptr<const Model> &model() const { return m_model; }
    const QString &modelFolder() const { return m_modelFolder; }
    /// Why the model cannot be used on the city, in plain words; empty when it can, or one of them is missing.
    const QString &modelProblem() const { return m_modelProblem; }
    const std::shared_ptr<const Evaluation> &evaluation() const { return m_evaluation; }
    const std::shared_ptr<const RiskTimeline> &timeline() const { return m_timeline; }
    /// When the risk becomes an alert: the model's, until somebody sets another, which is kept for the model's folder.
    const AlertPolicy &policy() const { return m_policy; }
    /// Whether somebody set it.
    bool isPolicyByHand() const { return m_policyByHand; }
    /// The sources of the city; empty for the sample city.
    const ImportSettings &sources() const { return m_sources; }

    bool isImporting() const { return m_import.isRunning(); }
    bool isTraining() const { return m_training.isRunning(); }
    /// A training that stands still until it is let go on or cancelled.
    bool isTrainingHeld() const { return m_training.isHeld(); }
    bool isEvaluating() const { return m_evaluating.isRunning(); }
    bool isScoring() const { return m_scoring.isRunning(); }

    /// Threads that training and scoring may use.
    static int learningThreads();

    /// Where the user's models are, below the user's data folder.
    static QString modelsFolder();
    /// Of the training that runs, or ran last.
    const TrainingSettings &trainingSettings() const { return m_trainingSettings; }

    /// A new folder for a model of now, in `modelsFolder`.
    static QString newModelFolder(const TrainingSettings &settings);

    /// The one thread that uses the model's network outside of training.
    QThreadPool *scoringPool() { return &m_scoringPool; }

    /// Shows a job that a panel runs in `busy` beside the session's own, with its cancel, and tells of its failure.
    void watch(JobBase &job, const QString &what);

public Q_SLOTS:
    /// Opens a crime table or neighborhoods beside what was opened before; imports when both are known.
    void openIncidents(const QString &path);
    void openNeighborhoods(const QString &path);
    void openCity(const forewatch::ImportSettings &settings);
    /// With its ready-trained model, unless another model is open.
    void openSampleCity();
    void saveRejectedRows(const QString &path);

    /// Trains in the background, then evaluates. An empty `folder` gets a new one; a training that is resumed keeps its
    /// number of threads. Precondition: `hasCity()`.
    void train(forewatch::TrainingSettings settings);
    void openModel(const QString &folder);
    void closeModel();

    /// Scores the windows of the day that holds `time`. Does nothing without a city and a model that belongs to it, and
    /// while that day is being scored.
    void scoreDay(forewatch::Time time);
    /// Likewise the windows that start in `span`; of a day, those inside it. What was scored before is there at once; what failed or
    /// was cancelled is not tried again before something else was asked for.
    void score(const forewatch::Window &span, forewatch::Duration step);

    void setPolicy(const forewatch::AlertPolicy &policy);
    void resetPolicy();

    void cancelTraining() { m_training.cancel(); }
    void setTrainingHeld(bool held);
    /// Cancels the work that `busy` told of last.
    void cancelShown();
    /// Cancels all background work.
    void cancelAll();

Q_SIGNALS:
    void cityChanged();
    void modelChanged();
    void evaluationChanged();
    void timelineChanged();
    /// After the timeline has its new alerts.
    void policyChanged();
    void trainingStarted();
    void trainingProgressed(const forewatch::TrainingProgress &progress);
    void trainingHeld(bool held);
    void trainingEnded();

    /// What was begun last of all that the background does now, with its progress; empty when it rests.
    void busy(const QString &what, int permille);
    /// Something went wrong, in plain words.
    void failed(const QString &message);
    /// After `failed`: it was an import, of these.
    void importFailed(const QString &message, const forewatch::ImportSettings &wanted);
    /// A file was written for others to read: a map, a table, a report.
    void exported(const QString &path);
    /// Something is done, or needed next.
    void said(const QString &message);
    /// A crime table is chosen and its neighborhoods are missing, or the other way round.
    void needsNeighborhoods(const QString &incidents);
    void needsIncidents(const QString &neighborhoods);

private:
    bool isThere(const QString &path);
    void openWhenComplete();
    void openSampleModel();
    void showCity(const City &city, const ImportSettings &sources);
    void setModel(const Model &model, const QString &folder);
    void checkModel();
    void evaluate();
    void tellBusy();
    /// With the policy's alerts.
    void showTimeline(const RiskTimeline &timeline);
    void usePolicy(const AlertPolicy &policy, bool byHand);
    QString policyKey() const;

    // The pools are declared first, so that they outlive the jobs.
    QThreadPool m_dataPool;
    QThreadPool m_trainingPool;
    QThreadPool m_scoringPool;

    /// What was asked for last, also while it has not led to a city.
    ImportSettings m_wanted;
    ImportSettings m_sources;
    std::shared_ptr<const MapPainter> m_painter;
    std::shared_ptr<const Model> m_model;
    QString m_modelFolder;
    QString m_modelProblem;
    TrainingSettings m_trainingSettings;
    struct Scored
    {
        Window span;
        Duration step;
        std::shared_ptr<const RiskTimeline> timeline;
    };
    /// Asked for last; without length when nothing was.
    Window m_scoredSpan{};
    Duration m_scoredStep{};
    /// Of this model and city, the newest last.
    std::vector<Scored> m_scored;
    AlertPolicy m_policy;
    bool m_policyByHand = false;
    std::shared_ptr<const Evaluation> m_evaluation;
    std::shared_ptr<const RiskTimeline> m_timeline;

    /// In order of their start.
    struct Running
    {
        JobBase *job;
        QString what;
        int permille;
    };
    std::vector<Running> m_running;

    Job<City> m_import;
    Job<bool> m_saving;
    Job<Model> m_training;
    Job<Model> m_loading;
    Job<Evaluation> m_evaluating;
    Job<RiskTimeline> m_scoring;
};

} // namespace forewatch
