#include "widgets/tabular_label.h"

#include "widgets/look.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

qreal figureWidth(const QFontMetricsF &metrics)
{
    qreal widest = 0;
    for (char16_t figure = u'0'; figure <= u'9'; ++figure)
        widest = std::max(widest, metrics.horizontalAdvance(QChar(figure)));
    return widest;
}

/// Calls `draw(x, run)` for each figure, centred in its cell, and each run of other characters; returns the width.
template <class Draw>
qreal layOut(const QString &text, const QFontMetricsF &metrics, Draw draw)
{
    const qreal cell = figureWidth(metrics);
    qreal x = 0;
    for (qsizetype i = 0; i < text.size();) {
        const bool figure = text[i].isDigit();
        qsizetype end = i + 1;
        while (!figure && end < text.size() && !text[end].isDigit())
            ++end;
        const QString run = text.mid(i, end - i);
        const qreal advance = metrics.horizontalAdvance(run);
        draw(figure ? x + (cell - advance) / 2 : x, run);
        x += figure ? cell : advance;
        i = end;
    }
    return x;
}

} // namespace

TabularLabel::TabularLabel(Qt::Alignment alignment, QWidget *parent)
    : QWidget(parent)
    , m_alignment(alignment)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void TabularLabel::setText(const QString &text)
{
    if (text == m_text)
        return;
    const QSize before = sizeHint();
    m_text = text;
    setAccessibleName(text);
    if (m_elided)
        setToolTip(text);
    if (sizeHint() != before)
        updateGeometry();
    update();
}

void TabularLabel::setWidest(const QString &widest)
{
    m_widest = widest;
    updateGeometry();
}

void TabularLabel::setElided(bool elided)
{
    m_elided = elided;
    setToolTip(elided ? m_text : QString());
    setSizePolicy(elided ? QSizePolicy::Expanding : QSizePolicy::Preferred, QSizePolicy::Fixed);
    updateGeometry();
}

void TabularLabel::setMuted(bool muted)
{
    m_muted = muted;
    update();
}

qreal TabularLabel::widthOf(const QString &text, const QFontMetricsF &metrics)
{
    return layOut(text, metrics, [](qreal, const QString &) {});
}

QSize TabularLabel::sizeHint() const
{
    const QFontMetricsF metrics(font());
    const qreal width = std::max(m_elided ? 0 : widthOf(m_text, metrics), widthOf(m_widest, metrics));
    return QSizeF(std::ceil(width), std::ceil(metrics.height())).toSize();
}

QSize TabularLabel::minimumSizeHint() const
{
    return m_elided ? QSize(0, sizeHint().height()) : sizeHint();
}

void TabularLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(m_muted ? mutedText(palette()) : palette().color(QPalette::WindowText));
    const QFontMetricsF metrics(font());
    // The figures' cells make a text wider than its metrics say.
    const qreal cells = widthOf(m_text, metrics) - metrics.horizontalAdvance(m_text);
    const QString text = m_elided ? metrics.elidedText(m_text, Qt::ElideRight, width() - cells) : m_text;
    const qreal free = width() - widthOf(text, metrics);
    const qreal left = m_alignment & Qt::AlignRight ? free : m_alignment & Qt::AlignHCenter ? free / 2 : 0;
    const qreal baseline = (height() - metrics.height()) / 2 + metrics.ascent();
    layOut(text, metrics, [&](qreal x, const QString &run) { painter.drawText(QPointF(left + x, baseline), run); });
}

void TabularLabel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        updateGeometry();
    QWidget::changeEvent(event);
}

} // namespace forewatch
