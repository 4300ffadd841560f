#pragma once

#include <QWidget>

class QDoubleSpinBox;
class QLabel;
class QSlider;
class QSpinBox;
class QToolButton;

namespace forewatch {

class ThresholdChoice;

/// Sets a `ThresholdChoice`: the threshold as a number and a slider, what it comes to, the cost of a missed target, and the
/// thresholds that are offered.
class ThresholdBar : public QWidget
{
    Q_OBJECT

public:
    /// `choice` must outlive it.
    explicit ThresholdBar(ThresholdChoice *choice, QWidget *parent = nullptr);

private:
    void showChoice();

    ThresholdChoice *m_choice;
    QDoubleSpinBox *m_percent;
    QSlider *m_slider;
    QSpinBox *m_cost;
    QToolButton *m_leastCost;
    QToolButton *m_own;
    QLabel *m_text;
};

} // namespace forewatch
