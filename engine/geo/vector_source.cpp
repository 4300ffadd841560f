#include "engine/geo/vector_source.h"

#include "engine/core/error.h"

#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <mutex>

namespace forewatch {

namespace {

void requireCompanionFiles(const QString &source, const QString &what)
{
    const QFileInfo file(source);
    if (file.suffix().compare(QLatin1String("shp"), Qt::CaseInsensitive) != 0)
        return;
    for (const auto &suffix : {QStringLiteral("dbf"), QStringLiteral("shx")}) {
        const QString base = file.path() + QLatin1Char('/') + file.completeBaseName() + QLatin1Char('.');
        if (!QFileInfo::exists(base + suffix) && !QFileInfo::exists(base + suffix.toUpper()))
            throw Error(QStringLiteral("The %1 %2 is incomplete: its .%3 file is missing. A shapefile is several files "
                                       "with one name; copy them all into the same folder.")
                            .arg(what, source, suffix));
    }
}

/// Limits how long GDAL waits, on this thread, for a server that says nothing.
void limitHttpWaits()
{
    CPLSetThreadLocalConfigOption("GDAL_HTTP_CONNECTTIMEOUT", "15");
    CPLSetThreadLocalConfigOption("GDAL_HTTP_LOW_SPEED_TIME", "30");
    CPLSetThreadLocalConfigOption("GDAL_HTTP_LOW_SPEED_LIMIT", "1");
}

/// As GDAL wants it: the query for a layer of a feature service, the driver's name before a text file it would not know.
QString pathForGdal(const QString &source)
{
    static const QRegularExpression service(QStringLiteral("^(https?://[^?]+/(?:Feature|Map)Server/\\d+)/?(?:\\?(.*))?$"),
                                            QRegularExpression::CaseInsensitiveOption);
    if (const auto match = service.match(source); match.hasMatch()) {
        const QString more = match.captured(2).isEmpty() ? QString() : QLatin1Char('&') + match.captured(2);
        return QStringLiteral("ESRIJSON:") + match.captured(1)
            + QStringLiteral("/query?where=1%3D1&outFields=*&outSR=4326&resultRecordCount=2000&f=json") + more;
    }
    if (isDelimitedText(source) && !source.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive)
        && !source.contains(QLatin1String("://")))
        return QStringLiteral("CSV:") + source;
    return source;
}

} // namespace

VectorSource openVectorSource(const QString &source, const QString &what, const QStringList &extraOptions)
{
    static std::once_flag registered;
    std::call_once(registered, [] { GDALAllRegister(); });

    const bool isPlainPath = !source.contains(QLatin1Char(':')) && !source.startsWith(QLatin1String("/vsi"));
    if (source.isEmpty() || (isPlainPath && !QFileInfo::exists(source)))
        throw Error(QStringLiteral("There is no %1 at “%2”. Check the path.").arg(what, shownSource(source)));
    requireCompanionFiles(source, what);

    const QString path = pathForGdal(source);
    CPLStringList options;
    if (isDelimitedText(source)) {
        options.SetNameValue("AUTODETECT_TYPE", "NO");
        options.SetNameValue("HEADERS", "YES");
    }
    if (path.startsWith(QLatin1String("ESRIJSON:")))
        options.SetNameValue("FEATURE_SERVER_PAGING", "YES");
    for (const QString &option : extraOptions)
        options.AddString(option.toUtf8().constData());
    limitHttpWaits();
    const QuietGdal quiet;
    VectorSource opened(GDALDataset::Open(path.toUtf8().constData(), GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr,
                                          options.List(), nullptr));
    if (!opened)
        throw Error(isPlainPath ? QStringLiteral("The %1 %2 is in no format that can be read, or it is damaged (%3).")
                                      .arg(what, shownSource(source), lastGdalMessage())
                                : QStringLiteral("The %1 %2 cannot be opened (%3). Check the address, and that the network "
                                                 "and the server are there.")
                                      .arg(what, shownSource(source), lastGdalMessage()));
    return opened;
}

