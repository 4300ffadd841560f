#pragma once

#include "engine/core/feedback.h"
#include "engine/data/discretion.h"

namespace forewatch {

/// The columns of a written incident table, in order: time, type, group, neighborhood, district, weapon, premise,
/// setting, longitude, latitude, place, row.
QStringList incidentColumns();

/// An incident in those columns, as text; empty for what the table does not say. The place is the shown one
/// (`Discretion`), and `place` says which it is: `reported` or `neighborhood centre`.
class IncidentText
{
public:
    explicit IncidentText(const City &city);

    QStringList fields(const Incident &incident) const;
    Group groupOf(const Incident &incident) const;
    GeoPoint shownPlace(const Incident &incident) const { return m_discretion.shownPlace(incident); }
    bool isShownAtCentre(const Incident &incident) const
    {
        return m_discretion.isDiscreet(incident.type) && incident.neighborhood != Incident::nowhere;
    }

private:
    City m_city;
    Discretion m_discretion;
    std::vector<Group> m_groups;
};

/// Writes incidents in the given order as CSV or, where the path ends in `.gpkg`, as a GeoPackage with points. Sexual
/// offences are written at the place where they are shown, the centre of their neighborhood. Whole or not at all. Throws
/// `Error` and `Cancelled`. Precondition: the incidents are of the city's table.
void writeIncidents(const City &city, const std::vector<const Incident *> &incidents, const QString &path,
                    Feedback &feedback);

} // namespace forewatch
