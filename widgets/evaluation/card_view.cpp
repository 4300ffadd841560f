#include "widgets/evaluation/card_view.h"

#include "widgets/look.h"

#include <QTextBrowser>
#include <QTextOption>
#include <QToolButton>
#include <QVBoxLayout>

namespace forewatch {

CardView::CardView(QWidget *parent) : QWidget(parent), m_page(new QTextBrowser), m_save(new QToolButton)
{
    m_page->setFrameShape(QFrame::NoFrame);
    m_page->setOpenLinks(false);
    m_page->setAccessibleName(tr("Model card"));
    // A wide table is scrolled; no word is broken.
    m_page->setWordWrapMode(QTextOption::WordWrap);
    m_save->setText(tr("Save as HTML…"));
    m_save->setAutoRaise(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, gridUnit / 2, 0, 0);
    column->setSpacing(gridUnit / 2);
    column->addWidget(m_save, 0, Qt::AlignRight);
    column->addWidget(m_page, 1);
    connect(m_save, &QToolButton::clicked, this, &CardView::saveRequested);
    showCard();
}

void CardView::setCard(const QByteArray &html)
{
    m_html = html;
    showCard();
}

void CardView::setEmptyText(const QString &text)
{
    m_emptyText = text;
    showCard();
}

void CardView::showCard()
{
    m_save->setEnabled(!m_html.isEmpty());
    if (m_html.isEmpty())
        m_page->setPlainText(m_emptyText);
    else
        m_page->setHtml(QString::fromUtf8(m_html));
}

} // namespace forewatch
