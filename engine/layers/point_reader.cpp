#include "engine/core/error.h"
#include "engine/data/discretion.h"
#include "engine/geo/reprojection.h"
#include "engine/geo/vector_source.h"
#include "engine/layers/point_layer.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <functional>

namespace forewatch {

namespace {

/// The number at the start of `text`, which must be followed by a zero byte somewhere; what stands before `stop` is taken
/// off with it.
std::optional<double> takeNumber(std::string_view &text, std::string_view stop)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    char *end = nullptr;
    const double value = CPLStrtod(text.data(), &end);
    const auto length = static_cast<std::size_t>(end - text.data());
    if (length == 0 || length > text.size() || !std::isfinite(value))
        return std::nullopt;
    text.remove_prefix(length);
    if (!stop.empty()) {
        const auto first = text.find_first_not_of(' ');
        const bool stopsAtBlank = stop.find(' ') != std::string_view::npos && first != 0;
        if (first == std::string_view::npos || (!stopsAtBlank && stop.find(text[first]) == std::string_view::npos))
            return std::nullopt;
        text.remove_prefix(stopsAtBlank ? first : first + 1);
    }
    return value;
}

/// x and y of `… (39.29, −76.62)`, of `39.29, −76.62`, and of `POINT (−76.62 39.29)`.
std::optional<std::pair<double, double>> readPair(std::string_view text)
{
    const auto open = text.rfind('(');
    const bool wellKnown = text.starts_with("POINT") || text.starts_with("Point") || text.starts_with("point");
    if (open != std::string_view::npos)
        text.remove_prefix(open + 1);
    const auto first = takeNumber(text, wellKnown ? " " : ",");
    const auto second = first ? takeNumber(text, open != std::string_view::npos ? ")" : "") : std::nullopt;
    if (!second || (open == std::string_view::npos && !text.empty()))
        return std::nullopt;
    return wellKnown ? std::pair(*first, *second) : std::pair(*second, *first);
}

/// What is asked of the same few texts again and again is found out once for each.
template <class Answer>
class Remembered
{
public:
    explicit Remembered(std::function<Answer(const QString &)> find) : m_find(std::move(find)) {}

    Answer operator()(std::string_view text)
    {
        const auto bytes = QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size()));
        if (const auto known = m_known.constFind(bytes); known != m_known.constEnd())
            return *known;
        const QByteArray own(text.data(), static_cast<qsizetype>(text.size()));
        return *m_known.insert(own, m_find(QString::fromUtf8(own)));
    }

private:
    std::function<Answer(const QString &)> m_find;
    QHash<QByteArray, Answer> m_known;
};

