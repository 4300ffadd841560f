#include "engine/data/source_rows.h"

#include "engine/data/discretion.h"
#include "engine/geo/vector_source.h"

#include <QRegularExpression>

#include <algorithm>

namespace forewatch {

namespace {

bool isAboutPlace(const QString &column)
{
    static const QRegularExpression words(
        QStringLiteral("location|address|street|block|intersection|longitude|latitude|coord|geom|point|(^|[^a-z])(lon|long|lat|x|y)([^a-z]|$)"),
        QRegularExpression::CaseInsensitiveOption);
    return words.match(column).hasMatch();
}

} // namespace

SourceRows readRejectedRows(const IncidentSettings &settings, const std::vector<RejectedRow> &rejected, Feedback &feedback)
{
    const VectorSource source = openVectorSource(settings.source, QStringLiteral("crime table"));
    OGRLayer &layer = layerOf(source, settings.layer, settings.source);
    const QStringList fields = fieldNames(layer);
    SourceRows result;
    QList<int> shown;
    for (int i = 0; i < fields.size(); ++i) {
        if (isAboutPersons(fields[i]))
            continue;
        shown << i;
        result.columns << fields[i];
    }
    const QuietGdal quiet;
    auto next = rejected.begin();
    std::uint32_t row = 0;
    layer.ResetReading();
    for (const auto &feature : layer) {
        if (next == rejected.end())
            break;
        if (++row % 2000 == 0)
            feedback.checkpoint(double(row) / double(rejected.back().row));
        if (row != next->row)
            continue;
        SourceRows::Row found{row, next->reason, {}};
        for (const int field : shown)
            found.values << QString::fromUtf8(feature->GetFieldAsString(field));
        if (std::ranges::any_of(found.values, &Discretion::speaksOfSexualOffence))
            for (qsizetype i = 0; i < found.values.size(); ++i)
                if (isAboutPlace(result.columns[i]) && !found.values[i].isEmpty())
                    found.values[i] = QStringLiteral("(not shown)");
        result.rows.push_back(std::move(found));
        ++next;
    }
    feedback.checkpoint(1);
    return result;
}

} // namespace forewatch
