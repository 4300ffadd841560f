#pragma once

#include <QWidget>

namespace forewatch {

class Exploration;
class FilterChips;
class TimeNavigator;

/// What limits the map, as chips above it: the parts of the exploration's filter, and the range of time that is played
/// alone.
class FilterChipRow : public QWidget
{
    Q_OBJECT

public:
    /// Both must outlive the row.
    FilterChipRow(Exploration *exploration, TimeNavigator *navigator, QWidget *parent = nullptr);

    FilterChips *chips() const { return m_chips; }

private:
    void showParts();
    void remove(const QString &id);
    void clear();

    Exploration *m_exploration;
    TimeNavigator *m_navigator;
    FilterChips *m_chips;
};

} // namespace forewatch
