#pragma once

#include "engine/learning/model.h"

namespace forewatch {

/// What a training needs to go on after an epoch.
struct Checkpoint
{
    ModelCard card;
    Tensors weights;
    Tensors optimiser;
};

/// The files of a model folder. `checkpoint.safetensors` holds the card, too, so that it alone says where a training
/// stands, whichever file was the last to be written before the power went.
class ModelFolder
{
public:
    explicit ModelFolder(const QString &folder) : m_folder(folder) {}

    /// Whether a training has left something here.
    bool isUsed() const;

    bool hasCard() const;
    ModelCard readCard() const;
    void writeCard(const ModelCard &card) const;

    /// Takes the name and the notes of the folder's card, where there is one: the user may have written them since `card` was
    /// made, also while a training runs.
    void keepUsersWords(ModelCard &card) const;

    /// The weights of the best epoch, of the shapes of `spec`.
    Tensors readWeights(const NetworkSpec &spec) const;

    /// The same for the card's network or risk field; none where a risk field has no network.
    Tensors readWeights(const ModelCard &card) const;

    /// Writes the checkpoint, then what follows from it.
    void writeEpoch(const Checkpoint &checkpoint) const;

    /// Writes the best weights, if they are the checkpoint's, and the card: after this the folder agrees with its
    /// checkpoint, wherever a former training was killed.
    void writeFollowing(const Checkpoint &checkpoint) const;

    /// Throws `Error` when there is none, or a damaged one.
    Checkpoint readCheckpoint() const;

private:
    QString path(const QString &file) const;

    QString m_folder;
};

} // namespace forewatch
