#pragma once

#include <QTimer>
#include <QWidget>

namespace forewatch {

class Exploration;
class FilterView;
class Session;

/// The exploration's filter as controls beside the map. Counts while it is seen.
class FilterPanel : public QWidget
{
    Q_OBJECT

public:
    /// Both must outlive the panel.
    FilterPanel(Session *session, Exploration *exploration, QWidget *parent = nullptr);

    FilterView *view() const { return m_view; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    void count();

    Exploration *m_exploration;
    FilterView *m_view;
    /// Several changes at once are counted once.
    QTimer m_soon;
};

} // namespace forewatch
