#pragma once

#include "engine/learning/model.h"

#include <QWidget>

#include <optional>
#include <vector>

class QCPGraph;
class QCPItemStraightLine;
class QCustomPlot;
class QLabel;
class QStackedLayout;

namespace forewatch {

/// A training's curves as they grow: loss above accuracy over the epochs, training solid, validation dashed, and thin
/// the running means of the epoch that is being learnt. An epoch's scores stand at its end.
class CurvesPlot : public QWidget
{
    Q_OBJECT

public:
    explicit CurvesPlot(QWidget *parent = nullptr);

    void clear();

    /// Running means at a time between epochs: 2.5 is half way through the third.
    void addRunning(double epoch, double loss, double accuracy);

    /// `epoch` counts from 1; epochs come in their order.
    void addEpoch(int epoch, const EpochScores &scores);

    /// Replaces everything.
    void setCurves(std::vector<EpochScores> curves);

    /// The epoch with the lowest validation loss, from 1, which a thin line marks; nothing before the first has ended.
    std::optional<int> bestEpoch() const;

    QSize sizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;

private:
    /// One of the two charts.
    struct Chart
    {
        QCPGraph *running;
        QCPGraph *training;
        QCPGraph *validation;
        QCPItemStraightLine *best;
    };

    Chart makeChart(int row, const QString &label);
    void addCoinLine();
    void addLegend();
    void applyPalette();
    void showEpoch(int epoch, const EpochScores &scores);
    void refresh();

    QStackedLayout *m_pages;
    QLabel *m_empty;
    QCustomPlot *m_plot;
    Chart m_loss;
    Chart m_accuracy;
    std::vector<EpochScores> m_epochs;
};

} // namespace forewatch
