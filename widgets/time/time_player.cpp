#include "widgets/time/time_player.h"

#include "widgets/flow_layout.h"
#include "widgets/icons.h"
#include "widgets/look.h"
#include "widgets/tabular_label.h"
#include "widgets/time/time_navigator.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QShortcut>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

namespace forewatch {

namespace {

const QStringList &lengthPresets()
{
    static const QStringList presets = {QStringLiteral("30 min"), QStringLiteral("1 h"), QStringLiteral("2 h"),
                                        QStringLiteral("4 h"),    QStringLiteral("8 h"), QStringLiteral("12 h"),
                                        QStringLiteral("1 d"),    QStringLiteral("7 d"),  QStringLiteral("28 d")};
    return presets;
}

/// Whether some window may start on one day and end on another, which takes twice the room to say.
bool mayCrossMidnight(const TimeNavigator &navigator)
{
    const Duration day = std::chrono::hours(24);
    return navigator.length() > navigator.step() || day % navigator.step() != Duration::zero()
        || midnightOf(navigator.from()) != navigator.from();
}

/// An editable list of durations that gives the keyboard back when its list closes.
class DurationBox : public QComboBox
{
public:
    DurationBox(const QStringList &presets, const QString &name)
    {
        setEditable(true);
        setInsertPolicy(QComboBox::NoInsert);
        setCompleter(nullptr);
        addItems(presets);
        setAccessibleName(name);
        setToolTip(TimePlayer::tr("%1: 90 min, 2 h, 1 d, 4 w …").arg(name));
        setMinimumContentsLength(5);
    }

