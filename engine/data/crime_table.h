#pragma once

#include "engine/data/import_settings.h"
#include "engine/geo/vector_source.h"

#include <memory>
#include <string_view>

namespace forewatch {

/// Turns a table's bytes into text.
class TextDecoder
{
public:
    /// Empty: UTF-8, and CP1252 for what is not valid UTF-8. Throws `Error` for an unknown encoding.
    explicit TextDecoder(const QString &encoding);

    QString operator()(std::string_view bytes) const;

    /// Whether something was no valid UTF-8 where no encoding was named.
    bool metOther() const { return m_metOther; }

private:
    QByteArray m_encoding;
    mutable bool m_metOther = false;
};

/// A crime table opened for reading. Include only in .cpp files: it brings GDAL's headers.
struct CrimeTable
{
    VectorSource source;
    /// Belongs to `source`.
    OGRLayer *layer = nullptr;
    TextDecoder decode{QString()};
    /// What the file turned out to be; empty for sources that are no delimited text.
    QString delimiter;
    QString encoding;
    /// A file in memory that GDAL reads instead, where it would not understand the original's delimiter or UTF-16.
    std::shared_ptr<const void> copy;

    QStringList fields() const;

    /// Text of a field without blanks around it.
    QString text(const OGRFeature &feature, int field) const;
};

/// Opens the settings' source and layer. Throws `Error`.
CrimeTable openCrimeTable(const IncidentSettings &settings);

/// Rows to be expected, for progress only; 0 where that is not cheap to know.
std::size_t estimateRows(const IncidentSettings &settings, OGRLayer &layer);

} // namespace forewatch
