#include "widgets/filter/date_range.h"

#include "widgets/look.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>

#include <algorithm>

namespace forewatch {

namespace {

QString written(const std::optional<Time> &time)
{
    if (!time)
        return {};
    const QString text = formatTime(*time);
    return *time == midnightOf(*time) ? text.left(10) : text;
}

} // namespace

DateRange::DateRange(QWidget *parent)
    : QWidget(parent)
    , m_quick(new QComboBox)
    , m_fromField(makeField(tr("From"), tr("The first day, or a day and a time: 2015-01-31, 2015-01-31 22:00")))
    , m_toField(makeField(tr("Before"), tr("The first day, or moment, that is no longer meant")))
    , m_problem(new QLabel)
{
    m_quick->setAccessibleName(tr("Dates"));
    m_problem->setObjectName(QStringLiteral("problem"));
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(gridUnit);
    grid->setVerticalSpacing(gridUnit / 2);
    grid->addWidget(m_quick, 0, 0, 1, 4);
    grid->addWidget(new QLabel(tr("from")), 1, 0);
    grid->addWidget(m_fromField, 1, 1);
    grid->addWidget(new QLabel(tr("before")), 1, 2);
    grid->addWidget(m_toField, 1, 3);
    grid->addWidget(m_problem, 2, 0, 1, 4);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(3, 1);
    connect(m_quick, &QComboBox::activated, this, &DateRange::applyChoice);
    setCovered({});
}

QLineEdit *DateRange::makeField(const QString &name, const QString &tip)
{
    auto *field = new QLineEdit;
    field->setPlaceholderText(tr("YYYY-MM-DD"));
    field->setAccessibleName(name);
    field->setToolTip(tip);
    connect(field, &QLineEdit::editingFinished, this, &DateRange::applyTyped);
    return field;
}

void DateRange::setCovered(const Window &days)
{
    const Time end = days.end();
    m_choices = {{tr("All dates"), {}, {}}};
    for (const int last : {28, 90, 365})
        if (days.length > std::chrono::days(last))
            m_choices.push_back({tr("Last %1 days of the table").arg(last), end - std::chrono::days(last), {}});
    if (days.length > Duration::zero())
        for (int year = yearOf(end - Duration(1)); year >= yearOf(days.start); --year)
            m_choices.push_back({QString::number(year), makeTime(year, 1, 1), makeTime(year + 1, 1, 1)});
    const QSignalBlocker quiet(m_quick);
    m_quick->clear();
    for (const Choice &choice : m_choices)
        m_quick->addItem(choice.name);
    showDates();
}

void DateRange::setDates(std::optional<Time> from, std::optional<Time> to)
{
    m_from = from;
    m_to = to;
    showDates();
}

void DateRange::showDates()
{
    const QSignalBlocker quiet(m_quick);
    const auto chosen
        = std::ranges::find_if(m_choices, [this](const Choice &c) { return c.from == m_from && c.to == m_to; });
    // What is typed has an entry of its own, as long as it holds.
    while (m_quick->count() > static_cast<int>(m_choices.size()))
        m_quick->removeItem(m_quick->count() - 1);
    if (chosen == m_choices.end())
        m_quick->addItem(tr("Own dates"));
    m_quick->setCurrentIndex(static_cast<int>(chosen - m_choices.begin()));
    m_fromField->setText(written(m_from));
    m_toField->setText(written(m_to));
    m_problem->hide();
}

void DateRange::applyChoice(int index)
{
    if (index < static_cast<int>(m_choices.size()))
        take(m_choices[static_cast<std::size_t>(index)].from, m_choices[static_cast<std::size_t>(index)].to);
}

void DateRange::applyTyped()
{
    const auto complain = [this](const QString &problem) {
        m_problem->setText(problem);
        m_problem->show();
    };
    const auto read = [](const QLineEdit *field) { return parseTime(field->text()); };
    const auto from = read(m_fromField);
    const auto to = read(m_toField);
    if ((!from && !m_fromField->text().trimmed().isEmpty()) || (!to && !m_toField->text().trimmed().isEmpty()))
        complain(tr("Not a date: write 2015-01-31 or 2015-01-31 22:00."));
    else if (from && to && *from >= *to)
        complain(tr("The end lies before the start."));
    else
        take(from, to);
}

void DateRange::take(std::optional<Time> from, std::optional<Time> to)
{
    const bool other = from != m_from || to != m_to;
    setDates(from, to);
    if (other)
        Q_EMIT datesChanged();
}

} // namespace forewatch
