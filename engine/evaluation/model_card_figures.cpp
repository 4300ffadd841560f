#include "engine/evaluation/model_card_figures.h"

#include "engine/evaluation/by_area.h"
#include "engine/evaluation/model_card_words.h"

#include <QJsonArray>

namespace forewatch {

QString card::forecastName(const QString &name)
{
    static const QMap<QString, QString> names = {
        {key("model"), QStringLiteral("This model")},
        {key("always_no"), QStringLiteral("Always no")},
        {key("hour_of_day"), QStringLiteral("Hour of day")},
        {key("hour_of_week"), QStringLiteral("Hour of week")},
        {key("hour_of_day_trailing_year"), QStringLiteral("Hour of day, trailing year")},
        {key("hour_and_level"), QStringLiteral("Hour of day × trailing level")},
        {key("history"), QStringLiteral("Calendar and counts (logistic)")},
        {key("density"), QStringLiteral("Kernel density")},
        {key("mixture"), QStringLiteral("Kernel mixture")},
        {key("hawkes"), QStringLiteral("Hawkes process")},
    };
    return names.value(name, name);
}

namespace {

using namespace card;

QStringList figuresLine(const QString &name, const QJsonObject &metrics)
{
    const QJsonObject intervals = metrics[key("interval")].toObject();
    QStringList line{forecastName(name)};
    for (const char *figure : {"auc", "pr_auc", "brier_skill", "brier", "log_loss", "accuracy", "balanced_accuracy"})
        line << withInterval(metrics[key(figure)].toDouble(), intervals[key(figure)].toObject());
    return line;
}

void addForecasts(HtmlPage &page, const ModelCard &card, const QJsonObject &evaluation)
{
    page.heading(QStringLiteral("What it is worth"));
    const std::vector<QStringList> header{{QStringLiteral("Forecast"), QStringLiteral("AUC"), QStringLiteral("PR-AUC"),
                                           QStringLiteral("Brier skill"), QStringLiteral("Brier"), QStringLiteral("log loss"),
                                           QStringLiteral("accuracy"), QStringLiteral("balanced accuracy")}};
    if (evaluation.isEmpty()) {
        page.paragraph(QStringLiteral("Not evaluated on anything it had not seen. The figures below are of the validation part, where it "
                                      "was calibrated and its threshold chosen: they flatter. Evaluate it before you believe anything."));
        std::vector<QStringList> lines = header;
        lines.push_back(figuresLine(key("model"), card.validation));
        page.table(lines);
        return;
    }
    page.paragraph(evaluation[key("verdict")].toString());
    std::vector<QStringList> lines = header;
    lines.push_back(figuresLine(key("model"), evaluation[key("model")].toObject()));
    const QJsonObject baselines = evaluation[key("baselines")].toObject();
    for (auto it = baselines.begin(); it != baselines.end(); ++it)
        lines.push_back(figuresLine(it.key(), it->toObject()));
    page.table(lines);
    page.note(QStringLiteral("%1 spans from %4 to %5, %2 with a target. In parentheses: 95 % intervals, by bootstrap over days. Skill is held against "
                             "always saying the base rate. Alerts are raised from %3 on.")
                  .arg(count(evaluation[key("windows")]), percent(evaluation[key("base_rate")].toDouble()),
                       percent(evaluation[key("threshold")].toDouble()), evaluation[key("from")].toString(),
                       evaluation[key("to")].toString()));
    const QJsonObject differences = evaluation[key("differences")].toObject();
    if (!differences.isEmpty()) {
        std::vector<QStringList> ahead{{QStringLiteral("Against"), QStringLiteral("Brier skill of this model")}};
        for (auto it = differences.begin(); it != differences.end(); ++it) {
            const QJsonObject skill = it->toObject()[key("brier_skill")].toObject();
            ahead.push_back({forecastName(it.key()), withInterval(skill[key("value")].toDouble(), skill)});
        }
        page.table(ahead);
        page.note(QStringLiteral("Paired over the same days. An interval that holds 0 is no difference."));
    }
}

void addPlaces(HtmlPage &page, const QJsonObject &evaluation)
{
    const QJsonObject places = evaluation[key("places")].toObject();
    const QJsonObject models = places[key("models")].toObject();
    if (models.isEmpty())
        return;
    page.heading(QStringLiteral("Where"));
    std::vector<QStringList> lines{{QStringLiteral("Places by"), QStringLiteral("nats an event over a uniform city"),
                                    QStringLiteral("events in the top 1 % of area"), QStringLiteral("top 5 %"), QStringLiteral("top 10 %")}};
    for (auto it = models.begin(); it != models.end(); ++it) {
        const QJsonObject figures = it->toObject();
        const QJsonObject intervals = figures[key("interval")].toObject();
        QStringList line{forecastName(it.key())};
        for (const char *figure : {"nats_per_event", "top_1", "top_5", "top_10"})
            line << withInterval(figures[key(figure)].toDouble(), intervals[key(figure)].toObject());
        lines.push_back(line);
    }
    page.table(lines);
    const QJsonObject ahead = places[key("nats_ahead")].toObject();
    if (!ahead.isEmpty()) {
        std::vector<QStringList> differences{{QStringLiteral("Against"), QStringLiteral("nats an event that this model is ahead")}};
        for (auto it = ahead.begin(); it != ahead.end(); ++it)
            differences.push_back({forecastName(it.key()), withInterval(it->toObject()[key("value")].toDouble(), it->toObject())});
        page.table(differences);
    }
    page.note(QStringLiteral("%1 events on cells of %2 m. Intervals by bootstrap over days.")
                  .arg(count(places[key("events")])).arg(places[key("cell_metres")].toDouble()));
}

void addCalibration(HtmlPage &page, const QJsonObject &evaluation)
{
    const QJsonArray bins = evaluation[key("reliability")].toArray();
    if (bins.isEmpty())
        return;
    page.heading(QStringLiteral("Calibration"));
    std::vector<QStringList> lines{{QStringLiteral("Spans, by rising risk"), QStringLiteral("forecast"), QStringLiteral("seen")}};
    for (const QJsonValue value : bins) {
        const QJsonObject bin = value.toObject();
        lines.push_back({count(bin[key("windows")]), percent(bin[key("forecast")].toDouble()), percent(bin[key("seen")].toDouble())});
    }
    page.table(lines);
    const QJsonObject metrics = evaluation[key("model")].toObject();
    page.note(QStringLiteral("Expected calibration error %1; a perfectly calibrated forecast with these risks would have %2 to %3.")
                  .arg(number(metrics[key("ece")].toDouble()), number(metrics[key("ece_perfect_low")].toDouble()),
                       number(metrics[key("ece_perfect_high")].toDouble())));
}

void addAreas(HtmlPage &page, const QJsonObject &evaluation)
{
    const QJsonObject kinds = evaluation[key("by_district")].toObject();
    if (kinds.isEmpty())
        return;
    bool knowsPlaces = false;
    for (const char *kind : {"district", "neighborhood"}) {
        const QJsonArray areas = kinds[key(kind)].toArray();
        if (areas.isEmpty())
            continue;
        page.heading(QStringLiteral("By %1").arg(key(kind)));
        const bool expects = areas.first().toObject().contains(key("expected"));
        knowsPlaces = knowsPlaces || expects;
        std::vector<QStringList> lines{{key(kind), QStringLiteral("events"), QStringLiteral("in alerts"), QStringLiteral("missed"),
                                        QStringLiteral("share in alerts"), QStringLiteral("alerts with an event here")}};
        if (expects)
            lines.front() << QStringLiteral("expected");
        qsizetype quiet = 0;
        for (const QJsonValue value : areas) {
            const QJsonObject area = value.toObject();
            if (area[key("events")].toInteger() == 0) {
                ++quiet;
                continue;
            }
            const QJsonObject share = area[key("share_caught")].toObject();
            QStringList line{area[key("name")].toString(), count(area[key("events")]), count(area[key("caught")]),
                             grouped(area[key("events")].toInteger() - area[key("caught")].toInteger()),
                             share.isEmpty() ? QStringLiteral("too few") : withInterval(share[key("value")].toDouble(), share, 2),
                             percent(area[key("alerts_with_event")].toDouble())};
            if (expects)
                line << number(area[key("expected")].toDouble(), 1);
            lines.push_back(line);
        }
        page.table(lines);
        if (quiet > 0)
            page.note(QStringLiteral("No event in %1 of %2.").arg(quiet).arg(areas.size()));
    }
    page.note(knowsPlaces ? QStringLiteral("Alerts are for the whole city. “Expected” is the sum of what was forecast for the area; intervals "
                                           "by bootstrap over days, and none below %1 events.").arg(AreaFigures::fewestEvents)
                          : QStringLiteral("This forecast is for the whole city and says nothing about places: the shares only say how "
                                           "many of an area’s events came in spans that were warned of. Intervals by bootstrap over days, "
                                           "and none below %1 events.").arg(AreaFigures::fewestEvents));
}

} // namespace

void addFigures(HtmlPage &page, const ModelCard &card, const QJsonObject &evaluation)
{
    addForecasts(page, card, evaluation);
    addPlaces(page, evaluation);
    addCalibration(page, evaluation);
    addAreas(page, evaluation);
}

} // namespace forewatch
