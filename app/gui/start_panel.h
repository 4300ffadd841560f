#pragma once

#include <QWidget>

namespace forewatch {

/// What stands in the map's place while there is no city: what to do next, and the buttons that do it.
class StartPanel : public QWidget
{
    Q_OBJECT

public:
    explicit StartPanel(QWidget *parent = nullptr);

Q_SIGNALS:
    void openProjectRequested();
    void openIncidentsRequested();
    void openNeighborhoodsRequested();
    void openDataRequested();
    void sampleRequested();
};

} // namespace forewatch
