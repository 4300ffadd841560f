#pragma once

#include "engine/task/folds.h"
#include "engine/task/task.h"

#include <QWidget>

#include <vector>

class QLineEdit;
class QSpinBox;

namespace forewatch {

class FoldsBar;

/// Which folds a model is tested on, and for which leads and delays, as a sentence with the folds drawn below it. What is
/// trained is chosen elsewhere.
class FoldsForm : public QWidget
{
    Q_OBJECT

public:
    explicit FoldsForm(QWidget *parent = nullptr);

    /// The days of the table, `[from, to)`; the test span becomes its later half.
    void setSpan(Time from, Time to);

    /// The task that is asked: an empty list takes its lead and delay. The same window has neither, and a task with the table's
    /// own report times no delay.
    void setTask(const Task &task);

    /// Precondition: `problem()` is empty.
    FoldSettings folds() const;
    /// Rising, at least one. Precondition: `problem()` is empty.
    std::vector<Duration> leads() const;
    std::vector<Duration> delays() const;

    /// Why nothing can be tested as it stands, for the user; empty when it can.
    QString problem() const;

Q_SIGNALS:
    void changed();

private:
    void showState();

    Time m_from{};
    Time m_to{};
    Task m_task;
    QLineEdit *m_testFrom;
    QLineEdit *m_testTo;
    QSpinBox *m_months;
    QSpinBox *m_validationMonths;
    QLineEdit *m_leads;
    QLineEdit *m_delays;
    QWidget *m_compared = nullptr;
    QWidget *m_delayPhrase = nullptr;
    FoldsBar *m_bar;
};

} // namespace forewatch
