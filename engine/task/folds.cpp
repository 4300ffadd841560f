#include "engine/task/folds.h"

#include "engine/core/error.h"

namespace forewatch {

namespace {

/// The same clock time so many months later; the month's last day where it has no such day.
Time monthsAfter(Time t, int months)
{
    using namespace std::chrono;
    const local_days day = floor<days>(t);
    const year_month_day date(day);
    const year_month month = year_month(date.year(), date.month()) + std::chrono::months(months);
    const year_month_day_last last(month.year(), month_day_last(month.month()));
    const year_month_day moved(month.year(), month.month(), std::min(date.day(), last.day()));
    return local_days(moved) + (t - day);
}

} // namespace

std::vector<SplitSettings> rollingFolds(const FoldSettings &settings)
{
    if (settings.testMonths < 1 || settings.validationMonths < 1)
        throw Error(QStringLiteral("Folds need test and validation parts of at least one month."));
    std::vector<SplitSettings> folds;
    for (int fold = 0;; ++fold) {
        // Counted from the first fold, so that a month's last day does not wander.
        const Time test = monthsAfter(settings.testFrom, fold * settings.testMonths);
        const Time end = monthsAfter(settings.testFrom, (fold + 1) * settings.testMonths);
        if (end > settings.testTo)
            break;
        const Time validation = monthsAfter(test, -settings.validationMonths);
        if (validation <= settings.from)
            throw Error(QStringLiteral("Nothing is left to learn from before %1, where the first fold is validated: the table is "
                                       "read from %2. Begin the test later, or validate on fewer months.")
                            .arg(formatTime(validation), formatTime(settings.from)));
        folds.push_back({.kind = SplitKind::Chronological, .from = settings.from, .to = end, .trainTo = validation,
                         .validationTo = test});
    }
    if (folds.empty())
        throw Error(QStringLiteral("No test part of %1 months fits between %2 and %3. Choose a longer span or fewer months.")
                        .arg(settings.testMonths)
                        .arg(formatTime(settings.testFrom), formatTime(settings.testTo)));
    return folds;
}

} // namespace forewatch
