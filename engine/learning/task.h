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

/// What the network is shown and what it is asked. For `SameWindow`, `lead` and `horizon` are not used.
struct Task
{
    Question question = Question::NextWindow;
    Duration length = std::chrono::hours(2);
    Duration step = std::chrono::hours(2);
    Duration lead{0};
    Duration horizon = std::chrono::hours(2);

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

/// The questions whose asked spans start at `from`, `from + step`, … before `to`, with their answers, in order of time.
/// Questions whose span or drawn window reaches beyond the days that the table covers are left out: nothing is known
/// there, which is not the same as nothing having happened.
std::vector<Example> makeExamples(const City &city, const Task &task, Time from, Time to);

/// Share of examples with a target; 0 for none.
double baseRate(const std::vector<Example> &examples);

} // namespace forewatch
