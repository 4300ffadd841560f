#include "engine/layers/counted_events.h"

#include "engine/data/discretion.h"

#include <algorithm>
#include <utility>

namespace forewatch {

int chosenWord(const JsonFields &fields, const QString &key, const QStringList &words)
{
    const auto index = words.indexOf(fields.text(key));
    if (index < 0)
        fields.refuse(key, QStringLiteral("one of: ") + words.join(QStringLiteral(", ")));
    return static_cast<int>(index);
}

std::vector<GeoPoint> countedPlaces(const City &city, Counted what)
{
    const Discretion discretion(city);
    std::vector<GeoPoint> places;
    // The target's places at one time.
    std::vector<GeoPoint> moment;
    Time time{};
    for (const Incident &incident : city.incidents->all()) {
        if (incident.neighborhood == Incident::nowhere)
            continue;
        if (what == Counted::Targets) {
            if (!city.target->contains(incident))
                continue;
            if (std::exchange(time, incident.time) != incident.time)
                moment.clear();
            if (std::ranges::find(moment, incident.place) != moment.end())
                continue;
            moment.push_back(incident.place);
        }
        places.push_back(discretion.shownPlace(incident));
    }
    return places;
}

QString countedName(const City &city, Counted what)
{
    if (what == Counted::All)
        return QStringLiteral("All incidents");
    QString spoken = city.target->spoken();
    return spoken.isEmpty() ? spoken : spoken.replace(0, 1, spoken[0].toUpper());
}

} // namespace forewatch
