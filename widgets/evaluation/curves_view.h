#pragma once

#include "engine/plot/forecast_charts.h"

#include <QWidget>

#include <map>

class QComboBox;
class QGridLayout;

namespace forewatch {

class ScoreChartView;
class ThresholdChoice;

/// All plots of a forecast below one shared threshold: one beside the other where there is room for two.
class CurvesView : public QWidget
{
    Q_OBJECT

public:
    /// `choice` must outlive it.
    explicit CurvesView(ThresholdChoice *choice, QWidget *parent = nullptr);

    ScoreChartView *view(ForecastChart kind) const { return m_views.at(kind); }

Q_SIGNALS:
    /// The user wants the chart in a file of the kind `png`, `svg` or `csv`.
    void saveRequested(const std::shared_ptr<const forewatch::Chart> &chart, const QString &name, const QString &ending);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void showBaselines();
    void makeCharts();
    void arrange();

    ThresholdChoice *m_choice;
    QComboBox *m_beside;
    QWidget *m_plots;
    QGridLayout *m_grid;
    int m_columns = 0;
    /// Charts are made when they are seen.
    bool m_stale = true;
    std::map<ForecastChart, ScoreChartView *> m_views;
};

} // namespace forewatch
