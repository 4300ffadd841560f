#include "engine/core/time_shift.h"

#include <QRegularExpression>

#include <algorithm>

namespace forewatch {

std::optional<TimeShift> parseTimeShift(const QString &text)
{
    static const QRegularExpression part(QStringLiteral("\\s*([+−–-]?)\\s*(\\d{1,6})\\s*(s|min|m|h|d|w|mo|y)(?![a-z])\\s*"),
                                         QRegularExpression::CaseInsensitiveOption);
    TimeShift shift;
    qsizetype at = 0;
    while (at < text.size()) {
        const auto match = part.match(text, at, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
        if (!match.hasMatch())
            return std::nullopt;
        const QString sign = match.captured(1);
        const int number = (sign.isEmpty() || sign == QLatin1String("+") ? 1 : -1) * match.captured(2).toInt();
        const QString unit = match.captured(3).toLower();
        if (unit == QLatin1String("y"))
            shift.months += 12 * number;
        else if (unit == QLatin1String("mo"))
            shift.months += number;
        else if (unit == QLatin1String("w"))
            shift.span += std::chrono::days(7 * number);
        else if (unit == QLatin1String("d"))
            shift.span += std::chrono::days(number);
        else if (unit == QLatin1String("h"))
            shift.span += std::chrono::hours(number);
        else if (unit == QLatin1String("s"))
            shift.span += std::chrono::seconds(number);
        else
            shift.span += std::chrono::minutes(number);
        at = match.capturedEnd();
    }
    return at > 0 ? std::optional(shift) : std::nullopt;
}

Time shifted(Time time, const TimeShift &shift)
{
    using namespace std::chrono;
    const local_days day = floor<days>(time);
    year_month_day date = year_month_day(day) + months(shift.months);
    if (!date.ok())
        date = date.year() / date.month() / last;
    return local_days(date) + (time - day) + shift.span;
}

Window shifted(const Window &window, const TimeShift &shift)
{
    const Time start = shifted(window.start, shift);
    return {start, std::max<Duration>(shifted(window.end(), shift) - start, Duration(1))};
}

} // namespace forewatch
