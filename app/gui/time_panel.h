#pragma once

#include "engine/core/time.h"

#include <QWidget>

namespace forewatch {

class Exploration;
class TimeHistogram;
class TimeNavigator;
class TimePlayer;

/// The time below the map: the player, and the histogram of the shown incidents. Keeps the navigator's knowledge of
/// targets and empty windows in step with the filter, and does what is asked of a marked range.
class TimePanel : public QWidget
{
    Q_OBJECT

public:
    /// Both must outlive the panel.
    TimePanel(Exploration *exploration, TimeNavigator *navigator, QWidget *parent = nullptr);

    TimePlayer *player() const { return m_player; }
    TimeHistogram *histogram() const { return m_histogram; }

public Q_SLOTS:
    /// All the days of the table, after a range was played alone.
    void playAll();

private:
    void showIncidents();
    void showSettings();
    void showSpan();
    void showWindow();
    void filterTo(const Window &range);

    Exploration *m_exploration;
    TimeNavigator *m_navigator;
    TimePlayer *m_player;
    TimeHistogram *m_histogram;
};

} // namespace forewatch
