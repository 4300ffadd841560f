#pragma once

#include "engine/data/crime_table.h"
#include "engine/data/open_question.h"
#include "engine/data/table_kind.h"

namespace forewatch {

/// Indices of the fields that an import reads; −1 for what the table does not have. Include only in .cpp files.
struct TableColumns
{
    int time = -1;
    int date = -1;
    int clock = -1;
    int type = -1;
    int longitude = -1;
    int latitude = -1;
    int pair = -1;
    int weapon = -1;
    int premise = -1;
    int inside = -1;
    int district = -1;
    int neighborhood = -1;
    int reported = -1;
    int count = -1;
    std::vector<int> flags;
    /// Coordinates come from the features' geometry.
    bool geometry = false;
    /// Nothing for a table of no known kind.
    const TableKind *kind = nullptr;
    /// The same by name, with `everyType` where there is no column for the type.
    ColumnMapping names;
    /// Columns about persons.
    QStringList leftOut;
    /// What no column was found for; without it nothing can be imported.
    std::vector<OpenQuestion> missing;

    /// The field that holds the date.
    int dateField() const { return time >= 0 ? time : date; }

    /// All fields that are read.
    std::vector<int> all() const;

    /// `date=CrimeDate`, … for the report.
    QStringList chosen() const;
};

/// Finds the columns: those the user named, else those of the kind of table, else those with well-known names. Throws
/// `Error`, listing the table's columns, for a name that is not there.
TableColumns findColumns(const CrimeTable &table, const IncidentSettings &settings);

/// Tells GDAL to skip every field that is not read.
void readOnly(OGRLayer &layer, const TableColumns &columns);

} // namespace forewatch
