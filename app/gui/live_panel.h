#pragma once

#include "app/gui/audit_trail.h"
#include "app/gui/job.h"
#include "engine/warning/live_watch.h"
#include "engine/warning/replay.h"

#include <QTime>
#include <QTimer>
#include <QWidget>

class QComboBox;
class QDateTimeEdit;
class QLabel;
class QPushButton;
class QSystemTrayIcon;
class QTableView;

namespace forewatch {

class AlertBanner;
class AlertList;
class AuditLogView;
class RowsModel;
class Session;
class TabularLabel;

/// The drawer of *Watch* that follows a source as it grows, or plays a past day as if it were live: the newest risk with the age of
/// what it is made of, what is odd about the feed, and alerts that wait until somebody acknowledges them. Looks are made one by one
/// on a thread of their own by a copy of the model. All that is shown goes into the audit log.
class LivePanel : public QWidget
{
    Q_OBJECT

public:
    /// Must outlive it.
    explicit LivePanel(Session *session, QWidget *parent = nullptr);
    ~LivePanel() override;

    enum Mode { Source, Past };

    QComboBox *mode() const { return m_mode; }
    QComboBox *speed() const { return m_speed; }
    QDateTimeEdit *from() const { return m_from; }
    QPushButton *startButton() const { return m_start; }
    /// The risk or what stands in its place, and what is said beside it.
    QString riskText() const;
    QString stateText() const;

    AuditLogView *log() const { return m_log; }

    /// How long a look may take before the risk that was shown gives way to "no forecast"; a minute.
    void setPatience(std::chrono::milliseconds patience) { m_patience = patience; }

    bool isRunning() const { return m_running; }
    void start();
    void stop(const QString &why);

    AlertList *alerts() const { return m_alerts; }
    const std::vector<LiveRisk> &risks() const { return m_risks; }

    /// To be shown above all workspaces; owned by who shows it.
    AlertBanner *banner() const { return m_banner; }

    AuditTrail &trail() { return *m_trail; }

Q_SIGNALS:
    /// Somebody wants to see the alerts.
    void showRequested();

private:
    /// What a watch consists of; handed from look to look, never used by two threads at once.
    struct Watch;

    QLayout *makeControls();
    QWidget *makeState();
    void showState();
    void look();
    void take(const LiveNews &news);
    void raise(const Alert &alert);
    void showForecasts();
    /// Stops a watch that nobody stopped, and says so in every workspace.
    void endItself(const QString &why);
    void tellOverdue();
    /// The open model, with the hash of its weights.
    void enterModel();
    void enter(const QString &kind, QJsonObject content);
    QString problem() const;

    Session *m_session;
    std::shared_ptr<AuditTrail> m_trail;
    QComboBox *m_mode;
    QDateTimeEdit *m_from;
    QComboBox *m_speed;
    QComboBox *m_interval;
    QPushButton *m_start;
    QLabel *m_needs;
    TabularLabel *m_risk;
    QLabel *m_riskText;
    QLabel *m_state;
    AuditLogView *m_log;
    RowsModel *m_forecastRows;
    QTableView *m_forecastTable;
    AlertList *m_alerts;
    AlertBanner *m_banner;
    QSystemTrayIcon *m_tray = nullptr;
    QTimer m_next;
    QTimer m_overdue;
    std::chrono::milliseconds m_patience = std::chrono::minutes(1);
    /// By this computer's clock.
    QTime m_began;
    /// What the table's changes last said, with the time.
    QString m_lastChange;
    /// As it was told of last.
    std::shared_ptr<const Model> m_model;
    bool m_running = false;
    int m_failures = 0;
    std::size_t m_played = 0;
    std::vector<Time> m_moments;
    std::vector<LiveRisk> m_risks;
    std::shared_ptr<Watch> m_watch;
    // Declared before the jobs, so that it outlives them.
    QThreadPool m_pool;
    Job<LiveNews> m_looking;
};

} // namespace forewatch
