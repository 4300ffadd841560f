#include "engine/evaluation/audit.h"

#include "engine/baselines/hour_of_day.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/random.h"
#include "engine/evaluation/audit_words.h"
#include "engine/evaluation/dot_colors.h"
#include "engine/evaluation/opponents.h"
#include "engine/learning/balancing.h"
#include "engine/learning/scoring.h"
#include "engine/scores/logistic_regression.h"

#include <QDir>

#include <algorithm>
#include <array>
#include <chrono>

namespace forewatch {

namespace {

/// An answer is "yes" from this score on: scores are learnt from balanced windows.
constexpr double yesFrom = 0.5;
/// The stream of a training's seed from which its balanced part is drawn, so that dots are counted in the very pictures that
/// the network learnt from.
constexpr std::uint64_t trainingStream = 0;
/// Share of the whole work that rows without a network take.
constexpr double plainShare = 0.02;

/// A trained row before it is made.
struct Trained
{
    const char *key;
    QString name;
    Question question;
    bool masked;
    SplitKind split;
};

/// What is asked on one split, with its honest opponent.
struct Asked
{
    Task task;
    SplitSettings settings;
    Split parts;
    HourOfDayRate hours;
};

/// What one way of answering says of the test windows: scores, of which one half and more is "yes", and probabilities.
struct Answers
{
    std::vector<double> scores;
    std::vector<double> probabilities;
};

class Auditor
{
public:
    Auditor(const City &city, const AuditSettings &settings, const NetworkBackend &backend, Feedback &feedback,
            const AuditObserver &observer)
        : m_city(city)
        , m_settings(settings)
        , m_backend(backend)
        , m_feedback(feedback)
        , m_observer(observer)
        , m_dots(city)
        , m_trained({{"original", QStringLiteral("As published: the drawn window itself, random split"), Question::SameWindow, false, SplitKind::Random},
                     {"masked", QStringLiteral("The same, targets left out of the pictures"), Question::SameWindow, true, SplitKind::Random},
                     {"same_chronological", QStringLiteral("The drawn window itself, later days"), Question::SameWindow, false, SplitKind::Chronological},
                     {"next", QStringLiteral("The next window, random split"), Question::NextWindow, false, SplitKind::Random},
                     {"next_chronological", QStringLiteral("The next window, later days"), Question::NextWindow, false, SplitKind::Chronological}})
    {
    }

    Audit run()
    {
        m_audit.epochs = m_settings.epochs;
        m_audit.seed = m_settings.seed;
        m_audit.network = m_settings.network.name;
        m_audit.target = m_city.target->spoken();
        makePlainRows();
        for (std::size_t i = 0; i < m_trained.size(); ++i) {
            const auto share = [&](std::size_t done) {
                return plainShare + (1 - plainShare) * static_cast<double>(done) / static_cast<double>(m_trained.size());
            };
            StageFeedback part(m_feedback, share(i), share(i + 1));
            makeTrained(m_trained[i], part);
        }
        inOrderOfTable();
        find();
        m_audit.explanation = explanationOf(m_audit);
        writeJson(QDir(m_settings.folder).filePath(QStringLiteral("audit.json")), m_audit.toJson());
        m_feedback.progress(1);
        return std::move(m_audit);
    }

private:
    std::size_t rowCount() const { return m_trained.size() + 5; }

    Asked ask(Question question, bool masked, SplitKind kind) const
    {
        Asked asked;
        asked.task = {.question = question, .length = m_settings.length, .step = m_settings.length,
                      .horizon = m_settings.length, .maskTargets = masked};
        const Window known = m_city.incidents->coveredDays();
        asked.settings = defaultSplit(kind, known.start, known.end(), m_settings.seed);
        asked.parts = splitExamples(makeExamples(m_city, asked.task, known.start, known.end()), asked.settings);
        if (asked.parts.test.empty())
            throw Error(QStringLiteral("Nothing is left to test on. Open a table of a longer time."));
        asked.hours = HourOfDayRate(asked.parts.training, asked.parts.validation);
        return asked;
    }

    std::span<const Incident> drawn(const Example &example) const { return m_city.incidents->snapshot(example.input).incidents; }

    void makePlainRows()
    {
        const Asked original = ask(Question::SameWindow, false, SplitKind::Random);
        m_ruleDots = bestRule(original);
        add("red_dots", ruleName(), original, countTargetDots(original));
        m_feedback.checkpoint(plainShare / 4);
        add("dot_counts", QStringLiteral("Number of dots of each color, no map"), original, countDots(original));
        m_feedback.checkpoint(plainShare / 2);
        add("always_no", QStringLiteral("Always no"), original, alwaysNo(original));
        add("hour_of_day", QStringLiteral("Hour of day, random split"), original, hourOfDay(original));
        const Asked later = ask(Question::NextWindow, false, SplitKind::Chronological);
        add("hour_of_day_chronological", QStringLiteral("Hour of day, later days"), later, hourOfDay(later));
        m_feedback.checkpoint(plainShare);
    }