    void hidePopup() override
    {
        QComboBox::hidePopup();
        clearFocus();
    }
};

/// Words and controls that stay in one line.
QWidget *makePhrase(std::initializer_list<QWidget *> words)
{
    auto *phrase = new QWidget;
    auto *row = new QHBoxLayout(phrase);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(gridUnit);
    for (QWidget *word : words)
        row->addWidget(word);
    return phrase;
}

} // namespace

TimePlayer::TimePlayer(TimeNavigator *navigator, QWidget *parent)
    : QWidget(parent)
    , m_navigator(navigator)
    , m_time(new TabularLabel(Qt::AlignLeft))
    , m_counts(new TabularLabel(Qt::AlignRight))
    , m_problem(new TabularLabel(Qt::AlignLeft))
{
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(gridUnit, gridUnit / 2, gridUnit, gridUnit / 2);
    rows->setSpacing(gridUnit / 2);
    rows->addLayout(makeTransport());
    makeFields();
    rows->addLayout(makeSettings());
    connectNavigator();
    connectFields();
    setCounts(0, 0);
    showSettings();
}

QLayout *TimePlayer::makeTransport()
{
    m_time->setObjectName(QStringLiteral("time"));
    m_time->setFont(scaled(font(), 1.25));
    m_counts->setObjectName(QStringLiteral("counts"));
    m_counts->setWidest(QStringLiteral("88,888 incidents · 888 targets"));
    m_counts->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto *line = new FlowLayout(2 * gridUnit, gridUnit / 2);
    line->addWidget(makeButtons());
    line->addWidget(m_time);
    line->addWidget(m_counts);
    return line;
}

QWidget *TimePlayer::makeButtons()
{
    auto *buttons = new QWidget;
    auto *row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    const auto add = [&](Icon which, const QString &name, const QString &key, void (TimeNavigator::*action)()) {
        auto *button = makeButton(which, name, key);
        connect(button, &QToolButton::clicked, m_navigator, action);
        row->addWidget(button);
        return button;
    };
    add(Icon::First, tr("First window"), tr("Home"), &TimeNavigator::first);
    add(Icon::PreviousDay, tr("A day back"), tr("Shift+←"), &TimeNavigator::previousDay);
    add(Icon::Previous, tr("Previous window"), tr("←"), &TimeNavigator::previous);
    m_play = add(Icon::Play, tr("Play"), tr("Space"), &TimeNavigator::togglePlay);
    add(Icon::Next, tr("Next window"), tr("→"), &TimeNavigator::next);
    add(Icon::NextDay, tr("A day on"), tr("Shift+→"), &TimeNavigator::nextDay);
    add(Icon::Last, tr("Last window"), tr("End"), &TimeNavigator::last);
    row->addSpacing(gridUnit);
    add(Icon::PreviousTarget, tr("Previous target"), tr("Shift+T"), &TimeNavigator::goToPreviousTarget);
    add(Icon::NextTarget, tr("Next target"), tr("T"), &TimeNavigator::goToNextTarget);
    return buttons;
}

void TimePlayer::makeFields()
{
    m_length = new DurationBox(lengthPresets(), tr("Window length"));
    m_step = new DurationBox(QStringList(QStringLiteral("10 min")) + lengthPresets(), tr("Step between windows"));
    m_speed = new QDoubleSpinBox;
    m_speed->setRange(TimeNavigator::slowest, TimeNavigator::fastest);
    m_speed->setDecimals(1);
    m_speed->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    m_speed->setSuffix(tr(" per s"));
    m_speed->setAccessibleName(tr("Windows per second"));
    m_speed->setToolTip(tr("Windows shown per second while playing"));
    m_loop = makeButton(Icon::Loop, tr("Start over at the end"), tr("L"));
    m_loop->setCheckable(true);
    m_skipEmpty = makeButton(Icon::SkipEmpty, tr("Skip windows without incidents"), tr("E"));
    m_skipEmpty->setCheckable(true);
    m_backward = makeButton(Icon::Backward, tr("Play backward"), tr("R"));
    m_backward->setCheckable(true);
    m_cumulative = makeButton(Icon::Cumulative, tr("Show all until the window's end"), tr("C; from here on: Shift+C"));
    m_cumulative->setCheckable(true);
    m_date = new QLineEdit;
    m_date->setPlaceholderText(tr("YYYY-MM-DD HH:MM"));
    m_date->setAccessibleName(tr("Go to a typed time"));
    m_date->setToolTip(tr("Type a date, with a time if you like, and press Enter (Ctrl+G)"));
    m_date->setFixedWidth(m_date->fontMetrics().horizontalAdvance(QStringLiteral("YYYY-MM-DD HH:MM")) + 3 * gridUnit);
    m_problem->setObjectName(QStringLiteral("problem"));
    m_problem->setFont(scaled(font(), 0.85));
    // There is always room for it: nothing moves when something is said.
    m_problem->setWidest(tr("Not between 2012-01-01"));
    m_problem->setElided(true);
}

QLayout *TimePlayer::makeSettings()
{
    auto *line = new FlowLayout(2 * gridUnit, gridUnit / 2);
    line->addWidget(makePhrase({new QLabel(tr("Window")), m_length, new QLabel(tr("every")), m_step}));
    line->addWidget(makePhrase({m_speed, m_backward, m_loop, m_skipEmpty, m_cumulative}));
    line->addWidget(makePhrase({new QLabel(tr("Go to")), m_date}));
    line->addWidget(m_problem);
    return line;
}

QToolButton *TimePlayer::makeButton(Icon which, const QString &name, const QString &key)
{
    auto *button = new QToolButton;
    button->setIcon(icon(which));
    button->setIconSize({2 * gridUnit, 2 * gridUnit});
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(name);
    button->setToolTip(QStringLiteral("%1 (%2)").arg(name, key));
    return button;
}

void TimePlayer::connectNavigator()
{
    connect(m_navigator, &TimeNavigator::windowChanged, this, &TimePlayer::showWindow);
    connect(m_navigator, &TimeNavigator::shownWindowChanged, this, &TimePlayer::showWindow);
    connect(m_navigator, &TimeNavigator::settingsChanged, this, &TimePlayer::showSettings);
    connect(m_navigator, &TimeNavigator::spanChanged, this, &TimePlayer::showSettings);
    connect(m_navigator, &TimeNavigator::playingChanged, this, &TimePlayer::showState);

    connect(m_loop, &QToolButton::toggled, m_navigator, &TimeNavigator::setLoop);
    connect(m_skipEmpty, &QToolButton::toggled, m_navigator, &TimeNavigator::setSkipEmpty);
    connect(m_backward, &QToolButton::toggled, m_navigator, &TimeNavigator::setBackward);
    connect(m_cumulative, &QToolButton::toggled, m_navigator, &TimeNavigator::setCumulative);
    connect(m_speed, &QDoubleSpinBox::valueChanged, m_navigator, &TimeNavigator::setFramesPerSecond);
}

void TimePlayer::connectFields()
{
    connect(m_date, &QLineEdit::returnPressed, this, &TimePlayer::goToTyped);
    connect(m_date, &QLineEdit::textEdited, this, [this] { say({}); });
    connect(m_speed, &QDoubleSpinBox::editingFinished, m_speed, &QWidget::clearFocus);
    auto *escape = new QShortcut(Qt::Key_Escape, this);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &TimePlayer::leaveFields);
    const auto connectDurations = [this](QComboBox *box, void (TimeNavigator::*apply)(Duration),
                                         Duration (TimeNavigator::*current)() const) {
        const auto typed = [=, this] { applyTyped(box, apply, (m_navigator->*current)()); };
        connect(box, &QComboBox::activated, this, typed);
        connect(box->lineEdit(), &QLineEdit::editingFinished, this, typed);
        connect(box->lineEdit(), &QLineEdit::returnPressed, box, &QWidget::clearFocus);
        connect(box->lineEdit(), &QLineEdit::textEdited, this, [this] { say({}); });
    };
    connectDurations(m_length, &TimeNavigator::setLength, &TimeNavigator::length);
    connectDurations(m_step, &TimeNavigator::setStep, &TimeNavigator::step);
}

