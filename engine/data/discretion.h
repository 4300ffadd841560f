#pragma once

#include "engine/data/city.h"

namespace forewatch {

/// Where incidents may be shown. Sexual offences are shown at the centre of their neighborhood, on screen and in every
/// file, so that nobody's home can be read off a map; counts, areas and the network's input are not touched by it.
/// Immutable. The city must outlive it only as far as its shared parts, which are held.
class Discretion
{
public:
    explicit Discretion(const City &city);

    /// Whether incidents of the type are shown at their neighborhood's centre: those whose name speaks of rape or sex.
    bool isDiscreet(std::size_t type) const { return m_discreet[type]; }
    bool anyIn(std::span<const Incident> incidents) const;

    /// Whether a text names such an offence.
    static bool speaksOfSexualOffence(const QString &text);

    GeoPoint shownPlace(const Incident &incident) const
    {
        return m_discreet[incident.type] && incident.neighborhood != Incident::nowhere
            ? m_neighborhoods->centre(incident.neighborhood) : incident.place;
    }

private:
    std::shared_ptr<const Neighborhoods> m_neighborhoods;
    std::vector<bool> m_discreet;
};

} // namespace forewatch
