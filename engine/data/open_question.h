#pragma once

#include <QString>
#include <QStringList>

#include <cstdint>

namespace forewatch {

/// Something that a crime table leaves open and that its reader must decide.
struct OpenQuestion
{
    enum class About : std::uint8_t { Empty, TimeColumn, TypeColumn, PlaceColumns, DateOrder, CityTimeZone, Crs, SwappedAxes };

    About about;
    /// What is open, why, and the option that decides it, as an error says it.
    QString text;
    /// Possible answers in the words of the setting (`mdy`, `EPSG:2248`), the likeliest first; may be empty.
    QStringList answers = {};
};

} // namespace forewatch
