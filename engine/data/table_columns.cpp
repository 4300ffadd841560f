#include "engine/data/table_columns.h"

#include "engine/core/error.h"
#include "engine/data/table_place.h"

#include <algorithm>

namespace forewatch {

namespace {

/// Well-known names of the columns of crime tables, the most telling first; compared by `columnKey`.
struct WellKnown
{
    int TableColumns::*field;
    QString ColumnMapping::*name;
    QStringList names;
};

QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(QLatin1Char('|'));
}

const std::vector<WellKnown> &wellKnown()
{
    using C = TableColumns;
    using M = ColumnMapping;
    static const std::vector<WellKnown> known = {
        {&C::date, &M::date, words("CrimeDate|OCCUR_DATE|dispatch_date|incident_date|date")},
        {&C::clock, &M::clock, words("CrimeTime|OCCUR_TIME|dispatch_time|incident_time|time|clock")},
        {&C::time, &M::time,
         words("CrimeDateTime|DateTime|dispatch_date_time|incident_datetime|occurred_at|DateOccur|Date|time|timestamp")},
        {&C::type, &M::type, words("Primary Type|text_general_code|Description|Crime|crime type|type|offense|category")},
        {&C::longitude, &M::longitude, words("Longitude|lon|lng|long|XCoord|X Coordinate|point_x|x|easting")},
        {&C::latitude, &M::latitude, words("Latitude|lat|YCoord|Y Coordinate|point_y|y|northing")},
        {&C::pair, &M::pair, words("Location 1|GeoLocation|Location|coordinates|lat long|geo_point|point|geom|the_geom")},
        {&C::weapon, &M::weapon, words("Weapon|weapon type|weapon desc|weapon description|weapon used")},
        {&C::premise, &M::premise,
         words("Premise|PremiseType|premise description|premis desc|location description|location type|LOCATION_DESC")},
        {&C::inside, &M::inside, words("Inside/Outside|Inside|in out|indoor outdoor|LOC_OF_OCCUR_DESC")},
        {&C::district, &M::district,
         words("District|New_District|police district|dc_dist|Old_District|precinct|BORO|area name|division")},
        {&C::neighborhood, &M::neighborhood, words("Neighborhood|neighbourhood|neighborhood name|hood")},
        {&C::reported, &M::reported,
         words("ReportedDate|ReportDate|DateReported|ReportedDateTime|ReportDateTime|DateRptd|reported_at")},
        {&C::count, &M::count, {}},
    };
    return known;
}

const QStringList &wellKnownFlags()
{
    static const QStringList names = words("Shooting|STATISTICAL_MURDER_FLAG|Domestic");
    return names;
}

class Finder
{
public:
    Finder(const CrimeTable &table, const IncidentSettings &settings)
        : m_table(table), m_wanted(settings.columns), m_fields(table.fields()), m_source(shownSource(settings.source))
    {
        for (const QString &field : m_fields)
            m_keys << columnKey(field);
        columns.kind = kindOf(m_fields);
    }

    TableColumns columns;

    void findAll()
    {
        findTime();
        findType();
        findPlace();
        for (const WellKnown &known : wellKnown())
            if (isDetail(known))
                find(known);
        findFlags();
        for (const QString &field : m_fields)
            if (isAboutPersons(field))
                columns.leftOut << field;
    }

private:
    static const WellKnown &known(int TableColumns::*field)
    {
        return *std::ranges::find(wellKnown(), field, &WellKnown::field);
    }

    static bool isDetail(const WellKnown &known)
    {
        using C = TableColumns;
        return known.field == &C::weapon || known.field == &C::premise || known.field == &C::inside
            || known.field == &C::district || known.field == &C::neighborhood || known.field == &C::reported
            || known.field == &C::count;
    }

    void use(const WellKnown &known, int index)
    {
        columns.*known.field = index;
        columns.names.*known.name = index < 0 ? QString() : m_fields[index];
    }

