#pragma once

#include "engine/data/importer.h"

class OGRLayer;

namespace forewatch {

/// Indices of the fields that an import reads; −1 for what the table does not have.
struct TableColumns
{
    int time = -1;
    int date = -1;
    int clock = -1;
    int type = -1;
    int longitude = -1;
    int latitude = -1;
    /// Coordinates come from the features' geometry.
    bool geometry = false;
    /// Columns about persons.
    QStringList leftOut;
    /// `date=CrimeDate`, … for the report.
    QStringList chosen;

    /// The field that holds the date.
    int dateField() const { return time >= 0 ? time : date; }
};

/// Finds the columns: those the user named, else those with well-known names. Throws `Error`, listing the table's
/// columns, when one is missing.
TableColumns findColumns(OGRLayer &layer, const IncidentSettings &settings);

/// Tells GDAL to skip every field that is not read.
void readOnly(OGRLayer &layer, const TableColumns &columns);

} // namespace forewatch
