#pragma once

#include "engine/core/time.h"
#include "engine/map/map_painter.h"

#include <QWidget>

#include <memory>

class QComboBox;
class QStackedWidget;
class QTabWidget;

namespace forewatch {

class AlertSign;
class Drawer;
class Exploration;
class ImportReportView;
class LegendView;
class LivePanel;
class MapStage;
class MapView;
class Session;
class StartPanel;
class TimelineView;
class TimeNavigator;
class TimePanel;
class WatchPanel;
class WherePanel;

/// The workspaces that have the map: *Explore* with panels beside and below it, *Watch* with the risk timeline above it.
/// Both share the map, the time, the filter and the selection. It arranges panels; each follows the exploration itself.
class MapPage : public QWidget
{
    Q_OBJECT

public:
    enum class Mode { Explore, Watch };

    /// Both must outlive the page.
    MapPage(Session *session, Exploration *exploration, QWidget *parent = nullptr);

    TimeNavigator *navigator() const { return m_navigator; }
    MapView *map() const { return m_map; }
    MapStage *stage() const { return m_stage; }
    TimePanel *time() const { return m_time; }
    StartPanel *startPanel() const { return m_start; }

    /// Adds a panel of the *Explore* workspace: a tab beside the map, or one in the drawer below it. The page takes it
    /// over.
    void addSidePanel(const QString &title, QWidget *panel);
    void addDrawerPanel(const QString &title, QWidget *panel);
    Drawer *drawer() const { return m_drawer; }
    Drawer *watchDrawer() const { return m_watchDrawer; }
    LivePanel *live() const { return m_live; }

    /// Length and step as the user chose them, also while *Watch* has others for a while.
    std::pair<Duration, Duration> chosenSteps() const;

    void setMode(Mode mode);

    /// The nearest alert of the timeline after, or before, the map's time; stays where there is none.
    void goToNextAlert();
    void goToPreviousAlert();

    /// Shows a span that somebody asked about: the map's windows become as long, and step so that one of them is the span.
    void showAsked(const Window &span);
    void setMapStyle(MapStyle style);

    /// The map as it is seen, with its window and counts below. Throws `Error` when it cannot be written.
    void exportSnapshot(const QString &path) const;

    /// A file name that tells city and window: `port-ansgar-20221108-2200.png`.
    QString exportName() const;

Q_SIGNALS:
    /// What is under the pointer.
    void hovered(const QString &text);
    void mapStyleChanged(forewatch::MapStyle style);
    void saveRejectedRequested();
    void openModelRequested();

private:
    QWidget *makeMapColumn();
    QWidget *makeSide();
    void showCity();
    void showIncidents();
    void showWindow(const Window &window);
    /// In cumulative mode more than the window.
    void showSpan(const Window &shown);
    void showSnapshot();
    void showSettings();
    void showTimeline();
    void applyLegend();
    /// Counts of the current snapshot: incidents and target events that are shown.
    std::pair<int, int> shownCounts() const;
    QString caption() const;
    void scoreShownDay();
    void goToRisk(Time time);
    void dragThreshold(double threshold);
    void showAlert();
    QString whyNoTimeline() const;

    Session *m_session;
    Exploration *m_exploration;
    Mode m_mode = Mode::Explore;
    /// Length and step before a click on the timeline changed them; restored when Watch is left.
    std::optional<std::pair<Duration, Duration>> m_stepsBefore;
    TimeNavigator *m_navigator;
    MapStage *m_stage;
    MapView *m_map;
    StartPanel *m_start;
    QStackedWidget *m_mapOrStart;
    TimePanel *m_time;
    TimelineView *m_timeline;
    AlertSign *m_alert;
    LegendView *m_legend;
    /// Of the city whose types the legend lists.
    std::shared_ptr<const MapPainter> m_legendOf;
    QComboBox *m_style;
    ImportReportView *m_report;
    WatchPanel *m_watch;
    LivePanel *m_live;
    QTabWidget *m_panels;
    QStackedWidget *m_side;
    Drawer *m_drawer;
    /// Below the map in *Watch*.
    Drawer *m_watchDrawer;
    WherePanel *m_where = nullptr;
};

} // namespace forewatch
