#include "engine/core/text.h"

#include <QLocale>

namespace forewatch {

QString grouped(qint64 number)
{
    return QLocale(QLocale::English).toString(number);
}

} // namespace forewatch
