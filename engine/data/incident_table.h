#pragma once

#include "engine/core/time.h"
#include "engine/geo/coordinates.h"

#include <QStringList>

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace forewatch {

/// Whether an incident happened inside a building.
enum class Setting : std::uint8_t { Unknown, Inside, Outside };

/// One row of the crime table: when, where, what. Nothing about persons. 48 bytes.
struct Incident
{
    /// Stands for what the table does not say, in every index below.
    static constexpr std::uint16_t nothing = std::numeric_limits<std::uint16_t>::max();
    static constexpr std::uint16_t nowhere = nothing;
    /// Stands in `reportedAfter` for a time of report that cannot be read.
    static constexpr std::uint32_t neverReported = std::numeric_limits<std::uint32_t>::max();

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
    /// Seconds from the incident until its row was in the table, where the table has a time of report, or
    /// `neverReported`; else 0.
    std::uint32_t reportedAfter = 0;
};
static_assert(sizeof(Incident) == 48);

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

/// The incidents to be warned of: a rule on type, weapon, flags and place. What is counted is events: target rows of one
/// time and place (several victims) are one event. Immutable; made for one table, and good for others with its names.
///
/// A rule is a list of alternatives. Each is a type, or conditions joined by `&` that must all hold:
/// `type=AGG. ASSAULT & weapon=FIREARM`, with the words type, weapon, premise, district, flag and setting (`inside`,
/// `outside`). Names are compared without regard to case; `*` stands for any letters; a name with one of `,&="` in it
/// stands in double quotes, unless it is as a whole a type of the table.
class Target
{
public:
    /// No alternatives: `defaultNames`. Throws `Error`, naming what the table has, when none of them can hold in the
    /// table, and for what is no rule; an alternative with a name that does not occur is otherwise left out.
    Target(const QStringList &alternatives, const IncidentTable &table);

    /// The types of the published method.
    static QStringList defaultNames() { return {QStringLiteral("HOMICIDE"), QStringLiteral("SHOOTING")}; }

    /// Takes `A,B & weapon=C` apart at the commas.
    static QStringList split(const QString &rule);

    /// Throws `Error` for an alternative with a name that does not occur in the table: a slip, where the user wrote it.
    void requireAll() const;

    bool contains(const Incident &incident) const
    {
        const Answer answer = m_byType[incident.type];
        return answer == Answer::Always || (answer == Answer::Depends && fitsAny(incident));
    }

    /// Whether every incident of the type is a target.
    bool containsType(std::size_t type) const { return m_byType[type] == Answer::Always; }

    /// Whether incidents of the type can be targets.
    bool touchesType(std::size_t type) const { return m_byType[type] != Answer::Never; }

    bool anyIn(std::span<const Incident> incidents) const;

    /// Distinct times and places among the target rows.
    std::size_t eventsIn(std::span<const Incident> incidents) const;

    /// Target rows: the table has one for each victim.
    std::size_t victimsIn(std::span<const Incident> incidents) const;

    /// The alternatives as asked for, in capitals; they make the same target again.
    const QStringList &names() const { return m_names; }

    /// As a sentence says it: `homicide or shooting`, `agg. assault with firearm`.
    QString spoken() const;

private:
    enum class Answer : std::uint8_t { Never, Depends, Always };

    /// Conditions that must all hold. Empty lists let everything through.
    struct Alternative
    {
        std::vector<bool> type;
        std::vector<bool> weapon;
        std::vector<bool> premise;
        std::vector<bool> district;
        std::optional<Setting> setting;
        std::uint8_t flags = 0;

        bool hasConditionsBeyondType() const;
        bool fits(const Incident &incident) const;
    };
    struct Parser;

    bool fitsAny(const Incident &incident) const;

    QStringList m_names;
    QStringList m_spoken;
    /// What is wrong with alternatives that were left out.
    QStringList m_faults;
    std::vector<Alternative> m_alternatives;
    std::vector<Answer> m_byType;
};

} // namespace forewatch
