#include "engine/learning/runs.h"

#include "engine/core/error.h"
#include "engine/core/text.h"
#include "engine/learning/model_folder.h"

#include <QDirIterator>
#include <QFileInfo>
#include <QJsonArray>
#include <QSet>

#include <algorithm>

namespace forewatch {

namespace {

const QString cardFile = QStringLiteral("card.json");

/// The card's fields that were chosen: what came of them is left out.
QJsonObject chosenFields(const ModelCard &card)
{
    QJsonObject fields = card.toJson();
    for (const char *result : {"format", "name", "notes", "epochs", "best_epoch", "curves", "training_examples", "negatives_kept",
                               "training_base_rate", "validation_base_rate", "calibration", "calibration_band", "hour_of_day", "hour_of_week", "threshold",
                               "complete", "validation", "encoding", "versions", "data", "worth"})
        fields.remove(QLatin1String(result));
    return fields;
}

QString textOf(const QJsonValue &value)
{
    if (value.isBool())
        return value.toBool() ? QStringLiteral("yes") : QStringLiteral("no");
    return value.toVariant().toString();
}

/// Every single value below `value`, by its place: `split.kind`, `network.layers.0.filters`.
void addLeaves(const QString &place, const QJsonValue &value, QMap<QString, QString> &leaves)
{
    const auto below = [&](const QString &key) { return place.isEmpty() ? key : place + QLatin1Char('.') + key; };
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto field = object.begin(); field != object.end(); ++field)
            addLeaves(below(field.key()), field.value(), leaves);
    } else if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            addLeaves(below(QString::number(i)), array[i], leaves);
    } else if (!value.isNull()) {
        leaves[place] = textOf(value);
    }
}

} // namespace

std::vector<Run> runsIn(const QString &folder)
{
    std::vector<Run> runs;
    QDirIterator found(folder, {cardFile}, QDir::Files, QDirIterator::Subdirectories);
    while (found.hasNext()) {
        found.next();
        const QFileInfo card = found.fileInfo();
        try {
            runs.push_back({.folder = card.path(), .when = card.lastModified(), .card = ModelFolder(card.path()).readCard()});
        } catch (const Error &) {
            // Not a run, or of another version: it is left where it is, and not shown.
        }
    }
    std::ranges::sort(runs, [](const Run &a, const Run &b) {
        return a.when != b.when ? a.when > b.when : a.folder < b.folder;
    });
    return runs;
}

std::vector<DifferingSetting> differingSettings(std::span<const Run> runs)
{
    std::vector<QMap<QString, QString>> settings(runs.size());
    QMap<QString, QString> all;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        addLeaves({}, chosenFields(runs[i].card), settings[i]);
        all.insert(settings[i]);
    }
    std::vector<DifferingSetting> differing;
    for (auto field = all.begin(); field != all.end(); ++field) {
        QStringList values;
        for (const QMap<QString, QString> &of : settings)
            values << of.value(field.key());
        if (QSet<QString>(values.begin(), values.end()).size() > 1)
            differing.push_back({field.key(), values});
    }
    return differing;
}

QByteArray curvesCsv(std::span<const Run> runs)
{
    QByteArray csv("run,epoch,training_loss,training_accuracy,validation_loss,validation_accuracy\n");
    for (const Run &run : runs)
        for (std::size_t epoch = 0; epoch < run.card.curves.size(); ++epoch) {
            const EpochScores &scores = run.card.curves[epoch];
            csv += csvField(run.card.name).toUtf8() + ',' + QByteArray::number(epoch + 1);
            for (const double score :
                 {scores.trainingLoss, scores.trainingAccuracy, scores.validationLoss, scores.validationAccuracy})
                csv += ',' + QByteArray::number(score, 'g', 8);
            csv += '\n';
        }
    return csv;
}

void renameRun(const QString &folder, const QString &name)
{
    const ModelFolder files(folder);
    ModelCard card = files.readCard();
    card.name = name;
    files.writeCard(card);
}

void writeNotes(const QString &folder, const QString &notes)
{
    const ModelFolder files(folder);
    ModelCard card = files.readCard();
    card.notes = notes;
    files.writeCard(card);
}

} // namespace forewatch
