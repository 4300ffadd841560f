#include "engine/evaluation/use_and_misuse.h"

#include "engine/core/text.h"
#include "engine/evaluation/model_card_words.h"

namespace forewatch {

namespace {

using namespace card;

/// How often there is a target at all, and how often an alert would have been right, on the days the model was tuned on.
QString rarity(const ModelCard &model)
{
    QString text = QStringLiteral(" On the days that “%1” was tuned on, %2 of the spans of %3 had a %4.")
                       .arg(model.name, percent(model.validationBaseRate), formatDuration(model.task.horizon), spokenTarget(model.target));
    const QJsonObject counts = model.validation[key("confusion")].toObject();
    const double hits = counts[key("hits")].toDouble();
    const double alerts = hits + counts[key("false_alerts")].toDouble();
    if (alerts > 0)
        text += QStringLiteral(" Of %1 spans at or above its threshold there, %2 had one: %3 in 100 were false, and on other days it will "
                               "rather be more.")
                    .arg(grouped(static_cast<qint64>(alerts)), grouped(static_cast<qint64>(hits)), number(100 * (1 - hits / alerts), 0));
    return text;
}

QString lateness(const ModelCard &model)
{
    if (model.task.reporting == Reporting::AsReported)
        return QStringLiteral(" “%1” was trained and judged on what had been reported by the time of each forecast.").arg(model.name);
    if (model.task.delay.count() > 0)
        return QStringLiteral(" “%1” was trained and judged on rows that were at least %2 old.").arg(model.name, formatDuration(model.task.delay));
    return QStringLiteral(" “%1” takes each row as known the moment it happened: in use it will know less than it was trained and judged with.")
        .arg(model.name);
}

} // namespace

QString spokenTarget(const QStringList &target)
{
    QStringList words;
    for (const QString &name : target)
        words << name.toLower();
    return words.join(QStringLiteral(" or "));
}

std::vector<UsePoint> useAndMisuse(const ModelCard *card)
{
    const bool looksAhead = card && card->complete && card->task.question == Question::NextWindow;
    const auto of = [&](QString (*figures)(const ModelCard &)) { return looksAhead ? figures(*card) : QString(); };
    return {
        {QStringLiteral("Places and times, never persons."),
         QStringLiteral("A risk is a share of like hours or like places. It says nothing of anybody who is there, and is no ground for "
                        "stopping, searching or arresting a person, and no evidence. Columns about persons are never read.")},
        {QStringLiteral("Recorded crime, not crime."),
         QStringLiteral("The table holds what was reported, found and written down. Where people do not call, or police do not look, it "
                        "shows less than there is; a risk made of it does so too.")},
        {QStringLiteral("Tables are late and are corrected."),
         QStringLiteral("Public tables are updated daily to weekly, and rows come, change and go after that. A risk is as fresh as the "
                        "newest row, which is said beside it.")
             + of(lateness)},
        {QStringLiteral("What is rare stays rare: most hours of high risk pass without it."),
         QStringLiteral("With a low base rate most warnings of a single hour are false, a false one is not the program's fault, and a quiet "
                        "hour is not safe. A long alert is right more often because it is long: compare it with alerts at the same hours "
                        "every day, which stand beside every ledger.")
             + of(rarity)},
        {QStringLiteral("Where police are sent, more is recorded."),
         QStringLiteral("Patrols that follow a forecast find and record more there, the next model learns it, and the forecast seems to be "
                        "right. Do not feed its consequences back unexamined; the burden by area shows who bears them.")},
        {QStringLiteral("A person decides."),
         QStringLiteral("No alert is made to set anything off by itself. Who acts on it knows what else is going on, answers for it, and may "
                        "leave it.")},
    };
}

} // namespace forewatch
