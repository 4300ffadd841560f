#pragma once

#include <QWidget>

class QStackedWidget;
class QTabBar;

namespace forewatch {

/// Panels behind a row of tabs at the bottom of a page that fold away: a click on the open tab closes the drawer and
/// leaves its row of tabs, a click on any tab opens it.
class Drawer : public QWidget
{
    Q_OBJECT

public:
    explicit Drawer(QWidget *parent = nullptr);

    /// The drawer takes the panel over.
    void addPanel(const QString &title, QWidget *panel);

    bool isOpen() const;
    /// The panel that is seen, or null while the drawer is closed.
    QWidget *current() const;

public Q_SLOTS:
    void setOpen(bool open);
    /// Opens the drawer with this panel.
    void showPanel(QWidget *panel);

Q_SIGNALS:
    void openChanged(bool open);
    /// Another panel is seen; null when the drawer closes. Panels that cost time compute when they are seen.
    void currentChanged(QWidget *panel);

private:
    void fitToTabs();

    QTabBar *m_tabs;
    QStackedWidget *m_panels;
};

} // namespace forewatch
