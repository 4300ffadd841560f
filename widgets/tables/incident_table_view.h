#pragma once

#include "widgets/tables/incident_table_model.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace forewatch {

/// The incident table with what belongs to it: which incidents it shows, a search, how many there are, saving. It asks
/// for incidents and tells of wishes; it filters nothing itself.
class IncidentTableView : public QWidget
{
    Q_OBJECT

public:
    /// Which incidents are wanted: of the window on the map, all that the filter shows, or the selected ones.
    enum class Scope { Window, Shown, Selected };

    /// What a filter from the context menu keeps alone.
    enum class Part { Type, Neighborhood, District, Weapon, Premise };

    explicit IncidentTableView(QWidget *parent = nullptr);

    Scope scope() const;
    void setScope(Scope scope);

    /// Shows incidents in order of time, which are of the city's table.
    void setIncidents(const City &city, std::vector<const Incident *> incidents);
    void clear();

    /// Marks these rows of the source (ascending), and scrolls to the first of them; of thousands of single rows only the
    /// first `selectedRangesShown` runs are marked.
    void setSelectedRows(const std::vector<std::uint32_t> &sourceRows);
    const std::vector<std::uint32_t> &selectedRows() const { return m_selected; }

    QTableView *table() const { return m_table; }
    IncidentTableModel *model() const { return m_model; }
    QLineEdit *searchLine() const { return m_search; }

    static constexpr int selectedRangesShown = 500;

Q_SIGNALS:
    void scopeChanged();
    /// The user selected other rows; `selectedRows` has them.
    void selectionChanged();
    void timeRequested(forewatch::Time time);
    /// Zoom to these incidents' shown places.
    void zoomRequested(const forewatch::GeoBox &box);
    /// Show these incidents alone.
    void filterRequested(forewatch::IncidentTableView::Part part, const QString &name);
    void saveRequested();

private:
    void showCounts();
    void applySelection();
    void takeSelection();
    void showMenu(const QPoint &at);
    GeoBox boxOfSelected(const Incident &clicked) const;

    IncidentTableModel *m_model;
    QTableView *m_table;
    QComboBox *m_scope;
    QLineEdit *m_search;
    QLabel *m_counts;
    QPushButton *m_save;
    QTimer m_searchDelay;
    std::vector<std::uint32_t> m_selected;
    bool m_applying = false;
};

} // namespace forewatch
