#pragma once

#include "engine/core/time.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLayout;
class QLineEdit;
class QToolButton;

namespace forewatch {

class TabularLabel;
class TimeNavigator;
enum class Icon;

/// The bar that shows and steers a time navigator. What its buttons do are the navigator's slots, so that the window
/// can bind the keys the tooltips name: Space, ←/→, Shift+←/→, Home, End, T, Shift+T, L, E, R, C,
/// Shift+C, Ctrl+G. Its fields give the
/// keyboard back once something was entered or chosen, and on Esc.
class TimePlayer : public QWidget
{
    Q_OBJECT

public:
    /// `navigator` must outlive the player.
    explicit TimePlayer(TimeNavigator *navigator, QWidget *parent = nullptr);

public Q_SLOTS:
    /// What the current window holds: shown incidents and target events.
    void setCounts(int incidents, int targets);

    /// Puts the cursor into the field for a typed time.
    void focusDate();

private:
    QLayout *makeTransport();
    QLayout *makeSettings();
    QWidget *makeButtons();
    void makeFields();
    QToolButton *makeButton(Icon icon, const QString &name, const QString &key);
    void connectNavigator();
    void connectFields();
    void showWindow();
    void showSettings();
    void showState();
    void goToTyped();
    void leaveFields();
    void applyTyped(QComboBox *box, void (TimeNavigator::*apply)(Duration), Duration current);
    void say(const QString &problem);

    TimeNavigator *m_navigator;
    TabularLabel *m_time;
    TabularLabel *m_counts;
    QToolButton *m_play = nullptr;
    QToolButton *m_loop = nullptr;
    QToolButton *m_skipEmpty = nullptr;
    QToolButton *m_backward = nullptr;
    QToolButton *m_cumulative = nullptr;
    QDoubleSpinBox *m_speed = nullptr;
    QComboBox *m_length = nullptr;
    QComboBox *m_step = nullptr;
    QLineEdit *m_date = nullptr;
    TabularLabel *m_problem;
};

} // namespace forewatch
