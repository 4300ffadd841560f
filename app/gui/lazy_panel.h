#pragma once

#include <QWidget>

namespace forewatch {

/// A panel that computes what it shows only while it is seen.
class LazyPanel : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

protected:
    /// Shows what is now to be shown.
    virtual void refresh() = 0;

    /// Refreshes now, or when the panel is seen next.
    void invalidate()
    {
        m_stale = true;
        refreshIfSeen();
    }

    void showEvent(QShowEvent *event) override
    {
        QWidget::showEvent(event);
        refreshIfSeen();
    }

private:
    void refreshIfSeen()
    {
        if (!m_stale || !isVisible())
            return;
        m_stale = false;
        refresh();
    }

    bool m_stale = true;
};

} // namespace forewatch
