#pragma once

#include "engine/evaluation/html_page.h"
#include "engine/learning/model.h"

namespace forewatch {

/// The parts of a model card that an evaluation fills, in the order of the page: figures beside all baselines, places,
/// calibration, areas. `evaluation` is a `wholeEvaluation`; empty where there is none.
void addFigures(HtmlPage &page, const ModelCard &card, const QJsonObject &evaluation);

} // namespace forewatch
