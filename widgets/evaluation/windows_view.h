#pragma once

#include "widgets/evaluation/threshold_choice.h"

#include <QWidget>

#include <optional>

class QLabel;
class QTableView;
class QToolButton;

namespace forewatch {

class CellWindowsModel;

/// The confusion matrix at the shared threshold, whose cells open the windows they count: a list of them, of which one can
/// be shown on the map.
class WindowsView : public QWidget
{
    Q_OBJECT

public:
    /// `choice` must outlive it.
    explicit WindowsView(ThresholdChoice *choice, QWidget *parent = nullptr);

    ConfusionCell cell() const { return m_cell; }
    void openCell(ConfusionCell cell);

    /// Windows of the open cell, in order of time.
    const std::vector<std::size_t> &windows() const { return m_windows; }

    /// Index into `Evaluation::examples` of the chosen window.
    std::optional<std::size_t> current() const { return m_current; }

    /// Opens the example's cell and chooses it, without showing it on the map.
    void choose(std::size_t example);

    /// `False alert 3 of 1,345: Sat 12 Nov 2016 22:00–24:00, 31.0 %`; empty when none is chosen.
    QString tellCurrent() const;

    QTableView *table() const { return m_table; }
    QToolButton *button(ConfusionCell cell) const { return m_cells[static_cast<std::size_t>(cell)]; }

    /// Chooses the neighbor within the cell; the first or last stays. Whether there was one.
    bool move(int by);

public Q_SLOTS:
    /// Chooses the neighbor within the cell and asks for the map; the first or last stays.
    void next() { if (move(1)) showOnMap(); }
    void previous() { if (move(-1)) showOnMap(); }
    void showOnMap();

Q_SIGNALS:
    void currentChanged();
    /// The chosen window is to be seen on the map.
    void mapRequested(std::size_t example);

private:
    void showCounts();
    void fillList();
    void showCurrent();

    ThresholdChoice *m_choice;
    ConfusionCell m_cell = ConfusionCell::FalseAlerts;
    std::vector<std::size_t> m_windows;
    std::optional<std::size_t> m_current;
    std::array<QToolButton *, confusionCells.size()> m_cells{};
    CellWindowsModel *m_model;
    QLabel *m_title;
    QTableView *m_table;
    QToolButton *m_previous;
    QToolButton *m_next;
    QToolButton *m_map;
};

} // namespace forewatch
