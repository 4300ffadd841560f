#pragma once

#include "engine/data/importer.h"

namespace forewatch {

/// Rows of a crime table as they stand in the source, so that a rejection can be looked into. Columns about persons are
/// left out, and of rows that speak of a sexual offence those that name the place.
struct SourceRows
{
    struct Row
    {
        /// Counted from 1 without the header.
        std::uint32_t row;
        Rejection reason;
        /// One for each of `columns`.
        QStringList values;
    };

    QStringList columns;
    std::vector<Row> rows;
};

/// Hides where it was in a row that speaks of a sexual offence: `values`, one for each of `columns`, that name the place
/// become `(not shown)`.
void hidePlaceOfSexualOffence(const QStringList &columns, QStringList &values);

/// Reads rejected rows again; `rejected` in the source's order, as the report has them. Throws `Error` when the source is
/// gone, and `Cancelled`.
SourceRows readRejectedRows(const IncidentSettings &settings, const std::vector<RejectedRow> &rejected, Feedback &feedback);

} // namespace forewatch
