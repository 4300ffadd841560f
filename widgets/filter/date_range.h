#pragma once

#include "engine/core/time.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;

namespace forewatch {

/// The dates that are looked at, typed or chosen: all, the last 28, 90 or 365 days of the table, one of its years.
class DateRange : public QWidget
{
    Q_OBJECT

public:
    explicit DateRange(QWidget *parent = nullptr);

    /// The days the table covers, which the quick choices count from.
    void setCovered(const Window &days);

    /// `[from, to)`; an end that is missing is open.
    const std::optional<Time> &from() const { return m_from; }
    const std::optional<Time> &to() const { return m_to; }
    void setDates(std::optional<Time> from, std::optional<Time> to);

Q_SIGNALS:
    /// By the user.
    void datesChanged();

private:
    struct Choice
    {
        QString name;
        std::optional<Time> from;
        std::optional<Time> to;
    };

    QLineEdit *makeField(const QString &name, const QString &tip);
    void applyTyped();
    void applyChoice(int index);
    void showDates();
    void take(std::optional<Time> from, std::optional<Time> to);

    std::vector<Choice> m_choices;
    std::optional<Time> m_from;
    std::optional<Time> m_to;
    QComboBox *m_quick;
    QLineEdit *m_fromField;
    QLineEdit *m_toField;
    QLabel *m_problem;
};

} // namespace forewatch
