#include "app/gui/day_fields.h"

#include "app/gui/calendar_dates.h"

#include <QDateEdit>
#include <QSignalBlocker>

#include <algorithm>

namespace forewatch {

QDateEdit *makeDay(const QString &tip)
{
    auto *day = new QDateEdit;
    day->setDisplayFormat(QStringLiteral("yyyy-MM-dd"));
    day->setCalendarPopup(true);
    day->setToolTip(tip);
    day->setAccessibleName(tip);
    return day;
}

void proposeUnseenDays(QDateEdit *from, QDateEdit *to, const City &city, const ModelCard &card)
{
    const QSignalBlocker quietFrom(from);
    const QSignalBlocker quietTo(to);
    const Window days = city.incidents->coveredDays();
    const Time last = days.end() - std::chrono::days(1);
    for (QDateEdit *day : {from, to})
        day->setDateRange(dateOf(days.start), dateOf(last));
    from->setDate(dateOf(std::min(card.split.seenTo(), last)));
    to->setDate(dateOf(last));
}

} // namespace forewatch