    void makeTrained(const Trained &trained, Feedback &feedback)
    {
        const auto start = std::chrono::steady_clock::now();
        const Asked asked = ask(trained.question, trained.masked, trained.split);
        TrainingSettings training;
        training.network = m_settings.network;
        training.network.learning.phases = {m_settings.network.learning.phaseOf(1)};
        training.network.learning.phases.front().augmented = false;
        training.network.learning.patience = 0;
        training.task = asked.task;
        training.split = asked.settings;
        training.epochs = m_settings.epochs;
        training.seed = m_settings.seed;
        training.precision = m_settings.precision;
        training.threads = m_settings.threads;
        training.folder = QDir(m_settings.folder).filePath(QLatin1String(trained.key));

        AuditProgress progress{.row = m_audit.rows.size(), .rows = rowCount(), .name = trained.name};
        StageFeedback learning(feedback, 0, 0.95);
        const Model model = trainedModel(m_city, training, m_backend, learning, [&](const TrainingProgress &step) {
            progress.training = step;
            m_observer(progress);
        });
        StageFeedback scoring(feedback, 0.95, 1);
        AuditRow row = measured(trained.key, trained.name, asked, scored(model, asked, scoring));
        row.epochs = model.card.epochs;
        row.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        row.folder = training.folder;
        tell(row);
    }

    Answers scored(const Model &model, const Asked &asked, Feedback &feedback) const
    {
        NoFeedback quiet;
        Answers answers;
        answers.scores = scoresOf(*model.network, m_city, asked.task, encodingFor(model.card, m_city, quiet), asked.parts.test,
                                  m_settings.threads, feedback);
        for (double &score : answers.scores) {
            score = probabilityOf(score);
            answers.probabilities.push_back(
                model.card.calibration.apply(correctForBalancing(score, model.card.negativesKept)));
        }
        return answers;
    }

    /// The number of dots in a color of the targets, from `m_ruleDots` on "yes".
    Answers countTargetDots(const Asked &asked) const
    {
        const auto scoresOfPart = [&](const std::vector<Example> &part) {
            std::vector<double> scores;
            for (const Example &example : part)
                scores.push_back(probabilityOf(m_dots.targetDots(drawn(example)) - m_ruleDots + 0.5));
            return scores;
        };
        return calibrated(asked, scoresOfPart(asked.parts.validation), scoresOfPart(asked.parts.test), 1);
    }

    /// From how many dots on the rule is right most often in the training part.
    int bestRule(const Asked &asked) const
    {
        constexpr int mostDots = 10;
        std::vector<double> dots;
        for (const Example &example : asked.parts.training)
            dots.push_back(m_dots.targetDots(drawn(example)));
        const Forecast training = forecastOf(asked.parts.training, std::move(dots));
        std::vector<double> shares;
        for (int from = 1; from <= mostDots; ++from)
            shares.push_back(balancedShare(training, from, m_settings.seed, 0).value);
        return static_cast<int>(std::ranges::max_element(shares) - shares.begin()) + 1;
    }

    QString ruleName() const
    {
        QString name = m_ruleDots == 1 ? QStringLiteral("Rule: at least one dot in the targets’ color")
                                       : QStringLiteral("Rule: at least %1 dots in the targets’ color").arg(m_ruleDots);
        if (!m_dots.sharedBy().isEmpty())
            name += QStringLiteral(" (%1 has it too)").arg(m_dots.sharedBy().join(QStringLiteral(", ")).toLower());
        return name;
    }

    Answers countDots(const Asked &asked) const
    {
        const BalancedExamples learnt = balanced(asked.parts.training, Random(m_settings.seed, trainingStream));
        std::vector<double> features;
        std::vector<double> outcomes;
        for (const Example &example : learnt.examples) {
            const std::vector<double> indicators = m_dots.indicators(drawn(example));
            features.insert(features.end(), indicators.begin(), indicators.end());
            outcomes.push_back(example.outcome);
        }
        const Regression classifier(RegressionFamily::Logistic, features, m_dots.size() * DotColors::most, outcomes);
        const auto scoresOfPart = [&](const std::vector<Example> &part) {
            std::vector<double> scores;
            for (const Example &example : part)
                scores.push_back(classifier.predict(m_dots.indicators(drawn(example))));
            return scores;
        };
        return calibrated(asked, scoresOfPart(asked.parts.validation), scoresOfPart(asked.parts.test), learnt.negativesKept);
    }

