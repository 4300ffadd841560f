#pragma once

#include "app/gui/job.h"
#include "app/gui/lazy_panel.h"
#include "widgets/tables/rejected_rows_model.h"

#include <optional>

class QComboBox;
class QLabel;
class QTableView;

namespace forewatch {

class Session;

/// The drawer's *Rejected*: the rows that the import left out, read again from the source, all or those of one reason.
class RejectedPanel : public LazyPanel
{
    Q_OBJECT

public:
    /// `session` must outlive it.
    explicit RejectedPanel(Session *session, QWidget *parent = nullptr);
    ~RejectedPanel() override;

    /// Shows the rows of one reason.
    void showReason(Rejection reason);

    QTableView *table() const { return m_table; }
    RejectedRowsModel *model() const { return m_model; }

protected:
    void refresh() override;

private:
    void takeCity();

    Session *m_session;
    RejectedRowsModel *m_model;
    QTableView *m_table;
    QComboBox *m_reason;
    QLabel *m_text;
    QThreadPool m_pool;
    Job<SourceRows> m_reading;
};

} // namespace forewatch
