#pragma once

#include "app/cli/options.h"
#include "engine/analysis/area_set.h"
#include "engine/data/filter.h"

namespace forewatch {

/// The options that keep some of a table's incidents; each names one value and may be given again for more.
class FilterOptions
{
public:
    void addTo(CLI::App &command);

    /// Throws `Error` for a name that the city does not have: a slip.
    Filter filterFor(const City &city) const;

private:
    std::vector<std::string> m_types;
    std::vector<std::string> m_neighborhoods;
    std::vector<std::string> m_districts;
    std::vector<std::string> m_weapons;
    std::vector<std::string> m_premises;
    std::string m_setting;
};

/// The options that say which areas a table counts by.
class AreaOptions
{
public:
    /// `byDefault` is `neighborhood` or `district`.
    void addTo(CLI::App &command, const QString &byDefault);

    /// Throws `Error` where the city has no districts, or for polygons that cannot be read.
    AreaSet areasOf(const City &city, const ImportSettings &sources, Feedback &feedback) const;

private:
    QString m_by;
    QString m_nameField;
    QString m_crs;
    QString m_residents;
};

/// The city of the sources' whole time: `--from` and `--to` choose what is counted, and the year before is still read.
City importWhole(const SourceOptions &sources, const Console &console);

/// Lines of fields as a table for a terminal: the first column left, the others right; the first line is the header.
QString inColumns(const std::vector<QStringList> &lines);

} // namespace forewatch
