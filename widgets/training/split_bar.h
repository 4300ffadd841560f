#pragma once

#include "engine/task/split.h"

#include <QWidget>

#include <optional>

namespace forewatch {

/// A split drawn on a time axis: which times are learnt from, tuned on and tested on. A random split shows its parts
/// mixed.
class SplitBar : public QWidget
{
    Q_OBJECT

public:
    explicit SplitBar(QWidget *parent = nullptr);

    /// Nothing draws nothing. Precondition: the times are in order.
    void setSplit(const std::optional<SplitSettings> &split);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::optional<SplitSettings> m_split;
};

} // namespace forewatch
