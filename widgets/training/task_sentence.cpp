#include "widgets/training/task_sentence.h"

#include "widgets/look.h"
#include "widgets/training/sentence.h"

#include <QComboBox>
#include <QLabel>
#include <QVBoxLayout>

using namespace std::chrono_literals;

namespace forewatch {

namespace {

QStringList durations(const char *all)
{
    return QString::fromLatin1(all).split(QLatin1Char(','));
}

} // namespace

TaskSentence::TaskSentence(QWidget *parent)
    : QWidget(parent)
    , m_target(new QLabel)
    , m_question(makeChoice({tr("next"), tr("same")}, tr("Which span is asked about")))
    , m_mask(makeChoice({tr("as published"), tr("with its targets masked")}, tr("What the picture of the window shows")))
    , m_horizon(makeDuration(durations("2 h,4 h,8 h,12 h,1 d"), tr("Length of the span asked about")))
    , m_lead(makeDuration(durations("0 h,1 h,2 h,4 h,8 h,12 h,1 d"), tr("Pause before the span asked about")))
    , m_length(makeDuration(durations("30 min,1 h,2 h,4 h,8 h,12 h,1 d"), tr("Length of the drawn windows")))
    , m_step(makeDuration(durations("10 min,30 min,1 h,2 h,4 h,8 h,12 h,1 d"), tr("Step between the windows")))
    , m_delay(makeDuration(durations("0 h,1 d,7 d,14 d"), tr("Reporting delay")))
{
    m_target->setWordWrap(true);
    m_mask->setToolTip(tr("Masked: the targets are left out of the picture, and what is left shows what the rest of it is worth"));
    m_delay->setToolTip(tr("How long after an incident its row is in the table: 0 h, 7 d … A forecast sees no later rows"));
    m_window = makePhrase({new QLabel(tr("window")), m_mask});
    m_pause = makePhrase({new QLabel(tr("starting")), m_lead, new QLabel(tr("ahead"))});
    m_known = makePhrase({new QLabel(tr("rows known after")), m_delay});
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gridUnit / 2);
    column->addWidget(m_target);
    column->addWidget(makeSentence({makePhrase({new QLabel(tr("in the")), m_question, m_horizon}), m_window, m_pause,
                                    makePhrase({new QLabel(tr("from")), m_length, new QLabel(tr("map pictures"))}),
                                    makePhrase({new QLabel(tr("every")), m_step}), m_known}));
    setTask({});
    for (QComboBox *box : findChildren<QComboBox *>())
        connect(box, &QComboBox::currentTextChanged, this, [this] {
            showState();
            Q_EMIT changed();
        });
}

void TaskSentence::setTarget(const QString &spoken)
{
    m_target->setText(tr("Warn of <b>%1</b>").arg(spoken.toHtmlEscaped()));
}

void TaskSentence::setReportTimes(bool known)
{
    const int at = m_delay->findText(tr("as reported"));
    if (known && at < 0)
        m_delay->addItem(tr("as reported"));
    if (!known && at >= 0) {
        const bool chosen = isAsReported();
        m_delay->removeItem(at);
        if (chosen)
            m_delay->setEditText(durationText(0h));
    }
}

void TaskSentence::setChoosable(bool choosable)
{
    for (QComboBox *box : findChildren<QComboBox *>())
        box->setEnabled(choosable);
}

bool TaskSentence::isSameWindow() const
{
    return m_question->currentIndex() == 1;
}

bool TaskSentence::isAsReported() const
{
    return m_delay->currentText() == tr("as reported") && m_delay->findText(tr("as reported")) >= 0;
}

std::optional<Duration> TaskSentence::delay() const
{
    return isAsReported() ? Duration::zero() : parseDuration(m_delay->currentText());
}

Task TaskSentence::task() const
{
    Q_ASSERT(problem().isEmpty());
    Task task = m_base;
    task.question = isSameWindow() ? Question::SameWindow : Question::NextWindow;
    task.maskTargets = isSameWindow() && m_mask->currentIndex() == 1;
    task.length = *parseDuration(m_length->currentText());
    task.step = *parseDuration(m_step->currentText());
    if (!isSameWindow()) {
        task.lead = *parseDuration(m_lead->currentText());
        task.horizon = *parseDuration(m_horizon->currentText());
        task.reporting = isAsReported() ? Reporting::AsReported : Reporting::AfterDelay;
        task.delay = *delay();
    }
    return task;
}

void TaskSentence::setTask(const Task &task)
{
    m_base = task;
    m_question->setCurrentIndex(task.question == Question::SameWindow ? 1 : 0);
    m_mask->setCurrentIndex(task.maskTargets ? 1 : 0);
    m_length->setEditText(durationText(task.length));
    m_step->setEditText(durationText(task.step));
    m_lead->setEditText(durationText(task.lead));
    m_horizon->setEditText(durationText(task.horizon));
    if (task.reporting == Reporting::AsReported)
        setReportTimes(true);
    m_delay->setEditText(task.reporting == Reporting::AsReported ? tr("as reported") : durationText(task.delay));
    showState();
}

void TaskSentence::showState()
{
    for (QWidget *word : std::initializer_list<QWidget *>{m_horizon, m_pause, m_known})
        word->setVisible(!isSameWindow());
    m_window->setVisible(isSameWindow());
}

QString TaskSentence::problem() const
{
    const auto isPositive = [](const QComboBox *box) {
        return parseDuration(box->currentText()).value_or(Duration::zero()) > Duration::zero();
    };
    if (!isPositive(m_length) || !isPositive(m_step))
        return tr("A length of time is written as 10 min, 2 h or 1 d.");
    if (isSameWindow())
        return {};
    if (!isPositive(m_horizon) || !parseDuration(m_lead->currentText()) || !delay())
        return tr("A length of time is written as 10 min, 2 h or 1 d.");
    return {};
}

QStringList TaskSentence::warnings() const
{
    if (isSameWindow() && m_mask->currentIndex() == 1)
        return {tr("The window is over when it is asked about: this shows what its picture is worth without the answer, and "
                   "warns of nothing.")};
    if (isSameWindow())
        return {tr("The picture shows the answer; this reproduces the published number and warns of nothing.")};
    QStringList lines;
    if (!isAsReported() && *delay() == Duration::zero())
        lines << tr("Rows are taken as known at once. Public tables are days late: choose the delay of yours.");
    if (*parseDuration(m_lead->currentText()) > 24h)
        lines << tr("More than a day ahead little is left to know but the calendar.");
    return lines;
}

} // namespace forewatch
