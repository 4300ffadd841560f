#pragma once

#include "engine/evaluation/attention.h"

#include <QImage>
#include <QWidget>

class QComboBox;
class QLabel;
class QProgressBar;
class QToolButton;

namespace forewatch {

/// What the network looked at in one window: its map with the attention over it, how it was found, and what it means.
class AttentionView : public QWidget
{
    Q_OBJECT

public:
    explicit AttentionView(QWidget *parent = nullptr);

    AttentionMethod method() const;

    /// Why nothing can be looked at, and what to do; empty where a window is chosen.
    void setProblem(const QString &problem);
    /// The window that is looked at, in words.
    void setWindow(const QString &words);
    /// A null picture for none.
    void setPicture(const QImage &picture);
    const QImage &picture() const { return m_picture; }
    void setRunning(bool running);
    void setProgress(int permille);

Q_SIGNALS:
    void lookRequested();
    void cancelRequested();
    void previousRequested();
    void nextRequested();
    void saveRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QRect pictureArea() const;

    QImage m_picture;
    QString m_problem;
    QLabel *m_window;
    QComboBox *m_method;
    QToolButton *m_previous;
    QToolButton *m_next;
    QToolButton *m_save;
    QToolButton *m_cancel;
    QProgressBar *m_progress;
    QLabel *m_meaning;
    QWidget *m_top;
};

} // namespace forewatch
