#include "app/cli/policy_options.h"

#include "engine/core/files.h"

namespace forewatch {

void PolicyOptions::addTo(CLI::App &command)
{
    const std::string group = "Alerts";
    addText(command, "--policy", m_file,
            "JSON file with the alert policy: threshold, release, smoothing_seconds, hold_off_seconds, most_per_day, "
            "quiet_hours; without it an alert begins and ends at the model's threshold")->group(group);
    command.add_option("--alerts-per-day", m_alertsPerDay,
                       "Choose the threshold on the model's validation part, so that alerts come at most so often there")
        ->check(CLI::Range(0.001, 144.0))->group(group);
    command.add_option("--hours-per-day", m_hoursPerDay, "Likewise, so that alerts last at most so many hours a day there")
        ->check(CLI::Range(0.01, 24.0))->group(group);
}

std::optional<AlertPolicy> PolicyOptions::given() const
{
    return m_file.isEmpty() ? std::nullopt : std::optional(AlertPolicy::fromJson(readJson(m_file)));
}

std::optional<AlertBudget> PolicyOptions::budget() const
{
    if (m_alertsPerDay <= 0 && m_hoursPerDay <= 0)
        return std::nullopt;
    return AlertBudget{m_alertsPerDay > 0 ? std::optional(m_alertsPerDay) : std::nullopt,
                       m_hoursPerDay > 0 ? std::optional(m_hoursPerDay) : std::nullopt};
}

} // namespace forewatch
