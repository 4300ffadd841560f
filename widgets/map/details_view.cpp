#include "widgets/map/details_view.h"

#include "widgets/flow_layout.h"
#include "widgets/look.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace forewatch {

DetailsView::DetailsView(QWidget *parent)
    : QWidget(parent)
    , m_text(new QLabel)
    , m_buttons(new QWidget)
{
    m_text->setObjectName(QStringLiteral("details"));
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setAccessibleName(tr("Details of the selection"));

    auto *row = new QHBoxLayout(m_buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(gridUnit);
    const auto add = [&](const QString &text, const QString &tip, void (DetailsView::*signal)()) {
        auto *button = new QPushButton(text);
        button->setToolTip(tip);
        row->addWidget(button);
        connect(button, &QPushButton::clicked, this, signal);
    };
    add(tr("Filter to this"), tr("Show incidents of these neighborhoods, or around these incidents, alone"),
        &DetailsView::filterRequested);
    add(tr("Zoom to it"), tr("Show it as large as the map allows (Shift+F)"), &DetailsView::zoomRequested);
    add(tr("Clear"), tr("Select nothing (Esc on the map)"), &DetailsView::clearRequested);
    row->addStretch();

    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->viewport()->setAutoFillBackground(false);
    m_text->setAutoFillBackground(false);
    scroll->setWidget(m_text);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    column->setSpacing(gridUnit);
    column->addWidget(scroll, 1);
    column->addWidget(m_buttons);
    showFacts();
}

void DetailsView::setFacts(std::vector<FactGroup> facts)
{
    m_facts = std::move(facts);
    showFacts();
}

QString DetailsView::text() const
{
    QStringList lines;
    for (const FactGroup &group : m_facts) {
        lines << group.title;
        for (const auto &[what, value] : group.facts)
            lines << what + QStringLiteral(": ") + value;
    }
    return lines.join(QLatin1Char('\n'));
}

void DetailsView::showFacts()
{
    m_buttons->setVisible(!m_facts.empty());
    if (m_facts.empty()) {
        m_text->setTextFormat(Qt::PlainText);
        m_text->setPalette(muted(palette()));
        m_text->setText(
            tr("Click an incident or a neighborhood on the map; Ctrl adds to what is selected. The tools above "
               "the map select by rectangle, polygon and radius."));
        return;
    }
    m_text->setPalette(palette());
    m_text->setTextFormat(Qt::RichText);
    QString html;
    for (const FactGroup &group : m_facts) {
        html
            += QStringLiteral(
                   "<p style='margin-top:%1px; margin-bottom:4px'><b>%2</b></p><table cellspacing='0' cellpadding='2'>")
                   .arg(html.isEmpty() ? 0 : 2 * gridUnit)
                   .arg(group.title.toHtmlEscaped());
        for (const auto &[what, value] : group.facts)
            html += QStringLiteral("<tr><td style='color:%1; padding-right:%2px'>%3</td><td>%4</td></tr>")
                        .arg(mutedText(palette()).name())
                        .arg(gridUnit)
                        .arg(what.toHtmlEscaped(), value.toHtmlEscaped());
        html += QStringLiteral("</table>");
    }
    m_text->setText(html);
}

void DetailsView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        showFacts();
    QWidget::changeEvent(event);
}

} // namespace forewatch
