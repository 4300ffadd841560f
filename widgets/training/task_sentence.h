#pragma once

#include "engine/task/task.h"

#include <QWidget>

class QComboBox;
class QLabel;

namespace forewatch {

/// A task as a sentence that reads aloud, each choice a control in it: `Warn of homicide or shooting in the next 2 h
/// starting 0 h ahead from 2 h map pictures every 2 h, rows known after 7 d`.
class TaskSentence : public QWidget
{
    Q_OBJECT

public:
    explicit TaskSentence(QWidget *parent = nullptr);

    /// As the sentence says it: `homicide or shooting`.
    void setTarget(const QString &spoken);

    /// Whether the table says when its rows were reported: only then can it be asked `as reported`.
    void setReportTimes(bool known);

    /// Whether the controls can be used; the words stay as they are.
    void setChoosable(bool choosable);

    /// Precondition: `problem()` is empty.
    Task task() const;
    void setTask(const Task &task);

    /// Why the sentence is no task, for the user; empty when it is one.
    QString problem() const;

    /// What speaks against the task, a sentence each. Precondition: `problem()` is empty.
    QStringList warnings() const;

Q_SIGNALS:
    void changed();

private:
    bool isSameWindow() const;
    bool isAsReported() const;
    std::optional<Duration> delay() const;
    void showState();

    Task m_base;
    QLabel *m_target;
    QComboBox *m_question;
    QWidget *m_window;
    QComboBox *m_mask;
    QWidget *m_pause;
    QComboBox *m_horizon;
    QComboBox *m_lead;
    QComboBox *m_length;
    QComboBox *m_step;
    QWidget *m_known;
    QComboBox *m_delay;
};

} // namespace forewatch
