#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/evaluation_text.h"
#include "app/cli/options.h"
#include "app/cli/timeline_picture.h"
#include "app/cli/training.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/data/sample_city.h"
#include "engine/map/snapshot_set.h"
#include "engine/warning/risk_timeline.h"

#include <QDir>
#include <QFileInfo>

namespace forewatch {

namespace {

/// The whole job on the sample city, step by step; each step leaves its files in the folder.
class Demo
{
public:
    Demo(const QString &folder, const Console &console) : m_folder(folder), m_console(console) {}

    void run()
    {
        inventCity();
        drawSnapshots();
        // The published task first, so that its number can be seen for what it is.
        const Evaluation published = trainAndEvaluate(Question::SameWindow, SplitKind::Random, QStringLiteral("same-window"));
        const Evaluation ahead = trainAndEvaluate(Question::NextWindow, SplitKind::Chronological, QStringLiteral("next-window"));
        scoreDay();
        explain(published, ahead);
    }

private:
    QString path(const QString &file) const { return m_folder.filePath(file); }

    void inventCity()
    {
        ConsoleFeedback feedback(m_console, QStringLiteral("Inventing a city"));
        const SampleCity sample = makeSampleCity(1, 3, feedback);
        writeSampleCity(sample, path(QStringLiteral("city")));
        ImportSettings settings;
        settings.incidents.source = path(QStringLiteral("city/incidents.csv"));
        settings.neighborhoods.source = path(QStringLiteral("city/neighborhoods.geojson"));
        m_city = importCity(settings, feedback);
        m_city.name = sample.city.name;
        writeJson(path(QStringLiteral("import.json")), m_city.report->toJson());
        m_console.say(QStringLiteral("%1: %2 incidents in %3 neighborhoods.")
                          .arg(m_city.name, grouped(static_cast<qint64>(m_city.incidents->size())))
                          .arg(m_city.neighborhoods->size()));
    }

    void drawSnapshots()
    {
        const Time from = midnightOf(m_city.incidents->first());
        for (const MapStyle style : {MapStyle::Original, MapStyle::Clear}) {
            SnapshotSetSettings settings;
            settings.style = style;
            settings.folder = path(style == MapStyle::Original ? QStringLiteral("snapshots-as-published")
                                                               : QStringLiteral("snapshots-clear"));
            settings.windows = WindowSequence::startingIn(from, from + std::chrono::days(1), std::chrono::hours(2),
                                                          std::chrono::hours(2));
            settings.threads = m_console.threads;
            ConsoleFeedback feedback(m_console, QStringLiteral("Drawing"));
            writeSnapshotSet(m_city, settings, feedback);
        }
    }

    Evaluation trainAndEvaluate(Question question, SplitKind split, const QString &name)
    {
        m_console.say(QStringLiteral("Training model 2 on %1 labels, %2 split, 2 epochs.")
                          .arg(questionName(question), splitName(split)));
        TrainingSettings settings;
        settings.task.question = question;
        settings.epochs = 2;
        settings.threads = m_console.threads;
        settings.folder = path(QStringLiteral("model-") + name);
        const Time from = midnightOf(m_city.incidents->first());
        const Time to = m_city.incidents->coveredDays().end();
        settings.split = defaultSplit(split, from, to, settings.seed);
        train(m_city, settings, m_console);

        ConsoleFeedback feedback(m_console, QStringLiteral("Evaluating"));
        const Model model = loadModel(settings.folder, torchBackend(), m_console.threads);
        const Window test = testSpan(model.card, m_city);
        const Evaluation evaluation = evaluateModel(model, m_city, test.start, test.end(), feedback);
        writeJson(path(QStringLiteral("evaluation-%1.json").arg(name)), evaluation.toJson());
        writeWholeFile(path(QStringLiteral("predictions-%1.csv").arg(name)), evaluation.predictionsCsv());
        m_console.say(evaluation.verdict);
        return evaluation;
    }

    void scoreDay()
    {
        const Model model = loadModel(path(QStringLiteral("model-next-window")), torchBackend(), m_console.threads);
        const Time day = midnightOf(m_city.incidents->last());
        ConsoleFeedback feedback(m_console, QStringLiteral("Scoring"));
        const RiskTimeline timeline = makeRiskTimeline(
            model, m_city, windowsOfDay(day, model.card.task.askedLength(), std::chrono::minutes(10)), feedback);
        writeWholeFile(path(QStringLiteral("timeline.csv")), timeline.toCsv());
        writeTimelinePicture(timeline, *m_city.target, path(QStringLiteral("timeline.png")));
    }

    void explain(const Evaluation &published, const Evaluation &ahead)
    {
        const QString text = QStringLiteral(
            "The whole job of Forewatch on its sample city, %1, which is fictional.\n"
            "\n"
            "city/                     the crime table and the neighborhoods\n"
            "import.json               what was read, and what was left out and why\n"
            "snapshots-as-published/   the first day in 2-hour windows, as the published method draws them\n"
            "snapshots-clear/          the same day, drawn for people\n"
            "model-same-window/        model 2 on the published task: the answer is drawn in the picture\n"
            "model-next-window/        model 2 asked about the two hours after the picture\n"
            "evaluation-*.json         both, held against what happened, beside the baselines\n"
            "predictions-*.csv         each window's probability and outcome\n"
            "timeline.csv, .png        the rolling risk of the last day\n"
            "\n"
            "The models were trained for two epochs, to show the way and not to be good.\n"
            "\n"
            "SAME WINDOW, RANDOM SPLIT\n%2\n\nNEXT WINDOW, CHRONOLOGICAL SPLIT\n%3\n")
                                 .arg(m_city.name, describe(published), describe(ahead));
        writeWholeFile(path(QStringLiteral("README.txt")), text.toUtf8());
        m_console.result({{QStringLiteral("out"), m_folder.path()},
                          {QStringLiteral("same_window"), published.toJson()},
                          {QStringLiteral("next_window"), ahead.toJson()}},
                         QStringLiteral("All of it is in %1; begin with README.txt.").arg(m_folder.path()));
    }

    QDir m_folder;
    const Console &m_console;
    City m_city;
};

} // namespace

void addDemoCommand(CLI::App &program, const Console &console)
{
    auto folder = std::make_shared<QString>();
    CLI::App &command = *program.add_subcommand("demo", "The whole job on the sample city, in a few minutes");
    addText(command, "--out", *folder, "Folder for everything that is made; new or empty")->required();
    command.callback([folder, &console] {
        if (QFileInfo::exists(*folder) && !QDir(*folder).isEmpty())
            throw Error(QStringLiteral("The folder %1 is not empty. Choose a new one, or remove it first.").arg(*folder));
        Demo(*folder, console).run();
    });
}

} // namespace forewatch
