#pragma once

#include "app/cli/options.h"
#include "engine/warning/alert_policy.h"

namespace forewatch {

/// The options that say when a risk becomes an alert: a file with a policy, or a budget that its threshold is to keep.
class PolicyOptions
{
public:
    void addTo(CLI::App &command);

    /// Of the file that was named. Throws `Error`.
    std::optional<AlertPolicy> given() const;

    std::optional<AlertBudget> budget() const;

private:
    QString m_file;
    double m_alertsPerDay = -1;
    double m_hoursPerDay = -1;
};

} // namespace forewatch
