#include "engine/core/text.h"

#include <QLocale>

namespace forewatch {

QString grouped(qint64 number)
{
    return QLocale(QLocale::English).toString(number);
}

QString csvField(const QString &text)
{
    if (!text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"')) && !text.contains(QLatin1Char('\n'))
        && !text.contains(QLatin1Char('\r')))
        return text;
    return QLatin1Char('"') + QString(text).replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
}

QStringList splitQuoted(const QString &text, QChar separator)
{
    QStringList parts(QString{});
    bool quoted = false;
    for (const QChar letter : text) {
        quoted ^= letter == QLatin1Char('"');
        if (letter == separator && !quoted)
            parts << QString();
        else
            parts.last() += letter;
    }
    for (QString &part : parts)
        part = part.trimmed();
    parts.removeAll(QString());
    return parts;
}

QString unquoted(const QString &text)
{
    QString inside = text.trimmed();
    if (inside.size() < 2 || !inside.startsWith(QLatin1Char('"')) || !inside.endsWith(QLatin1Char('"')))
        return inside;
    inside = inside.mid(1, inside.size() - 2);
    return inside.replace(QStringLiteral("\"\""), QStringLiteral("\""));
}

} // namespace forewatch
