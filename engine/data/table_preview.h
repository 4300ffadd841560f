#pragma once

#include "engine/core/feedback.h"
#include "engine/data/import_report.h"
#include "engine/data/import_settings.h"
#include "engine/data/open_question.h"

#include <memory>

namespace forewatch {

/// A word of a column, and how many of the rows kept have it.
struct SeenValue
{
    QString text;
    std::uint32_t rows = 0;
};

/// A type of incident among the rows looked at, with the group it would get.
struct SeenType
{
    QString name;
    std::uint32_t rows = 0;
    Group group = Group::Other;
};

/// What a crime table looks like and how it would be read: all that a dialog shows before anything is imported.
struct TablePreview
{
    /// All columns of the table but those about persons, in order; what roles can be given to.
    QStringList fields;
    /// The first rows as text, one text for each of `fields`.
    std::vector<QStringList> rows;
    /// Columns about persons, which are neither shown nor read.
    QStringList leftOutColumns;
    /// Layers of the source; the first is read unless another is named.
    QStringList layers;
    /// Name of the kind of table that was recognised: `Baltimore, NIBRS Group A`; empty for an unknown one.
    QString kind;
    /// What was asked, with every part that was found out filled in; import with these and nothing is guessed again.
    /// Parts that the table does not have stay empty.
    IncidentSettings settings;
    /// Whether `settings.crs` was found by trying which system places the rows in the city.
    bool crsGuessed = false;
    /// What must be decided before the table can be imported; empty when all is clear. In the order of a form.
    std::vector<OpenQuestion> questions;

    /// Of the first rows only (`lookedAt`), enough to see what an import would do. Without neighborhoods no row is
    /// rejected for its place; nothing is counted while a question about columns or dates is open.
    std::uint32_t lookedAt = 0;
    std::uint32_t kept = 0;
    /// By `Rejection`.
    std::array<std::uint32_t, rejectionCount> rejected{};
    /// Whether the rows looked at are all there are.
    bool isWhole = false;
    /// Of the rows kept.
    std::optional<Time> first;
    std::optional<Time> last;
    /// Words of the rows looked at, with the number of rows kept, most rows first.
    std::vector<SeenType> types;
    std::vector<SeenValue> weapons;
    std::vector<SeenValue> premises;
    std::vector<SeenValue> districts;
    /// Flags with the number of kept rows where they are set.
    std::vector<SeenValue> flags;
    /// The alternatives of a target that suit the kind of table, else `Target::defaultNames`.
    QStringList target;
};

/// How much of a table a preview reads.
struct PreviewSize
{
    std::size_t shownRows = 50;
    std::size_t countedRows = 20'000;
};

/// Looks at a crime table with settings that may be empty but for the source. `neighborhoods` may be null. Quick enough
/// to be called at each change of a form (some tenths of a second). Throws `Error` when the source cannot be opened or a
/// named column is not there, and `Cancelled`; everything else that is wrong becomes a question.
TablePreview previewTable(const IncidentSettings &settings, const std::shared_ptr<const Neighborhoods> &neighborhoods,
                          Feedback &feedback, const PreviewSize &size = {});

} // namespace forewatch
