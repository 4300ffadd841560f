#include "engine/data/filter_words.h"

#include <QDate>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace forewatch {

namespace {

const QString comma = QStringLiteral(", ");
const QChar dash(0x2013);
const QChar minus(0x2212);

/// In alphabetical order, spelled as in `known` where it is there.
QString listed(const QSet<QString> &capitals, const QStringList &known)
{
    QStringList names;
    QSet<QString> spelled;
    for (const QString &name : known) {
        if (const QString upper = name.toUpper(); capitals.contains(upper) && !spelled.contains(upper)) {
            names << name;
            spelled.insert(upper);
        }
    }
    for (const QString &name : capitals)
        if (!spelled.contains(name))
            names << name;
    std::ranges::sort(names, [](const QString &a, const QString &b) { return a.compare(b, Qt::CaseInsensitive) < 0; });
    return names.join(comma);
}

QString typesInWords(const QSet<QString> &hidden, const QStringList &types)
{
    QSet<QString> left;
    for (const QString &type : types)
        if (!hidden.contains(type.toUpper()))
            left.insert(type.toUpper());
    const auto hiddenHere = types.size() - left.size();
    if (!left.isEmpty() && left.size() < hiddenHere)
        return QStringLiteral("only ") + listed(left, types);
    return QStringLiteral("without ") + listed(hidden, types);
}

QString groupsInWords(const std::set<Group> &groups)
{
    QStringList names;
    for (const Group group : groupsFromLoud)
        if (groups.contains(group))
            names << groupName(group).toLower();
    return QStringLiteral("only ") + names.join(comma);
}

QString clock(int minutes)
{
    return QStringLiteral("%1:%2")
        .arg(minutes / 60, 2, 10, QLatin1Char('0'))
        .arg(minutes % 60, 2, 10, QLatin1Char('0'));
}

QString dayInWords(Time t)
{
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(t)};
    return QLocale(QLocale::English)
        .toString(QDate(int(date.year()), int(unsigned(date.month())), int(unsigned(date.day()))),
                  QStringLiteral("d MMM yyyy"));
}

bool isMidnight(Time t)
{
    return t == midnightOf(t);
}

QString timeInWords(Time t)
{
    return isMidnight(t) ? dayInWords(t)
                         : dayInWords(t) + QLatin1Char(' ') + formatTime(t).section(QLatin1Char(' '), 1);
}

QString settingInWords(Setting setting)
{
    switch (setting) {
    case Setting::Inside:
        return QStringLiteral("inside");
    case Setting::Outside:
        return QStringLiteral("outside");
    case Setting::Unknown:
        break;
    }
    return QStringLiteral("inside or outside unknown");
}

QString signedNumber(double number)
{
    const QString digits = QString::number(std::abs(number), 'f', 4);
    return number < 0 ? minus + digits : digits;
}

} // namespace

QString hoursInWords(Filter::Hours hours)
{
    return clock(hours.from) + dash + clock(hours.to == 0 ? 24 * 60 : hours.to);
}

QString weekdaysInWords(std::uint8_t weekdays)
{
    static constexpr std::array names = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    const auto has = [&](std::size_t day) { return day < names.size() && (weekdays >> day & 1); };
    QStringList words;
    for (std::size_t day = 0; day < names.size(); ++day) {
        if (!has(day))
            continue;
        std::size_t last = day;
        while (has(last + 1))
            ++last;
        // A run of two is no shorter as a span.
        if (last > day + 1) {
            words << QLatin1String(names[day]) + dash + QLatin1String(names[last]);
            day = last;
        } else {
            words << QLatin1String(names[day]);
        }
    }
    return words.isEmpty() ? QStringLiteral("no day") : words.join(comma);
}

