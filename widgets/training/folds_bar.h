#pragma once

#include "engine/task/split.h"

#include <QWidget>

#include <vector>

namespace forewatch {

/// Folds below each other on one time axis: what each learns from, tunes on and is tested on, and what it never sees.
class FoldsBar : public QWidget
{
    Q_OBJECT

public:
    explicit FoldsBar(QWidget *parent = nullptr);

    /// Chronological splits in order of time; none draws nothing. `[from, to)` is the axis. Precondition: `from < to` where there
    /// are folds.
    void setFolds(std::vector<SplitSettings> folds, Time from, Time to);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    double rowHeight() const;

    std::vector<SplitSettings> m_folds;
    Time m_from{};
    Time m_to{};
};

} // namespace forewatch
