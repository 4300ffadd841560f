#pragma once

#include "engine/learning/model.h"

class QDateEdit;
class QString;

namespace forewatch {

/// A field for a day of the table, with its calendar; `tip` is its accessible name too.
QDateEdit *makeDay(const QString &tip);

/// Lets two fields choose among the table's days, and proposes those that neither training nor tuning saw
/// (`SplitSettings::seenTo`). Their signals keep quiet.
void proposeUnseenDays(QDateEdit *from, QDateEdit *to, const City &city, const ModelCard &card);

} // namespace forewatch
