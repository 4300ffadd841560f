#include "engine/plot/chart_words.h"

#include "engine/core/text.h"

#include <QDate>
#include <QFileInfo>
#include <QLocale>

namespace forewatch {

namespace {

QString dayText(Time time)
{
    return QLocale(QLocale::English).toString(QDate::fromString(formatTime(time).left(10), Qt::ISODate), QStringLiteral("d MMM yyyy"));
}

QString sourceName(const City &city)
{
    if (!city.report || city.report->sources.empty())
        return city.name;
    const QString path = city.report->sources.front().path;
    const QString file = QFileInfo(path).fileName();
    return file.isEmpty() ? path : file;
}

} // namespace

QString spanInWords(const Window &span)
{
    if (midnightOf(span.start) != span.start || midnightOf(span.end()) != span.end())
        return formatWindow(span);
    const Time last = span.end() - std::chrono::days(1);
    return last <= span.start ? dayText(span.start) : dayText(span.start) + QStringLiteral(" – ") + dayText(last);
}

QString percentText(double share, int decimals)
{
    return QString::number(100 * share, 'f', decimals) + QStringLiteral(" %");
}

QString capitalized(QString text)
{
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

ChartContents contentsFor(const ChartScope &scope, const ChartSettings &settings, const QString &title, std::size_t counted,
                          const QString &noun)
{
    ChartContents contents;
    contents.title = title;
    QStringList parts{sourceName(scope.city), QStringLiteral("recorded crime"), spanInWords(scope.span),
                      grouped(static_cast<qint64>(counted)) + QLatin1Char(' ') + noun};
    if (!scope.filter.isEmpty())
        parts << scope.filter;
    contents.subtitle = parts.join(QStringLiteral(" · "));
    contents.json = {{QStringLiteral("chart"), chartKindKey(settings.kind)},
                     {QStringLiteral("source"), sourceName(scope.city)},
                     {QStringLiteral("from"), formatTime(scope.span.start)},
                     {QStringLiteral("to"), formatTime(scope.span.end())},
                     {QStringLiteral("counted"), static_cast<qint64>(counted)},
                     {QStringLiteral("of"), noun}};
    return contents;
}

} // namespace forewatch
