#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/text.h"
#include "engine/data/crime_table.h"
#include "engine/data/importer.h"

#include <QFileInfo>
#include <QIODevice>

#include <functional>

namespace forewatch {

namespace {

bool isSameFile(const QString &a, const QString &b)
{
    const QString place = QFileInfo(a).canonicalFilePath();
    return !place.isEmpty() && place == QFileInfo(b).canonicalFilePath();
}

/// The fields that may be shown.
std::vector<int> shownFields(const QStringList &fields)
{
    std::vector<int> shown;
    for (int i = 0; i < fields.size(); ++i)
        if (!isAboutPersons(fields[i]))
            shown.push_back(i);
    return shown;
}

/// Calls `visit` with the texts of each row whose number is listed, in order.
void visitRows(const CrimeTable &table, const std::vector<int> &shown, std::span<const std::uint32_t> numbers, Feedback &feedback,
               const std::function<void(std::uint32_t, QStringList)> &visit)
{
    const QuietGdal quiet;
    std::uint32_t row = 0;
    auto next = numbers.begin();
    table.layer->ResetReading();
    for (const auto &feature : *table.layer) {
        if (next == numbers.end())
            break;
        if (++row % 2000 == 0)
            feedback.checkpoint(double(row) / double(numbers.back()));
        if (row != *next)
            continue;
        ++next;
        QStringList texts;
        for (const int field : shown)
            texts << table.text(*feature, field);
        visit(row, texts);
    }
    feedback.checkpoint(1);
}

} // namespace

std::vector<std::uint32_t> rowsRejectedFor(const ImportReport &report, Rejection reason)
{
    std::vector<std::uint32_t> rows;
    for (const RejectedRow &rejected : report.rejected)
        if (rejected.reason == reason)
            rows.push_back(rejected.row);
    return rows;
}

SourceRows readRows(const IncidentSettings &settings, std::span<const std::uint32_t> numbers, std::size_t limit,
                    Feedback &feedback)
{
    const CrimeTable table = openCrimeTable(settings);
    const QStringList fields = table.fields();
    const std::vector<int> shown = shownFields(fields);
    SourceRows result;
    for (const int field : shown)
        result.fields << fields[field];
    visitRows(table, shown, numbers.first(std::min(limit, numbers.size())), feedback,
              [&](std::uint32_t number, QStringList texts) { result.rows.push_back({number, std::move(texts)}); });
    return result;
}

void writeRejectedRows(const IncidentSettings &settings, const ImportReport &report, const QString &path,
                       Feedback &feedback)
{
    if (isSameFile(path, settings.source))
        throw Error(QStringLiteral("%1 is the crime table itself. Choose another file for the rejected rows.").arg(path));
    const CrimeTable table = openCrimeTable(settings);
    const QStringList fields = table.fields();
    const std::vector<int> shown = shownFields(fields);
    std::vector<std::uint32_t> numbers;
    for (const RejectedRow &rejected : report.rejected)
        numbers.push_back(rejected.row);
    writeWholeFile(path, [&](QIODevice &file) {
        QStringList line = {QStringLiteral("row"), QStringLiteral("reason")};
        for (const int field : shown)
            line << csvField(fields[field]);
        file.write(line.join(QLatin1Char(',')).toUtf8() + '\n');
        auto reason = report.rejected.begin();
        visitRows(table, shown, numbers, feedback, [&](std::uint32_t number, const QStringList &texts) {
            line = {QString::number(number), rejectionKey(reason++->reason)};
            for (const QString &text : texts)
                line << csvField(text);
            file.write(line.join(QLatin1Char(',')).toUtf8() + '\n');
        });
    });
}

} // namespace forewatch
