#pragma once

#include "engine/core/feedback.h"
#include "engine/data/discretion.h"

namespace forewatch {

/// The columns of a written incident table, in order: time, type, group, neighborhood, district, weapon, premise,
/// setting, longitude, latitude, place, row, and `reported_at` where the city's table tells reports (`tellsReports`).
QStringList incidentColumns(const City &city);

/// An incident in those columns, as text; empty for what the table does not say. The place is the shown one
/// (`Discretion`), and `place` says which it is: `reported` or `neighborhood centre`. `reported_at` is the moment from which
/// a forecast may know the row, on the city's wall clock, midnight as 24:00 of the day that ends; empty where it cannot be
/// read. An import finds the same delays in it.
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
    bool m_reports;
};

/// Writes incidents in the given order as CSV or, where the path ends in `.gpkg`, as a GeoPackage with points. Sexual
/// offences are written at the place where they are shown, the centre of their neighborhood. Whole or not at all. Throws
/// `Error` and `Cancelled`. Precondition: the incidents are of the city's table.
void writeIncidents(const City &city, const std::vector<const Incident *> &incidents, const QString &path,
                    Feedback &feedback);

} // namespace forewatch
