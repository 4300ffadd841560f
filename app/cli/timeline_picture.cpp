#include "app/cli/timeline_picture.h"

#include "engine/core/files.h"
#include "engine/plot/timeline_painter.h"
#include "engine/plot/timeline_title.h"

#include <QImage>
#include <QPainter>

namespace forewatch {

void writeTimelinePicture(const RiskTimeline &timeline, const Target &target, const QString &path, bool original)
{
    QImage image(1200, 320, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    TimelineLook look;
    look.original = original;
    look.title = timelineTitle(timeline, target);
    TimelinePainter(timeline, QRectF(image.rect()), look).paint(painter);
    painter.end();
    writeWholeFile(path, [&](QIODevice &file) { image.save(&file, "png"); });
}

} // namespace forewatch
