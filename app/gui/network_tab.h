#pragma once

#include "app/gui/job.h"
#include "engine/learning/network_spec.h"

#include <QImage>
#include <QWidget>

class QDialog;
class QLabel;

namespace forewatch {

class NetworkEditor;
class Session;
class TrainingPanel;

/// The network that would be trained, and its editor. What is edited is what the training panel trains.
class NetworkTab : public QWidget
{
    Q_OBJECT

public:
    /// Both must outlive the tab.
    NetworkTab(Session *session, TrainingPanel *training, QWidget *parent = nullptr);

    NetworkEditor *editor() const { return m_editor; }

    /// Reads and writes a network as JSON; a failure is told by the session.
    void open(const QString &path);
    void save(const QString &path);

private:
    void follow();
    void tell();
    void showPreview();

    Session *m_session;
    TrainingPanel *m_training;
    NetworkEditor *m_editor;
    /// What the training panel had last.
    NetworkSpec m_followed;
    QDialog *m_dialog = nullptr;
    QLabel *m_picture = nullptr;
    QThreadPool m_pool;
    Job<QImage> m_drawing;
};

} // namespace forewatch
