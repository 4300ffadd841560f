#include "engine/data/table_columns.h"

#include "engine/core/error.h"
#include "engine/geo/vector_source.h"

namespace forewatch {

namespace {

/// Well-known headers of published crime tables, the most telling first.
const QStringList timeNames = {QStringLiteral("CrimeDateTime"),      QStringLiteral("DateTime"),
                               QStringLiteral("dispatch_date_time"), QStringLiteral("DateOccur"),
                               QStringLiteral("Date"),               QStringLiteral("time"),
                               QStringLiteral("timestamp")};
const QStringList dateNames = {QStringLiteral("CrimeDate"), QStringLiteral("OCCUR_DATE"), QStringLiteral("dispatch_date"),
                               QStringLiteral("date")};
const QStringList clockNames = {QStringLiteral("CrimeTime"), QStringLiteral("OCCUR_TIME"), QStringLiteral("dispatch_time"),
                                QStringLiteral("time"), QStringLiteral("clock")};
const QStringList typeNames = {QStringLiteral("Primary Type"), QStringLiteral("text_general_code"),
                               QStringLiteral("Description"), QStringLiteral("Crime"), QStringLiteral("type"),
                               QStringLiteral("offense")};
const QStringList longitudeNames = {QStringLiteral("Longitude"), QStringLiteral("lon"), QStringLiteral("lng"),
                                    QStringLiteral("long"), QStringLiteral("XCoord"), QStringLiteral("x")};
const QStringList latitudeNames = {QStringLiteral("Latitude"), QStringLiteral("lat"), QStringLiteral("YCoord"),
                                   QStringLiteral("y")};

class Finder
{
public:
    Finder(OGRLayer &layer, const QString &source) : m_fields(fieldNames(layer)), m_source(source) {}

    /// The field of that name; the user's word, so it must be there.
    int named(const QString &name) const
    {
        const int index = indexOf(name);
        if (index < 0)
            throw Error(QStringLiteral("The crime table %1 has no column “%2”; it has: %3.")
                            .arg(m_source, name, m_fields.join(QStringLiteral(", "))));
        if (isAboutPersons(name))
            throw Error(QStringLiteral("The column “%1” of %2 is about persons, and such columns are never read. Forewatch is "
                                       "about places and times.")
                            .arg(name, m_source));
        return index;
    }

    int find(const QString &wanted, const QStringList &known) const
    {
        if (!wanted.isEmpty())
            return named(wanted);
        for (const QString &name : known)
            if (const int index = indexOf(name); index >= 0)
                return index;
        return -1;
    }

    [[noreturn]] void missing(const QString &what, const QString &option) const
    {
        throw Error(QStringLiteral("The crime table %1 has no column known to hold %2. Its columns are: %3. "
                                   "Name the right one with --columns %4.")
                        .arg(m_source, what, m_fields.join(QStringLiteral(", ")), option));
    }

    const QStringList &fields() const { return m_fields; }

private:
    int indexOf(const QString &name) const
    {
        for (int i = 0; i < m_fields.size(); ++i)
            if (m_fields[i].compare(name, Qt::CaseInsensitive) == 0)
                return i;
        return -1;
    }

    QStringList m_fields;
    QString m_source;
};

} // namespace

TableColumns findColumns(OGRLayer &layer, const IncidentSettings &settings)
{
    const Finder finder(layer, shownSource(settings.source));
    const ColumnMapping &wanted = settings.columns;
    TableColumns columns;

    // A date beside a time of day is surer than a lone column that could be either.
    if (wanted.time.isEmpty()) {
        columns.date = finder.find(wanted.date, dateNames);
        columns.clock = finder.find(wanted.clock, clockNames);
    }
    if (columns.date < 0 || columns.clock < 0 || columns.date == columns.clock) {
        columns.date = columns.clock = -1;
        columns.time = finder.find(wanted.time, timeNames);
        if (columns.time < 0)
            finder.missing(QStringLiteral("the time"), QStringLiteral("time=NAME, or date=NAME,clock=NAME"));
    }
    columns.type = finder.find(wanted.type, typeNames);
    if (columns.type < 0)
        finder.missing(QStringLiteral("the incident type"), QStringLiteral("type=NAME"));
    columns.longitude = finder.find(wanted.longitude, longitudeNames);
    columns.latitude = finder.find(wanted.latitude, latitudeNames);
    if (columns.longitude < 0 || columns.latitude < 0) {
        columns.geometry = wkbFlatten(layer.GetGeomType()) != wkbNone;
        if (!columns.geometry)
            finder.missing(QStringLiteral("longitude and latitude"), QStringLiteral("lon=NAME,lat=NAME"));
        columns.longitude = columns.latitude = -1;
    }

    const auto choose = [&](const char *key, int field) {
        if (field >= 0)
            columns.chosen << QLatin1String(key) + QLatin1Char('=') + finder.fields()[field];
    };
    choose("time", columns.time);
    choose("date", columns.date);
    choose("clock", columns.clock);
    choose("type", columns.type);
    choose("lon", columns.longitude);
    choose("lat", columns.latitude);
    for (const QString &field : finder.fields())
        if (isAboutPersons(field))
            columns.leftOut << field;
    return columns;
}

void readOnly(OGRLayer &layer, const TableColumns &columns)
{
    CPLStringList ignored;
    const OGRFeatureDefn *definition = layer.GetLayerDefn();
    for (int i = 0; i < definition->GetFieldCount(); ++i)
        if (i != columns.time && i != columns.date && i != columns.clock && i != columns.type && i != columns.longitude
            && i != columns.latitude)
            ignored.AddString(definition->GetFieldDefn(i)->GetNameRef());
    if (!columns.geometry)
        ignored.AddString("OGR_GEOMETRY");
    layer.SetIgnoredFields(const_cast<const char **>(ignored.List()));
}

} // namespace forewatch
