#pragma once

#include "engine/data/filter.h"

#include <QJsonObject>

namespace forewatch {

/// A filter as a project stores it: the parts that are set and no others, so `{}` lets everything through.
QJsonObject filterToJson(const Filter &filter);

/// Parts that are missing are not set. Throws `Error`, naming the field that no filter has.
Filter filterFromJson(const QJsonObject &json);

} // namespace forewatch
