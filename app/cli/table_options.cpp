#include "app/cli/table_options.h"

#include "app/cli/console.h"
#include "engine/core/error.h"
#include "engine/geo/area_figures.h"

#include <QFileInfo>

namespace forewatch {

namespace {

QSet<QString> known(const std::vector<std::string> &wanted, const QStringList &names, const QString &what)
{
    QSet<QString> found;
    for (const std::string &text : wanted) {
        const QString name = QString::fromStdString(text);
        if (!names.contains(name, Qt::CaseInsensitive))
            throw Error(QStringLiteral("The table has no %1 “%2”; it has: %3.")
                            .arg(what, name, names.isEmpty() ? QStringLiteral("none") : names.join(QStringLiteral(", "))));
        found.insert(name.toUpper());
    }
    return found;
}

} // namespace

void FilterOptions::addTo(CLI::App &command)
{
    const std::string group = "Filter (each may be given more than once)";
    const auto add = [&](const char *name, std::vector<std::string> &values, const char *help) {
        command.add_option(name, values, help)->expected(1)->take_all()->group(group);
    };
    add("--only-type", m_types, "Keep incidents of this type");
    add("--only-neighborhood", m_neighborhoods, "Keep incidents in this neighborhood");
    add("--only-district", m_districts, "Keep incidents in this district, as the table's own column names it");
    add("--only-weapon", m_weapons, "Keep incidents with this weapon");
    add("--only-premise", m_premises, "Keep incidents at this kind of place");
    command.add_option("--only-setting", m_setting, "Keep incidents inside or outside")
        ->check(CLI::IsMember({"inside", "outside"}))->group(group);
}

Filter FilterOptions::filterFor(const City &city) const
{
    const IncidentNames &names = city.incidents->names();
    Filter filter;
    const QSet<QString> types = known(m_types, names.types, QStringLiteral("type"));
    if (!types.isEmpty())
        for (const QString &type : names.types)
            if (!types.contains(type.toUpper()))
                filter.hiddenTypes.insert(type.toUpper());
    QStringList neighborhoods;
    for (const Neighborhood &neighborhood : *city.neighborhoods)
        neighborhoods << neighborhood.name;
    filter.neighborhoods = known(m_neighborhoods, neighborhoods, QStringLiteral("neighborhood"));
    filter.districts = known(m_districts, names.districts, QStringLiteral("district"));
    filter.weapons = known(m_weapons, names.weapons, QStringLiteral("weapon"));
    filter.premises = known(m_premises, names.premises, QStringLiteral("premise"));
    if (!m_setting.empty())
        filter.setting = m_setting == "inside" ? Setting::Inside : Setting::Outside;
    return filter;
}

void AreaOptions::addTo(CLI::App &command, const QString &byDefault)
{
    const std::string group = "Areas";
    m_by = byDefault;
    addText(command, "--by,--polygons", m_by, "neighborhood, district (the table's own column), or a file of polygons; "
                + byDefault.toStdString() + " by default")->group(group);
    addText(command, "--polygons-name-field", m_nameField, "Field with the polygons' names; recognised by default")->group(group);
    addText(command, "--polygons-crs", m_crs, "Coordinate system of the polygons where the file names none")->group(group);
    addText(command, "--population", m_residents, "Number field of the polygons, or of the neighborhoods, that holds the "
                                                  "residents, for rates per 1,000")->group(group);
}

AreaSet AreaOptions::areasOf(const City &city, const ImportSettings &sources, Feedback &feedback) const
{
    AreaSet areas;
    NeighborhoodSettings polygons = sources.neighborhoods;
    if (m_by == QLatin1String("neighborhood")) {
        areas = neighborhoodAreas(city);
    } else if (m_by == QLatin1String("district")) {
        areas = districtAreas(city);
        if (areas.names.isEmpty())
            throw Error(QStringLiteral("The crime table has no column that names districts. Count by neighborhood, or name "
                                       "a file with the districts' polygons: --by FILE."));
    } else {
        polygons = {.source = m_by, .nameField = m_nameField, .crs = m_crs};
        areas = polygonAreas(city, readNeighborhoods(polygons), QFileInfo(m_by).completeBaseName(), feedback);
    }
    if (!m_residents.isEmpty()) {
        if (!areas.outlines)
            throw Error(QStringLiteral("Districts by name have no population. Name a file with their polygons: --by FILE."));
        areas.residents = readAreaFigures(polygons, m_residents, *areas.outlines);
    }
    return areas;
}

City importWhole(const SourceOptions &sources, const Console &console)
{
    ImportSettings whole = sources.settings();
    whole.incidents.from.reset();
    whole.incidents.to.reset();
    ConsoleFeedback feedback(console, QStringLiteral("Reading"));
    return importCity(whole, feedback);
}

QString inColumns(const std::vector<QStringList> &lines)
{
    QList<qsizetype> widths;
    for (const QStringList &line : lines) {
        widths.resize(std::max(widths.size(), line.size()));
        for (qsizetype i = 0; i < line.size(); ++i)
            widths[i] = std::max(widths[i], line[i].size());
    }
    QString text;
    for (const QStringList &line : lines) {
        QString row;
        for (qsizetype i = 0; i < line.size(); ++i)
            row += i == 0 ? line[i].leftJustified(widths[i]) : QStringLiteral("  ") + line[i].rightJustified(widths[i]);
        text += row + QLatin1Char('\n');
    }
    return text.chopped(1);
}

} // namespace forewatch
