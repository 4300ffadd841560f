#include "engine/data/crime_table.h"

#include "engine/core/error.h"

#include <QFile>
#include <QStringDecoder>

#include <algorithm>
#include <array>

namespace forewatch {

namespace {

struct Delimiter
{
    char sign;
    const char *name;
};

constexpr std::array<Delimiter, 4> delimiters = {{{',', "comma"}, {';', "semicolon"}, {'\t', "tab"}, {'|', "pipe"}}};

QString delimiterName(char sign)
{
    const auto found = std::ranges::find(delimiters, sign, &Delimiter::sign);
    return QLatin1String(found->name);
}

/// The sign that a name or the sign itself stands for.
char delimiterNamed(const QString &name)
{
    for (const Delimiter &delimiter : delimiters)
        if (name == QLatin1String(delimiter.name) || name == QLatin1Char(delimiter.sign))
            return delimiter.sign;
    throw Error(QStringLiteral("“%1” is no delimiter. Say comma, semicolon, tab or pipe.").arg(name.left(20)));
}

/// A text file's bytes in UTF-8 if it begins with a mark of UTF-16.
QByteArray withoutUtf16(const QByteArray &bytes)
{
    const bool little = bytes.startsWith("\xff\xfe");
    if (!little && !bytes.startsWith("\xfe\xff"))
        return bytes;
    QStringDecoder decoder(little ? QStringDecoder::Utf16LE : QStringDecoder::Utf16BE);
    return QString(decoder(bytes.mid(2))).toUtf8();
}

/// Counts of each delimiter in the first line, outside of quotation marks.
std::array<int, delimiters.size()> countDelimiters(const QByteArray &line)
{
    std::array<int, delimiters.size()> counts{};
    bool quoted = false;
    for (const char letter : line) {
        quoted ^= letter == '"';
        for (std::size_t i = 0; i < delimiters.size() && !quoted; ++i)
            counts[i] += letter == delimiters[i].sign;
    }
    return counts;
}

/// The same table with commas between its fields.
QByteArray withCommas(const QByteArray &bytes, char delimiter)
{
    QByteArray result;
    result.reserve(bytes.size() + bytes.size() / 8);
    QByteArray field;
    bool quoted = false;
    const auto endField = [&](char sign) {
        if (field.contains(',') && !field.startsWith('"'))
            result += '"' + field.replace('"', "\"\"") + '"';
        else
            result += field;
        result += sign;
        field.clear();
    };
    for (const char letter : bytes) {
        quoted ^= letter == '"';
        if (!quoted && letter == delimiter)
            endField(',');
        else if (!quoted && letter == '\n')
            endField('\n');
        else if (letter != '\r' || quoted)
            field += letter;
    }
    endField('\n');
    return result;
}

/// A file in memory, under a name of its own as long as it lives.
class MemoryFile
{
public:
    explicit MemoryFile(QByteArray bytes) : m_bytes(std::move(bytes))
    {
        m_path = QStringLiteral("/vsimem/forewatch-%1.csv").arg(reinterpret_cast<quintptr>(this), 0, 16);
        VSIFCloseL(VSIFileFromMemBuffer(m_path.toUtf8().constData(), reinterpret_cast<GByte *>(m_bytes.data()),
                                        static_cast<vsi_l_offset>(m_bytes.size()), FALSE));
    }
    ~MemoryFile() { VSIUnlink(m_path.toUtf8().constData()); }
    MemoryFile(const MemoryFile &) = delete;
    MemoryFile &operator=(const MemoryFile &) = delete;

