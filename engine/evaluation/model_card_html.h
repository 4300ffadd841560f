#pragma once

#include "engine/evaluation/evaluation.h"

#include <QByteArray>

namespace forewatch {

/// The model card for people (Mitchell and others, 2019) as one HTML file without links, scripts or pictures from elsewhere: what
/// the model is for and what not, data, target, split, network, figures with intervals beside every baseline, by area,
/// calibration, known limits, versions. Light and dark as the reader's system is, and made to be printed. All texts from tables
/// and files are escaped. `evaluation` is what `storeEvaluation` wrote; without any the card says so.
QByteArray modelCardHtml(const ModelCard &card, const QJsonObject &evaluation = {});

/// What `evaluate` writes and the folder keeps: the evaluation with the span of its windows (`from`, `to`), `by_district` (see
/// `byArea`) and `reliability`, ten bins of equal count `[{"windows", "forecast", "seen"}]` by rising probability.
QJsonObject wholeEvaluation(const Evaluation &evaluation, const City &city);

/// Writes `card.html` from the model folder's `card.json` and, where there is one, `evaluation.json`. False where the folder may
/// not be written to, as that of a model that came with the program. Throws `Error`.
bool writeModelCard(const QString &folder);

/// Keeps `evaluation` (a `wholeEvaluation`) as the folder's latest, in `evaluation.json`, then `writeModelCard`. The number of
/// epochs is kept with it: a card of a model that was trained on says nothing of an evaluation before.
bool storeEvaluation(const QString &folder, const QJsonObject &evaluation);

} // namespace forewatch
