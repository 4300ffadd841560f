#include "engine/learning/runs.h"

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/learning/model_folder.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <map>
#include <set>

namespace forewatch {

namespace {

constexpr int deepest = 4;

void collect(const QString &folder, int depth, Runs &runs)
{
    const QDir here(folder);
    if (QFileInfo::exists(here.filePath(QStringLiteral("card.json")))) {
        try {
            runs.readable.push_back({here.absolutePath(), ModelFolder(folder).readCard()});
        } catch (const Error &error) {
            runs.damaged.emplace_back(here.absolutePath(), error.message());
        }
        return;
    }
    if (depth == deepest)
        return;
    for (const QString &name : here.entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks, QDir::Name))
        collect(here.filePath(name), depth + 1, runs);
}

using Fields = std::map<QString, QString>;

void flatten(const QJsonValue &value, const QString &path, Fields &fields)
{
    const auto below = [&](const QString &name) { return path.isEmpty() ? name : path + QLatin1Char('.') + name; };
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto field = object.begin(); field != object.end(); ++field)
            flatten(*field, below(field.key()), fields);
    } else if (value.isArray()) {
        const QJsonArray items = value.toArray();
        for (qsizetype i = 0; i < items.size(); ++i)
            flatten(items[i], below(QString::number(i)), fields);
    } else {
        fields[path] = value.isDouble() ? QString::number(value.toDouble(), 'g', 12) : value.toVariant().toString();
    }
}

Fields settingsOf(const ModelCard &card)
{
    const QJsonObject whole = card.toJson();
    Fields fields;
    for (const char *key : {"network", "task", "split", "target", "layers", "seed", "precision", "threads"})
        flatten(whole[QLatin1String(key)], QLatin1String(key), fields);
    for (std::size_t i = 0; i < card.sources.size(); ++i)
        fields[QStringLiteral("data.%1").arg(i)] = card.sources[i].sha256;
    return fields;
}

QString quoted(QString text)
{
    if (text.contains(QLatin1Char(',')) || text.contains(QLatin1Char('"')) || text.contains(QLatin1Char('\n')))
        text = QLatin1Char('"') + text.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
    return text;
}

} // namespace

Runs runsBelow(const QString &folder)
{
    if (!QFileInfo(folder).isDir())
        throw Error(QStringLiteral("There is no folder %1. Choose the folder that the model folders lie in.").arg(folder));
    Runs runs;
    collect(folder, 0, runs);
    return runs;
}

SettingsTable differingSettings(std::span<const Run> runs)
{
    std::vector<Fields> settings;
    std::set<QString> known;
    for (const Run &run : runs) {
        settings.push_back(settingsOf(run.card));
        for (const auto &[field, value] : settings.back())
            known.insert(field);
    }
    const auto valueOf = [](const Fields &fields, const QString &field) {
        const auto found = fields.find(field);
        return found == fields.end() ? QString() : found->second;
    };
    SettingsTable table;
    for (const QString &field : known)
        if (std::ranges::any_of(settings, [&](const Fields &fields) { return valueOf(fields, field) != valueOf(settings[0], field); }))
            table.fields << field;
    for (const Fields &fields : settings) {
        QStringList row;
        for (const QString &field : table.fields)
            row << valueOf(fields, field);
        table.rows.push_back(row);
    }
    return table;
}

QByteArray scalarsCsv(std::span<const Run> runs, const QString &folder)
{
    QString csv = QStringLiteral("run,epoch,training_loss,training_accuracy,validation_loss,validation_accuracy\n");
    const QDir above(folder);
    const auto number = [](double value) { return QString::number(value, 'g', 9); };
    for (const Run &run : runs) {
        const QString name = quoted(above.relativeFilePath(run.folder));
        int epoch = 0;
        for (const EpochScores &scores : run.card.curves)
            csv += QStringList{name, QString::number(++epoch), number(scores.trainingLoss), number(scores.trainingAccuracy),
                               number(scores.validationLoss), number(scores.validationAccuracy)}
                       .join(QLatin1Char(','))
                + QLatin1Char('\n');
    }
    return csv.toUtf8();
}

void writeNotes(const QString &modelFolder, const QString &notes)
{
    const ModelFolder files(modelFolder);
    ModelCard card = files.readCard();
    card.notes = notes;
    files.writeCard(card);
}

} // namespace forewatch
