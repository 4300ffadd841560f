#pragma once

#include "engine/core/time.h"

#include <QJsonArray>
#include <QJsonObject>

#include <cstdint>

namespace forewatch {

/// Reads the fields of an object in one of the program's own files. Everything here throws `Error`, naming the field,
/// when it is missing or not what it should be.
class JsonFields
{
public:
    /// `owner` is what the object describes, as messages call it: `task`.
    JsonFields(QJsonObject object, QString owner) : m_object(std::move(object)), m_owner(std::move(owner)) {}

    /// Whether the field is there, and not null: for those that may be left out.
    bool has(const QString &key) const;

    QString text(const QString &key) const;
    QStringList texts(const QString &key) const;
    bool truth(const QString &key) const;
    double number(const QString &key) const;
    std::int64_t whole(const QString &key, std::int64_t least, std::int64_t most) const;
    /// All 64 bits, which a JSON number does not hold: written as text.
    std::uint64_t seed(const QString &key) const;
    Time time(const QString &key) const;
    /// Whole seconds, from one second to a hundred years.
    Duration duration(const QString &key) const;
    QJsonObject object(const QString &key) const;
    QJsonArray array(const QString &key) const;

    [[noreturn]] void refuse(const QString &key, const QString &expected) const;

private:
    QJsonObject m_object;
    QString m_owner;
};

/// The first field, in alphabetical order and with those above it (`legend.SHOOTING`), in which two objects differ.
struct JsonDifference
{
    QString field;
    /// The values as text; empty where there is none.
    QString a;
    QString b;
};
std::optional<JsonDifference> firstDifference(const QJsonObject &a, const QJsonObject &b);

} // namespace forewatch
