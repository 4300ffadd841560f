#pragma once

#include "engine/data/groups.h"

#include <QByteArray>
#include <QColor>
#include <QFont>
#include <QJsonObject>
#include <QRectF>
#include <QString>
#include <QStringList>

#include <vector>

class QPainter;

namespace forewatch {

/// Colors of a chart, designed for a light or a dark window.
struct ChartTheme
{
    bool dark;
    QColor ground;
    QColor ink;
    /// Text that stands back, 4.5 : 1 on the ground.
    QColor quiet;
    QColor grid;
    /// For what carries a quantity but no signal.
    QColor fill;
    /// For the one line or curve that a chart is about.
    QColor accent;

    static const ChartTheme &of(bool dark);

    /// The map's color of a group, readable on the ground as a bar.
    QColor of(Group group) const;
    /// From little, 0, to much, 1, in a single hue.
    QColor shade(double share) const;
    /// Ink that can be read on another color.
    QColor inkOn(const QColor &below) const;
};

/// What a chart says beside its drawing, and its numbers.
struct ChartContents
{
    QString title;
    /// Source, span, filter and number: what makes an exported chart stand alone.
    QString subtitle;
    /// How to read it, and what stands against it; below the drawing.
    QString note;
    QStringList columns;
    std::vector<QStringList> rows;
    QJsonObject json;
};

/// Numbers with their drawing, the same for screen, PNG, SVG and paper. Immutable, so safe to share between threads.
/// Sized by the application's font; what a small area has no room for is left out, the note first.
class Chart
{
public:
    explicit Chart(ChartContents contents) : m_contents(std::move(contents)) {}
    virtual ~Chart() = default;
    Chart(const Chart &) = delete;
    Chart &operator=(const Chart &) = delete;

    const ChartContents &contents() const { return m_contents; }

    void paint(QPainter &painter, const QRectF &area, bool dark) const;

    /// What is drawn at a point of the area, in words; empty for nothing.
    QString tellAt(QPointF point, const QRectF &area) const;

    /// Where in the area the drawing is, without title, subtitle and note.
    QRectF plotIn(const QRectF &area) const { return frameIn(area).plot; }

    /// The numbers as a table with a header (RFC 4180), UTF-8.
    QByteArray toCsv() const;

protected:
    virtual void paintPlot(QPainter &painter, const QRectF &plot, const ChartTheme &theme) const = 0;
    virtual QString tellInPlot(QPointF point, const QRectF &plot) const = 0;

    static QFont font(double factor = 1);

private:
    struct Frame
    {
        QRectF title;
        QRectF subtitle;
        QRectF plot;
        QRectF note;
    };
    Frame frameIn(const QRectF &area) const;

    ChartContents m_contents;
};

/// A chart that has nothing to draw, and says why and what to do.
class EmptyChart final : public Chart
{
public:
    EmptyChart(ChartContents contents, QString why) : Chart(std::move(contents)), m_why(std::move(why)) {}

protected:
    void paintPlot(QPainter &painter, const QRectF &plot, const ChartTheme &theme) const override;
    QString tellInPlot(QPointF, const QRectF &) const override { return {}; }

private:
    QString m_why;
};

/// Round marks of an axis from zero: multiples of one step, the last at or above `highest`, at most `most` steps.
/// Precondition: `most > 0`.
std::vector<double> axisMarks(double highest, int most, bool wholeNumbers);

} // namespace forewatch
