#include "engine/evaluation/attention_picture.h"

#include "engine/map/snapshot_pictures.h"

#include <QFontMetrics>
#include <QPainter>

namespace forewatch {

namespace {

QString whatColorsMean(const Attention &attention)
{
    const QString top = QString::number(attention.largest(), 'g', 2);
    if (attention.method == AttentionMethod::Saliency)
        return QStringLiteral("Amber: the steeper the score changes with the colors there (up to %1).").arg(top);
    return QStringLiteral("Hiding it changes the log-odds by up to %1. Amber speaks for a target, blue against one.").arg(top);
}

} // namespace

QImage attentionPicture(const Attention &attention, const Model &model, const City &city, double probability, int height)
{
    const QSize size = MapFrame::originalSize(city.neighborhoods->box(), height);
    std::vector<Incident> scratch;
    const Snapshot shown = shownIncidents(city, model.card.task, attention.example, scratch);
    const SnapshotPictures pictures(std::make_shared<const MapPainter>(city), size, {.style = MapStyle::Original});

    QFont font;
    font.setPixelSize(std::max(11, height / 62));
    const QFontMetrics metrics(font);
    const int margin = metrics.height() / 2;
    const QStringList lines{
        QStringLiteral("Drawn: %1").arg(formatWindow(attention.example.input)),
        QStringLiteral("Asked: %1: %2 % for %3").arg(formatWindow(attention.example.asked))
            .arg(100 * probability, 0, 'f', 1).arg(city.target->spoken())
            + (attention.example.outcome ? QStringLiteral("; it came") : QStringLiteral("; none came")),
        whatColorsMean(attention)};
    int width = size.width();
    for (const QString &line : lines)
        width = std::max(width, metrics.horizontalAdvance(line) + 2 * margin);

    QImage image(width, size.height() + metrics.lineSpacing() * static_cast<int>(lines.size()) + 2 * margin, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    const QRect map(QPoint((width - size.width()) / 2, 0), size);
    painter.drawImage(map.topLeft(), pictures.picture(shown));
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(map, attention.overlay());
    painter.setFont(font);
    painter.setPen(Qt::black);
    for (qsizetype i = 0; i < lines.size(); ++i)
        painter.drawText(margin, size.height() + margin + metrics.ascent() + metrics.lineSpacing() * static_cast<int>(i), lines[i]);
    return image;
}

} // namespace forewatch