    const QString &path() const { return m_path; }

private:
    QByteArray m_bytes;
    QString m_path;
};

/// Opens delimited text, by a copy in memory where GDAL does not see the columns that the delimiter makes.
void openText(CrimeTable &table, const IncidentSettings &settings, const QString &what)
{
    QFile file(settings.source);
    if (!file.open(QIODevice::ReadOnly))
        throw Error(QStringLiteral("There is no %1 at “%2”. Check the path.").arg(what, settings.source));
    QByteArray start = file.read(1 << 20);
    const bool isUtf16 = start.startsWith("\xff\xfe") || start.startsWith("\xfe\xff");
    start = withoutUtf16(start);
    if (!file.atEnd())
        start.truncate(start.lastIndexOf('\n') + 1);
    const auto counts = countDelimiters(start.left(start.indexOf('\n')));
    const auto most = static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin());
    const char delimiter = settings.delimiter.isEmpty() ? delimiters[most].sign : delimiterNamed(settings.delimiter);
    const int separators = counts[static_cast<std::size_t>(
        std::ranges::find(delimiters, delimiter, &Delimiter::sign) - delimiters.begin())];
    table.delimiter = delimiterName(delimiter);
    table.encoding = isUtf16 ? QStringLiteral("UTF-16")
        : !settings.encoding.isEmpty() ? settings.encoding
        : CPLIsUTF8(start.constData(), static_cast<int>(start.size())) ? QStringLiteral("UTF-8")
                                                                        : QStringLiteral("CP1252");
    // GDAL's own guess knows no pipes.
    if (!isUtf16 && (delimiter != '|' || start.isEmpty())) {
        table.source = openVectorSource(settings.source, what);
        if (layerOf(table.source, {}, settings.source).GetLayerDefn()->GetFieldCount() == separators + 1)
            return;
    }
    file.seek(0);
    const auto copy = std::make_shared<const MemoryFile>(withCommas(withoutUtf16(file.readAll()), delimiter));
    table.source = openVectorSource(copy->path(), what);
    table.copy = copy;
}

} // namespace

TextDecoder::TextDecoder(const QString &encoding)
{
    const QString name = encoding.trimmed().toUpper();
    if (name.isEmpty() || name == QLatin1String("UTF-8") || name == QLatin1String("UTF8") || name == QLatin1String("UTF-16"))
        return;
    m_encoding = name == QLatin1String("LATIN-1") ? QByteArray("ISO-8859-1") : name.toLatin1();
    const QuietGdal quiet;
    CPLFree(CPLRecode("a", m_encoding.constData(), CPL_ENC_UTF8));
    if (CPLGetLastErrorType() != CE_None)
        throw Error(QStringLiteral("The encoding “%1” is unknown. Say UTF-8, CP1252 (Windows) or ISO-8859-1 (Latin 1).")
                        .arg(encoding.left(40)));
}

QString TextDecoder::operator()(std::string_view bytes) const
{
    const bool isUtf8 = m_encoding.isEmpty() && CPLIsUTF8(bytes.data(), static_cast<int>(bytes.size()));
    if (isUtf8)
        return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
    m_metOther = m_metOther || m_encoding.isEmpty();
    const QuietGdal quiet;
    char *text = CPLRecode(std::string(bytes).c_str(), m_encoding.isEmpty() ? "CP1252" : m_encoding.constData(), CPL_ENC_UTF8);
    const QString decoded = QString::fromUtf8(text);
    CPLFree(text);
    return decoded;
}

QStringList CrimeTable::fields() const
{
    QStringList names;
    for (int i = 0; i < layer->GetLayerDefn()->GetFieldCount(); ++i)
        names << decode(layer->GetLayerDefn()->GetFieldDefn(i)->GetNameRef());
    return names;
}

QString CrimeTable::text(const OGRFeature &feature, int field) const
{
    return decode(textOf(feature, field));
}

CrimeTable openCrimeTable(const IncidentSettings &settings)
{
    CrimeTable table;
    const QString what = QStringLiteral("crime table");
    if (isDelimitedText(settings.source) && !settings.source.contains(QLatin1String("://"))
        && !settings.source.startsWith(QLatin1String("/vsi")) && !settings.source.startsWith(QLatin1String("CSV:"))) {
        table.decode = TextDecoder(settings.encoding);
        openText(table, settings, what);
    } else {
        const bool isShapefile = settings.source.endsWith(QLatin1String(".shp"), Qt::CaseInsensitive)
            || settings.source.endsWith(QLatin1String(".dbf"), Qt::CaseInsensitive);
        TextDecoder known(settings.encoding);
        table.source = openVectorSource(settings.source, what,
                                        isShapefile && !settings.encoding.isEmpty()
                                            ? QStringList(QStringLiteral("ENCODING=") + settings.encoding) : QStringList());
    }
    table.layer = &layerOf(table.source, table.copy ? QString() : settings.layer, settings.source);
    return table;
}

std::size_t estimateRows(const IncidentSettings &settings, OGRLayer &layer)
{
    QFile file(settings.source);
    if (isDelimitedText(settings.source) && file.open(QIODevice::ReadOnly)) {
        std::size_t lines = 0;
        while (!file.atEnd()) {
            const QByteArray block = file.read(1 << 20);
            lines += static_cast<std::size_t>(std::count(block.begin(), block.end(), '\n'));
        }
        return lines;
    }
    return layer.TestCapability(OLCFastFeatureCount) ? static_cast<std::size_t>(layer.GetFeatureCount()) : 0;
}

} // namespace forewatch
