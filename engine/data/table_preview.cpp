#include "engine/data/table_preview.h"

#include "engine/data/row_reader.h"
#include "engine/data/source_rows.h"

#include <algorithm>

namespace forewatch {

namespace {

/// Whether rows can be read at all while the question is open.
bool blocks(const OpenQuestion &question)
{
    using enum OpenQuestion::About;
    return question.about == Empty || question.about == TimeColumn || question.about == TypeColumn
        || question.about == PlaceColumns || question.about == DateOrder;
}

void showFirstRows(TablePreview &preview, const CrimeTable &table, std::size_t count)
{
    const QStringList fields = table.fields();
    std::vector<int> shown;
    for (int i = 0; i < fields.size(); ++i) {
        const bool persons = isAboutPersons(fields[i]);
        (persons ? preview.leftOutColumns : preview.fields) << fields[i];
        if (!persons)
            shown.push_back(i);
    }
    const QuietGdal quiet;
    table.layer->ResetReading();
    for (const auto &feature : *table.layer) {
        if (preview.rows.size() == count)
            break;
        QStringList &row = preview.rows.emplace_back();
        for (const int field : shown)
            row << table.text(*feature, field);
        hidePlaceOfSexualOffence(preview.fields, row);
    }
    table.layer->ResetReading();
}

/// The settings with all that was found out.
IncidentSettings filledIn(const IncidentSettings &asked, const CrimeTable &table, const ReadingPlan &plan)
{
    IncidentSettings settings = asked;
    settings.columns = plan.columns.names;
    settings.dateOrder = plan.order;
    if (settings.crs.isEmpty() && !plan.columns.geometry)
        settings.crs = plan.crs.isEmpty() ? QStringLiteral("EPSG:4326") : plan.crs;
    settings.timeZone = plan.asWritten ? wallClock : plan.tableClock ? plan.tableClock->zone() : QString();
    settings.cityTimeZone = plan.cityClock ? plan.cityClock->zone() : QString();
    settings.encoding = table.decode.metOther() ? QStringLiteral("CP1252") : table.encoding;
    settings.delimiter = table.delimiter;
    return settings;
}

std::vector<SeenValue> valuesOf(const QStringList &words, const std::vector<Incident> &incidents,
                                std::uint16_t Incident::*word)
{
    std::vector<SeenValue> values;
    for (const QString &text : words)
        values.push_back({text});
    for (const Incident &incident : incidents)
        if (incident.*word != Incident::nothing)
            ++values[incident.*word].rows;
    std::ranges::stable_sort(values, std::ranges::greater(), &SeenValue::rows);
    return values;
}

void countRows(TablePreview &preview, RowReader &reader)
{
    preview.lookedAt = reader.report.rows;
    preview.kept = static_cast<std::uint32_t>(reader.incidents.size());
    for (const RejectedRow &rejected : reader.report.rejected)
        ++preview.rejected[static_cast<std::size_t>(rejected.reason)];
    const IncidentNames names = reader.takeNames();
    for (const SeenValue &type : valuesOf(names.types, reader.incidents, &Incident::type))
        preview.types.push_back({type.text, type.rows, guessedGroup(type.text)});
    preview.weapons = valuesOf(names.weapons, reader.incidents, &Incident::weapon);
    preview.premises = valuesOf(names.premises, reader.incidents, &Incident::premise);
    preview.districts = valuesOf(names.districts, reader.incidents, &Incident::district);
    for (qsizetype i = 0; i < names.flags.size(); ++i) {
        const auto rows = std::ranges::count_if(reader.incidents,
                                                [&](const Incident &incident) { return incident.flags >> i & 1; });
        preview.flags.push_back({names.flags[i], static_cast<std::uint32_t>(rows)});
    }
    if (reader.incidents.empty())
        return;
    const auto [first, last] = std::ranges::minmax(reader.incidents, {}, &Incident::time);
    preview.first = first.time;
    preview.last = last.time;
}

} // namespace

TablePreview previewTable(const IncidentSettings &settings, const std::shared_ptr<const Neighborhoods> &neighborhoods,
                          Feedback &feedback, const PreviewSize &size)
{
    const CrimeTable table = openCrimeTable(settings);
    TablePreview preview;
    for (OGRLayer *layer : table.source->GetLayers())
        preview.layers << QString::fromUtf8(layer->GetName());
    showFirstRows(preview, table, size.shownRows);

    ReadingPlan plan = planReading(table, settings, neighborhoods.get(), feedback);
    const TableKind *kind = plan.columns.kind;
    preview.kind = kind ? kind->name : QString();
    preview.target = kind ? kind->target : Target::defaultNames();
    preview.settings = filledIn(settings, table, plan);
    preview.crsGuessed = plan.crsGuessed;
    preview.questions = plan.questions;
    if (std::ranges::any_of(plan.questions, blocks))
        return preview;

    // Until the city's zone is known, times are counted as they stand.
    plan.asWritten = plan.asWritten || !plan.cityClock;
    RowReader reader(table, plan, settings, neighborhoods.get());
    const QuietGdal quiet;
    preview.isWhole = true;
    for (const auto &feature : *table.layer) {
        if (reader.report.rows == size.countedRows) {
            preview.isWhole = false;
            break;
        }
        reader.read(*feature);
        if (reader.report.rows % 2000 == 0)
            feedback.checkpoint(double(reader.report.rows) / double(size.countedRows));
    }
    countRows(preview, reader);
    if (kind)
        for (SeenType &type : preview.types)
            type.group = kind->groups.value(type.name.toUpper(), type.group);
    feedback.checkpoint(1);
    return preview;
}

} // namespace forewatch
