#pragma once

#include "app/gui/area_sources.h"
#include "app/gui/job.h"
#include "engine/warning/burden_report.h"

#include <QWidget>

class QComboBox;
class QDateEdit;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSortFilterProxyModel;
class QSpinBox;
class QTableView;

namespace forewatch {

class Exploration;
class RowsModel;
class Session;

/// The drawer's *Burden* in *Watch*: hours that areas were in the top ranks, while an alert was up or at all, against the target events
/// that happened there. Made in the background by a copy of the model.
class BurdenPanel : public QWidget
{
    Q_OBJECT

public:
    /// All must outlive it.
    BurdenPanel(Session *session, Exploration *exploration, AreaSources *sources, QWidget *parent = nullptr);
    ~BurdenPanel() override;

    QTableView *table() const { return m_table; }
    AreaChooser *areas() const { return m_areas; }
    QPushButton *makeButton() const { return m_make; }
    QSpinBox *top() const { return m_top; }
    QDoubleSpinBox *hours() const { return m_hours; }
    QComboBox *kind() const { return m_kind; }
    QDateEdit *from() const { return m_from; }
    QDateEdit *to() const { return m_to; }
    /// The verdict, or what to do next.
    QString text() const;
    /// Null before one was made for this city and model.
    const std::shared_ptr<const BurdenReport> &report() const { return m_report; }

    void make();
    void save(const QString &path);

Q_SIGNALS:
    void zoomRequested(const forewatch::GeoBox &box);

private:
    struct Made
    {
        std::shared_ptr<const AreaSet> areas;
        std::shared_ptr<const BurdenReport> report;
    };

    void takeModel();
    void showReport();
    void takeSelection();
    BurdenKind chosenKind() const;

    Session *m_session;
    Exploration *m_exploration;
    AreaSources *m_sources;
    AreaChooser *m_areas;
    QSpinBox *m_top;
    QComboBox *m_kind;
    QDoubleSpinBox *m_hours;
    QDateEdit *m_from;
    QDateEdit *m_to;
    QPushButton *m_make;
    QPushButton *m_save;
    QLabel *m_verdict;
    QLabel *m_figures;
    RowsModel *m_rows;
    QSortFilterProxyModel *m_sorted;
    QTableView *m_table;
    /// Table and figures; seen once there is a report.
    QWidget *m_details;
    std::shared_ptr<const Model> m_model;
    std::shared_ptr<const AreaSet> m_set;
    std::shared_ptr<const BurdenReport> m_report;
    // Declared before the job, so that it outlives it.
    QThreadPool m_pool;
    Job<Made> m_job;
};

} // namespace forewatch
