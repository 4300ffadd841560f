#pragma once

#include "engine/core/random.h"
#include "engine/data/city.h"

#include <algorithm>

namespace forewatch::test {

/// An incident of a hand-made city.
struct Event
{
    Time time;
    QString type;
    GeoPoint place{-76.65, 39.3};
};

/// Two square neighborhoods side by side, with the given incidents. Target: SHOOTING.
inline City cityOf(const std::vector<Event> &events)
{
    const auto square = [](const QString &name, double west) {
        return Neighborhood{name, {{{west, 39.2}, {west + .1, 39.2}, {west + .1, 39.4}, {west, 39.4}}}, {}};
    };
    City city;
    city.name = QStringLiteral("Hand-made");
    city.neighborhoods = std::make_shared<const Neighborhoods>(
        std::vector{square(QStringLiteral("West"), -76.7), square(QStringLiteral("East"), -76.6)});
    const QStringList types{QStringLiteral("BURGLARY"), QStringLiteral("LARCENY"), QStringLiteral("SHOOTING")};
    std::vector<Incident> incidents;
    for (const Event &event : events)
        incidents.push_back({event.time, event.place, static_cast<std::uint32_t>(incidents.size() + 1),
                             static_cast<std::uint16_t>(types.indexOf(event.type)),
                             static_cast<std::uint16_t>(city.neighborhoods->locate(event.place).neighborhood.value_or(
                                 Incident::nowhere))});
    city.incidents = std::make_shared<const IncidentTable>(std::move(incidents), types);
    city.target = std::make_shared<const Target>(QStringList{QStringLiteral("SHOOTING")}, *city.incidents);
    auto report = std::make_shared<ImportReport>();
    report->sources = {{QStringLiteral("small.csv"), QStringLiteral("5ea1")}};
    city.report = report;
    return city;
}

/// `days` days from 2016-01-01 on with a burglary or larceny about every hour, and a shooting in about every third
/// two-hour window.
inline City busyCity(int days, std::uint64_t seed = 1)
{
    Random random(seed);
    const auto somewhere = [&] { return GeoPoint{random.uniform(-76.69, -76.51), random.uniform(39.21, 39.39)}; };
    std::vector<Event> events;
    const Time start = makeTime(2016, 1, 1);
    for (int window = 0; window < 12 * days; ++window) {
        const auto sometime = [&] { return start + std::chrono::seconds(7200 * window + int(random.below(7200))); };
        for (int i = 0; i < 2; ++i)
            events.push_back({sometime(), random.uniform() < .5 ? QStringLiteral("BURGLARY") : QStringLiteral("LARCENY"),
                              somewhere()});
        if (random.uniform() < 1 / 3.)
            events.push_back({sometime(), QStringLiteral("SHOOTING"), somewhere()});
    }
    events.push_back({start + std::chrono::hours(24 * days) - std::chrono::seconds(1), QStringLiteral("LARCENY")});
    return cityOf(events);
}

/// The same city at a fifth of its size, so that it has few cells.
inline City smaller(City city)
{
    const auto nearer = [](GeoPoint p) { return GeoPoint{-76.6 + (p.longitude + 76.6) / 5, 39.3 + (p.latitude - 39.3) / 5}; };
    std::vector<Neighborhood> neighborhoods(city.neighborhoods->begin(), city.neighborhoods->end());
    for (Neighborhood &neighborhood : neighborhoods)
        for (Ring &ring : neighborhood.rings)
            std::ranges::transform(ring, ring.begin(), nearer);
    std::vector<Incident> incidents(city.incidents->all().begin(), city.incidents->all().end());
    for (Incident &incident : incidents)
        incident.place = nearer(incident.place);
    city.neighborhoods = std::make_shared<const Neighborhoods>(std::move(neighborhoods));
    city.incidents = std::make_shared<const IncidentTable>(std::move(incidents), city.incidents->types());
    return city;
}

} // namespace forewatch::test
