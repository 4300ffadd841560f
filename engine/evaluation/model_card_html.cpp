#include "engine/evaluation/model_card_html.h"

#include "engine/core/files.h"
#include "engine/evaluation/by_area.h"
#include "engine/evaluation/html_page.h"
#include "engine/evaluation/model_card_figures.h"
#include "engine/evaluation/model_card_words.h"
#include "engine/evaluation/use_and_misuse.h"
#include "engine/learning/model_folder.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <numeric>

namespace forewatch {

namespace {

using namespace card;

bool isPublished(const ModelCard &card)
{
    return card.task.question == Question::SameWindow;
}

QString askedInWords(const ModelCard &card)
{
    const Task &task = card.task;
    if (isPublished(card))
        return QStringLiteral("Whether the drawn window of %1 itself has a %2. The window is over when it is asked about.")
            .arg(formatDuration(task.length), spokenTarget(card.target));
    QString text = QStringLiteral("Whether the %1 that begin %2 the forecast will have a %3 anywhere in the city, from %4 before.")
                       .arg(formatDuration(task.horizon),
                            task.lead.count() == 0 ? QStringLiteral("with") : formatDuration(task.lead) + QStringLiteral(" after"),
                            spokenTarget(card.target),
                            card.field.isEmpty() ? QStringLiteral("a picture of the ") + formatDuration(task.length)
                                                    : QStringLiteral("all that was known"));
    if (task.reporting == Reporting::AsReported)
        text += QStringLiteral(" It sees only rows that had been reported by then.");
    else if (task.delay.count() > 0)
        text += QStringLiteral(" It sees only rows that are %1 old.").arg(formatDuration(task.delay));
    return text;
}

void addUse(HtmlPage &page, const ModelCard &card)
{
    page.heading(QStringLiteral("Intended use and misuse"));
    if (isPublished(card)) {
        page.paragraph(QStringLiteral("For studying the published method. The picture shows the answer: this model warns of nothing, and "
                                      "its accuracy says nothing of what a warning would be worth."));
    } else {
        page.paragraph(QStringLiteral("For analysts and supervisors who plan for times: it says how probable a %1 is in spans of %2 in the "
                                      "whole city, beside what the hour of day alone would say.")
                           .arg(spokenTarget(card.target), formatDuration(card.task.horizon)));
    }
    QStringList points{QStringLiteral("Not for another city, another table, other targets or another map than those named here; the program "
                                      "refuses what it can tell apart.")};
    for (const UsePoint &point : useAndMisuse(&card))
        points << point.heading + QLatin1Char(' ') + point.text;
    page.list(points);
}

void addData(HtmlPage &page, const ModelCard &card)
{
    page.heading(QStringLiteral("Data"));
    const QJsonObject &data = card.data;
    std::vector<std::pair<QString, QString>> facts;
    if (!data.isEmpty()) {
        const QJsonObject target = data[key("target")].toObject();
        facts = {{QStringLiteral("Rows"), count(data[key("rows")])},
                 {QStringLiteral("Kept"), count(data[key("kept")])},
                 {QStringLiteral("From"), data[key("first")].toString()},
                 {QStringLiteral("To"), data[key("last")].toString()},
                 {QStringLiteral("Target events"), QStringLiteral("%1, from %2 rows (one for each victim)")
                                                       .arg(count(target[key("events")]), count(target[key("victims")]))},
                 {QStringLiteral("Neighborhoods"), count(data[key("neighborhoods")])},
                 {QStringLiteral("Never read"), data[key("left_out_columns")].toVariant().toStringList().join(QStringLiteral(", "))}};
        const QJsonObject rejected = data[key("rejected")].toObject();
        for (std::size_t i = 0; i < rejectionCount; ++i) {
            const auto reason = static_cast<Rejection>(i);
            if (const auto rows = rejected[rejectionKey(reason)].toInteger())
                facts.push_back({QStringLiteral("Rejected: rows that ") + rejectionText(reason), grouped(rows)});
        }
        const QJsonObject notes = data[key("notes")].toObject();
        for (std::size_t i = 0; i < noteCount; ++i) {
            const auto note = static_cast<Note>(i);
            if (const auto rows = notes[noteKey(note)].toInteger())
                facts.push_back({QStringLiteral("Noted: rows that ") + noteText(note), grouped(rows)});
        }
    }
    // Not where on somebody's disk it lay.
    for (const SourceFile &source : card.sources)
        facts.push_back({QFileInfo(source.path).fileName(),
                         source.sha256.isEmpty() ? QStringLiteral("no file") : QStringLiteral("SHA-256 ") + source.sha256});
    if (facts.empty())
        page.paragraph(QStringLiteral("The card does not say what it was trained on."));
    page.facts(facts);
}

/// The parts on a time axis. A random split is one bar: its parts are everywhere.
QString splitDrawing(const SplitSettings &split)
{
    struct Part
    {
        const char *kind;
        Time from;
        Time to;
    };
    std::vector<Part> parts{{"training", split.from, split.trainTo}, {"validation", split.trainTo, split.validationTo},
                            {"test", split.validationTo, split.to}};
    const bool isRandom = split.kind == SplitKind::Random;
    if (isRandom)
        parts = {{"training", split.from, split.to}};
    const double whole = std::max<double>(1, static_cast<double>((split.to - split.from).count()));
    QString svg = QStringLiteral("<svg viewBox=\"0 0 720 58\" width=\"720\" height=\"58\" role=\"img\" aria-label=\"Split over time\">\n");
    for (const Part &part : parts) {
        const double x = 720 * static_cast<double>((part.from - split.from).count()) / whole;
        const double width = 720 * static_cast<double>((part.to - part.from).count()) / whole;
        svg += QStringLiteral("<rect class=\"%1\" x=\"%2\" y=\"20\" width=\"%3\" height=\"16\"/><text x=\"%2\" y=\"14\">%4</text>"
                              "<text class=\"quiet\" x=\"%2\" y=\"52\">%5</text>\n")
                   .arg(QLatin1String(part.kind)).arg(x, 0, 'f', 1).arg(std::max(0.0, width - 2), 0, 'f', 1)
                   .arg(isRandom ? QStringLiteral("training, validation and test, shuffled") : QLatin1String(part.kind))
                   .arg(formatTime(part.from).left(10));
    }
    return svg + QStringLiteral("<text class=\"quiet\" x=\"720\" y=\"52\" text-anchor=\"end\">%1</text></svg>\n")
                     .arg(formatTime(split.to).left(10));
}

void addTask(HtmlPage &page, const ModelCard &card)
{
    page.heading(QStringLiteral("Target, question and split"));
    page.facts({{QStringLiteral("Target"), card.target.join(QStringLiteral(", "))},
                {QStringLiteral("Question"), askedInWords(card)},
                {QStringLiteral("Targets in the picture"), card.task.maskTargets ? QStringLiteral("left out") : QStringLiteral("drawn")},
                {QStringLiteral("A question every"), formatDuration(card.task.step)},
                {QStringLiteral("Split"), splitName(card.split.kind)},
                {QStringLiteral("Spans with a target"), QStringLiteral("%1 in training, %2 in validation")
                                                            .arg(percent(card.trainingBaseRate), percent(card.validationBaseRate))},
                {QStringLiteral("Learnt from"), QStringLiteral("%1 spans, %2 of those without a target kept to balance them")
                                                    .arg(grouped(static_cast<qint64>(card.trainingExamples)), percent(card.negativesKept))}});
    page.add(splitDrawing(card.split));
}

QString optimiserName(OptimiserKind kind)
{
    return kind == OptimiserKind::Adam ? QStringLiteral("Adam") : kind == OptimiserKind::AdamW ? QStringLiteral("AdamW") : QStringLiteral("SGD");
}

QString phasesInWords(const LearningSettings &learning)
{
    QStringList phases;
    for (const Phase &phase : learning.phases)
        phases << QStringLiteral("%1 epochs in batches of %2%3").arg(phase.epochs).arg(phase.batch)
                      .arg(phase.augmented ? QStringLiteral(", augmented") : QString());
    return phases.join(QStringLiteral("; then "));
}

/// Loss over the epochs.
QString curvesDrawing(const std::vector<EpochScores> &curves)
{
    if (curves.size() < 2)
        return {};
    double top = 0;
    double bottom = curves.front().trainingLoss;
    for (const EpochScores &epoch : curves) {
        top = std::max({top, epoch.trainingLoss, epoch.validationLoss});
        bottom = std::min({bottom, epoch.trainingLoss, epoch.validationLoss});
    }
    const double range = top > bottom ? top - bottom : 1;
    const auto line = [&](const char *kind, double EpochScores::*loss) {
        QString path;
        for (std::size_t i = 0; i < curves.size(); ++i)
            path += QStringLiteral("%1%2 %3 ")
                        .arg(i == 0 ? QLatin1Char('M') : QLatin1Char('L'))
                        .arg(50 + 400 * static_cast<double>(i) / static_cast<double>(curves.size() - 1), 0, 'f', 1)
                        .arg(20 + 100 * (top - curves[i].*loss) / range, 0, 'f', 1);
        return QStringLiteral("<path class=\"%1\" d=\"%2\"/>\n").arg(QLatin1String(kind), path.trimmed());
    };
    return QStringLiteral("<svg viewBox=\"0 0 560 150\" width=\"560\" height=\"150\" role=\"img\" aria-label=\"Loss over the epochs\">\n"
                          "<line class=\"axis\" x1=\"50\" y1=\"120\" x2=\"450\" y2=\"120\"/>\n")
        + line("training", &EpochScores::trainingLoss) + line("validation", &EpochScores::validationLoss)
        + QStringLiteral("<text class=\"quiet\" x=\"44\" y=\"24\" text-anchor=\"end\">%1</text>"
                         "<text class=\"quiet\" x=\"44\" y=\"124\" text-anchor=\"end\">%2</text>"
                         "<text class=\"quiet\" x=\"50\" y=\"140\">epoch 1</text><text class=\"quiet\" x=\"450\" y=\"140\" "
                         "text-anchor=\"end\">%3</text><rect class=\"training\" x=\"466\" y=\"24\" width=\"10\" height=\"10\"/>"
                         "<text x=\"482\" y=\"33\">training</text><rect class=\"validation\" x=\"466\" y=\"44\" width=\"10\" "
                         "height=\"10\"/><text x=\"482\" y=\"53\">validation</text></svg>\n")
              .arg(top, 0, 'f', 3).arg(bottom, 0, 'f', 3).arg(curves.size());
}

/// The factors of a risk field and what each is worth.
void addField(HtmlPage &page, const ModelCard &card, const QJsonObject &field)
{
    page.heading(QStringLiteral("Factors and training"));
    const QJsonObject settings = field[key("settings")].toObject();
    std::vector<QStringList> lines{{QStringLiteral("Factor"), QStringLiteral("used"), QStringLiteral("worth, nats a day"),
                                    QStringLiteral("worth, nats an event")}};
    const QJsonObject worth = field[key("worth")].toObject();
    const FieldInputSettings inputs = RiskFieldParameters::fromJson(field).inputs;
    const auto isUsed = [&](const QString &factor) {
        return factor == QLatin1String("layers") ? !inputs.layers.empty()
            : factor == QLatin1String("weather") ? !inputs.weather.isEmpty()
                                                 : settings[factor].toBool(true);
    };
    // Those before the network are taken out of the model without it.
    const auto addFactor = [&](const char *factor, const char *whole) {
        const QString without = QStringLiteral("without_") + key(factor);
        const auto figure = [&](const char *name) {
            return isUsed(key(factor)) && worth.contains(key(whole)) && worth.contains(without)
                ? number(worth[key(whole)].toObject()[key(name)].toDouble() - worth[without].toObject()[key(name)].toDouble())
                : QStringLiteral("–");
        };
        lines.push_back({key(factor), isUsed(key(factor)) ? QStringLiteral("yes") : QStringLiteral("no"), figure("nats_per_day"),
                         figure("nats_per_event")});
    };
    for (const char *factor : {"level", "hour", "mixture"})
        addFactor(factor, "without_network");
    for (const char *factor : {"network", "layers", "weather"})
        addFactor(factor, "model");
    page.table(lines);
    page.note(QStringLiteral("Expected target events are the product of the factors. Worth: log-likelihood that is lost on the "
                             "validation part when the factor is taken out and nothing trained anew; level, hour and mixture "
                             "out of the model without its network. Layers and weather are read by the network."));
    for (const FieldLayer &layer : inputs.layers)
        page.note(QStringLiteral("Its network reads the layer “%1”.").arg(layer.spec.name));
    if (!inputs.weather.isEmpty())
        page.note(QStringLiteral("Its network reads %1 of the weather file %2.")
                      .arg(inputs.weather.columns.join(QStringLiteral(", ")), QFileInfo(inputs.weather.source).fileName()));
    page.facts({{QStringLiteral("Trained"), card.bestEpoch > 0
                     ? QStringLiteral("%1 epochs; the best by validation loss was epoch %2").arg(card.epochs).arg(card.bestEpoch)
                     : QStringLiteral("%1 epochs, none of which was better than the simple model").arg(card.epochs)},
                {QStringLiteral("Seed, threads"), QStringLiteral("%1, %2").arg(card.seed).arg(card.threads)}});
    page.add(curvesDrawing(card.curves));
}

void addNetwork(HtmlPage &page, const ModelCard &card)
{
    if (const QJsonObject &field = card.field; !field.isEmpty()) {
        addField(page, card, field);
        return;
    }
    page.heading(QStringLiteral("Network and training"));
    const NetworkSpec &spec = card.network;
    const LearningSettings &learning = spec.learning;
    page.facts({{QStringLiteral("Network"), spec.name},
                {QStringLiteral("Input"), QStringLiteral("picture of %1 × %2 pixels, %3, %4").arg(spec.input.width).arg(spec.input.height)
                                              .arg(spec.input.smooth ? QStringLiteral("resized bilinearly") : QStringLiteral("resized by nearest neighbor"),
                                                   spec.input.unitPixels ? QStringLiteral("each pixel of length one") : QStringLiteral("values from 0 to 1"))},
                {QStringLiteral("Optimiser"), QStringLiteral("%1, learning rate %2").arg(optimiserName(learning.optimiser)).arg(learning.learningRate)},
                {QStringLiteral("Planned"), phasesInWords(learning)},
                {QStringLiteral("Trained"), QStringLiteral("%1 epochs; the best by validation loss was epoch %2").arg(card.epochs).arg(card.bestEpoch)},
                {QStringLiteral("Seed, precision, threads"), QStringLiteral("%1, %2, %3").arg(card.seed).arg(card.precision).arg(card.threads)}});
    if (!spec.layers.empty()) {
        std::vector<QStringList> lines{{QStringLiteral("Layer"), QStringLiteral("what leaves it"), QStringLiteral("parameters")}};
        std::int64_t parameters = 0;
        for (const LayerSummary &layer : summaryOf(spec)) {
            lines.push_back({layer.name, layer.shape, grouped(layer.parameters)});
            parameters += layer.parameters;
        }
        lines.push_back({QStringLiteral("All"), QString(), grouped(parameters)});
        page.table(lines);
    }
    page.add(curvesDrawing(card.curves));
    for (const LayerSpec &layer : card.layers)
        page.note(QStringLiteral("It is also shown the map layer “%1”.").arg(layer.name));
}

void addLimits(HtmlPage &page, const ModelCard &card)
{
    page.heading(QStringLiteral("Known limits"));
    QStringList limits;
    if (isPublished(card)) {
        limits << QStringLiteral("The window is over when it is classified.");
        if (!card.task.maskTargets)
            limits << QStringLiteral("The targets that decide the answer are drawn in the picture; the leakage audit says how much of the "
                                     "accuracy that is.");
    }
    if (card.split.kind == SplitKind::Random)
        limits << QStringLiteral("The split is random: windows just before and after the tested ones were learnt from, so that days to come "
                                 "will go worse.");
    if (!isPublished(card) && card.task.reporting == Reporting::AfterDelay && card.task.delay.count() == 0)
        limits << QStringLiteral("It takes every row as known the moment it happened. Public tables are updated weekly and rows come late: "
                                 "in use it will know less than it was trained and evaluated with.");
    if (!card.complete)
        limits << QStringLiteral("The training was not finished: its probabilities are not calibrated.");
    limits << QStringLiteral("Levels and hours change over years; it was calibrated on the validation part and wears out.")
           << QStringLiteral("Times and places are as the table has them, rounded and corrected by those who keep it.")
           << QStringLiteral("Intervals say what chance does to these days; they do not say what another year will be like.");
    page.list(limits);
}

void addVersions(HtmlPage &page, const ModelCard &card)
{
    page.heading(QStringLiteral("Versions"));
    std::vector<std::pair<QString, QString>> versions;
    for (auto it = card.versions.begin(); it != card.versions.end(); ++it)
        versions.push_back({it.key(), it->toString()});
    page.facts(versions);
}

/// Ten bins of equal count along the probabilities; fewer where there are fewer windows.
QJsonArray reliabilityOf(const Forecast &forecast)
{
    std::vector<std::size_t> order(forecast.probabilities.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return forecast.probabilities[i]; });
    const std::size_t bins = std::min<std::size_t>(10, order.size());
    QJsonArray all;
    for (std::size_t bin = 0; bin < bins; ++bin) {
        const std::size_t from = bin * order.size() / bins;
        const std::size_t to = (bin + 1) * order.size() / bins;
        double said = 0;
        double seen = 0;
        for (std::size_t i = from; i < to; ++i) {
            said += forecast.probabilities[order[i]];
            seen += forecast.outcomes[order[i]];
        }
        const auto windows = static_cast<double>(to - from);
        all << QJsonObject{{key("windows"), windows}, {key("forecast"), said / windows}, {key("seen"), seen / windows}};
    }
    return all;
}

} // namespace

