#pragma once

#include "engine/learning/model.h"

namespace forewatch {

/// One thing that everybody who reads a risk must know.
struct UsePoint
{
    /// A sentence that stands alone.
    QString heading;
    /// Why, and what follows; with the model's own figures where one is given.
    QString text;
};

/// What Forewatch is and what it is not, in plain words: the same in the window, the help, the report and the model card.
/// `card` adds the figures of a model that looks ahead; may be null.
std::vector<UsePoint> useAndMisuse(const ModelCard *card = nullptr);

/// The target's types as a sentence has them: `homicide or shooting`.
QString spokenTarget(const QStringList &target);

} // namespace forewatch
