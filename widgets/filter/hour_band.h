#pragma once

#include "engine/data/filter.h"

#include <QWidget>

namespace forewatch {

/// The 24 hours of a day as bars of their incidents, and the hours that are looked at. A drag marks whole hours from
/// where it begins to where it ends; to the left, it goes across midnight. The ends can be dragged.
class HourBand : public QWidget
{
    Q_OBJECT

public:
    explicit HourBand(QWidget *parent = nullptr);

    void setCounts(const std::array<std::size_t, 24> &counts);

    const std::optional<Filter::Hours> &hours() const { return m_hours; }
    void setHours(const std::optional<Filter::Hours> &hours);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// By the user; many while a drag goes on.
    void hoursChanged();
    void dragEnded();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    enum class Drag { None, New, From, To };

    QRectF plot() const;
    double xOf(int minute) const;
    /// The nearest whole hour, 0 … 24.
    int hourAt(double x) const;
    Drag edgeAt(double x) const;
    void dragTo(double x);

    std::array<std::size_t, 24> m_counts = {};
    std::optional<Filter::Hours> m_hours;
    Drag m_drag = Drag::None;
    double m_pressed = 0;
    Filter::Hours m_before = {};
};

} // namespace forewatch
