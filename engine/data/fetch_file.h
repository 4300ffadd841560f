#pragma once

#include "engine/core/feedback.h"

#include <QByteArray>
#include <QString>

namespace forewatch {

/// When a server is given up.
struct FetchPatience
{
    /// Nothing came for so long, the time to connect included.
    std::chrono::milliseconds silence = std::chrono::seconds(20);
    /// The whole did not come in so long, however steadily it drips.
    std::chrono::milliseconds whole = std::chrono::minutes(10);
};

/// What a server said of the file that it gave last, so that it need not send it again.
struct FetchMark
{
    QByteArray entity = {};
    QByteArray modified = {};
    /// MIME type, without parameters.
    QString type = {};
};

/// Whether the source is a file behind an `http:` or `https:` address, and no layer of an ArcGIS service, which is read in pages.
bool isWebFile(const QString &source);

/// Fetches an address into a file, whole or not at all; whether it is another than `mark` told of, which is updated. Redirections
/// are followed, but not from https to http. Synchronous: runs an event loop of its own while it waits. Throws `Error` (a refusal,
/// a server that stalls, a body that is cut short) and `Cancelled`.
bool fetchFile(const QString &address, const QString &path, FetchMark &mark, const FetchPatience &patience, Feedback &feedback);

} // namespace forewatch
