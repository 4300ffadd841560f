#pragma once

#include <QWidget>

#include <memory>

class QToolButton;

namespace forewatch {

class Chart;

/// A chart as the files have it. The pointer is told what is under it; *Copy* and *Save as…* stand in the corner and in
/// the context menu.
class ChartView : public QWidget
{
    Q_OBJECT

public:
    explicit ChartView(QWidget *parent = nullptr);

    /// Null shows the text of `setEmptyText`.
    void setChart(std::shared_ptr<const Chart> chart);
    const std::shared_ptr<const Chart> &chart() const { return m_chart; }

    /// What stands there without a chart.
    void setEmptyText(const QString &text);

    /// Greys the chart while a newer one is being counted.
    void setStale(bool stale);

    /// What is told about a point; empty for nothing.
    QString tellAt(QPointF point) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    /// The chart as a picture, on the clipboard.
    void copyPicture();
    /// The numbers as text with tabs, for a spreadsheet.
    void copyNumbers();

Q_SIGNALS:
    /// The user wants a file of the kind `png`, `svg` or `csv`.
    void saveRequested(const QString &ending);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    std::shared_ptr<const Chart> m_chart;
    QString m_emptyText;
    bool m_stale = false;
    QToolButton *m_menu;
};

} // namespace forewatch
