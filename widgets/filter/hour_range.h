#pragma once

#include "engine/data/filter.h"

#include <QWidget>

class QTimeEdit;

namespace forewatch {

class HourBand;
class ToggleButton;

/// The hours of the day that are looked at: dragged on a band of the day, typed to the minute, or a shift.
class HourRange : public QWidget
{
    Q_OBJECT

public:
    explicit HourRange(QWidget *parent = nullptr);

    void setCounts(const std::array<std::size_t, 24> &counts);

    const std::optional<Filter::Hours> &hours() const { return m_hours; }
    void setHours(const std::optional<Filter::Hours> &hours);

Q_SIGNALS:
    /// By the user; many while a drag or typing goes on.
    void hoursChanged();
    /// What comes next is another step.
    void stepEnded();

private:
    void take(std::optional<Filter::Hours> hours);
    void showHours();

    std::optional<Filter::Hours> m_hours;
    HourBand *m_band;
    QTimeEdit *m_from;
    QTimeEdit *m_to;
    ToggleButton *m_all;
    std::vector<ToggleButton *> m_shifts;
};

} // namespace forewatch
