#include "widgets/map/map_hint.h"

#include "widgets/look.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace forewatch {

MapHint::MapHint(bool closable, QWidget *parent)
    : QFrame(parent)
    , m_text(new QLabel)
    , m_offer(new QPushButton)
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(gridUnit + gridUnit / 2, gridUnit / 2, gridUnit, gridUnit / 2);
    row->setSpacing(gridUnit);
    row->addWidget(m_text);
    row->addWidget(m_offer);
    connect(m_offer, &QPushButton::clicked, this, &MapHint::accepted);
    if (closable) {
        auto *close = new QToolButton;
        close->setText(QStringLiteral("×"));
        close->setToolTip(tr("Close (Esc)"));
        close->setAccessibleName(tr("Close"));
        close->setAutoRaise(true);
        row->addWidget(close);
        connect(close, &QToolButton::clicked, this, &MapHint::closed);
    }
    hide();
}

void MapHint::say(const QString &text, const QString &offer)
{
    m_text->setText(text);
    m_offer->setText(offer);
    m_offer->setVisible(!offer.isEmpty());
    show();
}

QString MapHint::text() const
{
    return m_text->text();
}

} // namespace forewatch
