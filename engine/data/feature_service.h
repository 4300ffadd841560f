#pragma once

#include "engine/data/open_data.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSet>

namespace forewatch {

/// One layer of an ArcGIS feature service, asked over HTTP(S). A request that stalls or fails on the other side is
/// tried again after a pause; what cannot succeed by waiting (an unknown address, a refused query) fails at once.
/// Synchronous: runs an event loop of its own while it waits, through Qt rather than GDAL's client, which cannot be
/// cancelled while nothing comes. Every function throws `Error` and `Cancelled`.
class FeatureService
{
public:
    /// What the layer says of itself.
    struct Layer
    {
        QString objectId;
        QStringList fields;
        /// Fields that hold moments, in milliseconds since 1970 UTC.
        QSet<QString> times;
        QStringList leftOut;
    };

    FeatureService(const OpenDataSet &set, const DownloadSettings &settings, Feedback &feedback);

    /// Columns about persons stand in `leftOut` and nowhere else.
    Layer layer();
    qint64 count();

    /// The features whose object id is greater than `after`, in its order, as GeoJSON in WGS84; at most a page. Empty at
    /// the end. By object id rather than by offset, so that rows added or withdrawn meanwhile move nothing.
    QJsonArray page(const Layer &layer, qint64 after);

private:
    QJsonObject ask(const QString &path, const QList<std::pair<QString, QString>> &parameters);
    [[noreturn]] void fail(const QString &what, const QString &advice) const;
    void wait(std::chrono::milliseconds pause);

    const OpenDataSet &m_set;
    const DownloadSettings &m_settings;
    Feedback &m_feedback;
};

} // namespace forewatch
