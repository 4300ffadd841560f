#include "engine/task/task.h"

#include "engine/core/json_fields.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace forewatch {

namespace {

struct NamedQuestion
{
    Question question;
    QLatin1String name;
};

constexpr std::array namedQuestions{NamedQuestion{Question::SameWindow, QLatin1String("same-window")},
                                    NamedQuestion{Question::NextWindow, QLatin1String("next-window")}};

/// Longer than any question that makes sense, and short enough that no sum of times overflows.
constexpr Duration longest = std::chrono::days(366);

} // namespace

QString questionName(Question question)
{
    return std::ranges::find(namedQuestions, question, &NamedQuestion::question)->name;
}

std::optional<Question> parseQuestion(const QString &name)
{
    const auto found = std::ranges::find(namedQuestions, name, &NamedQuestion::name);
    return found == namedQuestions.end() ? std::nullopt : std::optional(found->question);
}

Time Task::madeAt(const Window &asked) const
{
    return question == Question::SameWindow ? asked.end() : asked.start - lead;
}

Window Task::askedAfter(const Window &input) const
{
    return question == Question::SameWindow ? input : Window{input.end() + delay + lead, horizon};
}

Window Task::inputFor(const Window &asked) const
{
    return question == Question::SameWindow ? asked : Window{asked.start - lead - delay - length, length};
}

QJsonObject Task::toJson() const
{
    const auto seconds = [](Duration duration) { return static_cast<qint64>(duration.count()); };
    return {{QStringLiteral("question"), questionName(question)},
            {QStringLiteral("length_seconds"), seconds(length)},
            {QStringLiteral("step_seconds"), seconds(step)},
            {QStringLiteral("lead_seconds"), seconds(lead)},
            {QStringLiteral("horizon_seconds"), seconds(horizon)},
            {QStringLiteral("delay_seconds"), seconds(delay)},
            {QStringLiteral("as_reported"), reporting == Reporting::AsReported},
            {QStringLiteral("mask_targets"), maskTargets}};
}

Task Task::fromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("task"));
    const auto duration = [&](const QString &key, Duration least) {
        return Duration(fields.whole(key, least.count(), longest.count()));
    };
    const auto question = parseQuestion(fields.text(QStringLiteral("question")));
    if (!question)
        fields.refuse(QStringLiteral("question"), QStringLiteral("same-window or next-window"));
    // Cards of version 0.2 and before know neither delay nor mask.
    const auto truth = [&](const QString &key) { return fields.has(key) && fields.truth(key); };
    const auto reporting = truth(QStringLiteral("as_reported")) ? Reporting::AsReported : Reporting::AfterDelay;
    const QString delay = QStringLiteral("delay_seconds");
    return {.question = *question,
            .length = duration(QStringLiteral("length_seconds"), Duration(1)),
            .step = duration(QStringLiteral("step_seconds"), Duration(1)),
            .lead = duration(QStringLiteral("lead_seconds"), Duration(0)),
            .horizon = duration(QStringLiteral("horizon_seconds"), Duration(1)),
            .reporting = reporting,
            .delay = fields.has(delay) ? duration(delay, Duration(0)) : Duration(0),
            .maskTargets = truth(QStringLiteral("mask_targets"))};
}

Snapshot shownIncidents(const City &city, const Task &task, const Example &example, std::vector<Incident> &scratch)
{
    const Snapshot whole = city.incidents->snapshot(example.input);
    const bool late = task.question == Question::NextWindow && task.reporting == Reporting::AsReported;
    if (!task.maskTargets && !late)
        return whole;
    const Time moment = task.madeAt(example.asked);
    scratch.clear();
    std::ranges::copy_if(whole.incidents, std::back_inserter(scratch), [&](const Incident &incident) {
        return !(task.maskTargets && city.target->contains(incident)) && !(late && !task.isKnown(incident, moment));
    });
    return {example.input, scratch};
}

std::vector<Example> makeExamples(const City &city, const Task &task, Time from, Time to)
{
    assert(task.length.count() > 0 && task.step.count() > 0 && task.horizon.count() > 0 && task.lead.count() >= 0);
    const IncidentTable &table = *city.incidents;
    if (table.isEmpty())
        return {};
    const Window known = table.coveredDays();
    const auto spans = WindowSequence::startingIn(from, to, task.askedLength(), task.step);
    std::vector<Example> examples;
    for (std::size_t i = 0; i < spans.count() && spans.at(i).end() <= known.end(); ++i) {
        const Window asked = spans.at(i);
        const Window input = task.inputFor(asked);
        if (input.start >= known.start)
            examples.push_back({input, asked, city.target->anyIn(table.snapshot(asked).incidents)});
    }
    return examples;
}

double baseRate(const std::vector<Example> &examples)
{
    const auto positives = std::ranges::count(examples, true, &Example::outcome);
    return examples.empty() ? 0 : static_cast<double>(positives) / static_cast<double>(examples.size());
}

} // namespace forewatch
