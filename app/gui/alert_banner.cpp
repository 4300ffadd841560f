#include "app/gui/alert_banner.h"

#include "widgets/look.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace forewatch {

AlertBanner::AlertBanner(QWidget *parent) : QWidget(parent), m_text(new QLabel)
{
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    QFont bold = font();
    bold.setBold(true);
    m_text->setFont(bold);
    auto *show = new QPushButton(tr("Acknowledge…"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(2 * gridUnit, gridUnit, gridUnit, gridUnit);
    row->setSpacing(2 * gridUnit);
    row->addWidget(m_text, 1);
    row->addWidget(show);
    connect(show, &QPushButton::clicked, this, &AlertBanner::showRequested);
    hide();
}

void AlertBanner::setText(const QString &text)
{
    m_text->setText(text);
    setAccessibleName(text);
    setVisible(!text.isEmpty());
}

QString AlertBanner::text() const
{
    return m_text->text();
}

void AlertBanner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor signal = themeOf(palette()).of(Group::Target);
    painter.fillRect(rect(), mixed(palette().color(QPalette::Window), signal, 0.22));
    painter.fillRect(QRect(0, 0, gridUnit, height()), signal);
}

} // namespace forewatch
