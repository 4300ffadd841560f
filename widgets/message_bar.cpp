#include "widgets/message_bar.h"

#include "widgets/look.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace forewatch {

namespace {

constexpr int secondsShown = 8;

} // namespace

MessageBar::MessageBar(QWidget *parent) : QWidget(parent), m_text(new QLabel), m_offer(new QPushButton), m_alternative(new QPushButton)
{
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *close = new QToolButton;
    close->setText(QStringLiteral("✕"));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close this message"));
    close->setAccessibleName(close->toolTip());
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(2 * gridUnit, gridUnit, gridUnit, gridUnit);
    row->setSpacing(2 * gridUnit);
    row->addWidget(m_text, 1);
    row->addWidget(m_offer);
    row->addWidget(m_alternative);
    row->addWidget(close);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_offer, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT accepted();
    });
    connect(m_alternative, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT declined();
    });
    m_fade.setSingleShot(true);
    connect(&m_fade, &QTimer::timeout, this, &QWidget::hide);
    hide();
}

void MessageBar::show(Kind kind, const QString &text, const QString &offer, const QString &alternative)
{
    m_kind = kind;
    m_text->setText(text);
    m_offer->setText(offer);
    m_offer->setVisible(!offer.isEmpty());
    m_alternative->setText(alternative);
    m_alternative->setVisible(!alternative.isEmpty());
    QWidget::show();
    update();
    if (kind == Kind::Information && offer.isEmpty())
        m_fade.start(secondsShown * 1000);
    else
        m_fade.stop();
}

QString MessageBar::text() const
{
    return m_text->text();
}

void MessageBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor signal = m_kind == Kind::Problem ? themeOf(palette()).touched : themeOf(palette()).of(Group::Property);
    painter.fillRect(rect(), mixed(palette().color(QPalette::Window), signal, 0.14));
    painter.fillRect(QRect(0, 0, gridUnit / 2, height()), signal);
}

} // namespace forewatch
