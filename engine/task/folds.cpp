#include "engine/task/folds.h"

#include "engine/core/error.h"

#include <cassert>

namespace forewatch {

namespace {

/// The same time of day so many months later, on the month's last day where it has no such day.
Time monthsLater(Time time, int months)
{
    using namespace std::chrono;
    const local_days day = floor<days>(time);
    year_month_day date = year_month_day(day) + std::chrono::months(months);
    if (!date.ok())
        date = date.year() / date.month() / last;
    return local_days(date) + (time - day);
}

} // namespace

std::vector<SplitSettings> rollingFolds(const FoldSettings &settings)
{
    assert(settings.testMonths > 0 && settings.validationMonths > 0);
    std::vector<SplitSettings> folds;
    for (int number = 0;; ++number) {
        const Time testFrom = monthsLater(settings.testFrom, number * settings.testMonths);
        const Time testTo = monthsLater(settings.testFrom, (number + 1) * settings.testMonths);
        if (testTo > settings.testTo)
            break;
        folds.push_back({.kind = SplitKind::Chronological,
                         .from = settings.from,
                         .to = testTo,
                         .trainTo = monthsLater(testFrom, -settings.validationMonths),
                         .validationTo = testFrom});
    }
    if (folds.empty())
        throw Error(QStringLiteral("No test part of %1 months lies between %2 and %3. Choose a longer span or fewer months.")
                        .arg(settings.testMonths)
                        .arg(formatTime(settings.testFrom), formatTime(settings.testTo)));
    if (folds.front().trainTo <= settings.from)
        throw Error(QStringLiteral("Nothing is left to learn from: the first test part begins at %1, the %2 months before it "
                                   "are for validation, and the table begins at %3. Test later, or validate on fewer months.")
                        .arg(formatTime(settings.testFrom))
                        .arg(settings.validationMonths)
                        .arg(formatTime(settings.from)));
    return folds;
}

} // namespace forewatch