/// Whole values with wildcards; parts of values without.
std::vector<QRegularExpression> expressionsOf(const QStringList &patterns)
{
    std::vector<QRegularExpression> expressions;
    for (const QString &pattern : patterns) {
        QString text = QRegularExpression::escape(pattern.trimmed());
        const bool wild = pattern.contains(QLatin1Char('*')) || pattern.contains(QLatin1Char('?'));
        text.replace(QLatin1String("\\*"), QLatin1String(".*")).replace(QLatin1String("\\?"), QLatin1String("."));
        if (!pattern.trimmed().isEmpty())
            expressions.emplace_back(wild ? QRegularExpression::anchoredPattern(text) : text,
                                     QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    }
    return expressions;
}

/// Indices of the fields that are read; −1 for none.
struct Columns
{
    int longitude = -1;
    int latitude = -1;
    int place = -1;
    bool geometry = false;
    int time = -1;
    int clock = -1;
    int filter = -1;
    int label = -1;
    /// May name a sexual offence.
    std::vector<int> offences;

    std::vector<int> all() const
    {
        std::vector<int> fields = {longitude, latitude, place, time, clock, filter, label};
        fields.insert(fields.end(), offences.begin(), offences.end());
        return fields;
    }
};

class ColumnFinder
{
public:
    ColumnFinder(OGRLayer &layer, QString source) : m_layer(layer), m_fields(fieldNames(layer)), m_source(std::move(source)) {}

    Columns find(const PointLayerSettings &settings)
    {
        Columns columns;
        columns.time = named(settings.time);
        columns.clock = named(settings.clock);
        columns.filter = named(settings.filterColumn);
        columns.label = named(settings.label);
        columns.longitude = named(settings.longitude);
        columns.latitude = named(settings.latitude);
        columns.place = named(settings.place);
        if (columns.place < 0 && (columns.longitude < 0 || columns.latitude < 0))
            recognise(columns);
        for (int i = 0; i < m_fields.size(); ++i) {
            static const QRegularExpression offence(QStringLiteral("offen[sc]e|charge|crime|descri|type|nature|call"),
                                                    QRegularExpression::CaseInsensitiveOption);
            if (!isAboutPersons(m_fields[i]) && m_fields[i].contains(offence))
                columns.offences.push_back(i);
        }
        for (const int told : {columns.filter, columns.label})
            if (told >= 0 && std::ranges::find(columns.offences, told) == columns.offences.end())
                columns.offences.push_back(told);
        return columns;
    }

    const QStringList &fields() const { return m_fields; }

    /// The first column whose name holds one of the words and all of whose first values fit.
    template <class Fits>
    int recognised(std::initializer_list<const char *> words, const Fits &fits)
    {
        for (const char *word : words)
            for (int i = 0; i < m_fields.size(); ++i)
                if (m_fields[i].contains(QLatin1String(word), Qt::CaseInsensitive) && !isAboutPersons(m_fields[i])
                    && firstValuesFit(i, fits))
                    return i;
        return -1;
    }

private:
    int named(const QString &name) const
    {
        if (name.isEmpty())
            return -1;
        for (int i = 0; i < m_fields.size(); ++i) {
            if (m_fields[i].compare(name, Qt::CaseInsensitive) != 0)
                continue;
            if (isAboutPersons(m_fields[i]))
                throw Error(QStringLiteral("The column “%1” of %2 is about persons, and such columns are never read. "
                                           "Forewatch is about places and times.")
                                .arg(name, m_source));
            return i;
        }
        throw Error(QStringLiteral("The table %1 has no column “%2”; it has: %3.")
                        .arg(m_source, name, m_fields.join(QStringLiteral(", "))));
    }

    void recognise(Columns &columns)
    {
        const auto oneOf = [&](std::initializer_list<const char *> names) {
            for (const char *name : names)
                for (int i = 0; i < m_fields.size(); ++i)
                    if (m_fields[i].compare(QLatin1String(name), Qt::CaseInsensitive) == 0)
                        return i;
            return -1;
        };
        columns.longitude = oneOf({"longitude", "lon", "lng", "long", "x", "xcoord", "x_coord", "x_coordinate", "point_x"});
        columns.latitude = oneOf({"latitude", "lat", "y", "ycoord", "y_coord", "y_coordinate", "point_y"});
        if (columns.longitude >= 0 && columns.latitude >= 0)
            return;
        columns.longitude = columns.latitude = -1;
        columns.geometry = wkbFlatten(m_layer.GetGeomType()) != wkbNone;
        if (columns.geometry)
            return;
        columns.place = recognised({""}, [](std::string_view text) { return readPair(text).has_value(); });
        if (columns.place < 0)
            throw Error(QStringLiteral("The table %1 has no column known to hold places. Its columns are: %2. Choose those "
                                       "with longitude and latitude, or the one with both.")
                            .arg(m_source, m_fields.join(QStringLiteral(", "))));
    }

    template <class Fits>
    bool firstValuesFit(int field, const Fits &fits)
    {
        const QuietGdal quiet;
        int values = 0;
        int fitting = 0;
        m_layer.ResetReading();
        for (int row = 0; row < 200 && values < 50; ++row) {
            const OGRFeatureUniquePtr feature(m_layer.GetNextFeature());
            if (!feature)
                break;
            const auto text = textOf(*feature, field);
            values += !text.empty();
            fitting += !text.empty() && fits(text);
        }
        m_layer.ResetReading();
        return fitting > 0 && fitting >= values * 9 / 10;
    }

    OGRLayer &m_layer;
    QStringList m_fields;
    QString m_source;
};

void readOnly(OGRLayer &layer, const Columns &columns)
{
    const std::vector<int> read = columns.all();
    CPLStringList ignored;
    for (int i = 0; i < layer.GetLayerDefn()->GetFieldCount(); ++i)
        if (std::ranges::find(read, i) == read.end())
            ignored.AddString(layer.GetLayerDefn()->GetFieldDefn(i)->GetNameRef());
    if (!columns.geometry)
        ignored.AddString("OGR_GEOMETRY");
    layer.SetIgnoredFields(const_cast<const char **>(ignored.List()));
}

bool isDate(std::string_view text)
{
    return std::ranges::any_of(std::initializer_list{DateOrder::YearMonthDay, DateOrder::MonthDayYear, DateOrder::DayMonthYear},
                               [&](DateOrder order) { return readTableTime(text, order).has_value(); });
}

DateOrder dateOrderOf(OGRLayer &layer, const Columns &columns, const PointLayerSettings &settings)
{
    if (columns.time < 0 || settings.dateOrder != DateOrder::Guess)
        return settings.dateOrder;
    DateOrderGuess guess;
    std::size_t rows = 0;
    layer.ResetReading();
    for (const auto &feature : layer) {
        guess.look(textOf(*feature, columns.time));
        if (++rows % 1000 == 0 && guess.order())
            break;
    }
    layer.ResetReading();
    if (const auto order = guess.order())
        return *order;
    throw Error(QStringLiteral("The dates in the column “%1” of %2 can be read with the month or with the day first, or not "
                               "at all. Choose their order, another column, or none.")
                    .arg(settings.time, shownSource(settings.source)));
}

QString wktOf(OGRLayer &layer)
{
    const OGRSpatialReference *reference = layer.GetSpatialRef();
    char *wkt = nullptr;
    if (reference)
        reference->exportToWkt(&wkt);
    const QString text = QString::fromUtf8(wkt);
    CPLFree(wkt);
    return text;
}

/// Reads a row after the other.
class PointReader
{
public:
    PointReader(const Columns &columns, const PointLayerSettings &settings, DateOrder order, const QString &geometryCrs,
                const Neighborhoods &neighborhoods)
        : m_columns(columns)
        , m_order(order)
        , m_neighborhoods(neighborhoods)
        , m_passes([expressions = expressionsOf(settings.filterPatterns)](const QString &text) {
            return expressions.empty()
                || std::ranges::any_of(expressions, [&](const auto &one) { return one.match(text).hasMatch(); });
        })
        , m_isDiscreet(Discretion::speaksOfSexualOffence)
        , m_label([this](const QString &text) {
            table.labels << text.simplified();
            return static_cast<std::uint32_t>(table.labels.size() - 1);
        })
    {
        table.labels << QString();
        const QString crs = columns.geometry && settings.crs.isEmpty() ? geometryCrs : settings.crs;
        if (!crs.isEmpty() && crs.compare(QLatin1String("EPSG:4326"), Qt::CaseInsensitive) != 0)
            m_reprojection.emplace(crs);
    }

    void read(const OGRFeature &feature)
    {
        ++table.rows;
        if (m_columns.filter >= 0 && !m_passes(textOf(feature, m_columns.filter))) {
            ++table.filteredOut;
            return;
        }
        const auto place = placeOf(feature);
        if (!place) {
            ++table.withoutPlace;
            return;
        }
        const auto time = timeOf(feature);
        if (!time) {
            ++table.withoutTime;
            return;
        }
        LayerPoint point{*time, *place};
        if (std::ranges::any_of(m_columns.offences, [&](int field) { return m_isDiscreet(textOf(feature, field)); })) {
            const auto inside = m_neighborhoods.locate(point.place).neighborhood;
            if (!inside) {
                ++table.withheld;
                return;
            }
            point.place = m_neighborhoods.centre(*inside);
        }
        if (const auto text = textOf(feature, m_columns.label); !text.empty())
            point.label = m_label(text);
        covered.add(point.place);
        table.points.push_back(point);
    }

    PointTable table;
    GeoBox covered;

private:
    std::optional<GeoPoint> placeOf(const OGRFeature &feature) const
    {
        std::optional<std::pair<double, double>> xy;
        if (m_columns.geometry) {
            const OGRGeometry *geometry = feature.GetGeometryRef();
            if (geometry && wkbFlatten(geometry->getGeometryType()) == wkbPoint && !geometry->IsEmpty())
                xy = {geometry->toPoint()->getX(), geometry->toPoint()->getY()};
        } else if (m_columns.place >= 0) {
            xy = readPair(textOf(feature, m_columns.place));
        } else {
            auto xText = textOf(feature, m_columns.longitude);
            auto yText = textOf(feature, m_columns.latitude);
            const auto x = xText.empty() ? std::nullopt : takeNumber(xText, "");
            const auto y = yText.empty() ? std::nullopt : takeNumber(yText, "");
            if (x && y && xText.empty() && yText.empty())
                xy = {*x, *y};
        }
        if (!xy || (xy->first == 0 && xy->second == 0))
            return std::nullopt;
        const auto place = m_reprojection ? m_reprojection->toWgs84(xy->first, xy->second)
                                          : std::optional(GeoPoint{xy->first, xy->second});
        const bool onEarth = place && std::abs(place->longitude) <= 180 && std::abs(place->latitude) <= 90;
        return onEarth ? place : std::nullopt;
    }

    std::optional<Time> timeOf(const OGRFeature &feature) const
    {
        if (m_columns.time < 0)
            return Time{};
        const auto date = readTableTime(textOf(feature, m_columns.time), m_order);
        if (!date || m_columns.clock < 0)
            return date ? std::optional(date->time) : std::nullopt;
        const auto clock = readClock(textOf(feature, m_columns.clock));
        return clock ? std::optional(midnightOf(date->time) + *clock) : std::nullopt;
    }

    Columns m_columns;
    DateOrder m_order;
    const Neighborhoods &m_neighborhoods;
    std::optional<Reprojection> m_reprojection;
    Remembered<bool> m_passes;
    Remembered<bool> m_isDiscreet;
    Remembered<std::uint32_t> m_label;
};

/// Says why nothing would be seen.
void requirePoints(const PointReader &reader, const PointLayerSettings &settings, const GeoBox &city)
{
    const PointTable &table = reader.table;
    const QString source = shownSource(settings.source);
    if (table.rows == 0)
        throw Error(QStringLiteral("The table %1 is empty.").arg(source));
    if (table.filteredOut == table.rows)
        throw Error(QStringLiteral("No row of %1 has one of %2 in its column “%3”. Choose other words.")
                        .arg(source, settings.filterPatterns.join(QStringLiteral(", ")), settings.filterColumn));
    if (table.points.empty())
        throw Error(table.withoutTime > table.withoutPlace
                        ? QStringLiteral("No row of %1 has a time that can be read in “%2”. Choose another column, or none.")
                              .arg(source, settings.time)
                        : QStringLiteral("No row of %1 has a place that can be read. Choose other columns.").arg(source));
    const GeoBox &box = reader.covered;
    const bool near = box.west <= city.east && city.west <= box.east && box.south <= city.north && city.south <= box.north;
    if (!near)
        throw Error(QStringLiteral("No point of %1 lies near the city: the points cover %2 to %3 east and %4 to %5 north. Swap "
                                   "longitude and latitude, or name their coordinate system, e.g. EPSG:2248.")
                        .arg(source).arg(box.west, 0, 'f', 2).arg(box.east, 0, 'f', 2).arg(box.south, 0, 'f', 2)
                        .arg(box.north, 0, 'f', 2));
}

} // namespace

