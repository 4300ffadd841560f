#include "engine/learning/model_folder.h"

#include "engine/core/error.h"
#include "engine/core/files.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>

namespace forewatch {

namespace {

const std::string weightPrefix = "weights.";
const std::string optimiserPrefix = "optimiser.";
const std::string cardNote = "card";

void addPrefixed(Tensors &to, const Tensors &tensors, const std::string &prefix)
{
    for (const auto &[name, tensor] : tensors)
        to.emplace(prefix + name, tensor);
}

/// Moves out the tensors whose names begin with `prefix`.
Tensors takePrefixed(Tensors &from, const std::string &prefix)
{
    Tensors taken;
    for (auto &[name, tensor] : from)
        if (name.starts_with(prefix))
            taken.emplace(name.substr(prefix.size()), std::move(tensor));
    return taken;
}

void requireOwnWeights(const ModelCard &card, const Tensors &weights, const QString &path)
{
    if (card.field.isEmpty())
        return requireWeights(card.network, weights, path);
    const RiskFieldParameters field = RiskFieldParameters::fromJson(card.field);
    if (field.settings.network)
        requireWeights(field.shape, weights, path);
}

} // namespace

QString ModelFolder::path(const QString &file) const
{
    return QDir(m_folder).filePath(file);
}

bool ModelFolder::isUsed() const
{
    return hasCard() || QFileInfo::exists(path(QStringLiteral("checkpoint.safetensors")));
}

bool ModelFolder::hasCard() const
{
    return QFileInfo::exists(path(QStringLiteral("card.json")));
}

ModelCard ModelFolder::readCard() const
{
    const QString card = path(QStringLiteral("card.json"));
    if (!hasCard())
        throw Error(QStringLiteral("%1 is no model folder: it has no card.json. Choose the folder that a training wrote.")
                        .arg(m_folder));
    return ModelCard::fromJson(readJson(card));
}

void ModelFolder::writeCard(const ModelCard &card) const
{
    writeJson(path(QStringLiteral("card.json")), card.toJson());
}

void ModelFolder::keepUsersWords(ModelCard &card) const
{
    if (!hasCard())
        return;
    ModelCard written = readCard();
    card.name = std::move(written.name);
    card.notes = std::move(written.notes);
}

Tensors ModelFolder::readWeights(const NetworkSpec &spec) const
{
    const QString file = path(QStringLiteral("weights.safetensors"));
    Tensors weights = readTensors(file).tensors;
    requireWeights(spec, weights, file);
    return weights;
}

Tensors ModelFolder::readWeights(const ModelCard &card) const
{
    const QString file = path(QStringLiteral("weights.safetensors"));
    Tensors weights = readTensors(file).tensors;
    requireOwnWeights(card, weights, file);
    return weights;
}

void ModelFolder::writeEpoch(const Checkpoint &checkpoint) const
{
    Tensors tensors;
    addPrefixed(tensors, checkpoint.weights, weightPrefix);
    addPrefixed(tensors, checkpoint.optimiser, optimiserPrefix);
    const QByteArray card = QJsonDocument(checkpoint.card.toJson()).toJson(QJsonDocument::Compact);
    writeTensors(path(QStringLiteral("checkpoint.safetensors")), tensors, {{cardNote, card.toStdString()}});
    writeFollowing(checkpoint);
}

void ModelFolder::writeFollowing(const Checkpoint &checkpoint) const
{
    if (checkpoint.card.bestEpoch == checkpoint.card.epochs)
        writeTensors(path(QStringLiteral("weights.safetensors")), checkpoint.weights,
                     {{"epoch", std::to_string(checkpoint.card.epochs)}});
    writeCard(checkpoint.card);
}

Checkpoint ModelFolder::readCheckpoint() const
{
    const QString file = path(QStringLiteral("checkpoint.safetensors"));
    if (!QFileInfo::exists(file))
        throw Error(QStringLiteral("There is no training to resume in %1. Start one anew.").arg(m_folder));
    TensorFile read = readTensors(file);
    const auto card = QJsonDocument::fromJson(QByteArray::fromStdString(read.notes[cardNote])).object();
    Checkpoint checkpoint{.card = ModelCard::fromJson(card),
                          .weights = takePrefixed(read.tensors, weightPrefix),
                          .optimiser = takePrefixed(read.tensors, optimiserPrefix)};
    requireOwnWeights(checkpoint.card, checkpoint.weights, file);
    return checkpoint;
}

} // namespace forewatch
