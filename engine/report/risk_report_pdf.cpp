#include "engine/report/risk_report_pdf.h"

#include "engine/core/text.h"
#include "engine/evaluation/model_card_words.h"
#include "engine/evaluation/use_and_misuse.h"
#include "engine/map/map_painter.h"
#include "engine/plot/chart.h"
#include "engine/plot/timeline_painter.h"
#include "engine/plot/timeline_title.h"
#include "engine/report/report_pages.h"

#include <QFileInfo>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

constexpr std::size_t mostMaps = 12;
constexpr std::size_t mostRows = 60;
constexpr std::size_t mostAreas = 15;

QString count(std::size_t number)
{
    return grouped(static_cast<qint64>(number));
}

QString minutes(Duration duration)
{
    return QStringLiteral("%1 min").arg(std::chrono::duration_cast<std::chrono::minutes>(duration).count());
}

QString withRange(const Estimate &figure, double times, int digits, const QString &unit)
{
    QString text = QStringLiteral("%1%2 [%3, %4]").arg(card::number(times * figure.value, digits), unit, card::number(times * figure.interval.low, digits),
                                                       card::number(times * figure.interval.high, digits));
    return text.replace(QLatin1Char('-'), QChar(0x2212));
}

/// The parts of a report, one after the other on its pages.
class Writer
{
public:
    Writer(const RiskReport &report, ReportPages &pages)
        : m_report(report), m_pages(pages), m_painter(std::make_shared<MapPainter>(report.city))
    {
    }

    void head(const QString &what, const QString &madeOn)
    {
        m_pages.title(QStringLiteral("%1: %2").arg(what, m_report.city.name), formatWindow(m_report.span));
        m_pages.note(QStringLiteral("Model “%1”. Newest row of the table: %2. Made on %3 with Forewatch %4.")
                         .arg(m_report.card.name, formatTime(m_report.newest), madeOn, QStringLiteral(FOREWATCH_VERSION)));
    }

    void glance()
    {
        const QStringList lines = m_report.glance();
        m_pages.lead(lines.front());
        for (const QString &line : lines.mid(1))
            m_pages.paragraph(line);
    }

    void timeline(double height)
    {
        m_pages.figure(height, [this](QPainter &painter, const QRectF &area) {
            TimelineLook look;
            look.title = timelineTitle(m_report.timeline, *m_report.city.target);
            TimelinePainter(m_report.timeline, area, look).paint(painter);
        });
    }

    void ledger()
    {
        m_pages.heading(QStringLiteral("Alerts and targets"));
        const Ledger &ledger = m_report.ledger;
        if (ledger.alerts.empty()) {
            m_pages.paragraph(QStringLiteral("No alert was raised."));
        } else {
            std::vector<QStringList> lines{{QStringLiteral("Raised"), QStringLiteral("Speaks of"), QStringLiteral("Peak"),
                                            QStringLiteral("Came true"), QStringLiteral("Targets"), QStringLiteral("First after")}};
            for (const LedgerAlert &entry : ledger.alerts)
                if (lines.size() <= mostRows)
                    lines.push_back({formatTime(entry.alert.raised), formatWindow(entry.alert.span), card::percent(entry.alert.peak),
                                     !entry.hit ? QStringLiteral("not known yet") : *entry.hit ? QStringLiteral("yes") : QStringLiteral("no"),
                                     count(entry.targets), entry.firstTarget ? minutes(entry.lead) : QStringLiteral("–")});
            m_pages.table(lines, {0, 1, 3});
            left(ledger.alerts.size(), mostRows, "alerts");
        }
        if (ledger.targets.empty()) {
            m_pages.paragraph(QStringLiteral("The table holds no target event in this span."));
            return;
        }
        std::vector<QStringList> lines{{QStringLiteral("Target event"), QStringLiteral("Neighborhood"), QStringLiteral("Within an alert"),
                                        QStringLiteral("After its begin")}};
        for (const LedgerTarget &target : ledger.targets)
            if (lines.size() <= mostRows)
                lines.push_back({formatTime(target.event.time), neighborhood(target.event.neighborhood),
                                 target.alert ? QStringLiteral("yes") : QStringLiteral("no, missed"),
                                 target.alert ? minutes(target.lead) : QStringLiteral("–")});
        m_pages.table(lines, {0, 1, 2});
        left(ledger.targets.size(), mostRows, "target events");
    }

