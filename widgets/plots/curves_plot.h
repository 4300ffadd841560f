#pragma once

#include "engine/learning/model.h"

#include <QWidget>

#include <array>
#include <map>
#include <optional>
#include <vector>

class QCPAxis;
class QCPGraph;
class QCPItemStraightLine;
class QCPItemText;
class QCPLegend;
class QCustomPlot;
class QLabel;
class QStackedLayout;

namespace forewatch {

/// The curves of a run, as the legend calls it; the first epoch first.
struct NamedCurves
{
    QString name;
    std::vector<EpochScores> curves;
};

/// A training's curves as they grow: loss above accuracy over the epochs, training solid, validation dashed, and thin
/// the running means of the epoch that is being learnt. An epoch's scores stand at its end. Other runs lie beside them, a
/// color each.
class CurvesPlot : public QWidget
{
    Q_OBJECT

public:
    explicit CurvesPlot(QWidget *parent = nullptr);

    /// Forgets the training's curves; other runs stay.
    void clear();

    /// Running means at a time between epochs: 2.5 is half way through the third.
    void addRunning(double epoch, double loss, double accuracy);

    /// `epoch` counts from 1; one that comes again takes the place of the one before.
    void addEpoch(int epoch, const EpochScores &scores);

    /// Replaces the training's curves.
    void setCurves(const std::vector<EpochScores> &curves);

    /// The runs beside the training.
    void setOthers(const std::vector<NamedCurves> &others);

    /// Marks where one phase ends and the next begins.
    void setPhases(const std::vector<Phase> &phases);

    /// Whether the training's parts are balanced, as they are by default: only then would a coin be right in half of them.
    void setBalanced(bool balanced);

    /// Share of each mean that the epochs before keep, from 0 to below 1; see `smoothed`. The raw lines stay, faint.
    void setSmoothing(double share);

    /// The training's epoch with the lowest validation loss, from 1, which a thin line marks; nothing before the first has
    /// ended.
    std::optional<int> bestEpoch() const;

    QSize sizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;

private:
    /// One run in one chart.
    struct Lines
    {
        QCPGraph *rawTraining;
        QCPGraph *rawValidation;
        QCPGraph *training;
        QCPGraph *validation;
    };
    struct Chart
    {
        QCPAxis *x;
        QCPAxis *y;
        QCPGraph *running;
        Lines own;
        QCPItemStraightLine *best;
    };
    struct Other
    {
        NamedCurves run;
        Lines loss;
        Lines accuracy;
    };

    Chart makeChart(int row, const QString &label);
    Lines makeLines(QCPAxis *x, QCPAxis *y);
    QCPItemStraightLine *makeUpright(const Chart &chart);
    void addCoinLine();
    void addLegend();
    void removeLines(const Lines &lines);
    void fillLegend();
    void fill(const Lines &loss, const Lines &accuracy, const std::map<int, EpochScores> &epochs) const;
    void fillLines(const Lines &lines, const QList<double> &epochs, const std::vector<double> &training,
                   const std::vector<double> &validation) const;
    void paintLines(const Lines &lines, const QColor &training, const QColor &validation) const;
    void applyPalette();
    void showEpochs();
    void refresh();

    QStackedLayout *m_pages;
    QLabel *m_empty;
    QCustomPlot *m_plot;
    QCPLegend *m_legend = nullptr;
    Chart m_loss;
    Chart m_accuracy;
    std::map<int, EpochScores> m_epochs;
    std::vector<Other> m_others;
    std::vector<QCPItemStraightLine *> m_phaseLines;
    std::vector<QCPItemText *> m_phaseNames;
    double m_smoothing = 0;
    bool m_balanced = true;
};

} // namespace forewatch