PointLayerSettings recognisedTimes(const PointLayerSettings &settings)
{
    const VectorSource source = openVectorSource(settings.source, QStringLiteral("table"));
    ColumnFinder finder(layerOf(source, settings.layer, shownSource(settings.source)), shownSource(settings.source));
    PointLayerSettings found = settings;
    const int time = finder.recognised({"datetime", "timestamp", "date", "day", "time"}, isDate);
    if (time < 0)
        return found;
    found.time = finder.fields()[time];
    const int clock = finder.recognised({"time"}, [](std::string_view text) { return readClock(text).has_value(); });
    if (clock >= 0)
        found.clock = finder.fields()[clock];
    return found;
}

PointTable readPoints(const PointLayerSettings &settings, const City &city, Feedback &feedback)
{
    const VectorSource source = openVectorSource(settings.source, QStringLiteral("table"));
    OGRLayer &layer = layerOf(source, settings.layer, shownSource(settings.source));
    ColumnFinder finder(layer, shownSource(settings.source));
    const Columns columns = finder.find(settings);
    readOnly(layer, columns);
    const QuietGdal quiet;
    PointReader reader(columns, settings, dateOrderOf(layer, columns, settings), wktOf(layer), *city.neighborhoods);
    layer.ResetReading();
    for (const auto &feature : layer) {
        reader.read(*feature);
        // How many rows there are is not cheap to know.
        if (const auto rows = static_cast<double>(reader.table.rows); reader.table.rows % 1000 == 0)
            feedback.checkpoint(rows / (rows + 20000));
    }
    requireWholeRead(settings.source);
    requirePoints(reader, settings, city.neighborhoods->box());
    PointTable table = std::move(reader.table);
    std::ranges::stable_sort(table.points, {}, &LayerPoint::time);
    const auto choose = [&](const char *key, int field) {
        if (field >= 0)
            table.chosen << QLatin1String(key) + QLatin1Char('=') + finder.fields()[field];
    };
    choose("longitude", columns.longitude);
    choose("latitude", columns.latitude);
    choose("place", columns.place);
    choose("time", columns.time);
    choose("clock", columns.clock);
    return table;
}

} // namespace forewatch
