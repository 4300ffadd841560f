#include "engine/task/split.h"

#include "engine/core/error.h"
#include "engine/core/random.h"
#include "engine/core/json_fields.h"

#include <algorithm>
#include <array>

namespace forewatch {

namespace {

struct NamedSplit
{
    SplitKind kind;
    QLatin1String name;
};

constexpr std::array namedSplits{NamedSplit{SplitKind::Random, QLatin1String("random")},
                                 NamedSplit{SplitKind::Chronological, QLatin1String("chronological")}};

/// Shuffles and divides examples of one kind of answer onto the parts.
void divide(std::vector<Example> examples, Random random, Split &into)
{
    random.shuffle(examples);
    const auto test = static_cast<std::ptrdiff_t>(examples.size() / 8);
    const auto validation = (std::ssize(examples) - test) / 10;
    const auto first = examples.begin();
    into.test.insert(into.test.end(), first, first + test);
    into.validation.insert(into.validation.end(), first + test, first + test + validation);
    into.training.insert(into.training.end(), first + test + validation, examples.end());
}

Split splitAtRandom(const std::vector<Example> &examples, std::uint64_t seed)
{
    Split split;
    for (const bool outcome : {false, true}) {
        std::vector<Example> alike;
        std::ranges::copy_if(examples, std::back_inserter(alike), [=](const Example &e) { return e.outcome == outcome; });
        divide(std::move(alike), Random(seed, outcome), split);
    }
    for (std::vector<Example> *part : {&split.training, &split.validation, &split.test})
        std::ranges::sort(*part, {}, [](const Example &example) { return example.asked.start; });
    return split;
}

Split splitInTime(const std::vector<Example> &examples, const SplitSettings &settings)
{
    if (!(settings.from < settings.trainTo && settings.trainTo < settings.validationTo
          && settings.validationTo <= settings.to))
        throw Error(QStringLiteral("Training, validation and test do not follow each other: from %1, training to %2, "
                                   "validation to %3, test to %4. Choose times in this order.")
                        .arg(formatTime(settings.from), formatTime(settings.trainTo),
                             formatTime(settings.validationTo), formatTime(settings.to)));
    const auto part = [&](Time from, Time to) {
        std::vector<Example> inside;
        std::ranges::copy_if(examples, std::back_inserter(inside), [&](const Example &example) {
            return from <= std::min(example.input.start, example.asked.start)
                && std::max(example.input.end(), example.asked.end()) <= to;
        });
        return inside;
    };
    return {.training = part(settings.from, settings.trainTo),
            .validation = part(settings.trainTo, settings.validationTo),
            .test = part(settings.validationTo, settings.to)};
}

void requireBothAnswers(const std::vector<Example> &part, const QString &name)
{
    const double rate = baseRate(part);
    if (rate > 0 && rate < 1)
        return;
    throw Error(QStringLiteral("The %1 part has %2 spans, %3. A network learns from both kinds: choose other times, a "
                               "shorter or longer span, or other targets.")
                    .arg(name)
                    .arg(part.size())
                    .arg(rate == 0 ? QStringLiteral("none with a target") : QStringLiteral("all with a target")));
}

} // namespace

QString splitName(SplitKind kind)
{
    return std::ranges::find(namedSplits, kind, &NamedSplit::kind)->name;
}

std::optional<SplitKind> parseSplit(const QString &name)
{
    const auto found = std::ranges::find(namedSplits, name, &NamedSplit::name);
    return found == namedSplits.end() ? std::nullopt : std::optional(found->kind);
}

QJsonObject SplitSettings::toJson() const
{
    return {{QStringLiteral("kind"), splitName(kind)},
            {QStringLiteral("seed"), QString::number(seed)},
            {QStringLiteral("from"), formatTime(from)},
            {QStringLiteral("train_to"), formatTime(trainTo)},
            {QStringLiteral("validation_to"), formatTime(validationTo)},
            {QStringLiteral("to"), formatTime(to)}};
}

SplitSettings SplitSettings::fromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("split"));
    const auto kind = parseSplit(fields.text(QStringLiteral("kind")));
    if (!kind)
        fields.refuse(QStringLiteral("kind"), QStringLiteral("random or chronological"));
    return {.kind = *kind,
            .seed = fields.seed(QStringLiteral("seed")),
            .from = fields.time(QStringLiteral("from")),
            .to = fields.time(QStringLiteral("to")),
            .trainTo = fields.time(QStringLiteral("train_to")),
            .validationTo = fields.time(QStringLiteral("validation_to"))};
}

Split splitExamples(const std::vector<Example> &examples, const SplitSettings &settings)
{
    Split split = settings.kind == SplitKind::Random ? splitAtRandom(examples, settings.seed)
                                                     : splitInTime(examples, settings);
    requireBothAnswers(split.training, QStringLiteral("training"));
    requireBothAnswers(split.validation, QStringLiteral("validation"));
    return split;
}

SplitSettings defaultSplit(SplitKind kind, Time from, Time to, std::uint64_t seed)
{
    const auto share = [&](int percent) { return midnightOf(from + (to - from) * percent / 100); };
    return {.kind = kind, .seed = seed, .from = from, .to = to, .trainTo = share(60), .validationTo = share(80)};
}

} // namespace forewatch
