#include "widgets/time/range_bar.h"

#include "widgets/look.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace forewatch {

RangeBar::RangeBar(QWidget *parent)
    : QFrame(parent)
    , m_range(new QLabel)
    , m_holds(new QLabel)
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Window);
    setCursor(Qt::ArrowCursor);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(gridUnit, 0, 0, 0);
    row->setSpacing(gridUnit / 2);
    m_range->setObjectName(QStringLiteral("range"));
    m_holds->setObjectName(QStringLiteral("holds"));
    m_holds->setPalette(muted(palette()));
    row->addWidget(m_range);
    row->addWidget(m_holds);
    row->addSpacing(gridUnit / 2);
    const auto add = [&](const QString &text, const QString &name, void (RangeBar::*signal)()) {
        auto *button = new QToolButton;
        button->setText(text);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setAccessibleName(name);
        button->setToolTip(name);
        connect(button, &QToolButton::clicked, this, signal);
        row->addWidget(button);
    };
    add(tr("Filter"), tr("Filter to range"), &RangeBar::filterRequested);
    add(tr("Zoom"), tr("Zoom to range"), &RangeBar::zoomRequested);
    add(tr("Play only"), tr("Play only this range"), &RangeBar::playRequested);
    add(QStringLiteral("✕"), tr("Let the range go (Esc)"), &RangeBar::clearRequested);
}

void RangeBar::setText(const QString &range, const QString &holds)
{
    m_range->setText(range);
    m_holds->setText(holds);
    adjustSize();
}

void RangeBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        m_holds->setPalette(muted(palette()));
    QFrame::changeEvent(event);
}

} // namespace forewatch
