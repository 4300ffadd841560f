#include "app/gui/watch_panel.h"

#include "app/gui/calendar_dates.h"
#include "widgets/evaluation/figure_words.h"
#include "widgets/look.h"
#include "widgets/tabular_label.h"
#include "widgets/text_label.h"

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

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    layout->setSpacing(gridUnit);
    layout->addLayout(days);
    layout->addSpacing(gridUnit);
    layout->addWidget(m_risk);
    layout->addWidget(m_riskText);
    layout->addSpacing(gridUnit);
    layout->addWidget(m_dayText);
    layout->addStretch();
    layout->addWidget(m_modelText);
    layout->addWidget(m_openModel);

    connect(m_day, &QDateEdit::dateChanged, this,
            [this](QDate day) { Q_EMIT dayChosen(timeOf(day)); });
    connect(before, &QToolButton::clicked, this, [this] { m_day->setDate(m_day->date().addDays(-1)); });
    connect(after, &QToolButton::clicked, this, [this] { m_day->setDate(m_day->date().addDays(1)); });
    connect(m_openModel, &QPushButton::clicked, this, &WatchPanel::openModelRequested);
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
    QString text = tr("risk of a %1 in %2. At this hour of the day %3 of the spans have one.")
                       .arg(target, formatWindow(point->asked), probabilityText(point->hourRate));
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
    m_dayText->setText(tr("This day: %1 of %2 spans at or above the threshold, %3 of them with a target; %4.")
                           .arg(alerts).arg(m_timeline->points.size()).arg(hits)
                           .arg(counted(static_cast<qint64>(m_timeline->targets.size()), tr("target event"),
                                        tr("target events"))));
}

} // namespace forewatch
