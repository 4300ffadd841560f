#include "app/cli/options.h"

#include "app/cli/console.h"
#include "engine/core/error.h"
#include "engine/core/wall_clock.h"

#include <QFileInfo>

namespace forewatch {

CLI::Option *addText(CLI::App &command, const std::string &name, QString &value, const std::string &help)
{
    return command.add_option_function<std::string>(
        name, [&value](const std::string &text) { value = QString::fromStdString(text); }, help);
}

CLI::Option *addTime(CLI::App &command, const std::string &name, std::optional<Time> &value, const std::string &help)
{
    return command.add_option_function<std::string>(
        name,
        [&value, name](const std::string &text) {
            value = parseTime(QString::fromStdString(text));
            if (!value)
                throw CLI::ValidationError(name, "“" + text + "” is no time; write YYYY-MM-DD[THH:MM[:SS]]");
        },
        help);
}

CLI::Option *addDuration(CLI::App &command, const std::string &name, Duration &value, const std::string &help,
                         bool zeroAllowed)
{
    return command.add_option_function<std::string>(
        name,
        [&value, name, zeroAllowed](const std::string &text) {
            const auto read = parseDuration(QString::fromStdString(text));
            if (!read || (*read == Duration::zero() && !zeroAllowed))
                throw CLI::ValidationError(name, "“" + text + "” is no length of time; write e.g. 2h, 10m or 1d");
            value = *read;
        },
        help);
}

CLI::Option *addLength(CLI::App &command, const std::string &name, double &metres, double least, double most,
                       const std::string &help)
{
    return command.add_option_function<std::string>(
        name,
        [&metres, name, least, most](const std::string &text) {
            QString number = QString::fromStdString(text).trimmed();
            const double unit = number.endsWith(QLatin1String("km")) ? 1000 : 1;
            const bool hasUnit = number.endsWith(QLatin1Char('m'));
            number.chop(unit > 1 ? 2 : 1);
            bool isNumber = false;
            const double value = number.trimmed().toDouble(&isNumber) * unit;
            if (!hasUnit || !isNumber || !(least <= value && value <= most))
                throw CLI::ValidationError(name, QStringLiteral("“%1” is no length from %2 m to %3 km; write e.g. 250m or 1.5km")
                                                     .arg(QString::fromStdString(text)).arg(least).arg(most / 1000).toStdString());
            metres = value;
        },
        help);
}

CLI::Option *addSize(CLI::App &command, const std::string &name, QSize &value, const std::string &help)
{
    return command.add_option_function<std::string>(
        name,
        [&value, name](const std::string &text) {
            const QStringList parts = QString::fromStdString(text).split(QLatin1Char('x'));
            value = parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize();
            if (value.width() < 16 || value.height() < 16 || value.width() > 20000 || value.height() > 20000)
                throw CLI::ValidationError(name, "“" + text + "” is no size; write WIDTHxHEIGHT in pixels, 16 to 20000");
        },
        help);
}

namespace {

CLI::Option *addTimeZone(CLI::App &command, const std::string &name, QString &value, const std::string &help)
{
    return command.add_option_function<std::string>(
        name,
        [&value, name](const std::string &text) {
            value = QString::fromStdString(text);
            try {
                if (value != wallClock)
                    const WallClock known(value);
            } catch (const Error &error) {
                throw CLI::ValidationError(name, error.what());
            }
        },
        help);
}

} // namespace

void SourceOptions::addProjectTo(CLI::App &command)
{
    // Options are read in the order they were added, so that all others override what the project says.
    command.add_option_function<std::string>(
               "--project",
               [this](const std::string &path) {
                   m_project = readProject(QString::fromStdString(path));
                   m_settings = m_project->sources;
               },
               "Project (.forewatch) that holds the sources, the target and the groups; the other options override it")
        ->group("Sources");
}

void SourceOptions::requireSources() const
{
    const bool hasTable = !m_settings.incidents.source.isEmpty();
    if (m_project && m_project->sampleCity && !hasTable)
        throw Error(QStringLiteral("The project shows the sample city, which has no files. Write them with forewatch-cli "
                                   "sample, and name them with --incidents and --neighborhoods."));
    if (!hasTable)
        throw CLI::RequiredError("--incidents, or --project");
    if (m_settings.neighborhoods.source.isEmpty())
        throw CLI::RequiredError("--neighborhoods, or --project");
}

void SourceOptions::addTo(CLI::App &command)
{
    addProjectTo(command);
    IncidentSettings &incidents = m_settings.incidents;
    NeighborhoodSettings &neighborhoods = m_settings.neighborhoods;
    const std::string group = "Sources";
    addText(command, "--incidents", incidents.source, "Crime table: CSV, GeoPackage, shapefile, GeoJSON, … (GDAL)")
        ->group(group);
    addText(command, "--layer", incidents.layer, "Layer of the crime table; the first by default")->group(group);
    command.add_option_function<std::string>(
               "--columns",
               [&incidents](const std::string &text) {
                   try {
                       incidents.columns = parseColumnMapping(QString::fromStdString(text));
                   } catch (const Error &error) {
                       throw CLI::ValidationError("--columns", error.what());
                   }
               },
               "K=NAME,… with K one of time (or date and clock), type (or every, the type of all rows), lon and lat (or x "
               "and y, or pair for both in one), weapon, premise, inside, district, neighborhood, reported, count, flag (up to eight); "
               "K=- for none; recognised from known headers")
        ->group(group);
    addText(command, "--crs", incidents.crs, "Coordinate system of the table's coordinates, e.g. EPSG:2248; by default the "
                                             "one that places the rows in the city")->group(group);
    command.add_flag("--swap-axes", incidents.swapAxes, "Longitude and latitude of the table have changed places")->group(group);
    command.add_option_function<std::string>(
               "--date-order",
               [&incidents](const std::string &text) {
                   incidents.dateOrder = dateOrderNamed(QString::fromStdString(text)).value_or(DateOrder::Guess);
               },
               "mdy, dmy, ymd, epoch (seconds since 1970) or epoch-ms; found from the dates, and refused when they fit more "
               "than one")
        ->check(CLI::IsMember({"mdy", "dmy", "ymd", "epoch", "epoch-ms"}))->group(group);
    addTimeZone(command, "--time-zone", incidents.timeZone, "Zone of the table's times, e.g. UTC, which are turned into the "
                                                            "city's; local: as they stand")->group(group);
    addTimeZone(command, "--city-time-zone", incidents.cityTimeZone, "The city's own zone, e.g. America/New_York; known for "
                                                                     "many cities by their place")->group(group);
    addText(command, "--encoding", incidents.encoding, "UTF-8, CP1252 (Windows), ISO-8859-1, …; UTF-8 by default, and CP1252 "
                                                       "for texts that are none")->group(group);
    addText(command, "--delimiter", incidents.delimiter, "comma, semicolon, tab or pipe; found from the header")
        ->check(CLI::IsMember({"comma", "semicolon", "tab", "pipe"}))->group(group);
    addText(command, "--neighborhoods", neighborhoods.source, "Polygons in any CRS: shapefile, GeoJSON, GeoPackage, …")
        ->group(group);
    addText(command, "--name-field", neighborhoods.nameField, "Field with the neighborhoods' names; recognised by default")
        ->group(group);
    addText(command, "--neighborhoods-crs", neighborhoods.crs, "Coordinate system of the polygons where the file names "
                                                               "none or a wrong one")->group(group);
    addTime(command, "--from", incidents.from, "Keep incidents from this time on (YYYY-MM-DD[THH:MM[:SS]])")->group(group);
    addTime(command, "--to", incidents.to, "Keep incidents before this time")->group(group);
    command.add_option_function<std::string>(
               "--target",
               [this](const std::string &text) {
                   m_settings.target = Target::split(QString::fromStdString(text));
               },
               "What to warn of: alternatives separated by commas, each a type (* for any letters) or conditions joined by &, "
               "e.g. \"HOMICIDE,type=AGG. ASSAULT & weapon=FIREARM,flag=Shooting\", with the words type, weapon, premise, "
               "district, flag and setting=inside|outside; HOMICIDE,SHOOTING by default, or what suits a known table")
        ->group(group);
    command.add_option_function<std::string>(
               "--groups",
               [this](const std::string &path) { m_settings.groups = readGroups(QString::fromStdString(path)); },
               "JSON file {\"TYPE\": \"violent\"|\"property\"|\"other\"} that puts types into groups; guessed from their "
               "words")
        ->group(group);
}

City SourceOptions::import(const Console &console) const
{
    requireSources();
    ConsoleFeedback feedback(console, QStringLiteral("Reading"));
    return importCity(m_settings, feedback);
}

} // namespace forewatch
