#include "engine/layers/area_layer.h"

#include "engine/core/error.h"
#include "engine/core/json_fields.h"
#include "engine/core/text.h"
#include "engine/geo/vector_source.h"
#include "engine/map/map_painter.h"

#include <QCryptographicHash>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

using Value = AreaLayerSettings::Value;

struct NamedValue
{
    Value value;
    QLatin1String name;
};
constexpr std::array namedValues{NamedValue{Value::Attribute, QLatin1String("attribute")},
                                 NamedValue{Value::Incidents, QLatin1String("incidents")},
                                 NamedValue{Value::TargetEvents, QLatin1String("target events")}};

/// What quotients are shown for so many of.
constexpr double perThousand = 1000;

const MapTheme &themeOf(bool dark)
{
    return dark ? MapTheme::dark() : MapTheme::light();
}

/// The city's incidents (or target events) by area, where they happened: counts are not touched by discretion.
std::vector<std::optional<double>> countsOf(const Neighborhoods &areas, const City &city, bool targets, Feedback &feedback)
{
    const bool own = city.neighborhoods.get() == &areas || city.neighborhoods->fingerprint() == areas.fingerprint();
    std::vector<std::vector<Incident>> inside(areas.size());
    std::vector<std::optional<double>> counts(areas.size(), 0);
    const auto all = city.incidents->all();
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i % 4096 == 0)
            feedback.checkpoint(static_cast<double>(i) / static_cast<double>(all.size()));
        if (targets && !city.target->contains(all[i]))
            continue;
        const auto area = own ? (all[i].neighborhood == Incident::nowhere ? std::nullopt : std::optional<std::size_t>(all[i].neighborhood))
                              : areas.locate(all[i].place).neighborhood;
        if (!area)
            continue;
        if (targets)
            inside[*area].push_back(all[i]);
        else
            *counts[*area] += 1;
    }
    if (targets)
        for (std::size_t i = 0; i < areas.size(); ++i)
            counts[i] = static_cast<double>(city.target->eventsIn(inside[i]));
    return counts;
}

class AreaLayer final : public MapLayer
{
public:
    AreaLayer(QString name, AreaLayerSettings settings, AreaValues values)
        : m_name(std::move(name))
        , m_settings(std::move(settings))
        , m_values(std::move(values))
        , m_breaks(classBreaks(m_values.present(), m_settings.method, m_settings.classes))
    {
    }

    QString name() const override { return m_name; }

    void paintGround(QPainter &painter, const MapFrame &frame, const LayerPaint &paint) const override
    {
        painter.setRenderHint(QPainter::Antialiasing);
        const GeoBox visible = frame.visibleBox();
        const QPen outline = m_settings.outlines ? QPen(themeOf(paint.dark).outline, 1) : QPen(Qt::NoPen);
        for (std::size_t i = 0; i < m_values.areas->size(); ++i) {
            const GeoBox &box = m_values.areas->at(i).box;
            if (box.west > visible.east || visible.west > box.east || box.south > visible.north || visible.south > box.north)
                continue;
            const QPainterPath path = pathOf(m_values.areas->at(i), frame);
            const auto &value = m_values.values[i];
            // Without an outline, a line of the fill's own color closes the seams between neighbors.
            const QColor fill = value ? colorOf(*value, paint.dark) : QColor();
            painter.setPen(m_settings.outlines || !value ? outline : QPen(fill, .7));
            painter.setBrush(value ? QBrush(fill) : noData(paint.dark));
            painter.drawPath(path);
        }
    }

    std::vector<LayerSign> signs(bool dark) const override
    {
        std::vector<LayerSign> signs;
        const QStringList texts = classTexts(m_breaks);
        for (qsizetype i = texts.size(); i-- > 0;) // much stands above little, as on a scale
            signs.push_back({LayerSign::Shape::Fill, classColor(m_settings.ramp, static_cast<std::size_t>(i), m_breaks.count(), dark),
                             texts[i]});
        if (std::ranges::any_of(m_values.values, [](const auto &value) { return !value; }))
            signs.push_back({LayerSign::Shape::Fill, noData(dark).color(), QStringLiteral("No data, hatched")});
        return signs;
    }

