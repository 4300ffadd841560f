#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "engine/data/open_data.h"

#include <QDir>
#include <QJsonArray>

namespace forewatch {

void addDownloadCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        QString city = QStringLiteral("baltimore");
        QString sets;
        QString host;
        DownloadSettings settings;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *program.add_subcommand("download", "Fetch today's open data of a known city; a second call goes on "
                                                            "where a failed or cancelled one stopped");
    addText(command, "--city", options->city, "Known are: baltimore (the default)");
    std::string known;
    for (const OpenDataSet &set : openDataCities().front().sets)
        known += (known.empty() ? "" : ", ") + set.key.toStdString();
    addText(command, "--sets", options->sets, "Data sets, separated by commas: " + known + "; crime,neighborhoods by default");
    addText(command, "--services", options->host, "Address of the services' folder, where a mirror is used: everything before "
                                                  "the service's name");
    addText(command, "--out", options->settings.folder, "Folder for the files and SOURCES.json")->required();
    command.callback([options, &console] {
        QJsonArray files;
        QStringList lines;
        const OpenDataCity &city = openDataCity(options->city);
        for (OpenDataSet set : openDataSets(city, options->sets.split(QLatin1Char(','), Qt::SkipEmptyParts))) {
            if (!options->host.isEmpty())
                set.address = QDir(options->host).filePath(set.address.section(QLatin1Char('/'), -3));
            ConsoleFeedback feedback(console, set.title);
            const Download download = downloadOpenData(set, options->settings, feedback);
            files << QJsonObject{{QStringLiteral("set"), set.key},
                                 {QStringLiteral("path"), download.path},
                                 {QStringLiteral("rows"), download.rows},
                                 {QStringLiteral("resumed_from"), download.resumedFrom},
                                 {QStringLiteral("left_out_columns"), QJsonArray::fromStringList(download.leftOutColumns)}};
            lines << QStringLiteral("%1: %2 rows in %3%4")
                         .arg(set.title, grouped(download.rows), download.path,
                              download.resumedFrom > 0
                                  ? QStringLiteral(", of which %1 had come before").arg(grouped(download.resumedFrom)) : QString());
        }
        console.result({{QStringLiteral("city"), city.key}, {QStringLiteral("files"), files}}, lines.join(QLatin1Char('\n')));
    });
}

} // namespace forewatch
