#include "widgets/training/folds_form.h"

#include "engine/core/error.h"
#include "engine/evaluation/rolling.h"
#include "widgets/look.h"
#include "widgets/training/folds_bar.h"
#include "widgets/training/sentence.h"

#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

QSpinBox *makeMonths(const QString &name)
{
    auto *box = new QSpinBox;
    box->setRange(1, 60);
    box->setValue(6);
    box->setAccessibleName(name);
    return box;
}

QLineEdit *makeList(const QString &name, const QString &tip)
{
    auto *field = new QLineEdit;
    field->setAccessibleName(name);
    field->setToolTip(tip);
    field->setFixedWidth(field->fontMetrics().horizontalAdvance(QStringLiteral("0 h, 6 h, 1 d, 7 d, 14 d")) + 2 * gridUnit);
    return field;
}

/// The first of the month that `time` is in.
Time monthOf(Time time)
{
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time));
    return std::chrono::local_days(date.year() / date.month() / 1);
}

} // namespace

FoldsForm::FoldsForm(QWidget *parent)
    : QWidget(parent)
    , m_testFrom(makeDate(tr("The first test part begins")))
    , m_testTo(makeDate(tr("No test part reaches past")))
    , m_months(makeMonths(tr("Months of each test part")))
    , m_validationMonths(makeMonths(tr("Months of each validation part")))
    , m_leads(makeList(tr("Leads"), tr("Leads to compare, e.g. 0h, 6h, 1d; empty: the one at the left")))
    , m_delays(makeList(tr("Delays"), tr("Reporting delays to compare, e.g. 0h, 1d, 7d, 14d; empty: the one at the left")))
    , m_bar(new FoldsBar)
{
    m_delayPhrase = makePhrase({new QLabel(tr("and delays of")), m_delays});
    m_compared = makeSentence({makePhrase({new QLabel(tr("Compare leads of")), m_leads}), m_delayPhrase});
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gridUnit);
    column->addWidget(makeSentence({makePhrase({new QLabel(tr("Test from")), m_testFrom}), makePhrase({new QLabel(tr("to")), m_testTo}),
                                    makePhrase({new QLabel(tr("in parts of")), m_months, new QLabel(tr("months,"))}),
                                    makePhrase({new QLabel(tr("each tuned on the")), m_validationMonths, new QLabel(tr("months before."))})}));
    column->addWidget(m_compared);
    column->addWidget(m_bar);
    for (QLineEdit *field : {m_testFrom, m_testTo, m_leads, m_delays})
        connect(field, &QLineEdit::textChanged, this, &FoldsForm::showState);
    for (QSpinBox *box : {m_months, m_validationMonths})
        connect(box, &QSpinBox::valueChanged, this, &FoldsForm::showState);
    setTask({});
}

void FoldsForm::setSpan(Time from, Time to)
{
    m_from = from;
    m_to = to;
    constexpr std::chrono::days longTable(3 * 365);
    const bool isLong = to - from >= longTable;
    const auto days = std::chrono::floor<std::chrono::days>(to - from).count();
    {
        const QSignalBlocker quiet(this);
        m_months->setValue(isLong ? 6 : std::max(1, static_cast<int>(std::lround(static_cast<double>(days) / 30.4 / 6))));
        m_validationMonths->setValue(m_months->value());
        m_testTo->setText(dateText(to));
        m_testFrom->setText(dateText(std::max(from, monthOf(from + (to - from) / 2))));
    }
    showState();
}

void FoldsForm::setTask(const Task &task)
{
    m_task = task;
    m_leads->setPlaceholderText(durationText(task.lead));
    m_delays->setPlaceholderText(durationText(task.delay));
    m_compared->setVisible(task.question == Question::NextWindow);
    m_delayPhrase->setVisible(task.reporting == Reporting::AfterDelay);
    showState();
}

FoldSettings FoldsForm::folds() const
{
    return {.from = m_from, .testFrom = *parseTime(m_testFrom->text()), .testTo = *parseTime(m_testTo->text()),
            .testMonths = m_months->value(), .validationMonths = m_validationMonths->value()};
}

std::vector<Duration> FoldsForm::leads() const
{
    const bool asked = m_task.question == Question::NextWindow && !m_leads->text().trimmed().isEmpty();
    return asked ? parseDurationList(m_leads->text(), tr("Leads")) : std::vector{m_task.lead};
}

std::vector<Duration> FoldsForm::delays() const
{
    const bool asked = m_task.question == Question::NextWindow && m_task.reporting == Reporting::AfterDelay
        && !m_delays->text().trimmed().isEmpty();
    return asked ? parseDurationList(m_delays->text(), tr("Delays")) : std::vector{m_task.delay};
}

QString FoldsForm::problem() const
{
    const auto from = parseTime(m_testFrom->text());
    const auto to = parseTime(m_testTo->text());
    if (!from || !to)
        return tr("The test span needs two dates, written YYYY-MM-DD.");
    if (*from >= *to)
        return tr("The test span begins at %1 and must end after that.").arg(dateText(*from));
    if (*to > m_to)
        return tr("The table ends at %1; the test span cannot reach past it.").arg(dateText(m_to));
    try {
        rollingFolds(folds());
        leads();
        delays();
    } catch (const Error &error) {
        return error.message();
    }
    return {};
}

void FoldsForm::showState()
{
    std::vector<SplitSettings> drawn;
    try {
        const auto from = parseTime(m_testFrom->text());
        const auto to = parseTime(m_testTo->text());
        if (from && to && *from < *to && *to <= m_to)
            drawn = rollingFolds(folds());
    } catch (const Error &) {
        // `problem` tells of it.
    }
    m_bar->setFolds(std::move(drawn), m_from, m_to);
    Q_EMIT changed();
}

} // namespace forewatch