    /// The field of that name; the user's word, so it must be there.
    int named(const QString &name) const
    {
        int index = -1;
        for (int i = 0; i < m_fields.size() && index < 0; ++i)
            if (m_fields[i].compare(name, Qt::CaseInsensitive) == 0)
                index = i;
        if (index < 0)
            throw Error(QStringLiteral("The crime table %1 has no column “%2”; it has: %3.")
                            .arg(m_source, name, m_fields.join(QStringLiteral(", "))));
        if (isAboutPersons(name))
            throw Error(QStringLiteral("The column “%1” of %2 is about persons, and such columns are never read. Forewatch is "
                                       "about places and times.")
                            .arg(name, m_source));
        return index;
    }

    int firstOf(const QStringList &names) const
    {
        for (const QString &name : names)
            if (const auto index = m_keys.indexOf(columnKey(name)); index >= 0)
                return static_cast<int>(index);
        return -1;
    }

    int ofKind(const WellKnown &known) const
    {
        const QString names = columns.kind ? columns.kind->columns.*known.name : QString();
        return names.isEmpty() ? -1 : firstOf(names.split(QLatin1Char('|')));
    }

    bool isUnwanted(const WellKnown &known) const { return m_wanted.*known.name == noColumn; }
    bool isWanted(const WellKnown &known) const { return !(m_wanted.*known.name).isEmpty() && !isUnwanted(known); }

    /// By the user's word, the kind, or a well-known name.
    void find(const WellKnown &known)
    {
        int index = isWanted(known) ? named(m_wanted.*known.name) : -1;
        if (index < 0 && !isUnwanted(known))
            index = ofKind(known);
        if (index < 0 && !isUnwanted(known))
            index = firstOf(known.names);
        use(known, index);
    }

    void findTime()
    {
        const WellKnown &time = known(&TableColumns::time);
        const WellKnown &date = known(&TableColumns::date);
        const WellKnown &clock = known(&TableColumns::clock);
        const bool kindHasTime = ofKind(time) >= 0 && !isWanted(date) && !isWanted(clock);
        // A date beside a time of day is surer than a lone column that could be either.
        if (!isWanted(time) && !kindHasTime) {
            find(date);
            find(clock);
        }
        if (columns.date >= 0 && columns.clock >= 0 && columns.date != columns.clock)
            return;
        use(date, -1);
        use(clock, -1);
        find(time);
        if (columns.time < 0)
            miss(OpenQuestion::About::TimeColumn, QStringLiteral("the time"), QStringLiteral("time=NAME, or date=NAME,clock=NAME"));
    }

    void findType()
    {
        const WellKnown &type = known(&TableColumns::type);
        const QString every = m_wanted.everyType == noColumn ? QString()
            : !m_wanted.everyType.isEmpty()                   ? m_wanted.everyType
            : columns.kind                                    ? columns.kind->columns.everyType
                                                              : QString();
        if (isWanted(type))
            use(type, named(m_wanted.type));
        else if (!m_wanted.everyType.isEmpty() || ofKind(type) < 0)
            columns.names.everyType = every;
        if (columns.type < 0 && columns.names.everyType.isEmpty())
            find(type);
        if (columns.type < 0 && columns.names.everyType.isEmpty())
            miss(OpenQuestion::About::TypeColumn, QStringLiteral("the incident type"), QStringLiteral("type=NAME"));
    }

