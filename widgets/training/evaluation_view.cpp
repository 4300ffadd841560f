#include "widgets/training/evaluation_view.h"

#include "widgets/look.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <array>

namespace forewatch {

namespace {

/// A figure of the table: how it is called, explained and printed.
struct Figure
{
    QString name;
    QString explanation;
    double Metrics::*value;
    /// In `Metrics::intervals`; empty where there is none.
    QString key;
    bool percent = false;
};

const std::array<Figure, 8> &figures()
{
    static const std::array<Figure, 8> all = {
        Figure{QStringLiteral("AUC"),
               QStringLiteral("Chance that a window with a target has the higher probability; a coin has 0.5"),
               &Metrics::auc, QStringLiteral("auc")},
        Figure{QStringLiteral("PR-AUC"), QStringLiteral("Average precision; a coin has the base rate"),
               &Metrics::prAuc, QStringLiteral("pr_auc")},
        Figure{QStringLiteral("Brier"), QStringLiteral("Mean squared error of the probabilities; less is better"),
               &Metrics::brier, QStringLiteral("brier")},
        Figure{QStringLiteral("Brier skill"),
               QStringLiteral("Share of the base rate's error that is avoided; 0 is no better than the base rate"),
               &Metrics::brierSkill, QStringLiteral("brier_skill")},
        Figure{QStringLiteral("Log loss"), QStringLiteral("Mean surprise in nats; less is better"), &Metrics::logLoss,
               QString()},
        Figure{QStringLiteral("Accuracy"), QStringLiteral("Share of windows called rightly at the threshold"),
               &Metrics::accuracy, QStringLiteral("accuracy"), true},
        Figure{QStringLiteral("Balanced accuracy"), QStringLiteral("Mean of the shares of targets and of quiet windows called rightly"),
               &Metrics::balancedAccuracy, QString(), true},
        Figure{QStringLiteral("Calibration error"),
               QStringLiteral("Mean distance of probability and frequency; below it, what a perfect forecast would get"),
               &Metrics::ece, QString()},
    };
    return all;
}

QString signedText(double value, int decimals)
{
    return QString::number(value, 'f', decimals).replace(QLatin1Char('-'), QChar(0x2212));
}

QString print(double value, bool percent)
{
    return percent ? signedText(100 * value, 1) + QStringLiteral(" %") : signedText(value, 3);
}

QString print(const Interval &interval, bool percent)
{
    const double factor = percent ? 100 : 1;
    const int decimals = percent ? 1 : 3;
    return QStringLiteral("%1 – %2").arg(signedText(factor * interval.low, decimals),
                                         signedText(factor * interval.high, decimals));
}

QString below(const Metrics &metrics, const Figure &figure)
{
    if (figure.value == &Metrics::ece)
        return print(metrics.ecePerfect, false);
    const auto interval = metrics.intervals.constFind(figure.key);
    return interval == metrics.intervals.constEnd() ? QString() : print(*interval, figure.percent);
}

/// Of the values of a figure; below it stand their intervals, and then a gap.
int valueRow(std::size_t figure)
{
    return 1 + 3 * static_cast<int>(figure);
}

QString nameOf(const QString &key)
{
    if (key == QLatin1String("model"))
        return QStringLiteral("Model");
    if (key == QLatin1String("hour_of_day"))
        return QStringLiteral("Hour of day");
    if (key == QLatin1String("always_no"))
        return QStringLiteral("Always no");
    return key;
}

} // namespace

EvaluationView::EvaluationView(QWidget *parent)
    : QWidget(parent)
    , m_emptyText(tr("Train or open a model, and evaluate it, to see what it is worth."))
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, gridUnit, 0);
    rebuild();
}

void EvaluationView::setEvaluation(std::shared_ptr<const Evaluation> evaluation)
{
    m_evaluation = std::move(evaluation);
    rebuild();
}

void EvaluationView::setEmptyText(const QString &text)
{
    m_emptyText = text;
    rebuild();
}

void EvaluationView::changeEvent(QEvent *event)
{
    // Muted texts have a color of their own, which a new palette does not reach.
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        rebuild();
    QWidget::changeEvent(event);
}

void EvaluationView::rebuild()
{
    delete m_content;
    m_content = new QWidget;
    m_column->addWidget(m_content);
    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2 * gridUnit);
    auto *verdict = m_evaluation ? makeText(m_evaluation->verdict) : makeMuted(m_emptyText);
    verdict->setObjectName(QStringLiteral("verdict"));
    if (m_evaluation)
        verdict->setFont(scaled(font(), 1.25));
    verdict->setWordWrap(true);
    column->addWidget(verdict);
    if (m_evaluation) {
        column->addWidget(makeNotes());
        column->addWidget(makeFigures());
        column->addWidget(makeConfusion());
    }
    column->addStretch();
}

