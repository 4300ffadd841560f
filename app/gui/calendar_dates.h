#pragma once

#include "engine/core/time.h"

#include <QDate>

namespace forewatch {

/// The day of a time, for a calendar's controls.
inline QDate dateOf(Time time)
{
    return QDate::fromString(formatTime(time).left(10), Qt::ISODate);
}

/// Midnight at which the day begins.
inline Time timeOf(QDate date)
{
    return makeTime(date.year(), date.month(), date.day());
}

} // namespace forewatch
