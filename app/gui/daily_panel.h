#pragma once

#include "app/gui/area_counting.h"
#include "app/gui/lazy_panel.h"
#include "widgets/tables/daily_table_model.h"

class QComboBox;
class QDateEdit;
class QLabel;
class QPushButton;
class QTableView;

namespace forewatch {

/// The drawer's *Daily*: the supervisors' table as of any day, by district or any areas and type, bound to the
/// exploration's filter.
class DailyPanel : public LazyPanel
{
    Q_OBJECT

public:
    /// All must outlive it.
    DailyPanel(Session *session, Exploration *exploration, AreaSources *sources, QWidget *parent = nullptr);
    ~DailyPanel() override;

    QTableView *table() const { return m_table; }
    DailyTableModel *model() const { return m_model; }
    AreaChooser *areas() const { return m_areas; }
    QDateEdit *day() const { return m_day; }

    /// Entry of the second choice: the whole city, each area, then each span's matrix.
    void choosePage(int index);
    QComboBox *pages() const { return m_page; }

    /// Writes the whole table, all areas, categories and spans.
    void save(const QString &path);

protected:
    void refresh() override;

private:
    void takeCity();
    void showTable();
    void fillPages();
    void showPage();

    Session *m_session;
    Exploration *m_exploration;
    AreaCounting m_counting;
    DailyTableModel *m_model;
    QTableView *m_table;
    AreaChooser *m_areas;
    QComboBox *m_page;
    QDateEdit *m_day;
    QLabel *m_text;
    QPushButton *m_save;
};

} // namespace forewatch
