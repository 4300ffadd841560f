#pragma once

#include "engine/data/city.h"

#include <QJsonObject>

#include <vector>

namespace forewatch {

/// Which span a window's picture is asked about.
enum class Question {
    /// The window that is drawn itself, as published: it is over when it is asked about, and its answer is in it.
    SameWindow,
    /// The span that begins `lead` after the drawn window ends.
    NextWindow,
};

/// When the rows of a table can be known.
enum class Reporting {
    /// `Task::delay` after they happened.
    AfterDelay,
    /// When the table says that they were reported (`Incident::reportedAfter`).
    AsReported,
};

/// What a model is shown and what it is asked. For `SameWindow`, `lead`, `horizon`, `delay` and `reporting` are not used:
/// the picture is of the window asked about.
struct Task
{
    Question question = Question::NextWindow;
    Duration length = std::chrono::hours(2);
    Duration step = std::chrono::hours(2);
    Duration lead{0};
    Duration horizon = std::chrono::hours(2);
    Reporting reporting = Reporting::AfterDelay;
    /// How long after an incident its row is in the table. A drawn window ends that much before the forecast is made.
    Duration delay{0};
    /// Target incidents are left out of what is drawn: what the rest of the picture is worth.
    bool maskTargets = false;

    /// When the forecast for `asked` is made: `lead` before the span starts. For `SameWindow`, the window's end.
    Time madeAt(const Window &asked) const;

    /// Whether a forecast that is made at `moment` may look at the incident: it happened before, and was in the table.
    bool isKnown(const Incident &incident, Time moment) const
    {
        return incident.time + delayOf(incident) <= moment && incident.time < moment;
    }
    Duration delayOf(const Incident &incident) const
    {
        return reporting == Reporting::AsReported ? Duration(incident.reportedAfter) : delay;
    }

    /// The span asked about when `input` is drawn: for `NextWindow` it starts at or after the end of `input`, so
    /// nothing that decides the label is in the picture.
    Window askedAfter(const Window &input) const;

    /// The drawn window when `asked` is asked about; the inverse of `askedAfter`.
    Window inputFor(const Window &asked) const;

    /// Length of the span asked about.
    Duration askedLength() const { return question == Question::SameWindow ? length : horizon; }

    QJsonObject toJson() const;

    /// Throws `Error`, naming the field, for what no task has.
    static Task fromJson(const QJsonObject &json);

    bool operator==(const Task &) const = default;
};

/// `same-window`, `next-window`.
QString questionName(Question question);
std::optional<Question> parseQuestion(const QString &name);

/// One question with its answer.
struct Example
{
    Window input;
    Window asked;
    bool outcome;
};

/// The incidents that the network is shown of an example: those of its drawn window, less what is masked or was not in the
/// table yet. `scratch` holds them where some are left out, and must outlive the result.
Snapshot shownIncidents(const City &city, const Task &task, const Example &example, std::vector<Incident> &scratch);

/// The questions whose asked spans start at `from`, `from + step`, … before `to`, with their answers, in order of time.
/// Questions whose span or drawn window reaches beyond the days that the table covers are left out: nothing is known
/// there, which is not the same as nothing having happened.
std::vector<Example> makeExamples(const City &city, const Task &task, Time from, Time to);

/// Share of examples with a target; 0 for none.
double baseRate(const std::vector<Example> &examples);

} // namespace forewatch
