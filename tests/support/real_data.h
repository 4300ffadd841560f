#pragma once

#include <QFileInfo>
#include <QString>

namespace forewatch::test {

/// Path of a file of the real tables, which lie beside the project where they are there at all.
inline QString realData(const QString &file)
{
    return QStringLiteral(FOREWATCH_TEST_DATA) + QLatin1Char('/') + file;
}

inline QString baltimoreTable()
{
    return realData(QStringLiteral("baltimore/crime/BPD_Part_1_Victim_Based_Crime_Data_2012_2016.csv"));
}

inline QString baltimorePolygons(const char *file)
{
    return realData(QStringLiteral("baltimore/polygons/") + QLatin1String(file));
}

} // namespace forewatch::test

/// Leaves the test, saying so, where the real tables are not.
#define SKIP_WITHOUT_REAL_DATA()                                                                                       \
    if (!QFileInfo::exists(forewatch::test::baltimoreTable()))                                                         \
    QSKIP("the real tables are not beside the project (../shared/data)")
