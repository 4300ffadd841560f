#include "engine/analysis/outdoor_share.h"

#include "engine/analysis/event_sieve.h"

namespace forewatch {

namespace {

void count(SettingCounts &counts, Setting setting)
{
    switch (setting) {
    case Setting::Outside: ++counts.outside; break;
    case Setting::Inside: ++counts.inside; break;
    case Setting::Unknown: ++counts.unknown; break;
    }
}

} // namespace

OutdoorShare outdoorShare(const City &city)
{
    OutdoorShare share;
    EventSieve sieve;
    for (const Incident &incident : city.incidents->all()) {
        if (!city.target->contains(incident)) {
            count(share.others, incident.setting);
            continue;
        }
        count(share.targetRows, incident.setting);
        if (sieve.isFirst(incident))
            count(share.targetEvents, incident.setting);
    }
    return share;
}

} // namespace forewatch
