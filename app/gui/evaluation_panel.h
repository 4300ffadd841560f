#pragma once

#include "app/gui/audit_runner.h"
#include "app/gui/job.h"
#include "engine/core/time.h"
#include "engine/evaluation/attention.h"

#include <QImage>

#include <QThreadPool>
#include <QWidget>

#include <functional>
#include <optional>

class QLabel;
class QTabWidget;

namespace forewatch {

class AttentionView;
class AuditView;
class CardView;
class CurvesView;
class Exploration;
class FiguresView;
class PlacesView;
class Session;
class ThresholdChoice;
class WindowsView;

/// The right part of the *Model* workspace, what a model is worth: the verdict on top, below it tabs of figures, curves,
/// windows, places, the leakage audit, what the network looked at, and the model card. Follows the session.
class EvaluationPanel : public QWidget
{
    Q_OBJECT

public:
    /// Both must outlive it.
    EvaluationPanel(Session *session, Exploration *exploration, QWidget *parent = nullptr);

    WindowsView *windows() const { return m_windows; }
    ThresholdChoice *threshold() const { return m_threshold; }
    AuditRunner *audit() { return &m_audit; }
    QTabWidget *tabs() const { return m_tabs; }

Q_SIGNALS:
    /// The user wants to see a span on the map; `text` says which of the cell's windows it is.
    void windowRequested(const forewatch::Window &window, const QString &text);

protected:
    void changeEvent(QEvent *event) override;

private:
    void connectSession();
    void connectViews();
    void connectAudit();
    void showLook();
    void showEvaluation();
    void showSheet();
    /// Makes what only the tab that is seen needs.
    void showTab();
    void showAudit();
    void showCard();
    void lookAt();
    QString whyNothing() const;
    /// Asks where, and writes the file; failures go to the session.

    Session *m_session;
    Exploration *m_exploration;
    ThresholdChoice *m_threshold;
    QLabel *m_verdict;
    QLabel *m_reasons;
    QLabel *m_model;
    QTabWidget *m_tabs;
    FiguresView *m_figures;
    CurvesView *m_curves;
    WindowsView *m_windows;
    PlacesView *m_places;
    AuditView *m_auditView;
    AttentionView *m_attention;
    CardView *m_card;
    AuditRunner m_audit;
    // Declared before the jobs, so that it outlives them.
    QThreadPool m_pool;
    Job<std::vector<QImage>> m_drawing;
    Job<QByteArray> m_carding;
    /// On the session's thread of scoring: a network is used by one thread at a time.
    Job<QImage> m_looking;
    /// What `m_looking` was started for last.
    std::optional<std::pair<std::size_t, AttentionMethod>> m_looked;
};

} // namespace forewatch
