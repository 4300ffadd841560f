#pragma once

#include "engine/core/wall_clock.h"
#include "engine/data/incident_table.h"
#include "engine/geo/neighborhoods.h"

#include <QJsonObject>
#include <QMap>
#include <QString>
#include <QStringList>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace forewatch {

/// Why a row of the source was not kept.
enum class Rejection : std::uint8_t {
    NoTime,
    BadTime,
    NoType,
    NoCoordinates,
    BadCoordinates,
    OutsideNeighborhoods,
    OutsidePeriod,
    Withdrawn,
};
constexpr std::size_t rejectionCount = 8;

/// As scripts read it: `no_coordinates`.
QString rejectionKey(Rejection reason);

/// As people read it, for any number of rows: `have no coordinates`.
QString rejectionText(Rejection reason);

/// Something odd about rows that were kept.
enum class Note : std::uint8_t {
    MidnightOfNextDay,
    MidnightTimes,
    WholeHourTimes,
    ExactRepeats,
    TwoNeighborhoods,
    MissingHour,
    DoubledHour,
    OtherTimeZone,
    TwoDigitYears,
    CutNames,
    ReportedBefore,
    NotReported,
    ReportedByDay,
};
constexpr std::size_t noteCount = 13;

/// `midnight_24_00`, …
QString noteKey(Note note);

/// `say 24:00:00 and were kept as midnight of the next day`, …
QString noteText(Note note);

/// A row that was not kept; rows are counted from 1 without the header.
struct RejectedRow
{
    std::uint32_t row;
    Rejection reason;
};

/// A file that was read, so that a result can name what it was made from.
struct SourceFile
{
    QString path;
    /// In hexadecimal; empty for a source that is no file.
    QString sha256;
};

/// What an import kept, what it did not, and why. Immutable once made.
struct ImportReport
{
    /// `rows` = `kept` + the number of rejected rows.
    std::uint32_t rows = 0;
    std::uint32_t kept = 0;
    std::vector<RejectedRow> rejected;
    std::array<std::uint32_t, noteCount> notes{};
    /// Columns about persons, which are never read.
    QStringList leftOutColumns;
    /// Which column served as what, in the words of `--columns`: `date=CrimeDate`.
    QStringList columns;
    /// Name of the known kind of table that was recognised; empty for another.
    QString kind;
    /// The system of the table's coordinates, and whether it was found by trying.
    QString crs;
    bool crsGuessed = false;
    bool axesSwapped = false;
    /// The zone of times that name none, empty where they are the city's wall clock; and the city's own, where known.
    QString timeZone;
    QString cityTimeZone;
    QString dateOrder;
    /// Of delimited text; empty for other sources.
    QString encoding;
    QString delimiter;
    /// Target events, and the target rows (victims) they are made of; filled in once the target is known.
    std::size_t targetEvents = 0;
    std::size_t targetVictims = 0;
    /// Of the rows kept; nothing when there are none.
    std::optional<Time> first;
    std::optional<Time> last;
    QMap<QString, std::uint32_t> types;
    QMap<int, std::uint32_t> years;
    /// Of each type in each year that has some.
    QMap<QString, QMap<int, std::uint32_t>> typesByYear;
    std::size_t neighborhoodCount = 0;
    QString neighborhoodCrs;
    std::vector<SourceFile> sources;

    std::uint32_t rejectedFor(Rejection reason) const;

    /// Fills in what the kept incidents and the neighborhoods say themselves: counts, span, notes on times and repeats; with
    /// the city's clock also those on the hours it skips and shows twice.
    void describe(const IncidentTable &table, const Neighborhoods &neighborhoods, const WallClock *clock = nullptr);

    /// The form that `cli.md`'s readers rely on; see `forewatch-cli import --help`.
    QJsonObject toJson() const;
};

} // namespace forewatch
