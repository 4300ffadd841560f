#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace forewatch {

/// A column of a vector source, as it is offered for a layer.
struct SourceColumn
{
    QString name;
    /// Its values are numbers, or texts that read as numbers in the first rows.
    bool isNumber = false;
    /// Its name speaks of persons: a table of points is read without it. Of areas it is a figure of all who live there.
    bool aboutPersons = false;
};

/// What a vector source offers.
struct LayerSource
{
    QStringList layers;
    std::vector<SourceColumn> columns;
    bool hasPolygons = false;

    QStringList names() const;
};

/// Looks at the columns and the first rows. Throws `Error` for a source that cannot be read, and a layer that it lacks.
LayerSource lookAtSource(const QString &source, const QString &layer);

} // namespace forewatch
