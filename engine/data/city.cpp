#include "engine/data/city.h"

#include "engine/core/error.h"

#include <QFileInfo>

namespace forewatch {

void requireNoSource(const City &city, const QString &path)
{
    const QString place = QFileInfo(path).canonicalFilePath();
    if (place.isEmpty() || !city.report)
        return;
    for (const SourceFile &source : city.report->sources)
        if (QFileInfo(source.path).canonicalFilePath() == place)
            throw Error(QStringLiteral("%1 is what the city was read from. Choose another file.").arg(path));
}

} // namespace forewatch
