#include "engine/data/source_rows.h"

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/text.h"
#include "engine/data/crime_table.h"
#include "engine/data/discretion.h"

#include <QFileInfo>
#include <QIODevice>
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

bool isSameFile(const QString &a, const QString &b)
{
    const QString place = QFileInfo(a).canonicalFilePath();
    return !place.isEmpty() && place == QFileInfo(b).canonicalFilePath();
}

} // namespace

void hidePlaceOfSexualOffence(const QStringList &columns, QStringList &values)
{
    if (std::ranges::any_of(values, &Discretion::speaksOfSexualOffence))
        for (qsizetype i = 0; i < values.size(); ++i)
            if (isAboutPlace(columns[i]) && !values[i].isEmpty())
                values[i] = QStringLiteral("(not shown)");
}

SourceRows readRejectedRows(const IncidentSettings &settings, const std::vector<RejectedRow> &rejected, Feedback &feedback)
{
    const CrimeTable table = openCrimeTable(settings);
    const QStringList fields = table.fields();
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
    table.layer->ResetReading();
    for (const auto &feature : *table.layer) {
        if (next == rejected.end())
            break;
        if (++row % 2000 == 0)
            feedback.checkpoint(double(row) / double(rejected.back().row));
        if (row != next->row)
            continue;
        SourceRows::Row found{row, next->reason, {}};
        for (const int field : shown)
            found.values << table.text(*feature, field);
        hidePlaceOfSexualOffence(result.columns, found.values);
        result.rows.push_back(std::move(found));
        ++next;
    }
    feedback.checkpoint(1);
    return result;
}

void writeRejectedRows(const IncidentSettings &settings, const ImportReport &report, const QString &path,
                       Feedback &feedback)
{
    if (isSameFile(path, settings.source))
        throw Error(QStringLiteral("%1 is the crime table itself. Choose another file for the rejected rows.").arg(path));
    const SourceRows rejected = readRejectedRows(settings, report.rejected, feedback);
    writeWholeFile(path, [&](QIODevice &file) {
        const auto writeLine = [&](QStringList texts) {
            for (QString &text : texts)
                text = csvField(text);
            file.write(texts.join(QLatin1Char(',')).toUtf8() + '\n');
        };
        writeLine(QStringList{QStringLiteral("row"), QStringLiteral("reason")} + rejected.columns);
        for (const SourceRows::Row &row : rejected.rows)
            writeLine(QStringList{QString::number(row.row), rejectionKey(row.reason)} + row.values);
    });
}

} // namespace forewatch
