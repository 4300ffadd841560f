#pragma once

#include "engine/data/importer.h"

#include <QJsonObject>

namespace forewatch {

/// Where a city comes from, as a project stores it; sources as they stand, relative or not.
QJsonObject sourcesToJson(const ImportSettings &settings);

/// Throws `Error`, naming the field.
ImportSettings sourcesFromJson(const QJsonObject &json);

} // namespace forewatch