QString datesInWords(std::optional<Time> from, std::optional<Time> to)
{
    Q_ASSERT(from || to);
    if (!to)
        return QStringLiteral("since ") + timeInWords(*from);
    if (!from)
        return QStringLiteral("before ") + timeInWords(*to);
    if (!isMidnight(*from) || !isMidnight(*to) || *to <= *from)
        return QStringLiteral("%1 until %2").arg(timeInWords(*from), timeInWords(*to));
    const Time last = *to - std::chrono::days(1);
    if (*from == makeTime(yearOf(*from), 1, 1) && *to == makeTime(yearOf(*from) + 1, 1, 1))
        return QStringLiteral("in %1").arg(yearOf(*from));
    return last == *from ? QStringLiteral("on ") + dayInWords(last)
                         : QStringLiteral("%1 to %2").arg(dayInWords(*from), dayInWords(last));
}

QString distanceInWords(double metres)
{
    return metres < 1000 ? QStringLiteral("%1 m").arg(std::lround(metres))
                         : QLocale(QLocale::English).toString(metres / 1000, 'f', 1) + QStringLiteral(" km");
}

QString placeInWords(GeoPoint place)
{
    return QStringLiteral("%1°, %2°").arg(signedNumber(place.latitude), signedNumber(place.longitude));
}

std::vector<FilterPart> filterParts(const Filter &filter, const City *city)
{
    const IncidentNames names = city ? city->incidents->names() : IncidentNames();
    std::vector<FilterPart> parts;
    const auto add = [&](const char *id, const QString &text) { parts.push_back({QString::fromLatin1(id), text}); };
    if (!filter.hiddenTypes.isEmpty())
        add("types", typesInWords(filter.hiddenTypes, names.types));
    if (!filter.groups.empty())
        add("groups", groupsInWords(filter.groups));
    if (!filter.neighborhoods.isEmpty()) {
        QStringList known;
        if (city)
            for (const Neighborhood &neighborhood : *city->neighborhoods)
                known << neighborhood.name;
        add("neighborhoods", QStringLiteral("in ") + listed(filter.neighborhoods, known));
    }
    if (!filter.districts.isEmpty())
        add("districts", QStringLiteral("district ") + listed(filter.districts, names.districts));
    if (filter.area)
        add("area", QStringLiteral("drawn area"));
    if (filter.circle)
        add("circle",
            QStringLiteral("within %1 of %2")
                .arg(distanceInWords(filter.circle->metres), placeInWords(filter.circle->centre)));
    if (filter.hours)
        add("hours", hoursInWords(*filter.hours));
    if (filter.weekdays != Filter::allWeekdays)
        add("weekdays", weekdaysInWords(filter.weekdays));
    if (filter.from || filter.to)
        add("dates", datesInWords(filter.from, filter.to));
    if (filter.setting)
        add("setting", settingInWords(*filter.setting));
    if (!filter.weapons.isEmpty())
        add("weapons", QStringLiteral("with ") + listed(filter.weapons, names.weapons));
    if (!filter.premises.isEmpty())
        add("premises", QStringLiteral("at ") + listed(filter.premises, names.premises));
    return parts;
}

Filter withoutPart(Filter filter, const QString &id)
{
    if (id == QLatin1String("types"))
        filter.hiddenTypes.clear();
    else if (id == QLatin1String("groups"))
        filter.groups.clear();
    else if (id == QLatin1String("neighborhoods"))
        filter.neighborhoods.clear();
    else if (id == QLatin1String("districts"))
        filter.districts.clear();
    else if (id == QLatin1String("weapons"))
        filter.weapons.clear();
    else if (id == QLatin1String("premises"))
        filter.premises.clear();
    else if (id == QLatin1String("area"))
        filter.area.reset();
    else if (id == QLatin1String("circle"))
        filter.circle.reset();
    else if (id == QLatin1String("hours"))
        filter.hours.reset();
    else if (id == QLatin1String("weekdays"))
        filter.weekdays = Filter::allWeekdays;
    else if (id == QLatin1String("setting"))
        filter.setting.reset();
    else if (id == QLatin1String("dates"))
        filter.from = filter.to = std::nullopt;
    return filter;
}

} // namespace forewatch
