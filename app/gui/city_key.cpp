#include "app/gui/city_key.h"

#include "engine/data/city.h"

#include <QCryptographicHash>

namespace forewatch {

QString cityKey(const City &city)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const SourceFile &source : city.report->sources)
        hash.addData(source.sha256.isEmpty() ? source.path.toUtf8() : source.sha256.toUtf8());
    hash.addData(city.target->spoken().toUtf8());
    hash.addData(QByteArray::number(static_cast<qulonglong>(city.incidents->size())));
    hash.addData(formatTime(city.incidents->first()).toUtf8() + formatTime(city.incidents->last()).toUtf8());
    return QString::fromLatin1(hash.result().toHex().left(12));
}

} // namespace forewatch