bool isDelimitedText(const QString &source)
{
    static const QStringList endings = {QStringLiteral(".csv"), QStringLiteral(".tsv"), QStringLiteral(".tab"),
                                        QStringLiteral(".psv"), QStringLiteral(".txt")};
    return std::ranges::any_of(endings, [&](const QString &ending) { return source.endsWith(ending, Qt::CaseInsensitive); });
}

OGRLayer &layerOf(const VectorSource &source, const QString &name, const QString &where)
{
    QStringList layers;
    for (OGRLayer *layer : source->GetLayers())
        layers << QString::fromUtf8(layer->GetName());
    if (layers.isEmpty())
        throw Error(QStringLiteral("%1 holds no table.").arg(where));
    OGRLayer *layer = name.isEmpty() ? source->GetLayer(0) : source->GetLayerByName(name.toUtf8().constData());
    if (!layer)
        throw Error(QStringLiteral("%1 has no layer “%2”; it has: %3.").arg(where, name, layers.join(QStringLiteral(", "))));
    return *layer;
}

std::string_view textOf(const OGRFeature &feature, int field)
{
    if (field < 0 || !feature.IsFieldSetAndNotNull(field))
        return {};
    std::string_view text = feature.GetFieldAsString(field);
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

QStringList fieldNames(OGRLayer &layer)
{
    QStringList names;
    for (int i = 0; i < layer.GetLayerDefn()->GetFieldCount(); ++i)
        names << QString::fromUtf8(layer.GetLayerDefn()->GetFieldDefn(i)->GetNameRef());
    return names;
}

QString lastGdalMessage()
{
    const QString message = shownSource(QString::fromUtf8(CPLGetLastErrorMsg()).simplified());
    return message.isEmpty() ? QStringLiteral("no reason given") : message;
}

QString shownSource(const QString &source)
{
    static const QRegularExpression password(QStringLiteral("(password\\s*=\\s*)('[^']*'|\\S+)"),
                                             QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression user(QStringLiteral("(://)[^/@\\s]+@"));
    static const QRegularExpression token(QStringLiteral("([?&](token|key|api_?key)=)[^&]+"),
                                          QRegularExpression::CaseInsensitiveOption);
    QString shown = source;
    shown.replace(password, QStringLiteral("\\1…"));
    shown.replace(user, QStringLiteral("\\1"));
    shown.replace(token, QStringLiteral("\\1…"));
    return shown;
}

QString withoutSecrets(const QString &source)
{
    static const QRegularExpression blanked(QStringLiteral("\\w+\\s*=\\s*…[&\\s]?"));
    static const QRegularExpression openEnd(QStringLiteral("[?&\\s]+$"));
    const QString shown = shownSource(source);
    return shown == source ? source : QString(shown).remove(blanked).remove(openEnd);
}

void requireWholeRead(const QString &source)
{
    if (CPLGetLastErrorType() >= CE_Failure)
        throw Error(QStringLiteral("%1 could not be read to its end: %2. The file is damaged or cut short; fetch it again.")
                        .arg(shownSource(source), lastGdalMessage()));
}

bool isAboutPersons(const QString &column)
{
    // VictimAge, victim_age and VICTIM AGE are the same words.
    static const QRegularExpression humps(QStringLiteral("([a-z])([A-Z])"));
    static const QRegularExpression words(
        QStringLiteral("(^|[^a-z])(sex|gender|age|ages|race|races|ethnic|ethnicity|descent|dob|birth|birthdate|victim|vic|"
                       "vict|suspect|offender|perp|perpetrator|arrestee|first[ _]?name|last[ _]?name|surname|full[ _]?name|ssn|"
                       "phone)([^a-z]|$)"),
        QRegularExpression::CaseInsensitiveOption);
    QString spaced = column;
    return words.match(spaced.replace(humps, QStringLiteral("\\1 \\2"))).hasMatch();
}

} // namespace forewatch
