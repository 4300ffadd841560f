#pragma once

#include "engine/core/feedback.h"
#include "engine/scores/calibration.h"
#include "engine/scores/metrics.h"

namespace forewatch {

/// How sure the level of a shown probability is: where the calibration comes to in the middle 95 % of cases when the days it
/// was fitted on are drawn anew with replacement (block bootstrap, see `DayBlocks`). It tells how few days the level was learnt
/// from. It is no span in which the true risk lies with 95 %: it knows neither what another training would have learnt, nor that
/// a city changes, and it says nothing of single spans, in which a target is there or not.
class CalibrationBand
{
public:
    /// Fits the kind of curve that `chosen` is anew, `draws` times, to raw forecasts and outcomes in order of time. Nothing is
    /// known, as elsewhere, from fewer than ten days with a target. Throws `Cancelled`.
    static CalibrationBand drawnAnew(const Calibration &chosen, const Forecast &raw, std::uint64_t seed, Feedback &feedback,
                                     int draws = 200);

    bool isKnown() const { return !m_knots.empty(); }

    /// Of the probability that `calibrated` is shown for a raw one; holds it always. Beyond the raw forecasts that were seen,
    /// by more than two in log-odds, the ends stay level. Precondition: `isKnown()`.
    Interval of(double raw, double calibrated) const;

    /// `{"draws", "knots": [[RAW, LOW, HIGH], …]}`
    QJsonObject toJson() const;
    /// Throws `Error`, naming the field.
    static CalibrationBand fromJson(const QJsonObject &json);

private:
    struct Knot
    {
        double raw;
        double low;
        double high;
    };
    int m_draws = 0;
    /// Rising in `raw`; straight in its log-odds between.
    std::vector<Knot> m_knots;
};

} // namespace forewatch
