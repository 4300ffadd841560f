#include "engine/data/table_time.h"

#include <array>
#include <charconv>

namespace forewatch {

using namespace std::chrono;

namespace {

/// Takes text apart from the left.
class Scanner
{
public:
    explicit Scanner(std::string_view text) : m_text(text) { skipBlanks(); }

    /// Digits as a number, with how many there were.
    bool number(int &value, int &digits)
    {
        const auto [end, fault] = std::from_chars(m_text.data(), m_text.data() + m_text.size(), value);
        if (fault != std::errc() || m_text.front() == '-')
            return false;
        digits = static_cast<int>(end - m_text.data());
        m_text.remove_prefix(static_cast<std::size_t>(digits));
        return true;
    }

    bool take(std::string_view any)
    {
        if (m_text.empty() || any.find(m_text.front()) == std::string_view::npos)
            return false;
        m_text.remove_prefix(1);
        return true;
    }

    void skipBlanks()
    {
        while (!m_text.empty() && m_text.front() == ' ')
            m_text.remove_prefix(1);
    }

    bool atEnd()
    {
        skipBlanks();
        return m_text.empty();
    }

    std::string_view rest() const { return m_text; }

private:
    std::string_view m_text;
};

/// The three numbers of a date as written, and how many digits the first and the last had.
struct DateNumbers
{
    std::array<int, 3> numbers{};
    int firstDigits = 0;
    int lastDigits = 0;
};

std::optional<DateNumbers> readDateNumbers(Scanner &scanner)
{
    DateNumbers date;
    int digits = 0;
    if (!scanner.number(date.numbers[0], date.firstDigits))
        return std::nullopt;
    if (date.firstDigits == 8) {
        const int whole = date.numbers[0];
        return DateNumbers{{whole / 10000, whole / 100 % 100, whole % 100}, 4, 2};
    }
    if (!scanner.take("/-.") || !scanner.number(date.numbers[1], digits) || !scanner.take("/-.")
        || !scanner.number(date.numbers[2], date.lastDigits))
        return std::nullopt;
    return date;
}

/// Reads a zone behind a time of day: `Z`, `UTC`, `+00`, `-0500`, `+05:30`. False for anything else; a text that ends
/// here names none.
bool readZone(Scanner &scanner, std::optional<Duration> &offset)
{
    if (scanner.atEnd())
        return true;
    if (scanner.rest() == "Z" || scanner.rest() == "UTC" || scanner.rest() == "GMT") {
        offset = Duration::zero();
        return true;
    }
    const bool west = scanner.take("-");
    int hour = 0;
    int minute = 0;
    int digits = 0;
    if ((!west && !scanner.take("+")) || !scanner.number(hour, digits))
        return false;
    if (digits == 4) {
        minute = hour % 100;
        hour /= 100;
    } else if (scanner.take(":") && !scanner.number(minute, digits)) {
        return false;
    }
    if (!scanner.atEnd() || hour > 15 || minute > 59)
        return false;
    offset = (west ? -1 : 1) * (hours(hour) + minutes(minute));
    return true;
}

/// A count of seconds or milliseconds, with or without decimals.
std::optional<long long> readCount(std::string_view text)
{
    long long count = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
    std::string_view rest = text.substr(static_cast<std::size_t>(end - text.data()));
    if (fault != std::errc() || (!rest.empty() && rest.front() != '.'))
        return std::nullopt;
    if (!rest.empty())
        rest.remove_prefix(1);
    const bool allDigits = rest.find_first_not_of("0123456789") == std::string_view::npos;
    return allDigits ? std::optional(count) : std::nullopt;
}

std::optional<TableTime> readEpoch(std::string_view text, bool milliseconds)
{
    const auto count = readCount(text);
    // Years 1000 to 9999, as for written dates.
    constexpr long long most = 253'402'300'799;
    if (!count)
        return std::nullopt;
    const long long whole = milliseconds ? floor<seconds>(std::chrono::milliseconds(*count)).count() : *count;
    if (whole > most || whole < -30'610'224'000)
        return std::nullopt;
    return TableTime{Time(seconds(whole)), Duration::zero()};
}

std::optional<Duration> readClock(Scanner &scanner)
{
    int hour = 0;
    int minute = 0;
    int second = 0;
    int digits = 0;
    if (!scanner.number(hour, digits))
        return std::nullopt;
    if (digits == 4) {
        minute = hour % 100;
        hour /= 100;
    } else {
        if (!scanner.take(":") || !scanner.number(minute, digits))
            return std::nullopt;
        if (scanner.take(":") && !scanner.number(second, digits))
            return std::nullopt;
        int fraction = 0;
        if (scanner.take(".") && !scanner.number(fraction, digits))
            return std::nullopt;
    }
    scanner.skipBlanks();
    const bool am = scanner.take("aA");
    const bool pm = !am && scanner.take("pP");
    if (am || pm) {
        if (!scanner.take("mM") || hour < 1 || hour > 12)
            return std::nullopt;
        hour = hour % 12 + (pm ? 12 : 0);
    }
    const bool endOfDay = hour == 24 && minute == 0 && second == 0;
    if ((hour > 23 && !endOfDay) || minute > 59 || second > 59)
        return std::nullopt;
    return hours(hour) + minutes(minute) + seconds(second);
}

} // namespace

std::optional<Duration> readClock(std::string_view text)
{
    Scanner scanner(text);
    const auto clock = readClock(scanner);
    return scanner.atEnd() ? clock : std::nullopt;
}

std::optional<TableTime> readTableTime(std::string_view text, DateOrder order)
{
    if (order == DateOrder::EpochSeconds || order == DateOrder::EpochMilliseconds)
        return readEpoch(text, order == DateOrder::EpochMilliseconds);
    Scanner scanner(text);
    const auto date = readDateNumbers(scanner);
    if (!date)
        return std::nullopt;
    auto [a, b, c] = date->numbers;
    const bool yearFirst = date->firstDigits == 4;
    if (yearFirst != (order == DateOrder::YearMonthDay))
        return std::nullopt;
    TableTime read;
    if (!yearFirst && date->lastDigits == 2) {
        read.shortYear = true;
        c += c < 70 ? 2000 : 1900;
    }
    const year_month_day day = yearFirst ? year(a) / month(unsigned(b)) / std::chrono::day(unsigned(c))
        : order == DateOrder::MonthDayYear ? year(c) / month(unsigned(a)) / std::chrono::day(unsigned(b))
                                           : year(c) / month(unsigned(b)) / std::chrono::day(unsigned(a));
    if (!day.ok() || int(day.year()) < 1000)
        return std::nullopt;

    Duration clock{0};
    if (!scanner.atEnd()) {
        scanner.take("T");
        const auto time = readClock(scanner);
        if (!time || !readZone(scanner, read.offset))
            return std::nullopt;
        clock = *time;
    }
    read.time = local_days(day) + clock;
    read.midnight24 = clock == days(1);
    return read;
}

void DateOrderGuess::look(std::string_view text)
{
    Scanner scanner(text);
    const auto date = readDateNumbers(scanner);
    if (!date) {
        // A count of milliseconds passes this in 1973, one of seconds in 5138.
        constexpr long long leastMilliseconds = 100'000'000'000;
        if (const auto count = readCount(text); count && *count >= 100'000'000)
            ++(*count >= leastMilliseconds ? m_epochMilliseconds : m_epochSeconds);
        return;
    }
    const bool dayFirst = date->numbers[0] > 12;
    const bool monthFirst = date->numbers[1] > 12;
    if (date->firstDigits == 4)
        ++m_yearFirst;
    else if (dayFirst != monthFirst)
        ++(dayFirst ? m_dayFirst : m_monthFirst);
}

bool DateOrderGuess::contradictory() const
{
    return !order() && m_dayFirst > 0 && m_monthFirst > 0;
}

std::optional<DateOrder> DateOrderGuess::order() const
{
    const int decided = m_epochMilliseconds + m_epochSeconds + m_yearFirst + m_dayFirst + m_monthFirst;
    for (const auto &[order, count] : {std::pair(DateOrder::YearMonthDay, m_yearFirst),
                                       std::pair(DateOrder::DayMonthYear, m_dayFirst),
                                       std::pair(DateOrder::MonthDayYear, m_monthFirst),
                                       std::pair(DateOrder::EpochSeconds, m_epochSeconds),
                                       std::pair(DateOrder::EpochMilliseconds, m_epochMilliseconds)})
        if (count > 0 && 100 * (decided - count) <= decided)
            return order;
    return std::nullopt;
}

} // namespace forewatch
