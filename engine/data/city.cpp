#include "engine/data/city.h"

#include "engine/core/error.h"

#include <QFileInfo>

#include <algorithm>

namespace forewatch {

bool tellsReports(const City &city)
{
    const auto isReported = [](const QString &column) { return column.startsWith(QLatin1String("reported=")); };
    return (city.report && std::ranges::any_of(city.report->columns, isReported))
        || std::ranges::any_of(city.incidents->all(), [](const Incident &incident) { return incident.reportedAfter > 0; });
}

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
