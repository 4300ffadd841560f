#include "widgets/evaluation/attention_view.h"

#include "widgets/flow_layout.h"
#include "widgets/look.h"

#include <QComboBox>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace forewatch {

AttentionView::AttentionView(QWidget *parent)
    : QWidget(parent)
    , m_window(new QLabel)
    , m_method(new QComboBox)
    , m_previous(new QToolButton)
    , m_next(new QToolButton)
    , m_save(new QToolButton)
    , m_cancel(new QToolButton)
    , m_progress(new QProgressBar)
    , m_meaning(new QLabel)
    , m_top(new QWidget)
{
    m_method->addItem(tr("Occlusion: hide parts"), static_cast<int>(AttentionMethod::Occlusion));
    m_method->addItem(tr("Saliency: what it reacts to"), static_cast<int>(AttentionMethod::Saliency));
    m_method->setAccessibleName(tr("How it is found out"));
    m_previous->setText(tr("Previous"));
    m_next->setText(tr("Next"));
    m_save->setText(tr("Save as PNG…"));
    m_cancel->setText(tr("Cancel"));
    for (QToolButton *button : {m_previous, m_next, m_save, m_cancel})
        button->setAutoRaise(true);
    m_previous->setToolTip(tr("The window before in the cell that is open under Windows"));
    m_next->setToolTip(tr("The window after in the cell that is open under Windows"));
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(12 * gridUnit, gridUnit);
    m_progress->setAccessibleName(tr("Progress"));
    for (QLabel *label : {m_window, m_meaning}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    auto *flow = new FlowLayout(gridUnit, gridUnit / 2);
    for (QWidget *widget : {static_cast<QWidget *>(m_method), static_cast<QWidget *>(m_previous), static_cast<QWidget *>(m_next),
                            static_cast<QWidget *>(m_save), static_cast<QWidget *>(m_progress), static_cast<QWidget *>(m_cancel)})
        flow->addWidget(widget);
    auto *column = new QVBoxLayout(m_top);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gridUnit / 2);
    column->addWidget(m_window);
    column->addLayout(flow);
    column->addWidget(m_meaning);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    layout->addWidget(m_top);
    layout->addStretch();
    connect(m_method, &QComboBox::currentIndexChanged, this, &AttentionView::lookRequested);
    connect(m_previous, &QToolButton::clicked, this, &AttentionView::previousRequested);
    connect(m_next, &QToolButton::clicked, this, &AttentionView::nextRequested);
    connect(m_save, &QToolButton::clicked, this, &AttentionView::saveRequested);
    connect(m_cancel, &QToolButton::clicked, this, &AttentionView::cancelRequested);
    m_meaning->setText(tr("Occlusion hides a part of the map at a time: amber where the network's answer falls without it, blue where it "
                          "rises. Saliency shows where a change of color would move the answer most, drawn or not. A network that was never "
                          "trained lights up nothing in particular."));
    setRunning(false);
    setProblem({});
}

AttentionMethod AttentionView::method() const
{
    return static_cast<AttentionMethod>(m_method->currentData().toInt());
}

void AttentionView::setProblem(const QString &problem)
{
    m_problem = problem;
    m_top->setVisible(problem.isEmpty());
    if (!problem.isEmpty())
        m_picture = {};
    update();
}

void AttentionView::setWindow(const QString &words)
{
    m_window->setText(words);
}

void AttentionView::setPicture(const QImage &picture)
{
    m_picture = picture;
    m_save->setEnabled(!m_picture.isNull());
    update();
}

void AttentionView::setRunning(bool running)
{
    m_progress->setVisible(running);
    m_cancel->setVisible(running);
    if (running)
        m_progress->reset();
    update();
}

void AttentionView::setProgress(int permille)
{
    m_progress->setValue(permille);
}

QRect AttentionView::pictureArea() const
{
    return QRect(gridUnit, m_top->geometry().bottom() + gridUnit, width() - 2 * gridUnit, height() - m_top->geometry().bottom() - 2 * gridUnit);
}

void AttentionView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (!m_problem.isEmpty()) {
        painter.setPen(mutedText(palette()));
        painter.drawText(rect().adjusted(2 * gridUnit, 0, -2 * gridUnit, 0), Qt::AlignCenter | Qt::TextWordWrap, m_problem);
        return;
    }
    const QRect area = pictureArea();
    if (m_picture.isNull() || area.height() < 4 * gridUnit)
        return;
    QRect place(QPoint(), m_picture.size().scaled(area.size(), Qt::KeepAspectRatio));
    place.moveCenter(area.center());
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    if (m_progress->isVisible())
        painter.setOpacity(0.4);
    painter.drawImage(place, m_picture.scaled(place.size() * devicePixelRatioF(), Qt::KeepAspectRatio, Qt::SmoothTransformation));
}

} // namespace forewatch
