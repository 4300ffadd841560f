#pragma once

#include "engine/warning/alert_policy.h"

#include <QWidget>

class QLineEdit;
class QPushButton;
class QTableView;

namespace forewatch {

class RowsModel;

/// An alert of a watch, and who has seen it.
struct RaisedAlert
{
    Alert alert;
    bool isReplay = false;
    /// Empty while it waits.
    QString by = {};
    QString note = {};
    QString at = {};
};

/// The alerts of a window's watches, newest first: each waits until somebody acknowledges it with name and note.
class AlertList : public QWidget
{
    Q_OBJECT

public:
    explicit AlertList(QWidget *parent = nullptr);

    QLineEdit *name() const { return m_name; }
    QLineEdit *note() const { return m_note; }
    const std::vector<RaisedAlert> &alerts() const { return m_alerts; }

    void add(const Alert &alert, bool isReplay);
    /// Acknowledges all that wait, with the name and the note; nothing without both.
    void acknowledge();

    /// How many wait, and the newest of them; empty when none does.
    QString waiting() const;

Q_SIGNALS:
    void changed();
    void acknowledged(const forewatch::RaisedAlert &alert);

private:
    void showAlerts();

    std::vector<RaisedAlert> m_alerts;
    RowsModel *m_rows;
    QTableView *m_table;
    QLineEdit *m_name;
    QLineEdit *m_note;
    QPushButton *m_acknowledge;
};

} // namespace forewatch
