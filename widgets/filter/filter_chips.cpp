#include "widgets/filter/filter_chips.h"

#include "engine/core/text.h"
#include "widgets/flow_layout.h"
#include "widgets/look.h"

#include <QAbstractButton>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

#include <algorithm>

namespace forewatch {

namespace {

constexpr int widest = 30 * gridUnit;

/// One part of the filter with a cross to let it go.
class Chip final : public QAbstractButton
{
public:
    explicit Chip(const FilterPart &part)
    {
        setText(part.text);
        setObjectName(part.id);
        setAccessibleName(FilterChips::tr("Filter: %1. Remove").arg(part.text));
        setToolTip(FilterChips::tr("%1\nClick to remove this filter").arg(part.text));
        setFocusPolicy(Qt::TabFocus);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        setCursor(Qt::PointingHandCursor);
    }

    QSize sizeHint() const override
    {
        return {std::min(widest, fontMetrics().horizontalAdvance(text()) + 2 * gridUnit + crossRoom()),
                fontMetrics().height() + gridUnit};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QColor accent = palette().color(QPalette::Highlight);
        const QColor ground = palette().color(QPalette::Window);
        painter.setPen(QPen(hasFocus() ? accent : mixed(ground, accent, 0.5), hasFocus() ? 2 : 1));
        painter.setBrush(mixed(ground, accent, underMouse() || isDown() ? 0.28 : 0.14));
        const QRectF shape = QRectF(rect()).adjusted(1, 1, -1, -1);
        painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2);
        painter.setPen(palette().color(QPalette::WindowText));
        const QRect words = rect().adjusted(gridUnit + 2, 0, -crossRoom() - 2, 0);
        painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
        const double arm = fontMetrics().height() * 0.2;
        const QPointF middle(width() - crossRoom() / 2.0 - 3, height() / 2.0);
        painter.setPen(QPen(mutedText(palette()), 1.4, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(middle + QPointF(-arm, -arm), middle + QPointF(arm, arm));
        painter.drawLine(middle + QPointF(-arm, arm), middle + QPointF(arm, -arm));
    }

    void keyPressEvent(QKeyEvent *event) override
    {
        const int key = event->key();
        if (key == Qt::Key_Delete || key == Qt::Key_Backspace || key == Qt::Key_Return || key == Qt::Key_Enter)
            click();
        else
            QAbstractButton::keyPressEvent(event);
    }

private:
    int crossRoom() const { return fontMetrics().height(); }
};

} // namespace

FilterChips::FilterChips(QWidget *parent)
    : QWidget(parent)
    , m_row(new FlowLayout(gridUnit / 2, gridUnit / 2, this))
    , m_clear(new QToolButton)
    , m_counts(new QLabel)
{
    m_row->setContentsMargins(gridUnit, gridUnit / 2, gridUnit, gridUnit / 2);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_clear->setText(tr("Clear"));
    m_clear->setToolTip(tr("Remove all filters"));
    m_clear->setAccessibleName(tr("Remove all filters"));
    m_clear->setAutoRaise(true);
    m_clear->setFocusPolicy(Qt::TabFocus);
    m_counts->setObjectName(QStringLiteral("counts"));
    connect(m_clear, &QToolButton::clicked, this, &FilterChips::cleared);
    m_row->addWidget(m_counts);
    m_row->addWidget(m_clear);
    hide();
}

void FilterChips::setParts(const std::vector<FilterPart> &parts)
{
    if (parts == m_parts)
        return;
    m_parts = parts;
    const auto focused = std::ranges::find_if(m_chips, &QWidget::hasFocus);
    const auto place = static_cast<std::size_t>(focused - m_chips.begin());
    const bool hadFocus = focused != m_chips.end();
    // Counts and the button stand after the chips.
    while (m_row->count() > 0)
        delete m_row->takeAt(0);
    for (QWidget *chip : m_chips)
        chip->deleteLater();
    m_chips.clear();
    QWidget *before = nullptr;
    for (const FilterPart &part : parts) {
        auto *chip = new Chip(part);
        connect(chip, &QAbstractButton::clicked, this, [this, id = part.id] { Q_EMIT removed(id); });
        m_row->addWidget(chip);
        chip->show();
        if (before)
            setTabOrder(before, chip);
        before = chip;
        m_chips.push_back(chip);
    }
    m_row->addWidget(m_counts);
    m_row->addWidget(m_clear);
    if (before)
        setTabOrder(before, m_clear);
    setVisible(!parts.empty());
    if (hadFocus && !m_chips.empty())
        m_chips[std::min(place, m_chips.size() - 1)]->setFocus(Qt::TabFocusReason);
    updateGeometry();
}

void FilterChips::setCounts(std::size_t shown, std::size_t all)
{
    const auto number = [](std::size_t count) { return grouped(static_cast<qint64>(count)); };
    m_counts->setText(shown == all ? tr("All %1 incidents").arg(number(all))
                                   : tr("%1 of %2 incidents").arg(number(shown), number(all)));
}

} // namespace forewatch
