#pragma once

#include "engine/data/importer.h"
#include "engine/task/task.h"
#include "engine/project/project.h"

#include <CLI/CLI.hpp>

#include <QSize>

namespace forewatch {

struct Console;

/// The options that say where a city comes from; the same for all commands. A project holds them all; options override
/// it.
class SourceOptions
{
public:
    void addTo(CLI::App &command);

    const ImportSettings &settings() const { return m_settings; }

    /// The project that was named.
    const std::optional<Project> &project() const { return m_project; }

    /// Imports with progress.
    City import(const Console &console) const;

private:
    void addProjectTo(CLI::App &command);
    void requireSources() const;

    ImportSettings m_settings;
    std::optional<Project> m_project;
};

// Options whose text is read at once, so that a wrong one is a wrong usage (exit status 2).
CLI::Option *addText(CLI::App &command, const std::string &name, QString &value, const std::string &help);
CLI::Option *addTime(CLI::App &command, const std::string &name, std::optional<Time> &value, const std::string &help);
CLI::Option *addDuration(CLI::App &command, const std::string &name, Duration &value, const std::string &help,
                         bool zeroAllowed = false);
/// A length on the ground: `250m`, `1.5km`.
CLI::Option *addLength(CLI::App &command, const std::string &name, double &metres, double least, double most,
                       const std::string &help);
CLI::Option *addSize(CLI::App &command, const std::string &name, QSize &value, const std::string &help);

} // namespace forewatch
