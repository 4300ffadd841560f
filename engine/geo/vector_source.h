#pragma once

#include <QString>
#include <QStringList>

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <string_view>

namespace forewatch {

/// A vector source opened through GDAL. GDAL's headers stay inside the engine's .cpp files: include this only there.
using VectorSource = GDALDatasetUniquePtr;

/// Opens anything GDAL reads. `what` names it in messages (`crime table`). Numbers of a CSV stay text, so that what
/// the file says can be checked here; `.tsv`, `.tab`, `.psv` and `.txt` are read as CSV too. `options` are GDAL's open
/// options beside that. The address of a layer of an ArcGIS feature service (`https://…/FeatureServer/0`) is read page
/// by page in degrees. Throws `Error` for a missing or unreadable source, and for a shapefile without its `.dbf` or
/// `.shx`.
VectorSource openVectorSource(const QString &source, const QString &what, const QStringList &options = {});

/// Whether the source is a file of text with a delimiter, by its ending.
bool isDelimitedText(const QString &source);

/// The named layer, or the first. Throws `Error`, listing the layers.
OGRLayer &layerOf(const VectorSource &source, const QString &name, const QString &where);

/// Bytes of a field without blanks around them, valid until the feature goes or another field of it is read; empty for
/// one that is not set.
std::string_view textOf(const OGRFeature &feature, int field);

/// Names of the layer's fields in order.
QStringList fieldNames(OGRLayer &layer);

/// A source as it may be shown: without the password of a database or the user and token of an address.
QString shownSource(const QString &source);

/// A source without its secrets, such that it can still be opened where they are known otherwise (`~/.pgpass`, a
/// public address): for files that are handed on.
QString withoutSecrets(const QString &source);

/// Throws `Error` when GDAL reported a failure since the last `CPLErrorReset`: what was read is not the whole.
void requireWholeRead(const QString &source);

/// What GDAL complained about last, for messages.
QString lastGdalMessage();

/// Whether a column's name says that it is about persons (sex, age, race, names): such columns are never read.
bool isAboutPersons(const QString &column);

/// While it lives, GDAL keeps its complaints for `lastGdalMessage` and prints none.
class QuietGdal
{
public:
    QuietGdal()
    {
        CPLErrorReset();
        CPLPushErrorHandler(CPLQuietErrorHandler);
    }
    ~QuietGdal() { CPLPopErrorHandler(); }
    QuietGdal(const QuietGdal &) = delete;
    QuietGdal &operator=(const QuietGdal &) = delete;
};

} // namespace forewatch
