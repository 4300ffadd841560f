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
        throw Error(QStringLiteral("There is no %1 at “%2”. Check the path.").arg(what, source));
    requireCompanionFiles(source, what);

    const CPLStringList options(CSLSetNameValue(nullptr, "AUTODETECT_TYPE", "NO"), TRUE);
    const bool isCsv = source.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive);
    CPLPushErrorHandler(CPLQuietErrorHandler);
    VectorSource opened(GDALDataset::Open(source.toUtf8().constData(), GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr,
                                          isCsv ? options.List() : nullptr, nullptr));
    CPLPopErrorHandler();
    if (!opened)
        throw Error(QStringLiteral("The %1 %2 is in no format that can be read, or it is damaged (%3).")
                        .arg(what, source, lastGdalMessage()));
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

bool isAboutPersons(const QString &column)
{
    static const QRegularExpression words(
        QStringLiteral("(^|[^a-z])(sex|gender|age|race|ethnicity|victim_?name|suspect|offender_?name|first_?name|"
                       "last_?name|surname|full_?name|dob|birth_?date|date_?of_?birth|ssn|phone)([^a-z]|$)"),
        QRegularExpression::CaseInsensitiveOption);
    return words.match(column).hasMatch();
}

} // namespace forewatch
