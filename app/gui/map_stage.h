#pragma once

#include "engine/core/time_shift.h"
#include "widgets/map/map_view.h"

#include <QWidget>

#include <functional>

class QAction;
class QActionGroup;
class QComboBox;
class QLabel;
class QPushButton;
class QToolBar;
class QToolButton;

namespace forewatch {

class Exploration;
class MapHint;

/// The map with its tools: one view of the exploration's window, or two side by side of which the second shows the same
/// filter at another time. Both draw, pick and tell alike.
class MapStage : public QWidget
{
    Q_OBJECT

public:
    /// `exploration` must outlive it.
    explicit MapStage(Exploration *exploration, QWidget *parent = nullptr);

    MapView *map() const { return m_map; }
    /// Hidden while there is one map.
    MapView *secondMap() const { return m_second; }

    void setSecondShown(bool shown);
    bool isSecondShown() const;
    /// How far the second map's window lies from the first one's.
    void setShift(const TimeShift &shift);
    const TimeShift &shift() const { return m_shift; }
    void setLocked(bool locked);

    void setTool(MapTool tool);

public Q_SLOTS:
    void fitSelection();

Q_SIGNALS:
    void hovered(const QString &text);
    /// The user wants to see the window that holds a time.
    void timeRequested(forewatch::Time time);

private:
    QToolBar *makeTools();
    QAction *addTool(QToolBar *tools, MapTool tool);
    void addSecondMap(QToolBar *tools);
    void addKeys();
    QWidget *makeColumn(MapView *view, QLabel *caption, const std::vector<QWidget *> &above);
    void connectView(MapView *view);
    void eachView(const std::function<void(MapView *)> &act);

    void showIncidents();
    void showWindow();
    void showSettings();
    void showSelection();
    void showCaptions();
    void showHint();
    void takeShift();

    void select(const Selection &picked, bool adds);
    void takeArea(const MapView *view, const DrawnArea &area, bool adds);
    void forgetArea();
    void filterToArea();
    void escape();

    Exploration *m_exploration;
    MapView *m_map;
    MapView *m_second;
    QWidget *m_secondColumn = nullptr;
    QLabel *m_caption;
    QLabel *m_secondCaption;
    MapHint *m_empty;
    MapHint *m_areaHint;
    QActionGroup *m_tools;
    QAction *m_secondShown = nullptr;
    QAction *m_locked = nullptr;
    QAction *m_shiftShown = nullptr;
    QComboBox *m_shiftBox;
    std::optional<DrawnArea> m_area;
    /// What the button of the line over an empty map does.
    std::function<void()> m_offer;
    TimeShift m_shift{0, -std::chrono::days(7)};
};

} // namespace forewatch
