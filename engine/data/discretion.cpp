#include "engine/data/discretion.h"

#include <algorithm>

namespace forewatch {

Discretion::Discretion(const City &city) : m_neighborhoods(city.neighborhoods)
{
    for (const QString &type : city.incidents->types())
        m_discreet.push_back(speaksOfSexualOffence(type));
}

bool Discretion::speaksOfSexualOffence(const QString &text)
{
    return std::ranges::any_of(std::initializer_list{"rape", "sex", "sodomy", "molest"},
                               [&](const char *word) { return text.contains(QLatin1String(word), Qt::CaseInsensitive); });
}

bool Discretion::anyIn(std::span<const Incident> incidents) const
{
    return std::ranges::any_of(incidents, [this](const Incident &incident) { return m_discreet[incident.type]; });
}

} // namespace forewatch
