#pragma once

#include "app/gui/area_sources.h"
#include "app/gui/job.h"
#include "app/gui/lazy_panel.h"
#include "engine/warning/ranking_performance.h"

class QCheckBox;
class QDateEdit;
class QLabel;
class QPushButton;
class QSlider;
class QSortFilterProxyModel;
class QTableView;

namespace forewatch {

class Exploration;
class RowsModel;
class Session;

/// The drawer's *Where* in *Watch*: areas ranked by the target events to be expected in the span that starts at the map's time, the risk
/// of each place on the map, and what such rankings were worth on past days. A copy of the model, on a thread of its own, forecasts the
/// day that is looked at every ten minutes at once; a moment of it costs some milliseconds.
class WherePanel : public LazyPanel
{
    Q_OBJECT

public:
    /// All must outlive it.
    WherePanel(Session *session, Exploration *exploration, AreaSources *sources, QWidget *parent = nullptr);
    ~WherePanel() override;

    QTableView *table() const { return m_table; }
    AreaChooser *areas() const { return m_areas; }
    QCheckBox *surface() const { return m_surface; }
    QDateEdit *from() const { return m_from; }
    QDateEdit *to() const { return m_to; }
    QPushButton *measureButton() const { return m_measure; }
    /// What is to be expected, or what to do next.
    QString text() const;
    /// Nothing while there is none for the map's time.
    const std::optional<AreaRanking> &ranking() const { return m_ranking; }
    const std::shared_ptr<const RankingPerformance> &performance() const { return m_performance; }

    /// Whether *Watch* is seen: the surface is drawn only there.
    void setWatching(bool watching);
    void measure();
    void save(const QString &path);

Q_SIGNALS:
    void zoomRequested(const forewatch::GeoBox &box);

protected:
    void refresh() override;

private:
    struct Loaded
    {
        std::shared_ptr<const Model> model;
        std::shared_ptr<const RankingGround> ground;
        PlaceForecast day;
        /// Of the day, per km².
        double most = 0;
    };

    void takeModel();
    bool isUsable() const;
    void follow();
    void load(Time midnight);
    void showMoment();
    void showSurface();
    void showPerformance();
    void takeSelection();

    Session *m_session;
    Exploration *m_exploration;
    AreaSources *m_sources;
    AreaChooser *m_areas;
    QCheckBox *m_surface;
    QSlider *m_opacity;
    QLabel *m_legend;
    QLabel *m_text;
    RowsModel *m_rows;
    QSortFilterProxyModel *m_sorted;
    QTableView *m_table;
    QPushButton *m_save;
    QDateEdit *m_from;
    QDateEdit *m_to;
    QPushButton *m_measure;
    QLabel *m_verdict;
    RowsModel *m_figures;
    QTableView *m_figureTable;
    QWidget *m_details;
    bool m_watching = false;
    std::shared_ptr<const Loaded> m_loaded;
    /// What is being loaded.
    std::optional<Time> m_loading;
    std::optional<Time> m_day;
    /// The day that could not be forecast, and why.
    std::optional<Time> m_failedDay;
    std::optional<AreaRanking> m_ranking;
    std::shared_ptr<const RankingPerformance> m_performance;
    // Declared before the jobs, so that it outlives them.
    QThreadPool m_pool;
    Job<Loaded> m_job;
    Job<RankingPerformance> m_measuring;
};

} // namespace forewatch
