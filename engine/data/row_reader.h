#pragma once

#include "engine/data/import_report.h"
#include "engine/data/reading_plan.h"
#include "engine/geo/reprojection.h"

#include <unordered_map>

namespace forewatch {

/// The different words of a column, each with the number of its first appearance.
class WordIndex
{
public:
    /// `Incident::nothing` for an empty text. Throws `Error` for more words than an incident can point to; `role` is the
    /// column's key.
    std::uint16_t of(std::string_view word, const char *role);

    /// In alphabetical order, with the new index of each old one.
    struct Sorted
    {
        QStringList words;
        std::vector<std::uint16_t> rank;
    };
    Sorted sorted(const TextDecoder &decode) const;

private:
    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    std::unordered_map<std::string, std::uint16_t, Hash, std::equal_to<>> m_index;
};

/// Reads a row after the other and sorts out what cannot be used. Include only in .cpp files.
class RowReader
{
public:
    /// Without neighborhoods no row is rejected for its place. All must outlive the reader.
    RowReader(const CrimeTable &table, const ReadingPlan &plan, const IncidentSettings &settings,
              const Neighborhoods *neighborhoods);

    void read(const OGRFeature &feature);

    /// Those kept, with words numbered by first appearance until `takeNames`.
    std::vector<Incident> incidents;
    ImportReport report;
    /// Rows whose coordinates would fit the city if longitude and latitude changed places.
    std::size_t swapped = 0;
    /// Rows whose time names a zone that cannot be turned into the city's.
    std::size_t zoned = 0;
    GeoBox located;

    /// All words of the source in alphabetical order; the incidents are renumbered.
    IncidentNames takeNames();

    /// Notes names of neighborhoods that seem cut off.
    void noteCutNames();

private:
    std::optional<Rejection> fill(const OGRFeature &feature, Incident &incident);
    std::optional<Rejection> fillTime(const OGRFeature &feature, Incident &incident);
    std::optional<Rejection> fillPlace(const OGRFeature &feature, Incident &incident);
    void fillDetails(const OGRFeature &feature, Incident &incident);
    void fillReport(const OGRFeature &feature, Incident &incident);
    Time cityTime(const TableTime &read, bool &converted) const;
    void note(Note kind, bool holds) { report.notes[static_cast<std::size_t>(kind)] += holds; }

    const CrimeTable &m_table;
    const ReadingPlan &m_plan;
    const IncidentSettings &m_settings;
    const Neighborhoods *m_neighborhoods;
    std::optional<Reprojection> m_reprojection;
    WordIndex m_types;
    WordIndex m_weapons;
    WordIndex m_premises;
    WordIndex m_districts;
    /// Rows kept whose neighborhood's name has the length at which names are cut, and the longest name's length.
    std::size_t m_fullNames = 0;
    std::size_t m_longestName = 0;

    // Of the row that is read.
    bool m_midnight24 = false;
    bool m_shortYear = false;
    bool m_converted = false;
    bool m_reportedBefore = false;
    bool m_notReported = false;
    bool m_reportedByDay = false;
};

} // namespace forewatch
