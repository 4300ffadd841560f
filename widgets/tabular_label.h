#pragma once

#include <QWidget>

namespace forewatch {

/// One line of text whose figures all have the same width, so that nothing moves when a number changes. Its width is
/// that of `widest`, or of the text where that is wider.
class TabularLabel : public QWidget
{
    Q_OBJECT

public:
    explicit TabularLabel(Qt::Alignment alignment = Qt::AlignLeft, QWidget *parent = nullptr);

    QString text() const { return m_text; }
    void setText(const QString &text);

    /// A sample as wide as the text can get.
    void setWidest(const QString &widest);

    /// Takes the width of `widest` and what is left beside it; of a longer text the end is left out and all of it
    /// stands in the tooltip.
    void setElided(bool elided);

    /// Draws in the color of text that stands back.
    void setMuted(bool muted);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    static qreal widthOf(const QString &text, const QFontMetricsF &metrics);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    Qt::Alignment m_alignment;
    QString m_text;
    QString m_widest;
    bool m_elided = false;
    bool m_muted = false;
};

} // namespace forewatch