    /// Of the span that each alert spoke of at its peak, and of the hours about each missed target.
    void maps()
    {
        struct Moment
        {
            Window window;
            QString caption;
        };
        std::vector<Moment> moments;
        for (const LedgerAlert &entry : m_report.ledger.alerts)
            moments.push_back({entry.alert.peakSpan,
                               QStringLiteral("Alert at %1, risk %2: %3").arg(formatTime(entry.alert.raised), card::percent(entry.alert.peak),
                                   !entry.hit ? QStringLiteral("not known yet") : *entry.hit ? QStringLiteral("came true") : QStringLiteral("false"))});
        const Duration length = m_report.card.task.askedLength();
        for (const LedgerTarget &target : m_report.ledger.targets)
            if (!target.alert)
                moments.push_back({{target.event.time - length / 2, length},
                                   QStringLiteral("Missed: %1, %2").arg(formatTime(target.event.time), neighborhood(target.event.neighborhood))});
        std::ranges::stable_sort(moments, {}, [](const Moment &moment) { return moment.window.start; });
        if (moments.empty())
            return;
        m_pages.heading(QStringLiteral("Maps at alerts and missed targets"));
        const std::size_t all = moments.size();
        moments.resize(std::min(all, mostMaps));
        std::vector<ReportPages::Figure> figures;
        for (const Moment &moment : moments)
            figures.push_back({[this, window = moment.window](QPainter &painter, const QRectF &area) { map(painter, area, window); },
                               moment.caption + QStringLiteral(". Shown: ") + formatWindow(moment.window)});
        m_pages.figures(3, 250, std::move(figures));
        m_pages.note(QStringLiteral("Diamonds: target events. Triangles: other violent, squares: property, dots: other incidents. Outlined: "
                                    "neighborhoods with an incident."));
        left(all, mostMaps, "maps");
    }

    void ranking(std::size_t most, bool withMap)
    {
        m_pages.heading(QStringLiteral("Where"));
        if (!m_report.ranking) {
            m_pages.paragraph(m_report.missingRanking);
            return;
        }
        const AreaRanking &ranking = *m_report.ranking;
        m_pages.paragraph(ranking.sentence(*m_report.rankedAreas));
        std::vector<QStringList> lines{{QStringLiteral("Rank"), QStringLiteral("Neighborhood"), QStringLiteral("Share of the expectation"),
                                        QStringLiteral("Rank by density"), QStringLiteral("Last 28 days"), QStringLiteral("Last 365 days")}};
        for (const RankedArea &area : ranking.areas)
            if (lines.size() <= most)
                lines.push_back({count(area.rank), m_report.rankedAreas->names[static_cast<qsizetype>(area.area)], card::percent(area.share),
                                 count(area.densityRank), count(area.last28), count(area.last365)});
        m_pages.table(lines, {1});
        m_pages.note(QStringLiteral("For %1, the hours of highest risk. Last 28 and 365 days: target events that were known then. %2")
                         .arg(formatWindow(ranking.asked), places()));
        if (withMap) {
            m_pages.figure(310, [this](QPainter &painter, const QRectF &area) { rankingMap(painter, area); });
            m_pages.note(QStringLiteral("The darker, the more target events are to be expected in a square kilometre. Numbers: the first ten."));
        }
    }

    void daily(bool shortForm)
    {
        const DailyTable &table = m_report.daily;
        m_pages.heading(QStringLiteral("Counts: last 7 days, 28 days and year to date"));
        std::vector<QStringList> lines{spansHeader(QStringLiteral("Whole city"))};
        for (std::size_t i = 0; i < table.categories.size(); ++i)
            if (!shortForm || table.categories[i].kind != DailyCategory::Kind::Type || table.categories[i].isTarget)
                lines.push_back(spansLine(table.categories[i].name + (table.categories[i].isTarget ? QStringLiteral(" (events)") : QString()),
                                          table.total(), i));
        m_pages.table(lines);
        if (!shortForm) {
            const auto all = std::ranges::find(table.categories, DailyCategory::Kind::All, &DailyCategory::kind);
            std::vector<QStringList> areas{spansHeader(QStringLiteral("All incidents, by area"))};
            for (std::size_t area = 0; area + 1 < table.areaCount() && all != table.categories.end(); ++area)
                if (!table.isEmpty(area))
                    areas.push_back(spansLine(table.areas[static_cast<qsizetype>(area)], area,
                                              static_cast<std::size_t>(all - table.categories.begin())));
            m_pages.table(areas);
        }
        m_pages.note(QStringLiteral("As of the end of %1, beside the same span a year before. “!” marks changes that chance alone makes in fewer "
                                    "than one of twenty comparisons; no percentage is told of a base below %2.")
                         .arg(formatTime(table.day).left(10)).arg(smallestBase));
    }