    QString note() const override
    {
        const auto with = static_cast<qint64>(m_values.present().size());
        const auto all = static_cast<qint64>(m_values.values.size());
        QString what = whatIsShown();
        what[0] = what[0].toUpper();
        return with == all ? what : what + QStringLiteral("; %1 of %2 areas have no data").arg(grouped(all - with), grouped(all));
    }

    QString tellAt(GeoPoint place, const MapFrame &, const Window &) const override
    {
        const auto area = m_values.areas->locate(place).neighborhood;
        if (!area)
            return {};
        const QString where = QStringLiteral("%1, %2: ").arg(m_name, m_values.areas->at(*area).name);
        const auto &value = m_values.values[*area];
        if (!value)
            return where + QStringLiteral("no data");
        const double range = m_breaks.uppers.back() - m_breaks.least;
        if (m_values.bases.empty())
            return where + figureText(*value, range);
        return where + QStringLiteral("%1 per 1,000 (%2 to %3)")
                           .arg(figureText(*value, range), figureText(*m_values.counts[*area], range), figureText(*m_values.bases[*area], 1000));
    }

    QJsonObject identity() const override
    {
        QCryptographicHash hash(QCryptographicHash::Sha256);
        hash.addData(m_values.areas->fingerprint().toUtf8());
        for (const auto &value : m_values.values)
            hash.addData(value ? QByteArray::number(*value, 'g', 12) : QByteArray("none"));
        QJsonObject settings = m_settings.toJson();
        for (const char *key : {"source", "layer", "name_field"}) // what they lead to is in the hash
            settings.remove(QLatin1String(key));
        return {{QStringLiteral("kind"), QStringLiteral("areas")},
                {QStringLiteral("settings"), settings},
                {QStringLiteral("sha256"), QString::fromLatin1(hash.result().toHex())}};
    }

private:
    QString whatIsShown() const
    {
        const QString what = m_settings.value == Value::Attribute ? m_settings.attribute
            : m_settings.value == Value::Incidents               ? QStringLiteral("incidents shown")
                                                                 : QStringLiteral("target events shown");
        return m_settings.per.isEmpty() ? what : QStringLiteral("%1 per 1,000 of %2").arg(what, m_settings.per);
    }

    QColor colorOf(double value, bool dark) const
    {
        return classColor(m_settings.ramp, m_breaks.classOf(value), m_breaks.count(), dark);
    }

    static QBrush noData(bool dark) { return QBrush(dark ? QColor(0x6C, 0x73, 0x7B) : QColor(0xA4, 0xAA, 0xB0), Qt::BDiagPattern); }

    static QPainterPath pathOf(const Neighborhood &area, const MapFrame &frame)
    {
        // Vertices that would fall onto the pixel of the one before cost time and show nothing.
        constexpr double least = 0.15;
        QPainterPath path;
        for (const Ring &ring : area.rings) {
            QPolygonF polygon;
            polygon.reserve(static_cast<qsizetype>(ring.size()));
            for (const GeoPoint &point : ring) {
                const QPointF pixel = frame.toPixel(point);
                if (polygon.isEmpty() || (pixel - polygon.back()).manhattanLength() > least)
                    polygon << pixel;
            }
            path.addPolygon(polygon);
            path.closeSubpath();
        }
        return path;
    }

    QString m_name;
    AreaLayerSettings m_settings;
    AreaValues m_values;
    ClassBreaks m_breaks;
};

} // namespace

std::vector<double> AreaValues::present() const
{
    std::vector<double> all;
    for (const auto &value : values)
        if (value)
            all.push_back(*value);
    return all;
}

