#pragma once

#include "widgets/map/selection_facts.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace forewatch {

/// What is selected, in words and figures, and what can be done with it.
class DetailsView : public QWidget
{
    Q_OBJECT

public:
    explicit DetailsView(QWidget *parent = nullptr);

    /// Nothing selected: the view says how to select.
    void setFacts(std::vector<FactGroup> facts);

    /// All that is told, as plain text, a line for each fact.
    QString text() const;

Q_SIGNALS:
    void filterRequested();
    void zoomRequested();
    void clearRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void showFacts();

    std::vector<FactGroup> m_facts;
    QLabel *m_text;
    QWidget *m_buttons;
};

} // namespace forewatch
