#pragma once

#include "engine/analysis/area_counts.h"
#include "engine/analysis/daily_table.h"

#include <QJsonObject>

namespace forewatch {

/// Writes the counts by area as CSV or, where the path ends in `.gpkg` and the areas have outlines, as a GeoPackage of
/// polygons. Columns: area, incidents, incidents_before, incidents_difference, incidents_percent, incidents_reading, the
/// same for target_events and victims, share_of_targets, km2, incidents_per_km2, residents, few_residents,
/// incidents_per_1000, targets_per_1000, from, to, before_from, before_to. Incidents in none of the areas are the last
/// line of the CSV, without outlines. `order` holds indices of areas, in the order to be written. Throws `Error`.
void writeAreaCounts(const AreaCounts &counts, const AreaSet &areas, const std::vector<std::size_t> &order,
                     const QString &path);

/// Writes the daily table as CSV, a line for each area, category and span: area, category, kind, span, from, to,
/// before_from, before_to, count, before, difference, percent, chance, reading, victims, victims_before. Empty is "no
/// data". Throws `Error`.
void writeDailyTable(const DailyTable &table, const QString &path);

/// `{"span", "before": {"from", "to"}, "year_before_known", "areas": [ROW], "elsewhere": ROW, "total": ROW}` with ROW the
/// columns of the CSV by name; what is not known is left out.
QJsonObject toJson(const AreaCounts &counts, const AreaSet &areas);

/// `{"day", "rows": [ROW]}` with ROW the columns of the CSV by name; what is not known is left out.
QJsonObject toJson(const DailyTable &table);

/// `all`, `group`, `type`.
QString categoryKey(DailyCategory::Kind kind);

} // namespace forewatch
