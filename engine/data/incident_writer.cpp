#include "engine/data/incident_writer.h"

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/text.h"
#include "engine/geo/geopackage.h"

#include <QFileInfo>
#include <QIODevice>

namespace forewatch {

namespace {

enum Column { TimeColumn, TypeColumn, GroupColumn, NeighborhoodColumn, DistrictColumn, WeaponColumn, PremiseColumn,
              SettingColumn, LongitudeColumn, LatitudeColumn, PlaceColumn, RowColumn };

QString nameAt(const QStringList &names, std::uint16_t index)
{
    return index < names.size() ? names[index] : QString();
}

/// Midnight is 24:00 of the day that ends, for a report at 00:00 is read as one of some time in the day that begins.
QString reportText(const Incident &incident)
{
    if (incident.reportedAfter == Incident::neverReported)
        return {};
    const Time reported = incident.time + Duration(incident.reportedAfter);
    if (reported != midnightOf(reported))
        return formatTime(reported);
    return formatTime(reported - std::chrono::days(1)).left(10) + QStringLiteral(" 24:00");
}

void writeCsv(const City &city, const std::vector<const Incident *> &incidents, const QString &path, Feedback &feedback)
{
    const IncidentText text(city);
    writeWholeFile(path, [&](QIODevice &file) {
        file.write(incidentColumns(city).join(QLatin1Char(',')).toUtf8() + '\n');
        for (std::size_t i = 0; i < incidents.size(); ++i) {
            if (i % 2048 == 0)
                feedback.checkpoint(double(i) / double(incidents.size()));
            QStringList line = text.fields(*incidents[i]);
            for (QString &field : line)
                field = csvField(field);
            file.write(line.join(QLatin1Char(',')).toUtf8() + '\n');
        }
    });
}

void writePackage(const City &city, const std::vector<const Incident *> &incidents, const QString &path, Feedback &feedback)
{
    const IncidentText text(city);
    std::vector<QByteArray> names;
    std::vector<GeoPackageField> fields;
    for (const QString &name : incidentColumns(city))
        names.push_back(name.toUtf8());
    for (std::size_t i = 0; i < names.size(); ++i)
        fields.push_back({names[i].constData(), i == TimeColumn ? OFTDateTime
                              : i == LongitudeColumn || i == LatitudeColumn ? OFTReal
                              : i == RowColumn                              ? OFTInteger64
                                                                            : OFTString});
    const QString description = QStringLiteral("Incidents of %1. Times are the city's wall clock. Sexual offences stand at "
                                               "the centre of their neighborhood (place = neighborhood centre).").arg(city.name);
    writeGeoPackage(path, QStringLiteral("incidents"), description, wkbPoint, fields, [&](OGRLayer &layer) {
        OGRFeature feature(layer.GetLayerDefn());
        for (std::size_t i = 0; i < incidents.size(); ++i) {
            if (i % 2048 == 0)
                feedback.checkpoint(double(i) / double(incidents.size()));
            const Incident &incident = *incidents[i];
            const QStringList values = text.fields(incident);
            feature.SetFID(OGRNullFID);
            for (int column = 0; column < values.size(); ++column) {
                if (values[column].isEmpty())
                    feature.SetFieldNull(column);
                else if (column == TimeColumn)
                    feature.SetField(column, QString(values[column]).replace(QLatin1Char('-'), QLatin1Char('/')).toUtf8().constData());
                else
                    feature.SetField(column, values[column].toUtf8().constData());
            }
            const GeoPoint place = text.shownPlace(incident);
            const OGRPoint point(place.longitude, place.latitude);
            feature.SetGeometry(&point);
            addFeature(layer, feature);
        }
    });
}

} // namespace

QStringList incidentColumns(const City &city)
{
    QStringList columns{QStringLiteral("time"), QStringLiteral("type"), QStringLiteral("group"), QStringLiteral("neighborhood"),
                        QStringLiteral("district"), QStringLiteral("weapon"), QStringLiteral("premise"), QStringLiteral("setting"),
                        QStringLiteral("longitude"), QStringLiteral("latitude"), QStringLiteral("place"), QStringLiteral("row")};
    if (tellsReports(city))
        columns << QStringLiteral("reported_at");
    return columns;
}

IncidentText::IncidentText(const City &city) : m_city(city), m_discretion(city), m_reports(tellsReports(city))
{
    for (const QString &type : city.incidents->types())
        m_groups.push_back(city.groups.value(type.toUpper(), guessedGroup(type)));
}

Group IncidentText::groupOf(const Incident &incident) const
{
    return m_city.target->contains(incident) ? Group::Target : m_groups[incident.type];
}

QStringList IncidentText::fields(const Incident &incident) const
{
    const IncidentNames &names = m_city.incidents->names();
    const GeoPoint place = shownPlace(incident);
    const QString setting = incident.setting == Setting::Inside ? QStringLiteral("inside")
        : incident.setting == Setting::Outside                  ? QStringLiteral("outside")
                                                                : QString();
    QStringList fields{
        formatTime(incident.time),
        nameAt(names.types, incident.type),
        groupKey(groupOf(incident)),
        incident.neighborhood == Incident::nowhere ? QString() : m_city.neighborhoods->at(incident.neighborhood).name,
        nameAt(names.districts, incident.district),
        nameAt(names.weapons, incident.weapon),
        nameAt(names.premises, incident.premise),
        setting,
        QString::number(place.longitude, 'f', 6),
        QString::number(place.latitude, 'f', 6),
        isShownAtCentre(incident) ? QStringLiteral("neighborhood centre") : QStringLiteral("reported"),
        QString::number(incident.row),
    };
    if (m_reports)
        fields << reportText(incident);
    return fields;
}

void writeIncidents(const City &city, const std::vector<const Incident *> &incidents, const QString &path, Feedback &feedback)
{
    requireNoSource(city, path);
    if (path.endsWith(QLatin1String(".gpkg"), Qt::CaseInsensitive))
        writePackage(city, incidents, path, feedback);
    else
        writeCsv(city, incidents, path, feedback);
    feedback.checkpoint(1);
}

} // namespace forewatch
