#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/text.h"
#include "engine/data/feature_service.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonDocument>

namespace forewatch {

namespace {

/// The features that have come so far, one a line behind a line that says of what; appended to page by page.
class PartFile
{
public:
    /// Goes on with what an earlier download of the same data left; else begins anew. A last line that a crash cut short
    /// is dropped.
    PartFile(const QString &path, const QJsonObject &header, const QString &objectId) : m_file(path), m_objectId(objectId)
    {
        const QByteArray first = QJsonDocument(header).toJson(QJsonDocument::Compact) + '\n';
        if (!m_file.open(QIODevice::ReadWrite))
            fail();
        if (m_file.readLine() == first)
            readOn();
        else
            rewrite(first);
    }

    void append(const QJsonArray &features)
    {
        QByteArray lines;
        for (const auto feature : features) {
            lines += QJsonDocument(feature.toObject()).toJson(QJsonDocument::Compact) + '\n';
            take(feature.toObject());
        }
        if (m_file.write(lines) != lines.size() || !m_file.flush())
            fail();
    }

    void forEach(const std::function<void(const QJsonObject &)> &use)
    {
        m_file.seek(m_begin);
        while (!m_file.atEnd())
            use(QJsonDocument::fromJson(m_file.readLine()).object());
    }

    qint64 rows() const { return m_rows; }
    qint64 lastId() const { return m_lastId; }
    void remove() { m_file.remove(); }

private:
    void readOn()
    {
        m_begin = m_file.pos();
        qint64 good = m_begin;
        while (!m_file.atEnd()) {
            const QByteArray line = m_file.readLine();
            const QJsonObject feature = QJsonDocument::fromJson(line).object();
            if (!line.endsWith('\n') || feature.isEmpty())
                break;
            take(feature);
            good = m_file.pos();
        }
        if (!m_file.resize(good) || !m_file.seek(good))
            fail();
    }

    void rewrite(const QByteArray &first)
    {
        if (!m_file.resize(0) || !m_file.seek(0) || m_file.write(first) != first.size() || !m_file.flush())
            fail();
        m_begin = first.size();
    }

    void take(const QJsonObject &feature)
    {
        const QJsonObject properties = feature[QLatin1String("properties")].toObject();
        m_lastId = std::max(m_lastId, properties[m_objectId].toInteger(feature[QLatin1String("id")].toInteger()));
        ++m_rows;
    }

    [[noreturn]] void fail() const
    {
        throw Error(QStringLiteral("%1 cannot be written: %2. Choose another folder or free some space.")
                        .arg(m_file.fileName(), m_file.errorString()));
    }

