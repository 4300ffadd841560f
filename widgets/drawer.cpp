#include "widgets/drawer.h"

#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace forewatch {

Drawer::Drawer(QWidget *parent) : QWidget(parent), m_tabs(new QTabBar), m_panels(new QStackedWidget)
{
    m_tabs->setDocumentMode(true);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setFocusPolicy(Qt::TabFocus);
    m_panels->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_tabs);
    layout->addWidget(m_panels, 1);
    connect(m_tabs, &QTabBar::tabBarClicked, this, [this](int index) {
        if (index < 0)
            return;
        if (isOpen() && index == m_panels->currentIndex())
            setOpen(false);
        else
            showPanel(m_panels->widget(index));
    });
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
        m_panels->setCurrentIndex(index);
        if (isOpen())
            Q_EMIT currentChanged(current());
    });
}

void Drawer::addPanel(const QString &title, QWidget *panel)
{
    m_panels->addWidget(panel);
    m_tabs->addTab(title);
    // A row of tabs that is not seen yet does not tell its layout that it has grown.
    m_tabs->updateGeometry();
    fitToTabs();
}

void Drawer::fitToTabs()
{
    // A splitter keeps to a maximum, not to a fixed size policy.
    setMaximumHeight(isOpen() ? QWIDGETSIZE_MAX : m_tabs->sizeHint().height());
    updateGeometry();
}

bool Drawer::isOpen() const
{
    return !m_panels->isHidden();
}

QWidget *Drawer::current() const
{
    return isOpen() ? m_panels->currentWidget() : nullptr;
}

void Drawer::setOpen(bool open)
{
    if (open == isOpen())
        return;
    m_panels->setVisible(open);
    fitToTabs();
    Q_EMIT openChanged(open);
    Q_EMIT currentChanged(current());
}

void Drawer::showPanel(QWidget *panel)
{
    const int index = m_panels->indexOf(panel);
    if (index < 0)
        return;
    m_tabs->setCurrentIndex(index);
    setOpen(true);
}

} // namespace forewatch
