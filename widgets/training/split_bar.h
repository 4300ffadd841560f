#pragma once

#include "engine/task/split.h"

#include <QWidget>

#include <array>
#include <optional>

namespace forewatch {

/// How many spans a part of a split asks about, and the share of them that have a target.
struct PartFigures
{
    std::size_t spans = 0;
    double baseRate = 0;

    bool operator==(const PartFigures &) const = default;
};

/// Training, validation and test.
using SplitFigures = std::array<PartFigures, 3>;

SplitFigures figuresOf(const Split &split);

/// The grey of training, validation or test (0 to 2), on which the palette's text can be read.
QColor splitPartColor(const QPalette &palette, std::size_t part);

/// A split drawn on a time axis: which times are learnt from, tuned on and tested on, each with its base rate. A random
/// split shows its parts mixed, and their base rates below.
class SplitBar : public QWidget
{
    Q_OBJECT

public:
    explicit SplitBar(QWidget *parent = nullptr);

    /// Nothing draws nothing. Precondition: the times are in order.
    void setSplit(const std::optional<SplitSettings> &split);

    /// Shown with the split; nothing while they are not known.
    void setFigures(const std::optional<SplitFigures> &figures);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintParts(QPainter &painter, const std::array<double, 4> &edges) const;
    void paintRates(QPainter &painter, double top) const;
    QString rateOf(std::size_t part) const;

    std::optional<SplitFigures> m_figures;
    std::optional<SplitSettings> m_split;
};

} // namespace forewatch
