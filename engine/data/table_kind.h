#pragma once

#include "engine/data/import_settings.h"

#include <vector>

namespace forewatch {

/// A city whose place and time zone are known.
struct KnownCity
{
    const char *name;
    GeoPoint centre;
    /// IANA.
    const char *timeZone;
};

/// The nearest of the known cities within 60 km; nothing elsewhere, as a zone that is only likely would be silently wrong.
const KnownCity *cityNear(GeoPoint place);
const KnownCity *cityNamed(const QString &name);

/// A published crime table that is recognised by its header.
struct TableKind
{
    /// `Baltimore, Part 1 (legacy)`.
    QString name;
    QString city;
    /// Columns that together occur in no other kind; those before it in the list of kinds are tried first.
    QStringList signature;
    /// Its columns; alternatives in order, between bars: `lng|point_x`.
    ColumnMapping columns = {};
    DateOrder dateOrder = DateOrder::Guess;
    /// Of its coordinates where they are no degrees.
    QString crs = {};
    /// Of times that name none.
    QString timeZone = {};
    /// The target's alternatives.
    QStringList target = {};
    /// Where the words of a type mislead.
    TypeGroups groups = {};
};

/// The kind with that header; nothing for another. Letter case, blanks and signs in names do not matter.
const TableKind *kindOf(const QStringList &fields);

/// A column's name as it is compared: `Inside/Outside`, `Inside_Outside` and `inside.outside` are one.
QString columnKey(const QString &name);

} // namespace forewatch