    QFile m_file;
    QString m_objectId;
    qint64 m_begin = 0;
    qint64 m_rows = 0;
    qint64 m_lastId = std::numeric_limits<qint32>::min();
};

QString textOf(const QJsonValue &value, bool isTime)
{
    if (value.isNull() || value.isUndefined())
        return {};
    if (isTime && value.isDouble())
        return QDateTime::fromMSecsSinceEpoch(value.toInteger(), Qt::UTC).toString(QStringLiteral("yyyy-MM-ddTHH:mm:ssZ"));
    if (value.isDouble())
        return value.toDouble() == static_cast<double>(value.toInteger()) ? QString::number(value.toInteger())
                                                                          : QString::number(value.toDouble(), 'g', 15);
    return value.isBool() ? QString::number(value.toBool()) : value.toString();
}

void writeTable(PartFile &part, const FeatureService::Layer &layer, QIODevice &file)
{
    const bool hasPlace = layer.fields.contains(QLatin1String("Longitude"), Qt::CaseInsensitive)
        && layer.fields.contains(QLatin1String("Latitude"), Qt::CaseInsensitive);
    QStringList line;
    for (const QString &field : layer.fields)
        line << csvField(field);
    if (!hasPlace)
        line << QStringLiteral("Longitude") << QStringLiteral("Latitude");
    file.write(line.join(QLatin1Char(',')).toUtf8() + '\n');
    part.forEach([&](const QJsonObject &feature) {
        const QJsonObject properties = feature[QLatin1String("properties")].toObject();
        line.clear();
        for (const QString &field : layer.fields)
            line << csvField(textOf(properties[field], layer.times.contains(field)));
        if (!hasPlace) {
            const QJsonArray place = feature[QLatin1String("geometry")].toObject()[QLatin1String("coordinates")].toArray();
            line << textOf(place.at(0), false) << textOf(place.at(1), false);
        }
        file.write(line.join(QLatin1Char(',')).toUtf8() + '\n');
    });
}

void writePolygons(PartFile &part, QIODevice &file)
{
    file.write("{\"type\":\"FeatureCollection\",\"features\":[");
    const char *separator = "\n";
    part.forEach([&](const QJsonObject &feature) {
        file.write(separator + QJsonDocument(feature).toJson(QJsonDocument::Compact));
        separator = ",\n";
    });
    file.write("\n]}\n");
}

/// Says beside the files where each came from.
void noteSource(const OpenDataSet &set, const QString &folder, const Download &download)
{
    const QString path = QDir(folder).filePath(QStringLiteral("SOURCES.json"));
    QJsonObject sources = QFile::exists(path) ? readJson(path) : QJsonObject();
    sources[set.file] = QJsonObject{
        {QStringLiteral("title"), set.title},
        {QStringLiteral("address"), set.address},
        {QStringLiteral("fetched"), QDateTime::currentDateTimeUtc().toString(Qt::ISODate)},
        {QStringLiteral("rows"), download.rows},
        {QStringLiteral("sha256"), sha256OfFile(download.path)},
        {QStringLiteral("left_out_columns"), QJsonArray::fromStringList(download.leftOutColumns)},
    };
    writeJson(path, sources);
}

} // namespace

Download downloadOpenData(const OpenDataSet &set, const DownloadSettings &settings, Feedback &feedback)
{
    makeFolder(settings.folder);
    FeatureService service(set, settings, feedback);
    const FeatureService::Layer layer = service.layer();
    const qint64 expected = service.count();

    Download download;
    download.path = QDir(settings.folder).filePath(set.file);
    download.leftOutColumns = layer.leftOut;
    const QJsonObject header = {{QStringLiteral("address"), set.address},
                                {QStringLiteral("fields"), QJsonArray::fromStringList(layer.fields)}};
    PartFile part(download.path + QStringLiteral(".part"), header, layer.objectId);
    download.resumedFrom = part.rows();
    while (true) {
        feedback.checkpoint(expected > 0 ? 0.97 * std::min(1.0, double(part.rows()) / double(expected)) : 0);
        const QJsonArray features = service.page(layer, part.lastId());
        if (features.isEmpty())
            break;
        const qint64 before = part.lastId();
        part.append(features);
        if (part.lastId() <= before)
            throw Error(QStringLiteral("%1 cannot be fetched from %2: its rows carry no ascending %3, so pages cannot be told "
                                       "apart. Download it by hand and open the file.")
                            .arg(set.title, set.address, layer.objectId));
    }
    download.rows = part.rows();
    // Rows may have been withdrawn meanwhile, but not be missing.
    if (download.rows < expected && download.rows < service.count())
        throw Error(QStringLiteral("%1 ended after %2 of %3 rows. Try again later; the download goes on from there.")
                        .arg(set.title, grouped(download.rows), grouped(expected)));
    if (download.rows == 0)
        throw Error(QStringLiteral("%1 at %2 holds no rows. The data set may have moved; look for it on the city's open data "
                                   "page.")
                        .arg(set.title, set.address));

    writeWholeFile(download.path, [&](QIODevice &file) {
        set.isPolygons ? writePolygons(part, file) : writeTable(part, layer, file);
    });
    noteSource(set, settings.folder, download);
    part.remove();
    feedback.checkpoint(1);
    return download;
}

} // namespace forewatch
