#pragma once

#include "engine/warning/burden.h"
#include "engine/warning/ledger_report.h"
#include "engine/warning/ranking.h"

namespace forewatch {

/// Which areas of a ranking are the top ones.
struct TopRanks
{
    /// The first so many areas by expectation; at least one.
    std::size_t areas = 5;
    /// Instead: areas by expectation per km², as long as they keep within this share of the areas' ground, and always the first; 0 to 1.
    std::optional<double> groundShare = std::nullopt;

    /// For each area of the ranking's set, whether it is one of them.
    std::vector<bool> of(const AreaRanking &ranking) const;

    /// `the first 5 areas`, `the first 10 % of the ground`
    QString text() const;

    bool operator==(const TopRanks &) const = default;
};

/// Whose burden is accounted for: alerts as in a ledger, and the top ranks while they are up. Each of the span's forecasts stands for
/// the time until the next one (`LedgerSettings::step`).
struct BurdenSettings
{
    LedgerSettings alerts;
    TopRanks top;
};

/// What fell on whom over a span.
struct BurdenReport
{
    /// As it was used.
    AlertPolicy policy;
    TopRanks top;
    Window span{};
    std::size_t alertCount = 0;
    bool seen = false;
    bool ownPlaces = false;
    BurdenRecord record;
    /// Of either kind.
    Burden underAlert;
    Burden topRanks;

    const Burden &of(BurdenKind kind) const { return kind == BurdenKind::UnderAlert ? underAlert : topRanks; }
    QStringList sentences(BurdenKind kind, const AreaSet &set) const;
    QJsonObject toJson(const AreaSet &set) const;
};

/// Scores the span, applies the policy, ranks the ground's areas at each forecast and adds up. Throws `Error` as `reportLedger` and
/// `forecastPlaces` do, and `Cancelled`.
BurdenReport reportBurden(const Model &model, const RankingGround &ground, const BurdenSettings &settings, Feedback &feedback);

} // namespace forewatch
