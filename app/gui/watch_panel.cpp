#include "app/gui/watch_panel.h"

#include "app/gui/calendar_dates.h"
#include "widgets/evaluation/figure_words.h"
#include "widgets/look.h"
#include "widgets/tabular_label.h"
#include "widgets/text_label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateEdit>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

namespace forewatch {

WatchPanel::WatchPanel(QWidget *parent)
    : QWidget(parent)
    , m_day(new QDateEdit)
    , m_modelText(makeTextLabel("model"))
    , m_openModel(new QPushButton(tr("Open a model…")))
    , m_span(new QComboBox)
    , m_step(new QComboBox)
    , m_original(new QCheckBox(tr("As published: prediction and outcome")))
    , m_nextAlert(new QPushButton(tr("Next alert")))
    , m_nextTarget(new QPushButton(tr("Next target")))
    , m_policyText(makeTextLabel("policy"))
    , m_reset(new QPushButton(tr("Reset to the model's")))
    , m_risk(new TabularLabel)
    , m_riskText(makeTextLabel("risk"))
    , m_dayText(makeTextLabel("day"))
{
    m_day->setDisplayFormat(QStringLiteral("ddd d MMM yyyy"));
    m_day->setLocale(QLocale::English);
    m_day->setCalendarPopup(true);
    m_day->setAccessibleName(tr("Day"));
    m_day->setKeyboardTracking(false);
    m_risk->setFont(scaled(font(), 2.4));
    m_risk->setWidest(QStringLiteral("100.0\u00a0%"));

    auto *before = new QToolButton;
    before->setArrowType(Qt::LeftArrow);
    before->setToolTip(tr("The day before (Shift+←)"));
    auto *after = new QToolButton;
    after->setArrowType(Qt::RightArrow);
    after->setToolTip(tr("The day after (Shift+→)"));
    auto *days = new QHBoxLayout;
    days->addWidget(before);
    days->addWidget(m_day, 1);
    days->addWidget(after);

    m_span->addItems({tr("Day"), tr("Week"), tr("Month"), tr("Quarter"), tr("Year"), tr("All days")});
    m_span->setToolTip(tr("How much of the time the timeline shows"));
    m_span->setAccessibleName(tr("Span of the timeline"));
    for (const auto &[text, minutes] : {std::pair(tr("every 10 min"), 10), std::pair(tr("every 30 min"), 30),
                                        std::pair(tr("every hour"), 60), std::pair(tr("every 2 h"), 120)})
        m_step->addItem(text, minutes);
    m_step->setToolTip(tr("From one forecast to the next"));
    m_step->setAccessibleName(tr("Step of the timeline"));
    m_original->setToolTip(tr("The original demonstration: prediction and what happened as lines from 0 to 1"));
    m_nextAlert->setToolTip(tr("Go to the next alert of the timeline (A)"));
    m_nextTarget->setToolTip(tr("Go to the next target event (T)"));
    m_reset->setToolTip(tr("Take back the threshold that was dragged on the timeline"));
    auto *spans = new QHBoxLayout;
    spans->addWidget(m_span, 1);
    spans->addWidget(m_step, 1);
    auto *jumps = new QHBoxLayout;
    jumps->addWidget(m_nextAlert, 1);
    jumps->addWidget(m_nextTarget, 1);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    layout->setSpacing(gridUnit);
    layout->addLayout(days);
    layout->addLayout(spans);
    layout->addLayout(jumps);
    layout->addWidget(m_original);
    layout->addSpacing(gridUnit);
    layout->addWidget(m_risk);
    layout->addWidget(m_riskText);
    layout->addSpacing(gridUnit);
    layout->addWidget(m_dayText);
    layout->addSpacing(gridUnit);
    layout->addWidget(m_policyText);
    layout->addWidget(m_reset);
    layout->addStretch();
    layout->addWidget(m_modelText);
    layout->addWidget(m_openModel);

    connect(m_day, &QDateEdit::dateChanged, this,
            [this](QDate day) { Q_EMIT dayChosen(timeOf(day)); });
    connect(before, &QToolButton::clicked, this, [this] { m_day->setDate(m_day->date().addDays(-1)); });
    connect(after, &QToolButton::clicked, this, [this] { m_day->setDate(m_day->date().addDays(1)); });
    connect(m_openModel, &QPushButton::clicked, this, &WatchPanel::openModelRequested);
    for (QComboBox *box : {m_span, m_step})
        connect(box, &QComboBox::currentIndexChanged, this, &WatchPanel::spanChanged);
    connect(m_original, &QCheckBox::toggled, this, &WatchPanel::originalToggled);
    connect(m_nextAlert, &QPushButton::clicked, this, &WatchPanel::nextAlertRequested);
    connect(m_nextTarget, &QPushButton::clicked, this, &WatchPanel::nextTargetRequested);
    connect(m_reset, &QPushButton::clicked, this, &WatchPanel::resetRequested);
    m_policyText->hide();
    m_reset->hide();
    setModel(nullptr, {}, false);
    showRisk();
    showDay();
}

void WatchPanel::setDays(Time from, Time to)
{
    const QSignalBlocker quiet(m_day);
    m_day->setDateRange(dateOf(from), dateOf(to - std::chrono::days(1)));
}

void WatchPanel::setModel(std::shared_ptr<const Model> model, const QString &problem, bool training)
{
    m_model = std::move(model);
    if (!problem.isEmpty()) {
        m_modelText->setText(problem);
        return;
    }
    if (!m_model) {
        m_modelText->setText(training ? tr("A model is being trained in the Model workspace.")
                                      : tr("There is no model yet. Train one in the Model workspace (2), or open one."));
        return;
    }
    const ModelCard &card = m_model->card;
    QString text = tr("Model %1. In the period it was calibrated on, %2 of the spans had a target; alerts begin at a risk "
                      "of %3.")
                       .arg(card.name, probabilityText(card.validationBaseRate), probabilityText(card.threshold));
    if (card.task.question == Question::SameWindow)
        text += tr(" It reads the very window it is asked about, with its answer drawn in: this is no warning.");
    m_modelText->setText(text);
}

WatchSpan WatchPanel::span() const
{
    return static_cast<WatchSpan>(m_span->currentIndex());
}

Duration WatchPanel::step() const
{
    return std::chrono::minutes(m_step->currentData().toInt());
}

void WatchPanel::setPolicy(const AlertPolicy &policy, bool byHand)
{
    m_policyText->setVisible(byHand);
    m_reset->setVisible(byHand);
    m_policyText->setText(tr("Alerts from %1, set by hand. What comes of them on days that you have looked at says little about "
                             "other days.").arg(probabilityText(policy.threshold)));
}

void WatchPanel::setTimeline(std::shared_ptr<const RiskTimeline> timeline)
{
    m_timeline = std::move(timeline);
    showRisk();
    showDay();
}

void WatchPanel::setWindow(const Window &window)
{
    m_window = window;
    const QSignalBlocker quiet(m_day);
    m_day->setDate(dateOf(window.start));
    showRisk();
}

void WatchPanel::showRisk()
{
    const RiskPoint *point = nullptr;
    if (m_timeline && Window(m_timeline->span).contains(m_window.start))
        for (const RiskPoint &candidate : m_timeline->points)
            if (candidate.asked.start <= m_window.start)
                point = &candidate;
    if (!point || !m_model) {
        m_risk->setText(QStringLiteral("–"));
        m_riskText->setText(tr("No risk was scored for this time."));
        return;
    }
    m_risk->setText(probabilityText(point->probability));
    const QString target = m_model->card.target.join(QStringLiteral(" or ")).toLower();
    QString text = (m_timeline->weekly ? tr("risk of a %1 in %2. At this hour of the week %3 of the spans have one.")
                                           : tr("risk of a %1 in %2. At this hour of the day %3 of the spans have one."))
                       .arg(target, formatWindow(point->asked), probabilityText(point->hourRate));
    if (point->band)
        text += tr(" The level may be %1 to %2 on other days to tune it on (95 %).")
                    .arg(probabilityText(point->band->low), probabilityText(point->band->high));
    if (point->outcome)
        text += *point->outcome ? tr(" There was one.") : tr(" There was none.");
    m_riskText->setText(text);
}

void WatchPanel::showDay()
{
    if (!m_timeline || m_timeline->points.empty()) {
        m_dayText->clear();
        return;
    }
    std::size_t alerts = 0;
    std::size_t hits = 0;
    for (const RiskPoint &point : m_timeline->points) {
        alerts += point.alert;
        hits += point.alert && point.outcome.value_or(false);
    }
    QString text = tr("On this timeline: %1; %2 of %3 forecasts in alert, %4 of them with a target; %5.")
                           .arg(counted(static_cast<qint64>(m_timeline->alerts.size()), tr("alert"), tr("alerts"))).arg(alerts).arg(m_timeline->points.size()).arg(hits)
                           .arg(counted(static_cast<qint64>(m_timeline->targets.size()), tr("target event"),
                                        tr("target events")));
    // A figure that is seen is believed.
    if (m_model && m_timeline->span.start < m_model->card.split.seenTo())
        text += tr(" Part of this span was learnt from or tuned on: what is shown flatters the model.");
    m_dayText->setText(text);
}

} // namespace forewatch
