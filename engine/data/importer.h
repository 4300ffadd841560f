#pragma once

#include "engine/core/feedback.h"
#include "engine/data/city.h"
#include "engine/data/import_settings.h"

namespace forewatch {

/// Reads and checks a city's table, places each incident in its neighborhood, and reports what was left out and why.
/// Throws `Error` when nothing can be kept, the sources do not fit each other (missing columns, swapped or zero
/// coordinates), or something must be decided first (`OpenQuestion`), and `Cancelled`.
City importCity(const ImportSettings &settings, Feedback &feedback);

/// The same with neighborhoods that are there already.
City importIncidents(const IncidentSettings &settings, std::shared_ptr<const Neighborhoods> neighborhoods,
                     const QStringList &target, const TypeGroups &groups, Feedback &feedback);

/// Rows of a source as they stand there, without columns about persons.
struct SourceRows
{
    QStringList fields;
    struct Row
    {
        /// Counted from 1 without the header.
        std::uint32_t number;
        /// One for each of `fields`.
        QStringList texts;
    };
    std::vector<Row> rows;
};

/// Reads the first `limit` of the rows with these numbers, in rising order, again from the source: to look at those that
/// were rejected for a reason. Throws `Error` and `Cancelled`.
SourceRows readRows(const IncidentSettings &settings, std::span<const std::uint32_t> numbers, std::size_t limit,
                    Feedback &feedback);

/// Numbers of the rows rejected for the reason, in rising order.
std::vector<std::uint32_t> rowsRejectedFor(const ImportReport &report, Rejection reason);

/// Writes the rejected rows with their number and reason as CSV, read again from the source; columns about persons
/// are left out. Throws `Error` and `Cancelled`.
void writeRejectedRows(const IncidentSettings &settings, const ImportReport &report, const QString &path,
                       Feedback &feedback);

} // namespace forewatch
