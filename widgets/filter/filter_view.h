#pragma once

#include "engine/data/filter.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace forewatch {

class CheckList;
class DateRange;
class HourRange;
class ToggleButton;
class ToggleRow;

/// The parts of a filter as controls, each choice with the number of incidents it would show beside the other parts.
/// Types have their place in the legend, drawn areas and circles on the map; this offers the rest, as far as the table
/// has it.
class FilterView : public QWidget
{
    Q_OBJECT

public:
    explicit FilterView(QWidget *parent = nullptr);

    /// Before, the view says what will stand here.
    void setCity(const City &city);

    const Filter &filter() const { return m_filter; }
    void setFilter(const Filter &filter);

    /// Of the same city; `all`: its incidents.
    void setCounts(const FilterCounts &counts, std::size_t all);

Q_SIGNALS:
    /// The user wants another filter. `what` names the change (`filter by hour`); changes of one `step` belong
    /// together, as while an end is dragged.
    void edited(const forewatch::Filter &wanted, const QString &what, int step);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeSections();
    void connectSections();
    void ask(const Filter &wanted, const QString &what, bool goesOn = false);
    void showFilter();

    Filter m_filter;
    int m_step = 1;
    QLabel *m_empty;
    QWidget *m_all;
    QLabel *m_shown;
    QToolButton *m_clear;
    DateRange *m_dates;
    HourRange *m_hours;
    ToggleRow *m_weekdays;
    ToggleButton *m_workdays;
    ToggleButton *m_weekend;
    ToggleRow *m_groups;
    QWidget *m_settingSection = nullptr;
    ToggleRow *m_setting;
    CheckList *m_neighborhoods;
    CheckList *m_districts;
    CheckList *m_weapons;
    CheckList *m_premises;
};

} // namespace forewatch
