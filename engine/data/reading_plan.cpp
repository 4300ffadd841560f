#include "engine/data/reading_plan.h"

#include "engine/core/error.h"
#include "engine/data/coordinate_guess.h"
#include "engine/data/table_place.h"

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

/// What the first rows say.
struct Survey
{
    std::size_t rows = 0;
    DateOrderGuess order;
    std::string sampleDate;
    /// The first dates, to see whether they name a zone.
    std::vector<std::string> dates;
    /// x and y of the first rows that have them.
    std::vector<GeoPoint> places;
};

constexpr std::size_t sampleRows = 1000;

Survey survey(OGRLayer &layer, const TableColumns &columns, bool orderIsKnown, Feedback &feedback)
{
    Survey seen;
    const QuietGdal quiet;
    layer.ResetReading();
    for (const auto &feature : layer) {
        const auto date = textOf(*feature, columns.dateField());
        seen.order.look(date);
        if (seen.sampleDate.empty())
            seen.sampleDate = date;
        if (seen.rows < sampleRows) {
            seen.dates.emplace_back(date);
            const RawPlace place = rawPlaceOf(*feature, columns);
            if (place.fault == RawPlace::Fault::None)
                seen.places.push_back({place.x, place.y});
        }
        if (++seen.rows % 1000 == 0)
            feedback.checkpoint(0);
        if (seen.rows >= sampleRows && (orderIsKnown || seen.order.order()))
            break;
    }
    layer.ResetReading();
    return seen;
}

QString geometryCrsOf(OGRLayer &layer)
{
    const OGRSpatialReference *reference = layer.GetSpatialRef();
    if (!reference)
        return {};
    char *wkt = nullptr;
    reference->exportToWkt(&wkt);
    const QString text = QString::fromUtf8(wkt);
    CPLFree(wkt);
    return text;
}

/// `EPSG:2248` or the system's name for a long text.
QString shortName(const QString &crs)
{
    if (crs.isEmpty())
        return QStringLiteral("EPSG:4326");
    return crs.size() > 40 ? crs.section(QLatin1Char('"'), 1, 1) : crs;
}

class Planner
{
public:
    Planner(const CrimeTable &table, const IncidentSettings &settings, const Neighborhoods *neighborhoods)
        : m_table(table), m_settings(settings), m_neighborhoods(neighborhoods), m_source(shownSource(settings.source))
    {
        plan.columns = findColumns(table, settings);
        plan.questions = plan.columns.missing;
        plan.order = settings.dateOrder;
        plan.swapAxes = settings.swapAxes;
        plan.asWritten = settings.timeZone == wallClock;
    }

    ReadingPlan plan;

    void decide(Feedback &feedback)
    {
        m_seen = survey(*m_table.layer, plan.columns, plan.order != DateOrder::Guess, feedback);
        if (m_seen.rows == 0)
            return ask(OpenQuestion::About::Empty,
                       QStringLiteral("The crime table %1 is empty: it has a header but no rows.").arg(m_source));
        if (plan.columns.dateField() >= 0) {
            decideOrder();
            decideZone();
        }
        decideCrs();
    }

private:
    void ask(OpenQuestion::About about, const QString &text, const QStringList &answers = {})
    {
        plan.questions.push_back({about, text, answers});
    }

    void decideOrder()
    {
        if (plan.order != DateOrder::Guess)
            return;
        if (const auto order = m_seen.order.order()) {
            plan.order = *order;
            return;
        }
        const QString advice = QStringLiteral("Say which comes first with --date-order mdy, dmy or ymd.");
        const QStringList both = {QStringLiteral("mdy"), QStringLiteral("dmy")};
        if (m_seen.sampleDate.empty())
            ask(OpenQuestion::About::TimeColumn,
                QStringLiteral("The crime table %1 has no dates in its column for the time. Name the right column with "
                               "--columns time=NAME.")
                    .arg(m_source));
        else if (m_seen.order.contradictory())
            ask(OpenQuestion::About::DateOrder,
                QStringLiteral("In %1 some dates have the month first and others the day. %2").arg(m_source, advice), both);
        else
            ask(OpenQuestion::About::DateOrder,
                QStringLiteral("The dates of %1, like “%2”, can be read with the month or with the day first, or not at all. %3")
                    .arg(m_source, m_table.decode(m_seen.sampleDate), advice),
                both);
    }

