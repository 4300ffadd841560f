#pragma once

#include "engine/core/text.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QString>

namespace forewatch::card {

// How the model card writes its numbers.

inline QString key(const char *name)
{
    return QLatin1String(name);
}

inline QString number(double value, int digits = 3)
{
    return QString::number(value, 'f', digits);
}

inline QString percent(double share)
{
    return QString::number(100 * share, 'f', 1) + QStringLiteral("\u00a0%");
}

inline QString count(const QJsonValue &value)
{
    return grouped(value.toInteger());
}

/// A forecast as the opponents' keys name it: `Hour of day` for `hour_of_day`.
QString forecastName(const QString &key);

inline QString withInterval(double value, const QJsonObject &interval, int digits = 3)
{
    return interval.isEmpty() ? number(value, digits)
                              : QStringLiteral("%1 (%2\u00a0to\u00a0%3)").arg(number(value, digits), number(interval[key("low")].toDouble(), digits),
                                                                    number(interval[key("high")].toDouble(), digits));
}

} // namespace forewatch::card
