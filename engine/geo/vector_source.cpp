#include "engine/geo/vector_source.h"

#include "engine/core/error.h"

#include <QFileInfo>
#include <QRegularExpression>

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

} // namespace

VectorSource openVectorSource(const QString &source, const QString &what)
{
    static std::once_flag registered;
    std::call_once(registered, [] { GDALAllRegister(); });

    const bool isPlainPath = !source.contains(QLatin1Char(':')) && !source.startsWith(QLatin1String("/vsi"));
    if (source.isEmpty() || (isPlainPath && !QFileInfo::exists(source)))
        throw Error(QStringLiteral("There is no %1 at “%2”. Check the path.").arg(what, shownSource(source)));
    requireCompanionFiles(source, what);

    const CPLStringList options(CSLSetNameValue(nullptr, "AUTODETECT_TYPE", "NO"), TRUE);
    const bool isCsv = source.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive);
    const QuietGdal quiet;
    VectorSource opened(GDALDataset::Open(source.toUtf8().constData(), GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr,
                                          isCsv ? options.List() : nullptr, nullptr));
    if (!opened)
        throw Error(QStringLiteral("The %1 %2 is in no format that can be read, or it is damaged (%3).")
                        .arg(what, shownSource(source), lastGdalMessage()));
    return opened;
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

QStringList fieldNames(OGRLayer &layer)
{
    QStringList names;
    for (int i = 0; i < layer.GetLayerDefn()->GetFieldCount(); ++i)
        names << QString::fromUtf8(layer.GetLayerDefn()->GetFieldDefn(i)->GetNameRef());
    return names;
}

QString lastGdalMessage()
{
    const QString message = QString::fromUtf8(CPLGetLastErrorMsg()).simplified();
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
