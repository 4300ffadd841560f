#pragma once

#include "engine/warning/risk_timeline.h"

#include <QLabel>

namespace forewatch {

/// A quiet line in the corner of the map that says when its time lies in an alert.
class AlertSign : public QLabel
{
    Q_OBJECT

public:
    /// `map` takes it over.
    explicit AlertSign(QWidget *map);

    /// Null hides it, as does a time outside of all alerts, and a model that reads the very span it is asked about.
    void showAt(const RiskTimeline *timeline, Time time);
};

} // namespace forewatch
