#include "widgets/filter/hour_range.h"

#include "widgets/filter/hour_band.h"
#include "widgets/filter/toggle_button.h"
#include "widgets/flow_layout.h"
#include "widgets/look.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QTimeEdit>
#include <QVBoxLayout>

namespace forewatch {

namespace {

constexpr int wholeDay = 24 * 60;

QTime clock(int minutes)
{
    return QTime(minutes / 60 % 24, minutes % 60);
}

int minutesOf(const QTimeEdit *field)
{
    return field->time().hour() * 60 + field->time().minute();
}

} // namespace

HourRange::HourRange(QWidget *parent)
    : QWidget(parent)
    , m_band(new HourBand)
    , m_from(new QTimeEdit)
    , m_to(new QTimeEdit)
    , m_all(new ToggleButton(tr("All day")))
{
    m_from->setAccessibleName(tr("Hours from"));
    m_to->setAccessibleName(tr("Hours to"));
    auto *line = new QHBoxLayout;
    line->setSpacing(gridUnit);
    line->addWidget(new QLabel(tr("from")));
    line->addWidget(m_from, 1);
    line->addWidget(new QLabel(tr("to")));
    line->addWidget(m_to, 1);
    auto *presets = new FlowLayout(gridUnit / 2, gridUnit / 2);
    line->addWidget(m_all);
    connect(m_all, &ToggleButton::clicked, this, [this] {
        take({});
        Q_EMIT stepEnded();
    });
    for (const Shift &shift : shifts) {
        auto *button = new ToggleButton(QStringLiteral("%1 %2–%3")
                                            .arg(tr(shift.name))
                                            .arg(shift.hours.from / 60, 2, 10, QLatin1Char('0'))
                                            .arg(shift.hours.to / 60, 2, 10, QLatin1Char('0')));
        presets->addWidget(button);
        connect(button, &ToggleButton::clicked, this, [this, hours = shift.hours] {
            take(hours);
            Q_EMIT stepEnded();
        });
        m_shifts.push_back(button);
    }
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(gridUnit / 2);
    rows->addWidget(m_band);
    rows->addLayout(line);
    rows->addLayout(presets);

    for (QTimeEdit *field : {m_from, m_to}) {
        field->setDisplayFormat(QStringLiteral("HH:mm"));
        field->setWrapping(true);
        connect(field, &QTimeEdit::timeChanged, this, [this] {
            take(Filter::Hours{minutesOf(m_from), minutesOf(m_to) == 0 ? wholeDay : minutesOf(m_to)});
        });
        connect(field, &QTimeEdit::editingFinished, this, &HourRange::stepEnded);
    }
    connect(m_band, &HourBand::hoursChanged, this, [this] { take(m_band->hours()); });
    connect(m_band, &HourBand::dragEnded, this, &HourRange::stepEnded);
    showHours();
}

void HourRange::setCounts(const std::array<std::size_t, 24> &counts)
{
    m_band->setCounts(counts);
}

void HourRange::setHours(const std::optional<Filter::Hours> &hours)
{
    m_hours = hours;
    showHours();
}

void HourRange::showHours()
{
    m_band->setHours(m_hours);
    const Filter::Hours shown = m_hours.value_or(Filter::Hours{0, wholeDay});
    const auto show = [](QTimeEdit *field, int minutes) {
        // A field that is being typed in says so already; setting it would move the cursor.
        if (minutesOf(field) == minutes % wholeDay)
            return;
        const QSignalBlocker quiet(field);
        field->setTime(clock(minutes));
    };
    show(m_from, shown.from);
    show(m_to, shown.to);
    m_all->setChecked(!m_hours);
    for (std::size_t i = 0; i < m_shifts.size(); ++i)
        m_shifts[i]->setChecked(m_hours == shifts[i].hours);
}

void HourRange::take(std::optional<Filter::Hours> hours)
{
    // From an hour to the same hour is the whole day.
    if (hours && hours->from % wholeDay == hours->to % wholeDay)
        hours.reset();
    const bool other = hours != m_hours;
    m_hours = hours;
    showHours();
    if (other)
        Q_EMIT hoursChanged();
}

} // namespace forewatch
