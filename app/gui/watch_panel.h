#pragma once

#include "app/gui/watch_spans.h"
#include "engine/warning/risk_timeline.h"

#include <QWidget>

#include <memory>

class QCheckBox;
class QComboBox;
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
    /// `byHand`: somebody set it, and it can be taken back.
    void setPolicy(const AlertPolicy &policy, bool byHand);

    /// How much of the time is shown, and from one forecast to the next.
    WatchSpan span() const;
    Duration step() const;
    QComboBox *spanBox() const { return m_span; }
    QPushButton *resetButton() const { return m_reset; }

Q_SIGNALS:
    void dayChosen(forewatch::Time day);
    void openModelRequested();
    /// Span or step.
    void spanChanged();
    void originalToggled(bool original);
    void nextAlertRequested();
    void nextTargetRequested();
    void resetRequested();

private:
    void showRisk();
    void showDay();

    std::shared_ptr<const Model> m_model;
    std::shared_ptr<const RiskTimeline> m_timeline;
    Window m_window{};
    QDateEdit *m_day;
    QLabel *m_modelText;
    QPushButton *m_openModel;
    QComboBox *m_span;
    QComboBox *m_step;
    QCheckBox *m_original;
    QPushButton *m_nextAlert;
    QPushButton *m_nextTarget;
    QLabel *m_policyText;
    QPushButton *m_reset;
    TabularLabel *m_risk;
    QLabel *m_riskText;
    QLabel *m_dayText;
};

} // namespace forewatch