AreaValues areaValues(const AreaLayerSettings &settings, const City &city, Feedback &feedback)
{
    AreaValues result;
    const bool attribute = settings.value == Value::Attribute;
    if (settings.source.isEmpty() && (attribute || !settings.per.isEmpty()))
        throw Error(QStringLiteral("The city's neighborhoods carry no figures of their own. Choose a file of areas that has "
                                   "them."));
    if (settings.source.isEmpty()) {
        result.areas = city.neighborhoods;
    } else {
        QStringList columns;
        if (attribute)
            columns << settings.attribute;
        if (!settings.per.isEmpty())
            columns << settings.per;
        AreaNumbers read = readAreaNumbers({.source = settings.source, .nameField = settings.nameField, .crs = settings.crs},
                                           settings.layer, columns);
        result.areas = read.areas;
        if (attribute)
            result.counts = std::move(read.columns.front());
        if (!settings.per.isEmpty())
            result.bases = std::move(read.columns.back());
    }
    if (!attribute)
        result.counts = countsOf(*result.areas, city, settings.value == Value::TargetEvents, feedback);
    result.values = result.counts;
    for (std::size_t i = 0; i < result.bases.size(); ++i) {
        const auto &base = result.bases[i];
        auto &value = result.values[i];
        value = value && base && *base > 0 ? std::optional(*value / *base * perThousand) : std::nullopt;
    }
    if (result.present().empty())
        throw Error(QStringLiteral("No area of %1 has a number in “%2”. Choose another attribute.")
                        .arg(shownSource(settings.source), attribute ? settings.attribute : settings.per));
    return result;
}

QJsonObject AreaLayerSettings::toJson() const
{
    return {{QStringLiteral("source"), source},
            {QStringLiteral("layer"), layer},
            {QStringLiteral("crs"), crs},
            {QStringLiteral("name_field"), nameField},
            {QStringLiteral("value"), std::ranges::find(namedValues, value, &NamedValue::value)->name},
            {QStringLiteral("attribute"), attribute},
            {QStringLiteral("per"), per},
            {QStringLiteral("method"), classMethodName(method)},
            {QStringLiteral("classes"), classes},
            {QStringLiteral("ramp"), colorRampName(ramp)},
            {QStringLiteral("outlines"), outlines}};
}

AreaLayerSettings AreaLayerSettings::fromJson(const QJsonObject &json)
{
    // What is left out is as in a new layer.
    QJsonObject whole = AreaLayerSettings().toJson();
    for (auto field = json.begin(); field != json.end(); ++field)
        whole[field.key()] = field.value();
    const JsonFields fields(whole, QStringLiteral("area layer"));
    const auto value = std::ranges::find(namedValues, fields.text(QStringLiteral("value")), &NamedValue::name);
    if (value == namedValues.end())
        fields.refuse(QStringLiteral("value"), QStringLiteral("attribute, incidents or target events"));
    const auto method = parseClassMethod(fields.text(QStringLiteral("method")));
    if (!method)
        fields.refuse(QStringLiteral("method"), QStringLiteral("quantile, equal or jenks"));
    const auto ramp = parseColorRamp(fields.text(QStringLiteral("ramp")));
    if (!ramp)
        fields.refuse(QStringLiteral("ramp"), QStringLiteral("blue, green, purple, brown or grey"));
    AreaLayerSettings settings{.source = fields.text(QStringLiteral("source")),
                               .layer = fields.text(QStringLiteral("layer")),
                               .crs = fields.text(QStringLiteral("crs")),
                               .nameField = fields.text(QStringLiteral("name_field")),
                               .value = value->value,
                               .attribute = fields.text(QStringLiteral("attribute")),
                               .per = fields.text(QStringLiteral("per")),
                               .method = *method,
                               .classes = static_cast<int>(fields.whole(QStringLiteral("classes"), 3, 9)),
                               .ramp = *ramp,
                               .outlines = fields.truth(QStringLiteral("outlines"))};
    if (settings.value == Value::Attribute && settings.attribute.isEmpty())
        fields.refuse(QStringLiteral("attribute"), QStringLiteral("the name of an attribute"));
    return settings;
}

std::shared_ptr<const MapLayer> makeAreaLayer(const LayerSpec &spec, const City &city, Feedback &feedback)
{
    const auto settings = AreaLayerSettings::fromJson(spec.settings);
    return std::make_shared<const AreaLayer>(spec.name, settings, areaValues(settings, city, feedback));
}

} // namespace forewatch
