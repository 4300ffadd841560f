#include "engine/data/open_data.h"

#include "engine/core/error.h"

#include <algorithm>

namespace forewatch {

const std::vector<OpenDataCity> &openDataCities()
{
    static const QString host = QStringLiteral("https://services1.arcgis.com/UWYHeuuJISiGmgXx/arcgis/rest/services/");
    static const std::vector<OpenDataCity> cities = {
        {QStringLiteral("baltimore"),
         QStringLiteral("Baltimore"),
         {
             {QStringLiteral("crime"), QStringLiteral("Crime, NIBRS Group A"),
              QStringLiteral("All Group A offenses since 2022, updated weekly; a shooting is a flag."),
              host + QStringLiteral("NIBRS_GroupA_Crime_Data/FeatureServer/0"), QStringLiteral("crime.csv"), false, true},
             {QStringLiteral("neighborhoods"), QStringLiteral("Neighborhoods"),
              QStringLiteral("Outlines of the city's neighborhoods."), host + QStringLiteral("Neighborhood/FeatureServer/0"),
              QStringLiteral("neighborhoods.geojson"), true, true},
             {QStringLiteral("part1"), QStringLiteral("Crime, Part 1"),
              QStringLiteral("The legacy table of victim-based Part 1 crime, frozen in 2023."),
              host + QStringLiteral("Part1_Crime_Beta/FeatureServer/0"), QStringLiteral("part1.csv"), false, false},
             {QStringLiteral("shootings"), QStringLiteral("Homicides and shootings"),
              QStringLiteral("This year's homicides and shootings."),
              host + QStringLiteral("Homicides_Shootings_YTD/FeatureServer/0"), QStringLiteral("shootings.csv"), false, false},
             {QStringLiteral("calls"), QStringLiteral("911 calls for service"),
              QStringLiteral("Calls of the previous year and this one; a large table."),
              host + QStringLiteral("911_CallsForService_PreviousYear_Present/FeatureServer/0"),
              QStringLiteral("calls.csv"), false, false},
         }},
    };
    return cities;
}

const OpenDataCity &openDataCity(const QString &key)
{
    const auto &cities = openDataCities();
    const auto found = std::ranges::find_if(
        cities, [&](const OpenDataCity &city) { return city.key.compare(key, Qt::CaseInsensitive) == 0; });
    if (found != cities.end())
        return *found;
    QStringList known;
    for (const OpenDataCity &city : cities)
        known << city.key;
    throw Error(QStringLiteral("The open data of “%1” are not known; known are: %2. Download its table and polygons "
                               "yourself and open them.")
                    .arg(key, known.join(QStringLiteral(", "))));
}

std::vector<OpenDataSet> openDataSets(const OpenDataCity &city, const QStringList &keys)
{
    std::vector<OpenDataSet> sets;
    for (const OpenDataSet &set : city.sets)
        if (keys.isEmpty() ? set.isUsual : keys.contains(set.key, Qt::CaseInsensitive))
            sets.push_back(set);
    for (const QString &key : keys)
        if (std::ranges::none_of(sets, [&](const OpenDataSet &set) { return set.key.compare(key, Qt::CaseInsensitive) == 0; })) {
            QStringList known;
            for (const OpenDataSet &set : city.sets)
                known << set.key;
            throw Error(QStringLiteral("%1 publishes no data set “%2”; there are: %3.")
                            .arg(city.name, key, known.join(QStringLiteral(", "))));
        }
    return sets;
}

} // namespace forewatch
