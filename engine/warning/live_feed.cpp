#include "engine/warning/live_feed.h"

#include "engine/core/error.h"
#include "engine/core/text.h"
#include "engine/geo/vector_source.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QUrl>

namespace forewatch {

namespace {

/// A file that was not written for so long is as it was meant to be, also without a line end.
constexpr std::chrono::seconds settled(10);

/// Every file that belongs to a local source: a shapefile's parts, a database's journal.
QStringList signatureOf(const QString &source)
{
    const QFileInfo file(source);
    const QString base = file.completeBaseName();
    QStringList signature;
    for (const QFileInfo &part : file.dir().entryInfoList({base + QStringLiteral("*")}, QDir::Files | QDir::Hidden, QDir::Name))
        if (part.completeBaseName() == base || part.fileName().startsWith(file.fileName()))
            signature << QStringLiteral("%1 %2 %3").arg(part.fileName()).arg(part.size()).arg(part.lastModified().toMSecsSinceEpoch());
    return signature;
}

bool isLocalFile(const QString &source)
{
    return QFileInfo(source).isFile();
}

/// The place after the last line end; nothing where there is none, or the text is not in bytes.
std::optional<qint64> endOfLastLine(QFile &file)
{
    file.seek(0);
    const QByteArray mark = file.read(2);
    if (mark == "\xff\xfe" || mark == "\xfe\xff")
        return std::nullopt;
    constexpr qint64 block = 1 << 16;
    for (qint64 end = file.size(); end > 0; end -= std::min(end, block)) {
        const qint64 start = std::max<qint64>(0, end - block);
        file.seek(start);
        if (const auto at = file.read(end - start).lastIndexOf('\n'); at >= 0)
            return start + at + 1;
    }
    return std::nullopt;
}

bool endsInTheMiddleOfALine(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() == 0)
        return false;
    const auto end = endOfLastLine(file);
    return end && *end < file.size();
}

} // namespace

LiveFeed::LiveFeed(ImportSettings sources, std::shared_ptr<const Neighborhoods> neighborhoods, const FetchPatience &patience)
    : m_sources(std::move(sources)), m_neighborhoods(std::move(neighborhoods)), m_patience(patience)
{
}

bool LiveFeed::fetch(Feedback &feedback)
{
    const QString &address = m_sources.incidents.source;
    QString name = QFileInfo(QUrl(address).path()).fileName();
    const QString kept = m_folder.filePath(QStringLiteral("fetched"));
    const bool changed = fetchFile(address, kept, m_mark, m_patience, feedback);
    if (!changed)
        return false;
    if (name.isEmpty())
        name = QStringLiteral("table");
    if (QFileInfo(name).suffix().isEmpty())
        name += m_mark.type.contains(QLatin1String("json")) ? QStringLiteral(".geojson") : QStringLiteral(".csv");
    m_fetched = m_folder.filePath(name);
    QFile::remove(m_fetched);
    if (!QFile::rename(kept, m_fetched))
        throw Error(QStringLiteral("The table cannot be kept in %1. Free some space there.").arg(m_folder.path()));
    return true;
}

City LiveFeed::import(const QString &path, Feedback &feedback)
{
    if (!m_neighborhoods)
        m_neighborhoods = readNeighborhoods(m_sources.neighborhoods);
    IncidentSettings settings = m_sources.incidents;
    settings.source = path;
    City city = importIncidents(settings, m_neighborhoods, m_sources.target, m_sources.groups, feedback);
    if (path != m_sources.incidents.source) {
        ImportReport report = *city.report;
        report.sources.front().path = shownSource(m_sources.incidents.source);
        city.report = std::make_shared<const ImportReport>(std::move(report));
    }
    return city;
}

City LiveFeed::importSettled(std::chrono::sys_seconds now, bool &halfWritten, Feedback &feedback)
{
    const QString &source = m_sources.incidents.source;
    const bool isText = isDelimitedText(source);
    const auto written = QFileInfo(source).lastModified().toSecsSinceEpoch();
    const bool isWarm = now.time_since_epoch().count() - written < settled.count();
    halfWritten = isText && isWarm && endsInTheMiddleOfALine(source);
    const QStringList before = signatureOf(source);
    m_signature = before;
    if (!halfWritten) {
        City city = import(source, feedback);
        if (signatureOf(source) == before)
            return city;
        m_again = true;
        if (!isText)
            return city;
    }
    // From a copy that nobody writes to, as far as its lines are whole.
    const QString copy = m_folder.filePath(QFileInfo(source).fileName());
    QFile::remove(copy);
    QFile file(copy);
    if (!QFile::copy(source, copy) || !QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner) || !file.open(QIODevice::ReadWrite))
        throw Error(QStringLiteral("%1 cannot be copied to %2. Free some space there.").arg(source, m_folder.path()));
    if (const auto end = endOfLastLine(file)) {
        halfWritten = halfWritten || *end < file.size();
        file.resize(*end);
    }
    file.close();
    City city = import(copy, feedback);
    QFile::remove(copy);
    return city;
}

void LiveFeed::requireNoLoss(const City &city, const RowChanges &changes)
{
    const std::size_t rows = city.incidents->size();
    const std::size_t before = m_city->incidents->size();
    const bool isBelieved = m_doubted == rows || m_doubts >= 2;
    if (changes.removed <= std::max<std::size_t>(10, before / 100) || isBelieved) {
        m_doubted.reset();
        m_doubts = 0;
        return;
    }
    m_doubted = rows;
    ++m_doubts;
    m_again = true;
    throw Error(QStringLiteral("The table lost %1 of %2 rows. It may be in the middle of being written; it is believed if the next look "
                               "finds the same.")
                    .arg(grouped(static_cast<qint64>(changes.removed)), grouped(static_cast<qint64>(before))));
}

LiveLook LiveFeed::look(std::chrono::sys_seconds now, Feedback &feedback)
{
    LiveLook look;
    const QString &source = m_sources.incidents.source;
    try {
        bool changed = true;
        if (isWebFile(source))
            changed = fetch(feedback);
        else if (isLocalFile(source))
            changed = signatureOf(source) != m_signature;
        if (changed || m_again || !m_city) {
            m_again = false;
            const bool isLocal = !isWebFile(source) && isLocalFile(source);
            const auto city = std::make_shared<const City>(isLocal ? importSettled(now, look.halfWritten, feedback)
                                                                   : import(isWebFile(source) ? m_fetched : source, feedback));
            m_again = m_again || look.halfWritten;
            if (m_city) {
                const RowChanges changes = changesBetween(*m_city->incidents, *city->incidents);
                requireNoLoss(*city, changes);
                look.changes = changes;
            }
            m_city = city;
            look.imported = true;
        }
    } catch (const Error &error) {
        look.problem = error.message();
        m_again = true;
        // What was fetched may be what is wrong.
        if (!m_doubted)
            m_mark = {};
    }
    look.city = m_city;
    return look;
}

Time cityTime(const City &city, std::chrono::sys_seconds moment)
{
    if (city.report && !city.report->cityTimeZone.isEmpty())
        return WallClock(city.report->cityTimeZone).fromUtc(moment);
    const QDateTime local = QDateTime::fromSecsSinceEpoch(moment.time_since_epoch().count());
    return Time(std::chrono::seconds(moment.time_since_epoch().count() + local.offsetFromUtc()));
}

Duration retryPause(int failures)
{
    constexpr Duration first(5);
    constexpr Duration longest = std::chrono::minutes(15);
    return std::min(longest, first * (1 << std::min(failures - 1, 12)));
}

} // namespace forewatch