    QString cityZone() const
    {
        if (!m_settings.cityTimeZone.isEmpty())
            return m_settings.cityTimeZone;
        const KnownCity *city = nullptr;
        if (m_neighborhoods)
            city = cityNear(m_neighborhoods->box().centre());
        else if (plan.columns.kind)
            city = cityNamed(plan.columns.kind->city);
        return city ? QString::fromLatin1(city->timeZone) : QString();
    }

    bool mostDatesNameAZone() const
    {
        if (plan.order == DateOrder::Guess || plan.columns.clock >= 0)
            return false;
        std::size_t read = 0;
        std::size_t zoned = 0;
        for (const std::string &date : m_seen.dates)
            if (const auto time = readTableTime(date, plan.order)) {
                ++read;
                zoned += time->offset.has_value();
            }
        return 2 * zoned > read;
    }

    void decideZone()
    {
        const QString city = cityZone();
        if (!city.isEmpty())
            plan.cityClock = std::make_shared<const WallClock>(city);
        if (plan.asWritten)
            return;
        const bool clockIsApart = plan.columns.clock >= 0;
        QString zone = m_settings.timeZone;
        if (zone.isEmpty() && plan.columns.kind && !clockIsApart)
            zone = plan.columns.kind->timeZone;
        const bool named = mostDatesNameAZone();
        if (!zone.isEmpty() && zone != city)
            plan.tableClock = std::make_shared<const WallClock>(zone);
        if ((plan.tableClock || named) && !plan.cityClock)
            ask(OpenQuestion::About::CityTimeZone,
                QStringLiteral("The times of %1, like “%2”, are in a time zone of their own, and must be turned into the city's. "
                               "Name its time zone with --city-time-zone, e.g. America/New_York; or take the times as they "
                               "stand with --time-zone local.")
                    .arg(m_source, m_table.decode(m_seen.sampleDate)));
    }

    void decideCrs()
    {
        plan.crs = m_settings.crs;
        if (plan.crs.isEmpty() && plan.columns.geometry)
            plan.crs = geometryCrsOf(*m_table.layer);
        if (plan.crs.isEmpty() && plan.columns.missing.empty())
            guessCrs();
        plan.crsName = shortName(plan.crs);
        if (plan.crs.compare(QLatin1String("EPSG:4326"), Qt::CaseInsensitive) == 0)
            plan.crs.clear();
    }

    void guessCrs()
    {
        const QString ofKind = plan.columns.kind ? plan.columns.kind->crs : QString();
        if (plan.swapAxes)
            for (GeoPoint &place : m_seen.places)
                std::swap(place.longitude, place.latitude);
        if (m_neighborhoods) {
            QStringList hints = {m_neighborhoods->sourceCrs(), ofKind};
            hints.removeAll(QString());
            const CoordinateGuess guess = guessCoordinates(m_seen.places, hints, m_neighborhoods->box(), m_source);
            plan.crs = guess.crs;
            plan.crsGuessed = guess.guessed;
            if (guess.question)
                plan.questions.push_back(*guess.question);
            return;
        }
        const auto offEarth = std::ranges::count_if(m_seen.places, [](GeoPoint place) {
            return std::abs(place.longitude) > 180 || std::abs(place.latitude) > 180;
        });
        if (2 * static_cast<std::size_t>(offEarth) <= m_seen.places.size())
            return;
        plan.crs = ofKind;
        plan.crsGuessed = true;
        if (ofKind.isEmpty())
            ask(OpenQuestion::About::Crs,
                QStringLiteral("The coordinates of %1 are no degrees. Name their system with --crs, e.g. EPSG:2248, or choose the "
                               "neighborhoods, by which it can be found.")
                    .arg(m_source));
    }

    const CrimeTable &m_table;
    const IncidentSettings &m_settings;
    const Neighborhoods *m_neighborhoods;
    QString m_source;
    Survey m_seen;
};

} // namespace

ReadingPlan planReading(const CrimeTable &table, const IncidentSettings &settings, const Neighborhoods *neighborhoods,
                        Feedback &feedback)
{
    Planner planner(table, settings, neighborhoods);
    readOnly(*table.layer, planner.plan.columns);
    planner.decide(feedback);
    return std::move(planner.plan);
}

} // namespace forewatch