    /// Probabilities by a calibration on the validation part of scores that saw `negativesKept` of the negatives.
    static Answers calibrated(const Asked &asked, std::vector<double> validation, std::vector<double> test, double negativesKept)
    {
        const auto correct = [&](double &score) { score = correctForBalancing(score, negativesKept); };
        std::ranges::for_each(validation, correct);
        const Calibration calibration = Calibration::fit(validation, forecastOf(asked.parts.validation, {}).outcomes);
        Answers answers{.scores = std::move(test), .probabilities = {}};
        answers.probabilities = answers.scores;
        for (double &probability : answers.probabilities) {
            correct(probability);
            probability = calibration.apply(probability);
        }
        return answers;
    }

    static Answers alwaysNo(const Asked &asked)
    {
        const std::vector<double> none(asked.parts.test.size(), 0.0);
        return {.scores = none, .probabilities = none};
    }

    /// "Yes" at the hours with more targets than the training part has on average.
    static Answers hourOfDay(const Asked &asked)
    {
        Answers answers{.scores = {}, .probabilities = asked.hours.predict(asked.parts.test)};
        const double usual = logOdds(baseRate(asked.parts.training));
        std::ranges::transform(answers.probabilities, std::back_inserter(answers.scores),
                               [=](double p) { return probabilityOf(logOdds(p) - usual); });
        return answers;
    }

    void add(const char *key, const QString &name, const Asked &asked, const Answers &answers)
    {
        tell(measured(key, name, asked, answers));
    }

    AuditRow measured(const char *key, const QString &name, const Asked &asked, const Answers &answers)
    {
        const std::vector<Example> &examples = asked.parts.test;
        const Forecast raw = forecastOf(examples, answers.scores);
        const Metrics metrics = measure(raw, yesFrom);
        const Estimate skill = pairedBrierSkill(forecastOf(examples, answers.probabilities),
                                                   forecastOf(examples, asked.hours.predict(examples)));
        AuditRow row{.key = QLatin1String(key), .name = name};
        row.task = asked.task;
        row.split = asked.settings.kind;
        row.windows = examples.size();
        row.baseRate = baseRate(examples);
        row.balancedAccuracy = balancedShare(raw, yesFrom);
        row.auc = {metrics.auc, metrics.intervals[QStringLiteral("auc")]};
        row.skillOverHours = {skill.value, skill.interval};
        row.accuracy = metrics.accuracy;
        row.alwaysNo = 1 - row.baseRate;
        m_answers[row.key] = raw;
        return row;
    }

    void tell(const AuditRow &row)
    {
        m_audit.rows.push_back(row);
        m_observer({.row = m_audit.rows.size() - 1, .rows = rowCount(), .name = row.name, .made = &row});
    }

    /// Trained rows first.
    void inOrderOfTable()
    {
        std::ranges::stable_partition(m_audit.rows, [](const AuditRow &row) { return row.epochs > 0; });
    }

    void find()
    {
        const Forecast &original = m_answers[QStringLiteral("original")];
        const auto same = [&](const char *key) { return balancedShareAhead(original, m_answers[QLatin1String(key)], yesFrom); };
        const auto other = [&](const char *key) { return balancedShareApart(original, m_answers[QLatin1String(key)], yesFrom); };
        const auto isAhead = [](const Estimate &difference) { return difference.interval.low > 0; };
        const bool aboveACoin = m_audit.row(QStringLiteral("original"))->balancedAccuracy.interval.low > 0.5;

        const Estimate masked = same("masked");
        addFinding("targets_drawn", isAhead(masked), masked);
        const Estimate counted = same("dot_counts");
        addFinding("dots_counted", aboveACoin && !isAhead(counted), counted);
        const Estimate next = other("next");
        addFinding("window_over", isAhead(next), next);
        const Estimate later = other("same_chronological");
        addFinding("random_split", isAhead(later), later);
    }

    void addFinding(const char *key, bool raised, const Estimate &difference)
    {
        AuditFinding finding{.key = QLatin1String(key), .raised = raised, .difference = difference, .text = {}};
        finding.text = wordsOf(finding, m_audit);
        m_audit.findings.push_back(finding);
    }

    const City &m_city;
    const AuditSettings &m_settings;
    const NetworkBackend &m_backend;
    Feedback &m_feedback;
    const AuditObserver &m_observer;
    DotColors m_dots;
    std::array<Trained, 5> m_trained;
    int m_ruleDots = 1;
    Audit m_audit;
    /// Scores of each row's test windows, by its key.
    QMap<QString, Forecast> m_answers;
};

} // namespace

bool Audit::isFlagged() const
{
    return std::ranges::any_of(findings, [](const AuditFinding &finding) {
        return finding.raised && finding.key != QLatin1String("random_split");
    });
}

const AuditRow *Audit::row(const QString &key) const
{
    const auto found = std::ranges::find(rows, key, &AuditRow::key);
    return found == rows.end() ? nullptr : &*found;
}

Audit runAudit(const City &city, const AuditSettings &settings, const NetworkBackend &backend, Feedback &feedback,
               const AuditObserver &observer)
{
    return Auditor(city, settings, backend, feedback, observer).run();
}

} // namespace forewatch
