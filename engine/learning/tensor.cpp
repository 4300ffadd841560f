#include "engine/learning/tensor.h"

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/json_fields.h"

#include <QFile>
#include <QJsonDocument>
#include <QtEndian>

#include <algorithm>
#include <bit>
#include <limits>

namespace forewatch {

static_assert(std::endian::native == std::endian::little, "The format's numbers are little-endian.");

namespace {

constexpr qint64 prefix = sizeof(quint64);
/// The format's own limit.
constexpr quint64 longestHeader = 100'000'000;

QString metadataKey()
{
    return QStringLiteral("__metadata__");
}

QByteArray headerOf(const Tensors &tensors, const std::map<std::string, std::string> &notes)
{
    QJsonObject header;
    QJsonObject metadata;
    for (const auto &[key, value] : notes)
        metadata[QString::fromStdString(key)] = QString::fromStdString(value);
    if (!notes.empty())
        header[metadataKey()] = metadata;
    qint64 offset = 0;
    for (const auto &[name, tensor] : tensors) {
        QJsonArray shape;
        for (const std::int64_t extent : tensor.shape)
            shape << static_cast<qint64>(extent);
        const qint64 end = offset + static_cast<qint64>(tensor.values.size() * sizeof(float));
        header[QString::fromStdString(name)] = QJsonObject{{QStringLiteral("dtype"), QStringLiteral("F32")},
                                                           {QStringLiteral("shape"), shape},
                                                           {QStringLiteral("data_offsets"), QJsonArray{offset, end}}};
        offset = end;
    }
    QByteArray text = QJsonDocument(header).toJson(QJsonDocument::Compact);
    // Readers map the numbers into memory, so they start at a multiple of eight bytes.
    text.append((8 - text.size() % 8) % 8, ' ');
    return text;
}

/// Where a tensor lies in a file that has been checked as far as its own entry allows.
struct Entry
{
    QString name;
    std::vector<std::int64_t> shape;
    qint64 begin;
    qint64 end;
};

class Reader
{
public:
    explicit Reader(const QString &path) : m_file(path)
    {
        if (!m_file.open(QIODevice::ReadOnly))
            throw Error(QStringLiteral("%1 cannot be read: %2.").arg(path, m_file.errorString()));
    }

    TensorFile read()
    {
        const QJsonObject header = readHeader();
        std::vector<Entry> entries;
        TensorFile result;
        for (auto it = header.begin(); it != header.end(); ++it) {
            if (it.key() == metadataKey())
                result.notes = notesOf(it->toObject());
            else
                entries.push_back(entryOf(it.key(), it->toObject()));
        }
        requireSeamless(entries);
        for (const Entry &entry : entries)
            result.tensors[entry.name.toStdString()] = {entry.shape, valuesOf(entry)};
        return result;
    }

private:
    [[noreturn]] void refuse(const QString &fault) const
    {
        throw Error(QStringLiteral("%1 is damaged or no safetensors file: %2. Restore it from a copy, or train again.")
                        .arg(m_file.fileName(), fault));
    }

    QByteArray take(qint64 count)
    {
        const QByteArray bytes = m_file.read(count);
        if (bytes.size() != count)
            refuse(QStringLiteral("it ends too early"));
        return bytes;
    }

    QJsonObject readHeader()
    {
        const auto length = qFromLittleEndian<quint64>(take(prefix).constData());
        if (length > longestHeader || length > static_cast<quint64>(m_file.size() - prefix))
            refuse(QStringLiteral("its header of %1 bytes does not fit in").arg(length));
        const QJsonDocument header = QJsonDocument::fromJson(take(static_cast<qint64>(length)));
        if (!header.isObject())
            refuse(QStringLiteral("its header is no JSON object"));
        m_dataStart = prefix + static_cast<qint64>(length);
        m_dataSize = m_file.size() - m_dataStart;
        return header.object();
    }

    static std::map<std::string, std::string> notesOf(const QJsonObject &metadata)
    {
        std::map<std::string, std::string> notes;
        for (auto it = metadata.begin(); it != metadata.end(); ++it)
            notes[it.key().toStdString()] = it->toString().toStdString();
        return notes;
    }

    Entry entryOf(const QString &name, const QJsonObject &json) const
    {
        const QJsonArray offsets = json[QStringLiteral("data_offsets")].toArray();
        Entry entry{.name = name, .shape = {}, .begin = offsets.at(0).toInteger(-1), .end = offsets.at(1).toInteger(-1)};
        if (json[QStringLiteral("dtype")].toString() != QLatin1String("F32"))
            refuse(QStringLiteral("the numbers of \"%1\" are no float32 (F32)").arg(name));
        if (offsets.size() != 2 || entry.begin < 0 || entry.end < entry.begin || entry.end > m_dataSize)
            refuse(QStringLiteral("\"%1\" reaches out of the file").arg(name));
        if (!json[QStringLiteral("shape")].isArray())
            refuse(QStringLiteral("\"%1\" has no shape").arg(name));
        const qint64 room = (entry.end - entry.begin) / qint64(sizeof(float));
        qint64 count = 1;
        for (const QJsonValue extent : json[QStringLiteral("shape")].toArray()) {
            entry.shape.push_back(extent.toInteger(-1));
            // Held against the room at each step, so that no product overflows.
            if (entry.shape.back() < 0 || (count > 0 && entry.shape.back() > room / count))
                refuse(QStringLiteral("the shape of \"%1\" does not fit its place").arg(name));
            count *= entry.shape.back();
        }
        if (count * qint64(sizeof(float)) != entry.end - entry.begin)
            refuse(QStringLiteral("the shape of \"%1\" does not fit its place").arg(name));
        return entry;
    }

    /// The format allows neither overlaps nor holes. Sorts the entries as they lie in the file.
    void requireSeamless(std::vector<Entry> &entries) const
    {
        std::ranges::sort(entries, {}, [](const Entry &entry) { return std::pair(entry.begin, entry.end); });
        qint64 at = 0;
        for (const Entry &entry : entries) {
            if (entry.begin != at)
                refuse(QStringLiteral("\"%1\" overlaps another tensor, or leaves a hole before it").arg(entry.name));
            at = entry.end;
        }
        if (at != m_dataSize)
            refuse(QStringLiteral("it goes on after its last tensor"));
    }

    std::vector<float> valuesOf(const Entry &entry)
    {
        const qint64 size = entry.end - entry.begin;
        std::vector<float> values(static_cast<std::size_t>(size) / sizeof(float));
        if (!m_file.seek(m_dataStart + entry.begin) || m_file.read(reinterpret_cast<char *>(values.data()), size) != size)
            refuse(QStringLiteral("it ends too early"));
        return values;
    }

    QFile m_file;
    qint64 m_dataStart = 0;
    qint64 m_dataSize = 0;
};

} // namespace

void writeTensors(const QString &path, const Tensors &tensors, const std::map<std::string, std::string> &notes)
{
    writeWholeFile(path, [&](QIODevice &device) {
        const QByteArray header = headerOf(tensors, notes);
        const quint64 length = qToLittleEndian(static_cast<quint64>(header.size()));
        device.write(reinterpret_cast<const char *>(&length), sizeof length);
        device.write(header);
        for (const auto &[name, tensor] : tensors)
            device.write(reinterpret_cast<const char *>(tensor.values.data()),
                         static_cast<qint64>(tensor.values.size() * sizeof(float)));
    });
}

TensorFile readTensors(const QString &path)
{
    return Reader(path).read();
}

} // namespace forewatch
