#pragma once

#include "engine/evaluation/audit.h"

namespace forewatch {

/// A finding as one plain sentence. Precondition: `audit` has the rows that it holds against each other.
QString wordsOf(const AuditFinding &finding, const Audit &audit);

/// The paragraphs that stand below the audit's table, the judgement first. Precondition: all rows and findings are there, with
/// their texts.
QStringList explanationOf(const Audit &audit);

} // namespace forewatch
