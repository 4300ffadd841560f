#include "engine/layers/class_breaks.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace forewatch {

namespace {

struct NamedMethod
{
    ClassMethod method;
    QLatin1String name;
};

constexpr std::array namedMethods{NamedMethod{ClassMethod::Quantile, QLatin1String("quantile")},
                                  NamedMethod{ClassMethod::EqualInterval, QLatin1String("equal")},
                                  NamedMethod{ClassMethod::NaturalBreaks, QLatin1String("jenks")}};

std::vector<double> quantiles(const std::vector<double> &sorted, std::size_t classes)
{
    std::vector<double> uppers;
    for (std::size_t i = 1; i <= classes; ++i) {
        const std::size_t upTo = std::max<std::size_t>((sorted.size() * i + classes - 1) / classes, 1);
        uppers.push_back(sorted[upTo - 1]);
    }
    return uppers;
}

std::vector<double> equalIntervals(const std::vector<double> &sorted, std::size_t classes)
{
    std::vector<double> uppers;
    const double width = (sorted.back() - sorted.front()) / static_cast<double>(classes);
    for (std::size_t i = 1; i < classes; ++i)
        uppers.push_back(sorted.front() + width * static_cast<double>(i));
    uppers.push_back(sorted.back());
    return uppers;
}

/// Natural breaks by dynamic programming over the distinct values. The best last class begins the later, the more values
/// there are, so each row of the table is filled by halves: O(classes · n log n).
class NaturalBreaks
{
public:
    NaturalBreaks(const std::vector<double> &sorted, std::size_t classes)
    {
        // About the mean, so that the sums of squares keep their digits.
        const double mean = std::accumulate(sorted.begin(), sorted.end(), 0.) / static_cast<double>(sorted.size());
        m_sums.push_back({});
        for (std::size_t i = 0; i < sorted.size(); ++i) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                m_values.push_back(sorted[i]);
                m_sums.push_back(m_sums.back());
            }
            const double away = sorted[i] - mean;
            m_sums.back().count += 1;
            m_sums.back().sum += away;
            m_sums.back().squares += away * away;
        }
        m_classes = std::min(classes, m_values.size());
    }

    std::vector<double> uppers()
    {
        const std::size_t n = m_values.size();
        m_least.resize(n + 1);
        for (std::size_t end = 1; end <= n; ++end)
            m_least[end] = cost(0, end);
        m_begins.assign(1, std::vector<std::size_t>(n + 1, 0));
        for (std::size_t classes = 2; classes <= m_classes; ++classes) {
            m_next.assign(n + 1, std::numeric_limits<double>::infinity());
            m_begins.emplace_back(n + 1, 0);
            fill(classes, n, classes - 1, n - 1);
            m_least.swap(m_next);
        }
        std::vector<double> uppers;
        std::size_t end = n;
        for (std::size_t classes = m_classes; classes > 0; --classes) {
            uppers.push_back(m_values[end - 1]);
            end = m_begins[classes - 1][end];
        }
        std::ranges::reverse(uppers);
        return uppers;
    }

private:
    struct Sums
    {
        double count = 0;
        double sum = 0;
        double squares = 0;
    };

    /// Sum of squares about the mean of the distinct values `[begin, end)`.
    double cost(std::size_t begin, std::size_t end) const
    {
        const double count = m_sums[end].count - m_sums[begin].count;
        const double sum = m_sums[end].sum - m_sums[begin].sum;
        return m_sums[end].squares - m_sums[begin].squares - sum * sum / count;
    }

    /// The best last classes for the ends `[first, last]`, known to begin in `[low, high]`.
    void fill(std::size_t first, std::size_t last, std::size_t low, std::size_t high)
    {
        if (first > last)
            return;
        const std::size_t end = first + (last - first) / 2;
        std::size_t best = low;
        for (std::size_t begin = low; begin <= std::min(high, end - 1); ++begin) {
            const double whole = m_least[begin] + cost(begin, end);
            if (whole < m_next[end]) {
                m_next[end] = whole;
                best = begin;
            }
        }
        m_begins.back()[end] = best;
        if (end > first)
            fill(first, end - 1, low, best);
        fill(end + 1, last, best, high);
    }

    std::vector<double> m_values;
    std::vector<Sums> m_sums;
    std::size_t m_classes = 0;
    /// Least cost of the first values in one class less than is being filled, and in as many.
    std::vector<double> m_least;
    std::vector<double> m_next;
    /// For each number of classes and end: where the last class begins.
    std::vector<std::vector<std::size_t>> m_begins;
};

int decimalsFor(double range)
{
    if (!(range > 0))
        return 0;
    return std::clamp(2 - static_cast<int>(std::floor(std::log10(range))), 0, 9);
}

QString withDecimals(double value, int decimals)
{
    const double unit = std::pow(10, -decimals);
    const double shown = std::abs(value) < unit / 2 ? 0 : value; // no "−0"
    return QLocale(QLocale::English).toString(shown, 'f', decimals);
}

} // namespace

QString classMethodName(ClassMethod method)
{
    return std::ranges::find(namedMethods, method, &NamedMethod::method)->name;
}

std::optional<ClassMethod> parseClassMethod(const QString &name)
{
    const auto found = std::ranges::find(namedMethods, name, &NamedMethod::name);
    return found == namedMethods.end() ? std::nullopt : std::optional(found->method);
}

std::size_t ClassBreaks::classOf(double value) const
{
    const auto upper = std::ranges::lower_bound(uppers, value);
    return std::min(static_cast<std::size_t>(upper - uppers.begin()), uppers.size() - 1);
}

ClassBreaks classBreaks(std::vector<double> values, ClassMethod method, int classes)
{
    if (values.empty())
        return {};
    std::ranges::sort(values);
    ClassBreaks breaks{.least = values.front()};
    const auto count = static_cast<std::size_t>(classes);
    switch (method) {
    case ClassMethod::Quantile: breaks.uppers = quantiles(values, count); break;
    case ClassMethod::EqualInterval: breaks.uppers = equalIntervals(values, count); break;
    case ClassMethod::NaturalBreaks: breaks.uppers = NaturalBreaks(values, count).uppers(); break;
    }
    breaks.uppers.erase(std::unique(breaks.uppers.begin(), breaks.uppers.end()), breaks.uppers.end());
    return breaks;
}

QStringList classTexts(const ClassBreaks &breaks)
{
    if (breaks.uppers.empty())
        return {};
    // Two limits that differ must not be printed alike.
    double closest = breaks.uppers.back() - breaks.least;
    for (std::size_t i = 1; i < breaks.count(); ++i)
        closest = std::min(closest, breaks.uppers[i] - breaks.uppers[i - 1]);
    const double range = breaks.uppers.back() - breaks.least;
    const bool whole = std::ranges::all_of(breaks.uppers, [](double upper) { return upper == std::floor(upper); })
        && breaks.least == std::floor(breaks.least);
    const int decimals = whole || !(closest > 0)
        ? 0 : std::clamp(-static_cast<int>(std::floor(std::log10(closest))), std::max(decimalsFor(range) - 1, 0), 9);
    QStringList texts;
    double from = breaks.least;
    for (const double upper : breaks.uppers) {
        texts << (from == upper ? withDecimals(upper, decimals)
                                : withDecimals(from, decimals) + QStringLiteral(" – ") + withDecimals(upper, decimals));
        from = upper;
    }
    return texts;
}

QString figureText(double value, double range)
{
    return value == std::floor(value) && std::abs(value) < 1e12 ? withDecimals(value, 0)
                                                                : withDecimals(value, decimalsFor(range));
}

} // namespace forewatch
