#include "widgets/plots/chart_view.h"

#include "engine/plot/chart_files.h"
#include "widgets/look.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QImage>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>
#include <QToolTip>

namespace forewatch {

ChartView::ChartView(QWidget *parent) : QWidget(parent), m_menu(new QToolButton(this))
{
    setMouseTracking(true);
    setFocusPolicy(Qt::ClickFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Chart"));
    auto *menu = new QMenu(this);
    for (const char *ending : {"png", "svg", "csv"}) {
        const QString name = QString::fromLatin1(ending);
        menu->addAction(tr("Save as %1…").arg(name.toUpper()), this, [this, name] { Q_EMIT saveRequested(name); });
    }
    menu->addSeparator();
    menu->addAction(tr("Copy picture"), this, &ChartView::copyPicture);
    menu->addAction(tr("Copy numbers"), this, &ChartView::copyNumbers);
    m_menu->setText(tr("Save"));
    m_menu->setToolTip(tr("Save the chart as PNG, SVG or CSV, or copy it"));
    m_menu->setMenu(menu);
    m_menu->setPopupMode(QToolButton::InstantPopup);
    m_menu->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_menu->setAutoRaise(true);
    m_menu->hide();
}

void ChartView::setChart(std::shared_ptr<const Chart> chart)
{
    m_chart = std::move(chart);
    m_stale = false;
    m_menu->setVisible(m_chart != nullptr);
    setAccessibleDescription(m_chart ? m_chart->contents().title + QLatin1Char('\n') + m_chart->contents().note : QString());
    update();
}

void ChartView::setEmptyText(const QString &text)
{
    m_emptyText = text;
    update();
}

void ChartView::setStale(bool stale)
{
    m_stale = stale;
    update();
}

QString ChartView::tellAt(QPointF point) const
{
    return m_chart ? m_chart->tellAt(point, rect()) : QString();
}

QSize ChartView::sizeHint() const
{
    return {80 * gridUnit, 36 * gridUnit};
}

QSize ChartView::minimumSizeHint() const
{
    return {36 * gridUnit, 24 * gridUnit};
}

void ChartView::copyPicture()
{
    if (m_chart)
        QGuiApplication::clipboard()->setImage(chartPicture(*m_chart, {size() * 2, isDark(palette())}));
}

void ChartView::copyNumbers()
{
    if (!m_chart)
        return;
    QStringList lines{m_chart->contents().columns.join(QLatin1Char('\t'))};
    for (const QStringList &row : m_chart->contents().rows)
        lines << row.join(QLatin1Char('\t'));
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')) + QLatin1Char('\n'));
}

void ChartView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (!m_chart) {
        painter.setPen(mutedText(palette()));
        painter.drawText(rect().adjusted(gridUnit, 0, -gridUnit, 0), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    if (m_stale)
        painter.setOpacity(0.4);
    m_chart->paint(painter, rect(), isDark(palette()));
}

void ChartView::mouseMoveEvent(QMouseEvent *event)
{
    const QString text = tellAt(event->position());
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(event->globalPosition().toPoint(), text, this);
}

void ChartView::contextMenuEvent(QContextMenuEvent *event)
{
    if (m_chart)
        m_menu->menu()->popup(event->globalPos());
}

void ChartView::resizeEvent(QResizeEvent *)
{
    m_menu->resize(m_menu->sizeHint());
    m_menu->move(width() - m_menu->width() - gridUnit / 2, gridUnit / 2);
}

} // namespace forewatch
