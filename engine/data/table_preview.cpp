#include "engine/data/table_preview.h"

#include "engine/core/error.h"
#include "engine/data/table_columns.h"
#include "engine/data/table_kind.h"
#include "engine/geo/vector_source.h"

namespace forewatch {

TablePreview previewTable(const IncidentSettings &settings, const std::shared_ptr<const Neighborhoods> &,
                          Feedback &feedback, const PreviewSize &size)
{
    const VectorSource source = openVectorSource(settings.source, QStringLiteral("crime table"));
    OGRLayer &layer = layerOf(source, settings.layer, settings.source);
    TablePreview preview;
    for (OGRLayer *each : source->GetLayers())
        preview.layers << QString::fromUtf8(each->GetName());
    const QStringList fields = fieldNames(layer);
    std::vector<int> shown;
    for (int i = 0; i < fields.size(); ++i) {
        (isAboutPersons(fields[i]) ? preview.leftOutColumns : preview.fields) << fields[i];
        if (!isAboutPersons(fields[i]))
            shown.push_back(i);
    }
    if (const TableKind *kind = kindOf(fields)) {
        preview.kind = kind->name;
        preview.target = kind->target;
    }
    preview.settings = settings;
    try {
        for (const QString &choice : findColumns(layer, settings).chosen) {
            const ColumnMapping one = parseColumnMapping(choice);
            for (const ColumnRole &role : columnRoles())
                if (!(one.*role.column).isEmpty())
                    preview.settings.columns.*role.column = one.*role.column;
        }
    } catch (const Error &error) {
        preview.questions.push_back({OpenQuestion::About::TimeColumn, error.message()});
    }
    layer.SetIgnoredFields(nullptr);
    layer.ResetReading();
    const QuietGdal quiet;
    for (const auto &feature : layer) {
        if (preview.rows.size() == size.shownRows)
            break;
        QStringList &row = preview.rows.emplace_back();
        for (const int field : shown)
            row << QString::fromUtf8(feature->GetFieldAsString(field));
    }
    feedback.checkpoint(1);
    return preview;
}

} // namespace forewatch