QByteArray modelCardHtml(const ModelCard &card, const QJsonObject &evaluation)
{
    HtmlPage page(card.name.isEmpty() ? QStringLiteral("Model") : card.name);
    page.paragraph(askedInWords(card));
    if (!card.notes.isEmpty())
        page.paragraph(QStringLiteral("Notes: ") + card.notes);
    addUse(page, card);
    addFigures(page, card, evaluation);
    addData(page, card);
    addTask(page, card);
    addNetwork(page, card);
    addLimits(page, card);
    addVersions(page, card);
    return page.toHtml();
}

QJsonObject wholeEvaluation(const Evaluation &evaluation, const City &city)
{
    QJsonObject json = evaluation.toJson();
    if (!evaluation.examples.empty()) {
        json[key("from")] = formatTime(evaluation.examples.front().asked.start);
        json[key("to")] = formatTime(evaluation.examples.back().asked.end());
    }
    json[key("by_district")] = toJson(byArea(evaluation, city));
    json[key("reliability")] = reliabilityOf(evaluation.model.forecast);
    return json;
}

bool writeModelCard(const QString &folder)
{
    if (!QFileInfo(folder).isWritable())
        return false;
    const ModelCard card = ModelFolder(folder).readCard();
    const QString file = QDir(folder).filePath(QStringLiteral("evaluation.json"));
    QJsonObject evaluation = QFileInfo::exists(file) ? readJson(file) : QJsonObject();
    if (evaluation[key("epochs")].toInt() != card.epochs)
        evaluation = {};
    writeWholeFile(QDir(folder).filePath(QStringLiteral("card.html")), modelCardHtml(card, evaluation));
    return true;
}

bool storeEvaluation(const QString &folder, const QJsonObject &evaluation)
{
    if (!QFileInfo(folder).isWritable())
        return false;
    QJsonObject kept = evaluation;
    kept[key("epochs")] = ModelFolder(folder).readCard().epochs;
    writeJson(QDir(folder).filePath(QStringLiteral("evaluation.json")), kept);
    return writeModelCard(folder);
}

} // namespace forewatch
