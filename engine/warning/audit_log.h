#pragma once

#include "engine/core/feedback.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <functional>
#include <optional>

namespace forewatch {

/// One line of an audit log.
struct AuditLine
{
    /// Counted from 0, the genesis line.
    qint64 number = 0;
    /// `2026-11-24T22:33:27.123Z`, by the clock of the computer that wrote it.
    QString utc;
    /// `genesis`, `torn`; of a watch `start`, `source` (its state), `score`, `no_forecast`, `revised`, `alert`, `acknowledgement`,
    /// `end`; `policy`, `model`, `import`, `export`.
    QString kind;
    QJsonObject content;
};

/// What a look at a log found. A chain of hashes shows that a line was changed, taken out, put in or moved, as long as the
/// hashes after it were not made anew; it cannot show that its tail was cut off, or that somebody wrote everything from some line
/// on again with fresh hashes. Both are shown by a hash that was noted elsewhere: `expected`.
struct LogCheck
{
    /// Whole lines that belong together, up to the fault if there is one.
    qint64 lines = 0;
    /// Of the last of them, in hexadecimal: worth noting where the log's writer cannot change it.
    QString lastHash;
    QString firstUtc;
    QString lastUtc;
    /// Bytes after the last line's end: being written, or cut short by a crash.
    qint64 tornBytes = 0;
    /// Line of the file, counted from 1, at which it goes wrong, and what is wrong there; empty where nothing is.
    qint64 faultLine = 0;
    QString fault;
    /// Line of the file, counted from 1, that has the expected hash; 0 where none has.
    qint64 expectedLine = 0;

    bool isWhole() const { return fault.isEmpty(); }

    /// `{"whole", "lines", "last_hash", "first", "last", "torn_bytes", "fault", "fault_line", "expected_line"}`
    QJsonObject toJson() const;
};

/// Reads a log from its begin and recomputes every hash. `each` gets the lines that are sound. Throws `Error` when the file
/// cannot be read, and `Cancelled`. Does not take the log's lock: another program may be writing.
LogCheck verifyLog(const QString &path, const QString &expected, Feedback &feedback,
                   const std::function<void(const AuditLine &)> &each = {});

/// An append-only log of JSON lines, each `{"before", "content", "kind", "n", "utc", "hash"}`: `hash` is the SHA-256 of the line's
/// bytes without `,"hash":"…"`, and `before` the `hash` of the line before (64 zeros in the first). A line is on the disk
/// (`fdatasync`) when `append` returns. One program at a time writes a log (`flock`). Used by one thread at a time.
class AuditLog
{
public:
    /// Begins a log, or verifies one and continues it. What a crash left of a last line is moved to `PATH.torn-N` (N is the number it
    /// would have had), and a line of kind `torn` says so. Throws `Error` when another program writes the log, when it is damaged
    /// (naming the line), or the file cannot be written; `Cancelled`.
    AuditLog(const QString &path, Feedback &feedback);
    ~AuditLog();
    AuditLog(const AuditLog &) = delete;
    AuditLog &operator=(const AuditLog &) = delete;

    /// Throws `Error` when the disk is full, or the file was changed, moved or removed meanwhile; the log then has no part of the line.
    void append(const QString &kind, const QJsonObject &content);

    const QString &path() const { return m_path; }
    /// Number of the next line.
    qint64 lines() const { return m_lines; }
    /// Hash of the last line.
    const QByteArray &lastHash() const { return m_last; }
    /// Where a torn last line was kept when the log was opened; empty when there was none.
    const QString &tornAside() const { return m_tornAside; }

private:
    void open();
    void takeOver(Feedback &feedback);
    void keepAside();
    [[noreturn]] void fail(const QString &what) const;

    QString m_path;
    int m_file = -1;
    /// Bytes that are ours; what the file must have before the next line.
    qint64 m_size = 0;
    qint64 m_lines = 0;
    QByteArray m_last;
    QString m_tornAside;
};

} // namespace forewatch
