#pragma once

#include "app/cli/console.h"
#include "app/cli/options.h"
#include "engine/learning/trainer.h"

#include <CLI/CLI.hpp>

namespace forewatch {

/// The options that say what is trained on what: shared by `train` and `search`.
struct TrainingOptions
{
    SourceOptions sources;
    TrainingSettings settings;
    std::string task = "next-window";
    std::string delay = "0h";
    std::string split = "chronological";
    std::string precision = "auto";
    std::string device = "auto";
    std::optional<Time> trainTo;
    std::optional<Time> validationTo;
    bool projectLayers = false;
    /// Of a risk field; empty: none.
    QString weather;
    QStringList weatherColumns;
    /// Factors of a risk field that are switched off.
    std::vector<std::string> without;

    /// Adds the options. They must outlive the command, and stay where they are.
    void addTo(CLI::App &command);

    /// What was asked for, on a city of these sources. Throws `Error` and CLI11's errors.
    TrainingSettings chosen(const City &city, const Console &console) const;
};

} // namespace forewatch
