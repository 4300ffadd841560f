#pragma once

#include "engine/data/fetch_file.h"
#include "engine/data/importer.h"
#include "engine/warning/live_changes.h"

#include <QTemporaryDir>

namespace forewatch {

/// What one look at a source found.
struct LiveLook
{
    /// Why the table could not be read, in plain words; empty when it could.
    QString problem = {};
    /// The table as it stands, or as the last good look found it; null before one.
    std::shared_ptr<const City> city = nullptr;
    /// Whether the table was imported anew: it is not where nothing tells of a change.
    bool imported = false;
    /// Against the good look before; nothing at the first.
    RowChanges changes = {};
    /// The last row has no line end yet and was left out until it has.
    bool halfWritten = false;
};

/// A crime table that is looked at again and again: a file that grows or is replaced, a file behind a web address, a feature
/// service, or anything else that GDAL opens (a table of a database). Each look that finds a change imports the whole table, as
/// any import does, so that new rows are checked like all others. A plain synchronous value that knows no clock; used by one
/// thread at a time.
///
/// What is not taken at its word: a last row without a line end in a file that was just written; a file that changed while it was
/// read (it is read again from a copy); a table that lost more than a hundredth of its rows, which may be in the middle of being
/// written: the look fails, and the smaller table is believed when the next look finds the same, or the third one still fewer rows.
class LiveFeed
{
public:
    /// `neighborhoods` null: those of `sources`.
    explicit LiveFeed(ImportSettings sources, std::shared_ptr<const Neighborhoods> neighborhoods = nullptr,
                      const FetchPatience &patience = {});

    /// Looks at the source at `now`, which only tells how long ago a file was written. A source that cannot be read is no error
    /// but a look with a problem. Waits for servers no longer than the patience, and GDAL's own (half a minute of silence); a
    /// database waits as long as its connection says (`connect_timeout=10`). Throws `Cancelled`.
    LiveLook look(std::chrono::sys_seconds now, Feedback &feedback);

    const ImportSettings &sources() const { return m_sources; }

private:
    City import(const QString &path, Feedback &feedback);
    City importSettled(std::chrono::sys_seconds now, bool &halfWritten, Feedback &feedback);
    bool fetch(Feedback &feedback);
    void requireNoLoss(const City &city, const RowChanges &changes);

    ImportSettings m_sources;
    std::shared_ptr<const Neighborhoods> m_neighborhoods;
    FetchPatience m_patience;
    FetchMark m_mark;
    /// For what is fetched or copied.
    QTemporaryDir m_folder;
    QString m_fetched;
    std::shared_ptr<const City> m_city;
    /// Names, sizes and times of the source's files at the last good look.
    QStringList m_signature;
    /// The table must be read again although nothing tells of a change.
    bool m_again = true;
    /// Rows of a table that was not believed, and how often in a row.
    std::optional<std::size_t> m_doubted;
    int m_doubts = 0;
};

/// The time on the walls of the city: of its zone where the table's kind or the settings name one, else of this computer's.
Time cityTime(const City &city, std::chrono::sys_seconds moment);

/// Pause before a source is looked at again that failed so many times in a row: 5 seconds, doubled each time, a quarter of an
/// hour at most. Precondition: `failures > 0`.
Duration retryPause(int failures);

} // namespace forewatch