    void findPlace()
    {
        const WellKnown &longitude = known(&TableColumns::longitude);
        const WellKnown &latitude = known(&TableColumns::latitude);
        const WellKnown &pair = known(&TableColumns::pair);
        if (!isWanted(pair)) {
            find(longitude);
            find(latitude);
        }
        if (columns.longitude >= 0 && columns.latitude >= 0)
            return;
        use(longitude, -1);
        use(latitude, -1);
        if (isWanted(pair))
            use(pair, named(m_wanted.pair));
        columns.geometry = columns.pair < 0 && wkbFlatten(m_table.layer->GetGeomType()) != wkbNone;
        if (columns.pair < 0 && !columns.geometry && !isUnwanted(pair))
            use(pair, pairField());
        if (columns.pair < 0 && !columns.geometry)
            miss(OpenQuestion::About::PlaceColumns, QStringLiteral("longitude and latitude"),
                 QStringLiteral("lon=NAME,lat=NAME, or pair=NAME for both in one"));
    }

    /// A column that could hold both coordinates, and does: many hold an address.
    int pairField()
    {
        const QuietGdal quiet;
        m_table.layer->ResetReading();
        std::vector<int> candidates;
        for (const QString &name : known(&TableColumns::pair).names)
            if (const int index = firstOf({name}); index >= 0)
                candidates.push_back(index);
        int found = -1;
        for (int row = 0; row < 200 && found < 0 && !candidates.empty(); ++row) {
            const OGRFeatureUniquePtr feature(m_table.layer->GetNextFeature());
            if (!feature)
                break;
            for (const int candidate : candidates)
                if (found < 0 && readPair(textOf(*feature, candidate)))
                    found = candidate;
        }
        m_table.layer->ResetReading();
        return found;
    }

    void findFlags()
    {
        QStringList names = m_wanted.flags;
        names.removeAll(noColumn);
        if (m_wanted.flags.isEmpty())
            names = columns.kind ? columns.kind->columns.flags : wellKnownFlags();
        for (const QString &name : names) {
            const int index = m_wanted.flags.isEmpty() ? firstOf({name}) : named(name);
            if (index >= 0 && std::ranges::find(columns.flags, index) == columns.flags.end()) {
                columns.flags.push_back(index);
                columns.names.flags << m_fields[index];
            }
        }
        if (columns.flags.size() > 8)
            throw Error(QStringLiteral("At most eight flags can be read; %1 are named.").arg(columns.flags.size()));
    }

    void miss(OpenQuestion::About about, const QString &what, const QString &option)
    {
        columns.missing.push_back(
            {about,
             QStringLiteral("The crime table %1 has no column known to hold %2. Its columns are: %3. Name the right one with "
                            "--columns %4.")
                 .arg(m_source, what, m_fields.join(QStringLiteral(", ")), option)});
    }

    const CrimeTable &m_table;
    const ColumnMapping &m_wanted;
    QStringList m_fields;
    QStringList m_keys;
    QString m_source;
};

} // namespace

std::vector<int> TableColumns::all() const
{
    std::vector<int> fields = flags;
    for (const WellKnown &known : wellKnown())
        if (this->*known.field >= 0)
            fields.push_back(this->*known.field);
    return fields;
}

QStringList TableColumns::chosen() const
{
    QStringList list;
    for (const ColumnRole &role : columnRoles())
        if (const QString &name = names.*role.column; !name.isEmpty())
            list << role.key + QLatin1Char('=') + name;
    for (const QString &flag : names.flags)
        list << QStringLiteral("flag=") + flag;
    return list;
}

TableColumns findColumns(const CrimeTable &table, const IncidentSettings &settings)
{
    Finder finder(table, settings);
    finder.findAll();
    return std::move(finder.columns);
}

void readOnly(OGRLayer &layer, const TableColumns &columns)
{
    CPLStringList ignored;
    const std::vector<int> read = columns.all();
    const OGRFeatureDefn *definition = layer.GetLayerDefn();
    for (int i = 0; i < definition->GetFieldCount(); ++i)
        if (std::ranges::find(read, i) == read.end())
            ignored.AddString(definition->GetFieldDefn(i)->GetNameRef());
    if (!columns.geometry)
        ignored.AddString("OGR_GEOMETRY");
    layer.SetIgnoredFields(const_cast<const char **>(ignored.List()));
}

} // namespace forewatch
