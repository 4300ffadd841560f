#pragma once

#include "engine/evaluation/evaluation.h"

namespace forewatch {

/// How far one model is ahead of another over the same windows: 95 % intervals over the same resampled days.
struct Beside
{
    /// Name of the other model.
    QString other;
    std::size_t windows = 0;
    /// 1 − Brier error / Brier error of the other.
    Estimate brierSkill;
    /// Log-likelihood in nats a window.
    Estimate nats;

    /// Better, worse or no difference beyond chance, in plain words.
    QString sentence() const;
    /// `{"other", "windows", "brier_skill", "log_likelihood", "sentence"}`
    QJsonObject toJson() const;
};

/// `otherName` is what the other model is called. Throws `Error` where the two were not evaluated on the same windows.
Beside beside(const Evaluation &model, const Evaluation &other, const QString &otherName);

} // namespace forewatch