void TimePlayer::setCounts(int incidents, int targets)
{
    m_counts->setText(QStringLiteral("%1 · %2").arg(counted(incidents, tr("incident"), tr("incidents")),
                                                    counted(targets, tr("target"), tr("targets"))));
}

void TimePlayer::focusDate()
{
    m_date->setFocus(Qt::ShortcutFocusReason);
    if (const auto window = m_navigator->window(); window && m_date->text().isEmpty())
        m_date->setText(formatTime(window->start));
    m_date->selectAll();
}

void TimePlayer::showWindow()
{
    m_time->setText(m_navigator->isEmpty() ? tr("No incidents are loaded") : m_navigator->title());
}

void TimePlayer::showSettings()
{
    const QSignalBlocker noLength(m_length);
    const QSignalBlocker noStep(m_step);
    const QSignalBlocker noSpeed(m_speed);
    m_length->setEditText(formatDuration(m_navigator->length()));
    m_step->setEditText(formatDuration(m_navigator->step()));
    m_speed->setValue(m_navigator->framesPerSecond());
    m_loop->setChecked(m_navigator->loops());
    m_skipEmpty->setChecked(m_navigator->skipsEmpty());
    m_backward->setChecked(m_navigator->direction() == TimeNavigator::Direction::Backward);
    m_cumulative->setChecked(m_navigator->isCumulative());
    const char *widest = m_navigator->anchor() ? "Wed 28 Nov 2018 00:00 until Wed 28 Nov 2018 00:00"
        : m_navigator->isCumulative()          ? "until Wed 28 Nov 2018 00:00"
        : mayCrossMidnight(*m_navigator)       ? "Wed 28 Nov 2018 00:00 – Wed 28 Nov 2018 00:00"
                                               : "Wed 28 Nov 2018 00:00–24:00";
    m_time->setWidest(QString::fromUtf8(widest));
    showState();
}

void TimePlayer::showState()
{
    const bool playing = m_navigator->isPlaying();
    const bool backward = m_navigator->direction() == TimeNavigator::Direction::Backward;
    m_play->setIcon(icon(playing ? Icon::Pause : backward ? Icon::PlayBackward : Icon::Play));
    const QString name = playing ? tr("Pause") : tr("Play");
    m_play->setAccessibleName(name);
    m_play->setToolTip(tr("%1 (Space)").arg(name));
    setEnabled(!m_navigator->isEmpty());
    showWindow();
}

void TimePlayer::goToTyped()
{
    const auto time = parseTime(m_date->text());
    if (!time) {
        say(tr("Not a date: write 2016-11-12 or 2016-11-12 22:00."));
    } else if (*time < m_navigator->from() || *time >= m_navigator->to()) {
        say(tr("Not between %1 and %2.").arg(formatTime(m_navigator->from()), formatTime(m_navigator->to())));
    } else {
        say({});
        m_navigator->goTo(*time);
        m_date->clearFocus();
    }
}

void TimePlayer::leaveFields()
{
    say({});
    showSettings();
    if (QWidget *field = focusWidget())
        field->clearFocus();
}

void TimePlayer::applyTyped(QComboBox *box, void (TimeNavigator::*apply)(Duration), Duration current)
{
    const auto typed = parseDuration(box->currentText());
    if (typed == current)
        return;
    if (typed && *typed > Duration::zero())
        (m_navigator->*apply)(*typed);
    else
        say(tr("Not a length of time: write 10 min, 2 h, 1 d or 4 w."));
    showSettings();
}

void TimePlayer::say(const QString &problem)
{
    m_problem->setText(problem);
}

} // namespace forewatch
