#pragma once

#include "engine/data/filter_words.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace forewatch {

class FlowLayout;

/// What is filtered, as a row of chips: a click, Enter or Delete on one lets it go. Hidden while there are none.
class FilterChips : public QWidget
{
    Q_OBJECT

public:
    explicit FilterChips(QWidget *parent = nullptr);

    void setParts(const std::vector<FilterPart> &parts);
    void setCounts(std::size_t shown, std::size_t all);

Q_SIGNALS:
    void removed(const QString &id);
    void cleared();

private:
    std::vector<FilterPart> m_parts;
    std::vector<QWidget *> m_chips;
    FlowLayout *m_row;
    QToolButton *m_clear;
    QLabel *m_counts;
};

} // namespace forewatch
