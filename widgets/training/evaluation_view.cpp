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
        Figure{QStringLiteral("Balanced"), QStringLiteral("Mean of the shares of targets and of quiet windows called rightly"),
               &Metrics::balancedAccuracy, QString(), true},
        Figure{QStringLiteral("Calibration"),
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
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    rebuild();
}

void EvaluationView::setEvaluation(std::shared_ptr<const Evaluation> evaluation)
{
    m_evaluation = std::move(evaluation);
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
    auto *verdict = makeText(m_evaluation ? m_evaluation->verdict
                                          : tr("Train or open a model, and evaluate it, to see what it is worth."));
    verdict->setObjectName(QStringLiteral("verdict"));
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
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, mutedText(palette()));
    label->setPalette(muted);
    return label;
}

QWidget *EvaluationView::makeCell(const QString &value, const QString &belowValue, bool strong) const
{
    auto *cell = new QWidget;
    auto *column = new QVBoxLayout(cell);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *figure = makeText(value);
    QFont figureFont = font();
    figureFont.setBold(strong);
    figure->setFont(figureFont);
    auto *interval = makeMuted(belowValue);
    interval->setFont(scaled(font(), 0.8));
    for (QLabel *label : {figure, interval}) {
        label->setAlignment(Qt::AlignRight);
        column->addWidget(label);
    }
    return cell;
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
    grid->setHorizontalSpacing(2 * gridUnit);
    grid->setVerticalSpacing(gridUnit);
    for (std::size_t i = 0; i < figures().size(); ++i) {
        auto *head = makeMuted(figures()[i].name);
        head->setToolTip(figures()[i].explanation);
        grid->addWidget(head, 0, static_cast<int>(i) + 1, Qt::AlignRight);
    }
    int row = 1;
    addRow(grid, row++, m_evaluation->model);
    for (const EvaluatedForecast &baseline : m_evaluation->baselines)
        addRow(grid, row++, baseline);
    auto *legend = makeMuted(tr("Small: 95 % intervals; under calibration, the range of a perfect forecast."));
    legend->setFont(scaled(font(), 0.8));
    grid->addWidget(legend, row, 0, 1, static_cast<int>(figures().size()) + 1);
    grid->setColumnStretch(static_cast<int>(figures().size()) + 1, 1);
    return table;
}

void EvaluationView::addRow(QGridLayout *grid, int row, const EvaluatedForecast &forecast) const
{
    const bool isModel = row == 1;
    auto *name = makeText(nameOf(forecast.key));
    QFont nameFont = font();
    nameFont.setBold(isModel);
    name->setFont(nameFont);
    grid->addWidget(name, row, 0, Qt::AlignTop);
    int column = 1;
    for (const Figure &figure : figures()) {
        grid->addWidget(makeCell(print(forecast.metrics.*figure.value, figure.percent), below(forecast.metrics, figure),
                                 isModel),
                        row, column++);
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