QLabel *EvaluationView::makeText(const QString &text) const
{
    auto *label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QLabel *EvaluationView::makeMuted(const QString &text) const
{
    auto *label = makeText(text);
    label->setPalette(muted(palette()));
    return label;
}

QLabel *EvaluationView::makeSmall(const QString &text) const
{
    auto *label = makeMuted(text);
    label->setFont(scaled(font(), 0.8));
    return label;
}

QLabel *EvaluationView::strengthened(QLabel *label) const
{
    QFont bold = font();
    bold.setBold(true);
    label->setFont(bold);
    return label;
}

QWidget *EvaluationView::makeNotes() const
{
    const Evaluation &evaluation = *m_evaluation;
    QStringList lines = {tr("%1 of %2 windows have a target.")
                             .arg(print(evaluation.baseRate, true),
                                  grouped(static_cast<qint64>(evaluation.examples.size())))};
    if (evaluation.seen > 0)
        lines << tr("%1 more were left out because training had seen them.").arg(grouped(static_cast<qint64>(evaluation.seen)));
    for (auto skill = evaluation.differences.begin(); skill != evaluation.differences.end(); ++skill)
        lines << tr("Brier skill of the model against “%1”: %2 (%3).")
                     .arg(nameOf(skill.key()).toLower(), print(skill->value, false), print(skill->interval, false));
    auto *notes = makeText(lines.join(QLatin1Char('\n')));
    notes->setObjectName(QStringLiteral("notes"));
    notes->setWordWrap(true);
    return notes;
}

QWidget *EvaluationView::makeFigures() const
{
    auto *table = new QWidget;
    table->setObjectName(QStringLiteral("figures"));
    auto *grid = new QGridLayout(table);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(gridUnit);
    grid->setVerticalSpacing(0);
    for (std::size_t i = 0; i < figures().size(); ++i) {
        auto *name = makeMuted(figures()[i].name);
        name->setToolTip(figures()[i].explanation);
        name->setWordWrap(true);
        name->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        grid->addWidget(name, valueRow(i), 0, 2, 1);
        grid->setRowMinimumHeight(valueRow(i) + 2, gridUnit / 2);
    }
    int column = 1;
    addForecast(grid, column++, m_evaluation->model);
    for (const EvaluatedForecast &baseline : m_evaluation->baselines)
        addForecast(grid, column++, baseline);
    auto *legend =
        makeSmall(tr("Small: 95 % intervals; under the calibration error, the range of a perfect forecast."));
    legend->setWordWrap(true);
    grid->addWidget(legend, grid->rowCount(), 0, 1, column + 1);
    grid->setColumnStretch(column, 1);
    return table;
}

void EvaluationView::addForecast(QGridLayout *grid, int column, const EvaluatedForecast &forecast) const
{
    const auto inked = [&](QLabel *label) { return column == 1 ? strengthened(label) : label; };
    grid->addWidget(inked(makeText(nameOf(forecast.key))), 0, column, Qt::AlignRight);
    for (std::size_t i = 0; i < figures().size(); ++i) {
        const Figure &figure = figures()[i];
        auto *value = inked(makeText(print(forecast.metrics.*figure.value, figure.percent)));
        grid->addWidget(value, valueRow(i), column, Qt::AlignRight);
        const QString interval = below(forecast.metrics, figure);
        if (!interval.isEmpty())
            grid->addWidget(makeSmall(interval), valueRow(i) + 1, column, Qt::AlignRight);
    }
}

QWidget *EvaluationView::makeConfusion() const
{
    const EvaluatedForecast &model = m_evaluation->model;
    const Confusion &counts = model.metrics.confusion;
    auto *table = new QWidget;
    table->setObjectName(QStringLiteral("confusion"));
    auto *grid = new QGridLayout(table);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(2 * gridUnit);
    grid->setVerticalSpacing(gridUnit / 2);
    grid->addWidget(makeMuted(tr("Alerts from %1 on").arg(print(model.threshold, true))), 0, 0);
    grid->addWidget(makeMuted(tr("Target")), 0, 1, Qt::AlignRight);
    grid->addWidget(makeMuted(tr("No target")), 0, 2, Qt::AlignRight);
    const auto addCounts = [&](int row, const QString &name, std::size_t target, std::size_t none) {
        grid->addWidget(makeText(name), row, 0);
        grid->addWidget(makeText(grouped(static_cast<qint64>(target))), row, 1, Qt::AlignRight);
        grid->addWidget(makeText(grouped(static_cast<qint64>(none))), row, 2, Qt::AlignRight);
    };
    addCounts(1, tr("Alert"), counts.hits, counts.falseAlerts);
    addCounts(2, tr("No alert"), counts.misses, counts.quiet);
    grid->setColumnStretch(3, 1);
    return table;
}

} // namespace forewatch
