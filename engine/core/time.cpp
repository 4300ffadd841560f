#include "engine/core/time.h"

#include <QDate>
#include <QLocale>
#include <QRegularExpression>

namespace forewatch {

using namespace std::chrono;

namespace {

year_month_day dateOf(Time t)
{
    return year_month_day{floor<days>(t)};
}

QString formatDate(Time t)
{
    const auto date = dateOf(t);
    const QDate day(int(date.year()), int(unsigned(date.month())), int(unsigned(date.day())));
    return QLocale(QLocale::English).toString(day, QStringLiteral("ddd d MMM yyyy"));
}

QString formatClock(Duration sinceMidnight)
{
    const hh_mm_ss clock(sinceMidnight);
    const QString text = QStringLiteral("%1:%2").arg(clock.hours().count(), 2, 10, QLatin1Char('0'))
                             .arg(clock.minutes().count(), 2, 10, QLatin1Char('0'));
    return clock.seconds().count() == 0
        ? text
        : text + QStringLiteral(":%1").arg(clock.seconds().count(), 2, 10, QLatin1Char('0'));
}

} // namespace

Time midnightOf(Time t)
{
    return Time(floor<days>(t));
}

int hourOfDay(Time t)
{
    return static_cast<int>((t - midnightOf(t)) / hours(1));
}

std::size_t hourOfWeek(Time t)
{
    // 1970-01-01 was a Thursday; weeks begin on Monday.
    const auto hours = std::chrono::floor<std::chrono::hours>(t.time_since_epoch()).count() + 3 * 24;
    return static_cast<std::size_t>((hours % 168 + 168) % 168);
}

int yearOf(Time t)
{
    return int(dateOf(t).year());
}

Time makeTime(int y, int m, int d, int hour, int minute, int second)
{
    const local_days date{year(y) / month(static_cast<unsigned>(m)) / day(static_cast<unsigned>(d))};
    return date + hours(hour) + minutes(minute) + seconds(second);
}

std::optional<Time> parseTime(const QString &text)
{
    static const QRegularExpression form(
        QStringLiteral("^\\s*(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:[T ](\\d{1,2}):(\\d{2})(?::(\\d{2}))?)?\\s*$"));
    const auto match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const auto number = [&](int group) { return match.captured(group).toInt(); };
    const year_month_day date{year(number(1)), month(static_cast<unsigned>(number(2))),
                              day(static_cast<unsigned>(number(3)))};
    const bool clockFits = number(4) < 24 || (number(4) == 24 && number(5) == 0 && number(6) == 0);
    if (!date.ok() || !clockFits || number(5) > 59 || number(6) > 59)
        return std::nullopt;
    return local_days(date) + hours(number(4)) + minutes(number(5)) + seconds(number(6));
}

QString formatTime(Time t)
{
    const auto date = dateOf(t);
    return QStringLiteral("%1-%2-%3 ").arg(int(date.year()), 4, 10, QLatin1Char('0'))
               .arg(unsigned(date.month()), 2, 10, QLatin1Char('0'))
               .arg(unsigned(date.day()), 2, 10, QLatin1Char('0'))
        + formatClock(t - midnightOf(t));
}

QString formatWindow(const Window &window)
{
    const Time start = window.start;
    const Time end = window.end();
    const QString from = formatDate(start) + QLatin1Char(' ') + formatClock(start - midnightOf(start));
    if (end <= midnightOf(start) + days(1))
        return from + QChar(0x2013) + formatClock(end - midnightOf(start));
    return from + QStringLiteral(" – ") + formatDate(end) + QLatin1Char(' ') + formatClock(end - midnightOf(end));
}

std::optional<Duration> parseDuration(const QString &text)
{
    static const QRegularExpression form(
        QStringLiteral("^\\s*(?:(\\d{1,6})\\s*(s|m|min|h|d|w)\\s*(?![a-z]))+$"));
    static const QRegularExpression term(QStringLiteral("(\\d+)\\s*([a-z])"));
    if (!form.match(text).hasMatch())
        return std::nullopt;
    Duration sum{};
    for (auto each = term.globalMatch(text); each.hasNext();) {
        const auto match = each.next();
        const Duration::rep amount = match.captured(1).toInt();
        switch (match.captured(2).at(0).unicode()) {
        case u's': sum += seconds(amount); break;
        case u'm': sum += minutes(amount); break;
        case u'h': sum += hours(amount); break;
        case u'd': sum += days(amount); break;
        default: sum += weeks(amount);
        }
    }
    return sum <= days(200'000) ? std::optional(sum) : std::nullopt;
}

QString formatDuration(Duration duration)
{
    const auto whole = [&](Duration unit) { return duration != Duration::zero() && duration % unit == Duration::zero(); };
    if (whole(days(1)))
        return QStringLiteral("%1 d").arg(duration / days(1));
    if (whole(hours(1)))
        return QStringLiteral("%1 h").arg(duration / hours(1));
    if (whole(minutes(1)))
        return QStringLiteral("%1 min").arg(duration / minutes(1));
    return QStringLiteral("%1 s").arg(duration.count());
}

} // namespace forewatch