    void worth()
    {
        m_pages.heading(QStringLiteral("What the warnings were worth"));
        if (!m_report.missingPast.isEmpty())
            m_pages.paragraph(m_report.missingPast);
        for (const PastWorth &past : m_report.past) {
            m_pages.lead(QStringLiteral("Last %1 days").arg(past.days));
            for (const QString &sentence : past.sentences())
                m_pages.paragraph(sentence);
            std::vector<QStringList> lines{{QStringLiteral("Forecast"), QStringLiteral("AUC"), QStringLiteral("Brier skill, %"),
                                            QStringLiteral("Log loss"), QStringLiteral("Model ahead, % of Brier")}};
            const auto line = [&](const QString &key, const Metrics &metrics, const QString &ahead) {
                const auto range = [&](const char *name, double value, double times, int digits) {
                    return withRange({value, metrics.intervals.value(QLatin1String(name))}, times, digits, QString());
                };
                lines.push_back({card::forecastName(key), range("auc", metrics.auc, 1, 3), range("brier_skill", metrics.brierSkill, 100, 1),
                                 card::number(metrics.logLoss), ahead});
            };
            line(QStringLiteral("model"), past.model, QStringLiteral("–"));
            for (const PastOpponent &opponent : past.opponents)
                line(opponent.key, opponent.metrics, withRange(opponent.ahead, 100, 1, QString()));
            m_pages.table(lines);
        }
        if (!m_report.past.empty())
            m_pages.note(QStringLiteral("In brackets: 95 %, by bootstrap over days. Every baseline learnt from and was calibrated on the same "
                                        "days as the model. None of these days was learnt from or tuned on."));
        if (!m_report.placesWorth.isEmpty()) {
            m_pages.lead(QStringLiteral("Places"));
            m_pages.paragraph(m_report.placesWorth);
        }
    }

    void model()
    {
        const ModelCard &card = m_report.card;
        m_pages.heading(QStringLiteral("The model"));
        QString known = QStringLiteral("as they happen");
        if (card.task.reporting == Reporting::AsReported)
            known = QStringLiteral("as they were reported");
        else if (card.task.delay.count() > 0)
            known = QStringLiteral("when they are %1 old").arg(formatDuration(card.task.delay));
        std::vector<QStringList> lines{{QStringLiteral("Card"), QString()}};
        const auto fact = [&](const char *name, const QString &value) { lines.push_back({QString::fromUtf8(name), value}); };
        fact("Name", card.name);
        fact("Warns of", QStringLiteral("%1 in the %2 that begin %3 the forecast")
             .arg(spokenTarget(card.target), formatDuration(card.task.horizon),
                  card.task.lead.count() == 0 ? QStringLiteral("with") : formatDuration(card.task.lead) + QStringLiteral(" after")));
        fact("Takes rows as known", known);
        fact("Learnt from", QStringLiteral("%1 to %2").arg(formatTime(card.split.from), formatTime(card.split.trainTo)));
        fact("Tuned and calibrated on", QStringLiteral("%1 to %2, where %3 of the spans had a target")
             .arg(formatTime(card.split.trainTo), formatTime(card.split.validationTo), card::percent(card.validationBaseRate)));
        fact("Alerts begin at a risk of", card::percent(m_report.timeline.policy.threshold));
        for (const SourceFile &source : m_report.city.report ? m_report.city.report->sources : std::vector<SourceFile>())
            fact("Table of this report", QFileInfo(source.path).fileName()
                 + (source.sha256.isEmpty() ? QString() : QStringLiteral(", SHA-256 ") + source.sha256.left(16) + QStringLiteral("…")));
        m_pages.table(lines, {0, 1});
    }

    void meaning(bool shortForm)
    {
        m_pages.heading(QStringLiteral("What these numbers do not mean"));
        QStringList items;
        for (const UsePoint &point : useAndMisuse(shortForm ? nullptr : &m_report.card))
            items << (shortForm ? point.heading : point.heading + QLatin1Char(' ') + point.text);
        if (shortForm)
            m_pages.paragraph(items.join(QLatin1Char(' ')));
        else
            m_pages.list(items);
    }

private:
    QString neighborhood(std::uint16_t index) const
    {
        return index < m_report.city.neighborhoods->size() ? m_report.city.neighborhoods->at(index).name : QStringLiteral("outside");
    }

    void left(std::size_t all, std::size_t most, const char *what)
    {
        if (all > most)
            m_pages.note(QStringLiteral("%1 more %2 are not shown; forewatch-cli ledger writes them all.").arg(count(all - most), QLatin1String(what)));
    }

    QString places() const
    {
        return m_report.ranking->ownPlaces ? QStringLiteral("Places are the model's own; beside them the rank by kernel density of past targets.")
                                           : QStringLiteral("The model knows no places: its risk is spread by the kernel density of past targets.");
    }

