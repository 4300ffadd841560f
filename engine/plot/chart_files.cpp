#include "engine/plot/chart_files.h"

#include "engine/core/error.h"
#include "engine/core/files.h"

#include <QBuffer>
#include <QFileInfo>
#include <QImage>
#include <QPainter>
#include <QSvgGenerator>

#include <algorithm>

namespace forewatch {

namespace {

/// Charts are laid out on at most about this much paper and enlarged beyond.
double scaleOf(const QSize &size)
{
    return std::max(1.0, std::min(size.width() / 900., size.height() / 600.));
}

void paintOn(QPaintDevice &device, const Chart &chart, const ChartPaper &paper)
{
    QPainter painter(&device);
    const double scale = scaleOf(paper.size);
    painter.scale(scale, scale);
    chart.paint(painter, QRectF({0, 0}, QSizeF(paper.size) / scale), paper.dark);
}

} // namespace

QImage chartPicture(const Chart &chart, const ChartPaper &paper)
{
    QImage image(paper.size, QImage::Format_RGB32);
    image.fill(ChartTheme::of(paper.dark).ground);
    paintOn(image, chart, paper);
    return image;
}

QByteArray chartSvg(const Chart &chart, const ChartPaper &paper)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(paper.size);
    generator.setViewBox(QRect({0, 0}, paper.size));
    generator.setTitle(chart.contents().title);
    generator.setDescription(chart.contents().subtitle + QLatin1Char('\n') + chart.contents().note);
    paintOn(generator, chart, paper);
    return buffer.data();
}

void writeChart(const Chart &chart, const QString &path, const ChartPaper &paper)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    if (ending == QLatin1String("csv")) {
        writeWholeFile(path, chart.toCsv());
    } else if (ending == QLatin1String("svg")) {
        writeWholeFile(path, chartSvg(chart, paper));
    } else if (ending == QLatin1String("png")) {
        const QImage image = chartPicture(chart, paper);
        writeWholeFile(path, [&](QIODevice &file) {
            if (!image.save(&file, "png"))
                throw Error(QStringLiteral("The picture %1 cannot be written.").arg(path));
        });
    } else {
        throw Error(QStringLiteral("A chart is written as PNG, SVG or CSV: end the name %1 with .png, .svg or .csv.").arg(path));
    }
}

} // namespace forewatch
