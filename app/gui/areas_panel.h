#pragma once

#include "app/gui/area_counting.h"
#include "app/gui/lazy_panel.h"
#include "widgets/tables/area_table_model.h"

class QComboBox;
class QLabel;
class QPushButton;
class QTableView;

namespace forewatch {

/// The drawer's *Areas*: counts, rates and changes by neighborhood, district or any opened polygons, for the window or a
/// longer span, bound to the exploration's filter and selection.
class AreasPanel : public LazyPanel
{
    Q_OBJECT

public:
    enum class SpanChoice { Window, Shown, LastFourWeeks, YearToDate };

    /// All must outlive it.
    AreasPanel(Session *session, Exploration *exploration, AreaSources *sources, QWidget *parent = nullptr);
    ~AreasPanel() override;

    QTableView *table() const { return m_table; }
    AreaTableModel *model() const { return m_model; }
    AreaChooser *areas() const { return m_areas; }
    void setSpan(SpanChoice choice);

    /// Writes the table in the background, in its order.
    void save(const QString &path);

Q_SIGNALS:
    void zoomRequested(const forewatch::GeoBox &box);

protected:
    void refresh() override;

private:
    SpanChoice spanChoice() const;
    /// Nothing where the map has no window.
    std::optional<Window> span() const;
    void fillResidents();
    void showCounts();
    void showSelection();
    void takeSelection();
    void showMenu(const QPoint &at);
    void filterBy(const QString &name);

    Session *m_session;
    Exploration *m_exploration;
    AreaSources *m_sources;
    AreaCounting m_counting;
    AreaTableModel *m_model;
    QTableView *m_table;
    AreaChooser *m_areas;
    QComboBox *m_span;
    QComboBox *m_residents;
    QLabel *m_text;
    QPushButton *m_save;
    QThreadPool m_pool;
    Job<bool> m_saving;
    bool m_applying = false;
};

} // namespace forewatch