    void map(QPainter &painter, const QRectF &area, const Window &window) const
    {
        const MapFrame frame = MapFrame::fit(m_report.city.neighborhoods->box(), area.size(), 0.02);
        painter.translate(area.topLeft());
        painter.setRenderHint(QPainter::Antialiasing);
        MapOptions options;
        options.stackCounts = true;
        m_painter->paintBase(painter, frame, options);
        m_painter->paintSnapshot(painter, frame, m_report.city.incidents->snapshot(window), options);
    }

    /// The ranked neighborhoods, the darker the more of the expectation is in a square kilometre.
    void rankingMap(QPainter &painter, const QRectF &area) const
    {
        const MapFrame frame = MapFrame::fit(m_report.city.neighborhoods->box(), area.size(), 0.02);
        painter.translate(area.topLeft());
        painter.setRenderHint(QPainter::Antialiasing);
        const auto density = [](const RankedArea &ranked) { return ranked.squareKilometres > 0 ? ranked.expected / ranked.squareKilometres : 0; };
        double most = 0;
        for (const RankedArea &ranked : m_report.ranking->areas)
            most = std::max(most, density(ranked));
        const ChartTheme &theme = ChartTheme::of(false);
        painter.setPen(QPen(QColor(0x90, 0x90, 0x90), 0.4));
        for (const RankedArea &ranked : m_report.ranking->areas) {
            painter.setBrush(theme.shade(most > 0 ? density(ranked) / most : 0));
            painter.drawPath(m_painter->outline(ranked.area, frame, MapStyle::Clear, QRectF({0, 0}, area.size())));
        }
        QFont font = painter.font();
        font.setPointSizeF(7);
        painter.setFont(font);
        for (const RankedArea &ranked : m_report.ranking->areas) {
            if (ranked.rank > 10)
                continue;
            const QPointF middle = m_painter->outline(ranked.area, frame, MapStyle::Clear, QRectF({0, 0}, area.size())).boundingRect().center();
            painter.setPen(theme.inkOn(theme.shade(most > 0 ? density(ranked) / most : 0)));
            painter.drawText(QRectF(middle - QPointF(20, 10), QSizeF(40, 20)), Qt::AlignCenter, count(ranked.rank));
        }
    }

    static QStringList spansHeader(const QString &first)
    {
        QStringList header{first};
        for (std::size_t span = 0; span < DailyTable::spanCount; ++span)
            header << spanName(span) << QStringLiteral("year before") << QStringLiteral("change");
        return header;
    }

    QStringList spansLine(const QString &name, std::size_t area, std::size_t category) const
    {
        QStringList line{name};
        for (std::size_t span = 0; span < DailyTable::spanCount; ++span) {
            const Change &change = m_report.daily.at(area, category, span).count;
            const auto number = [](std::optional<qint64> value) { return value ? grouped(*value) : QStringLiteral("–"); };
            QString text = change.percent() ? QStringLiteral("%1%2 %").arg(std::llround(*change.percent()) > 0 ? QStringLiteral("+") : QString()).arg(std::llround(*change.percent()))
                : change.difference()       ? QStringLiteral("too few")
                                            : QStringLiteral("–");
            text.replace(QLatin1Char('-'), QChar(0x2212));
            if (change.reading() == Change::Reading::Clear)
                text += QLatin1Char('!');
            line << number(change.now) << number(change.before) << text;
        }
        return line;
    }

    const RiskReport &m_report;
    ReportPages &m_pages;
    std::shared_ptr<const MapPainter> m_painter;
};

} // namespace

void writeRiskReport(const RiskReport &report, ReportForm form, QPageSize::PageSizeId paper, const QString &madeOn, QIODevice &device,
                     Feedback &feedback)
{
    const QString what = form == ReportForm::Full ? QStringLiteral("Risk report") : QStringLiteral("Shift briefing");
    ReportPages pages(paper, QStringLiteral("%1: %2, %3").arg(what, report.city.name, formatWindow(report.span)),
                      QStringLiteral("%1 · %2 · %3 · places and times, never persons").arg(what, report.city.name, formatWindow(report.span)));
    Writer writer(report, pages);
    writer.head(what, madeOn);
    writer.glance();
    if (form == ReportForm::Briefing) {
        writer.timeline(170);
        writer.ranking(8, false);
        writer.daily(true);
        writer.meaning(true);
    } else {
        writer.timeline(240);
        writer.ledger();
        writer.maps();
        feedback.checkpoint(0.2);
        pages.newPage();
        writer.ranking(mostAreas, true);
        writer.daily(false);
        writer.worth();
        writer.model();
        writer.meaning(false);
    }
    feedback.checkpoint(0.4);
    pages.write(device);
    feedback.checkpoint(1);
}

} // namespace forewatch
