#pragma once

#include "engine/core/time.h"
#include "engine/geo/coordinates.h"

#include <QStringList>

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace forewatch {

/// Whether an incident happened inside a building.
enum class Setting : std::uint8_t { Unknown, Inside, Outside };

/// One row of the crime table: when, where, what. Nothing about persons. 40 bytes.
struct Incident
{
    /// Stands for what the table does not say, in every index below.
    static constexpr std::uint16_t nothing = std::numeric_limits<std::uint16_t>::max();
    static constexpr std::uint16_t nowhere = nothing;

    Time time;
    /// As the table has it; what is shown goes through `Discretion`.
    GeoPoint place;
    /// Row of the source, counted from 1 without the header; unique in a table.
    std::uint32_t row;
    /// Index into `IncidentTable::types()`.
    std::uint16_t type;
    /// Index into the city's `Neighborhoods`, or `nowhere`.
    std::uint16_t neighborhood;
    /// Indices into the table's names of the same kind, or `nothing`.
    std::uint16_t weapon = nothing;
    std::uint16_t premise = nothing;
    std::uint16_t district = nothing;
    Setting setting = Setting::Unknown;
    /// Bit i: the table's i-th flag (`IncidentNames::flags`) is set.
    std::uint8_t flags = 0;
};
static_assert(sizeof(Incident) == 40);

/// The words that incidents point to by index. Each list in alphabetical order where the importer made it; all of the
/// source, also those without a row that was kept, so that a period of a table has the same types as the whole.
struct IncidentNames
{
    QStringList types = {};
    QStringList weapons = {};
    QStringList premises = {};
    QStringList districts = {};
    /// Yes/no columns, at most eight.
    QStringList flags = {};
};

/// The incidents of one window: a view into the table, which must outlive it.
struct Snapshot
{
    Window window;
    std::span<const Incident> incidents;
};

/// A city's incidents in order of time. Immutable, so safe to share between threads; a snapshot costs two binary
/// searches. Rows of equal time keep the order of the source.
class IncidentTable
{
public:
    /// Sorts by time.
    IncidentTable(std::vector<Incident> incidents, IncidentNames names);
    /// For tables that know types alone.
    IncidentTable(std::vector<Incident> incidents, QStringList types);

    std::span<const Incident> all() const { return m_incidents; }
    std::size_t size() const { return m_incidents.size(); }
    bool isEmpty() const { return m_incidents.empty(); }

    const QStringList &types() const { return m_names.types; }
    const IncidentNames &names() const { return m_names; }

    /// Time of the first and the last incident. Precondition: not empty.
    Time first() const { return m_incidents.front().time; }
    Time last() const { return m_incidents.back().time; }

    /// The whole days from the first incident to the last: outside of them nothing is known. Without length when empty.
    Window coveredDays() const;

    /// The incidents of the half-open window.
    Snapshot snapshot(const Window &window) const;

    /// Windows on the grid that begins at midnight of `from` (of the first incident's day without it), as far as they
    /// lie inside `[from, to)`; without `to`, those that start before the end of the last incident's day.
    WindowSequence windows(Duration length, Duration step, std::optional<Time> from = {},
                           std::optional<Time> to = {}) const;

private:
    std::vector<Incident> m_incidents;
    IncidentNames m_names;
};

/// The incident types to be warned of. What is counted is events: target rows of one time and place (several victims)
/// are one event.
class Target
{
public:
    /// `names` are types of the table, matched without regard to case. Throws `Error`, naming the table's types, when
    /// none of them occurs in it; a name that does not occur is otherwise left out.
    Target(const QStringList &names, const IncidentTable &table);

    /// The types of the published method.
    static QStringList defaultNames() { return {QStringLiteral("HOMICIDE"), QStringLiteral("SHOOTING")}; }

    /// Throws `Error` for a name that does not occur in the table: a slip, where the user named the types.
    void requireAll(const IncidentTable &table) const;

    bool contains(const Incident &incident) const { return m_byType[incident.type]; }
    bool containsType(std::size_t type) const { return m_byType[type]; }
    bool anyIn(std::span<const Incident> incidents) const;

    /// Distinct times and places among the target rows.
    std::size_t eventsIn(std::span<const Incident> incidents) const;

    /// As asked for, in capitals.
    const QStringList &names() const { return m_names; }

    /// As a sentence says it: `homicide or shooting`.
    QString spoken() const;

private:
    QStringList m_names;
    std::vector<bool> m_byType;
};

} // namespace forewatch
