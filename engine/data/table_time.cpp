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

/// The three numbers of a date as written, and how many digits the first had.
struct DateNumbers
{
    std::array<int, 3> numbers{};
    int firstDigits = 0;
};

std::optional<DateNumbers> readDateNumbers(Scanner &scanner)
{
    DateNumbers date;
    int digits = 0;
    if (!scanner.number(date.numbers[0], date.firstDigits) || !scanner.take("/-.")
        || !scanner.number(date.numbers[1], digits) || !scanner.take("/-.") || !scanner.number(date.numbers[2], digits))
        return std::nullopt;
    return date;
}

std::optional<Duration> readClock(Scanner &scanner)
{
    int hour = 0;
    int minute = 0;
    int second = 0;
    int digits = 0;
    if (!scanner.number(hour, digits))
        return std::nullopt;
    if (digits == 4 && scanner.atEnd()) {
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
    if (!scanner.atEnd() || (hour > 23 && !endOfDay) || minute > 59 || second > 59)
        return std::nullopt;
    return hours(hour) + minutes(minute) + seconds(second);
}

} // namespace

std::optional<Duration> readClock(std::string_view text)
{
    Scanner scanner(text);
    return readClock(scanner);
}

std::optional<TableTime> readTableTime(std::string_view text, DateOrder order)
{
    Scanner scanner(text);
    const auto date = readDateNumbers(scanner);
    if (!date)
        return std::nullopt;
    const auto [a, b, c] = date->numbers;
    const bool yearFirst = date->firstDigits == 4;
    if (yearFirst != (order == DateOrder::YearMonthDay))
        return std::nullopt;
    const year_month_day day = yearFirst ? year(a) / month(unsigned(b)) / std::chrono::day(unsigned(c))
        : order == DateOrder::MonthDayYear ? year(c) / month(unsigned(a)) / std::chrono::day(unsigned(b))
                                           : year(c) / month(unsigned(b)) / std::chrono::day(unsigned(a));
    if (!day.ok() || int(day.year()) < 1000)
        return std::nullopt;

    Duration clock{0};
    if (!scanner.atEnd()) {
        scanner.take("T");
        const auto read = readClock(scanner);
        if (!read)
            return std::nullopt;
        clock = *read;
    }
    return TableTime{local_days(day) + clock, clock == days(1)};
}

void DateOrderGuess::look(std::string_view text)
{
    Scanner scanner(text);
    const auto date = readDateNumbers(scanner);
    if (!date)
        return;
    const bool dayFirst = date->numbers[0] > 12;
    const bool monthFirst = date->numbers[1] > 12;
    if (date->firstDigits == 4)
        ++m_yearFirst;
    else if (dayFirst != monthFirst)
        ++(dayFirst ? m_dayFirst : m_monthFirst);
}

std::optional<DateOrder> DateOrderGuess::order() const
{
    const int decided = m_yearFirst + m_dayFirst + m_monthFirst;
    for (const auto &[order, count] : {std::pair(DateOrder::YearMonthDay, m_yearFirst),
                                       std::pair(DateOrder::DayMonthYear, m_dayFirst),
                                       std::pair(DateOrder::MonthDayYear, m_monthFirst)})
        if (count > 0 && 100 * (decided - count) <= decided)
            return order;
    return std::nullopt;
}

} // namespace forewatch
