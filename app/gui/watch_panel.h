#pragma once

#include "engine/warning/risk_timeline.h"

#include <QWidget>

#include <memory>

class QDateEdit;
class QLabel;
class QPushButton;

namespace forewatch {

class TabularLabel;

/// Beside the risk timeline: the day, the risk of the window that is looked at with its base, and what the day's alerts
/// came to.
class WatchPanel : public QWidget
{
    Q_OBJECT

public:
    explicit WatchPanel(QWidget *parent = nullptr);

    /// Days that can be chosen, `[from, to)`.
    void setDays(Time from, Time to);
    /// Null without a model; `problem` says why it cannot be used on this city.
    void setModel(std::shared_ptr<const Model> model, const QString &problem, bool training);
    void setTimeline(std::shared_ptr<const RiskTimeline> timeline);
    void setWindow(const Window &window);

Q_SIGNALS:
    void dayChosen(forewatch::Time day);
    void openModelRequested();

private:
    void showRisk();
    void showDay();

    std::shared_ptr<const Model> m_model;
    std::shared_ptr<const RiskTimeline> m_timeline;
    Window m_window{};
    QDateEdit *m_day;
    QLabel *m_modelText;
    QPushButton *m_openModel;
    TabularLabel *m_risk;
    QLabel *m_riskText;
    QLabel *m_dayText;
};

} // namespace forewatch
