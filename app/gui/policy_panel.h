#pragma once

#include "app/gui/job.h"
#include "engine/warning/alert_policy.h"

#include <QWidget>

class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace forewatch {

class Session;

/// The drawer of *Watch* that shows and sets when a risk becomes an alert: the session's policy, which timeline, ledger, live and
/// report share. A budget's threshold is chosen on the days the model was tuned on, in the background by a copy of the model.
class PolicyPanel : public QWidget
{
    Q_OBJECT

public:
    /// Must outlive it.
    explicit PolicyPanel(Session *session, QWidget *parent = nullptr);
    ~PolicyPanel() override;

    QDoubleSpinBox *threshold() const { return m_threshold; }
    QDoubleSpinBox *release() const { return m_release; }
    QSpinBox *smoothing() const { return m_smoothing; }
    QSpinBox *holdOff() const { return m_holdOff; }
    QSpinBox *mostPerDay() const { return m_mostPerDay; }
    QLineEdit *quiet() const { return m_quiet; }
    QDoubleSpinBox *hours() const { return m_hours; }
    QPushButton *chooseButton() const { return m_choose; }
    /// What is wrong with a field, or what the policy is.
    QString text() const;

    /// Takes the policy of a file, as `forewatch-cli ledger --policy` does.
    void load(const QString &path);
    /// The lowest threshold that kept so many hours a day under alert on the tuning days.
    void choose();

private:
    void showPolicy();
    void apply();

    Session *m_session;
    QDoubleSpinBox *m_threshold;
    QDoubleSpinBox *m_release;
    QSpinBox *m_smoothing;
    QSpinBox *m_holdOff;
    QSpinBox *m_mostPerDay;
    QLineEdit *m_quiet;
    QDoubleSpinBox *m_hours;
    QPushButton *m_choose;
    QPushButton *m_reset;
    QLabel *m_text;
    QWidget *m_fields;
    // Declared before the job, so that it outlives it.
    QThreadPool m_pool;
    Job<AlertPolicy> m_job;
};

} // namespace forewatch
