#include "engine/core/json_fields.h"

#include "engine/core/error.h"

#include <QJsonDocument>

#include <cmath>

namespace forewatch {

void JsonFields::refuse(const QString &key, const QString &expected) const
{
    throw Error(QStringLiteral("The field \"%1\" of the %2 is missing or not %3.").arg(key, m_owner, expected));
}

bool JsonFields::has(const QString &key) const
{
    const QJsonValue value = m_object[key];
    return !value.isUndefined() && !value.isNull();
}

QString JsonFields::text(const QString &key) const
{
    const QJsonValue value = m_object[key];
    if (!value.isString())
        refuse(key, QStringLiteral("a text"));
    return value.toString();
}

QStringList JsonFields::texts(const QString &key) const
{
    QStringList texts;
    for (const QJsonValue value : array(key)) {
        if (!value.isString())
            refuse(key, QStringLiteral("a list of texts"));
        texts << value.toString();
    }
    return texts;
}

bool JsonFields::truth(const QString &key) const
{
    const QJsonValue value = m_object[key];
    if (!value.isBool())
        refuse(key, QStringLiteral("true or false"));
    return value.toBool();
}

double JsonFields::number(const QString &key) const
{
    const QJsonValue value = m_object[key];
    if (!value.isDouble() || !std::isfinite(value.toDouble()))
        refuse(key, QStringLiteral("a number"));
    return value.toDouble();
}

std::int64_t JsonFields::whole(const QString &key, std::int64_t least, std::int64_t most) const
{
    const QJsonValue value = m_object[key];
    const std::int64_t number = value.toInteger(least - 1);
    if (!value.isDouble() || number < least || number > most)
        refuse(key, QStringLiteral("a whole number from %1 to %2").arg(least).arg(most));
    return number;
}

std::uint64_t JsonFields::seed(const QString &key) const
{
    bool isNumber = false;
    const std::uint64_t seed = text(key).toULongLong(&isNumber);
    if (!isNumber)
        refuse(key, QStringLiteral("a seed"));
    return seed;
}

Time JsonFields::time(const QString &key) const
{
    const auto time = parseTime(text(key));
    if (!time)
        refuse(key, QStringLiteral("a time"));
    return *time;
}

Duration JsonFields::duration(const QString &key) const
{
    constexpr Duration longest = std::chrono::days(36'525);
    return Duration(whole(key, 1, longest.count()));
}

QJsonObject JsonFields::object(const QString &key) const
{
    const QJsonValue value = m_object[key];
    if (!value.isObject())
        refuse(key, QStringLiteral("an object"));
    return value.toObject();
}

QJsonArray JsonFields::array(const QString &key) const
{
    const QJsonValue value = m_object[key];
    if (!value.isArray())
        refuse(key, QStringLiteral("a list"));
    return value.toArray();
}

namespace {

QString textOf(const QJsonValue &value)
{
    if (value.isUndefined())
        return {};
    if (value.isString())
        return value.toString();
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.sliced(1, list.size() - 2));
}

} // namespace

std::optional<JsonDifference> firstDifference(const QJsonObject &a, const QJsonObject &b)
{
    QStringList keys = a.keys() + b.keys();
    keys.sort();
    for (const QString &key : std::as_const(keys)) {
        const QJsonValue left = a[key];
        const QJsonValue right = b[key];
        if (left == right)
            continue;
        if (left.isObject() && right.isObject()) {
            auto inner = firstDifference(left.toObject(), right.toObject());
            inner->field.prepend(key + QLatin1Char('.'));
            return inner;
        }
        return JsonDifference{key, textOf(left), textOf(right)};
    }
    return std::nullopt;
}

} // namespace forewatch
