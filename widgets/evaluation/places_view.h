#pragma once

#include "engine/evaluation/evaluation.h"
#include "engine/geo/neighborhoods.h"

#include <QScrollArea>

#include <memory>

class QLabel;
class QTableView;

namespace forewatch {

class Chart;
class ChartView;
class RowsModel;

/// Where target events were expected beside where they came: the models of places with their figures, the neighborhoods as
/// a table and as a map of errors. Says so where the model knows no places.
class PlacesView : public QScrollArea
{
    Q_OBJECT

public:
    explicit PlacesView(QWidget *parent = nullptr);

    /// Null shows nothing.
    void setEvaluation(std::shared_ptr<const Evaluation> evaluation, std::shared_ptr<const Neighborhoods> neighborhoods);

    QTableView *models() const { return m_models; }
    QTableView *areas() const { return m_areas; }
    ChartView *map() const { return m_map; }

Q_SIGNALS:
    /// The map of errors, in a file of the kind `png`, `svg` or `csv`.
    void saveRequested(const std::shared_ptr<const forewatch::Chart> &chart, const QString &name, const QString &ending);

private:
    void fillModels(const PlaceEvaluation &places);
    void fillAreas(const PlaceEvaluation &places, const Neighborhoods &neighborhoods);

    QLabel *m_text;
    RowsModel *m_modelRows;
    QTableView *m_models;
    RowsModel *m_areaRows;
    QTableView *m_areas;
    ChartView *m_map;
};

} // namespace forewatch
