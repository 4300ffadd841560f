#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace forewatch {

/// Kinds of incidents that share their rhythm and their places.
enum class Kind : std::uint8_t { Theft, Assault, Burglary, Vehicle, Robbery, Target };
constexpr std::size_t kindCount = 6;

/// When incidents of one kind happen, and to what minute their times are told. Rounded from Baltimore's Part 1 table
/// of 2012 to 2016; only the proportions within each row count.
struct Rhythm
{
    /// 0 to 23.
    std::array<double, 24> hour;
    /// Monday first.
    std::array<double, 7> weekday;
    /// January first.
    std::array<double, 12> month;
    /// Level of the years; the last one holds for all later years.
    std::array<double, 5> year;
    /// Share of times told as a whole hour, half past, a quarter past or to, another multiple of five minutes.
    std::array<double, 4> rounding;
};

/// Indexed by `Kind`; of targets, distinct events are counted.
constexpr std::array<Rhythm, kindCount> sampleRhythms{{
    {{31, 29, 12, 10, 8, 9, 13, 24, 38, 44, 50, 51, 70, 59, 63, 74, 73, 71, 65, 53, 49, 42, 35, 27},
     {102, 105, 104, 105, 110, 93, 81},
     {91, 76, 93, 98, 110, 107, 104, 110, 110, 111, 97, 94},
     {1.0, 1.02, 1.0, 0.95, 0.91},
     {0.418, 0.179, 0.088, 0.173}},
    {{54, 58, 46, 29, 20, 12, 12, 17, 26, 28, 33, 40, 43, 41, 46, 59, 52, 52, 54, 53, 55, 57, 56, 58},
     {97, 96, 96, 96, 100, 108, 106},
     {89, 81, 103, 103, 115, 108, 103, 104, 108, 101, 92, 93},
     {1.0, 0.98, 0.96, 0.96, 0.98},
     {0.197, 0.145, 0.113, 0.275}},
    {{37, 33, 26, 20, 20, 22, 28, 54, 62, 55, 52, 48, 64, 46, 48, 52, 53, 55, 51, 39, 37, 35, 33, 30},
     {110, 105, 104, 102, 113, 86, 80},
     {95, 72, 83, 98, 102, 103, 108, 104, 107, 113, 104, 112},
     {1.0, 0.97, 0.96, 0.99, 0.93},
     {0.476, 0.194, 0.079, 0.124}},
    {{42, 34, 23, 15, 12, 12, 17, 27, 34, 31, 32, 30, 40, 33, 37, 44, 52, 63, 75, 67, 72, 74, 73, 60},
     {99, 98, 99, 98, 103, 100, 102},
     {89, 69, 87, 91, 103, 114, 119, 119, 100, 113, 101, 95},
     {1.0, 1.01, 1.01, 1.08, 1.02},
     {0.513, 0.231, 0.078, 0.106}},
    {{54, 55, 44, 35, 25, 21, 16, 14, 21, 21, 25, 27, 33, 36, 39, 55, 53, 47, 51, 58, 64, 70, 69, 68},
     {108, 101, 102, 98, 102, 95, 94},
     {94, 68, 79, 88, 104, 104, 106, 111, 103, 116, 114, 114},
     {1.0, 1.03, 1.08, 1.18, 1.3},
     {0.158, 0.131, 0.117, 0.297}},
    {{67, 64, 48, 26, 19, 11, 11, 7, 8, 9, 22, 23, 27, 37, 38, 45, 44, 52, 57, 55, 68, 86, 85, 90},
     {106, 102, 99, 87, 94, 101, 111},
     {84, 54, 70, 87, 134, 120, 131, 120, 107, 94, 94, 105},
     {1.0, 1.12, 1.5, 1.54, 1.46},
     {0.028, 0.031, 0.043, 0.170}},
}};

/// In alphabetical order, as an import has them.
constexpr std::array<const char *, 4> sampleWeapons{"FIREARM", "HANDS", "KNIFE", "OTHER"};
constexpr std::array<const char *, 7> samplePremises{"ALLEY",  "APT/CONDO", "PARKING LO", "ROW/TOWNHO",
                                                     "SCHOOL", "SHOP",      "STREET"};

struct SampleType
{
    const char *name;
    Kind kind;
    /// Incidents in the first year.
    double perYear;
    /// Share that happens outside.
    double outside;
    /// Shares of `sampleWeapons`; the rest has none that the table tells.
    std::array<double, sampleWeapons.size()> weapons;
    /// Proportions of `samplePremises` among what happens inside, and outside.
    std::array<double, samplePremises.size()> inside;
    std::array<double, samplePremises.size()> open;
};

namespace sample {

constexpr std::array<double, samplePremises.size()> homes{0, 18, 0, 65, 3, 2, 0};
constexpr std::array<double, samplePremises.size()> mixed{0, 12, 0, 45, 15, 20, 0};
constexpr std::array<double, samplePremises.size()> shops{0, 2, 0, 5, 3, 80, 0};
constexpr std::array<double, samplePremises.size()> streets{5, 0, 5, 0, 0, 0, 90};
constexpr std::array<double, samplePremises.size()> parking{2, 0, 14, 0, 0, 0, 84};

} // namespace sample

/// In alphabetical order; weapons and settings rounded from the same table. Homicides and shootings are drawn as events,
/// see below.
constexpr std::array<SampleType, 15> sampleTypes{{
    {"AGG. ASSAULT", Kind::Assault, 4800, .5, {.20, .13, .26, .41}, sample::homes, sample::streets},
    {"ARSON", Kind::Robbery, 240, .52, {}, sample::mixed, sample::streets},
    {"ASSAULT BY THREAT", Kind::Theft, 600, .23, {}, sample::mixed, sample::streets},
    {"AUTO THEFT", Kind::Vehicle, 4650, .92, {}, sample::homes, sample::parking},
    {"BURGLARY", Kind::Burglary, 7500, .05, {}, sample::homes, sample::streets},
    {"COMMON ASSAULT", Kind::Assault, 7950, .36, {0, 1, 0, 0}, sample::mixed, sample::streets},
    {"HOMICIDE", Kind::Target, 0, .785, {.83, 0, .10, .07}, sample::homes, sample::streets},
    {"LARCENY", Kind::Theft, 10600, .4, {}, sample::mixed, sample::streets},
    {"LARCENY FROM AUTO", Kind::Vehicle, 6400, .92, {}, sample::homes, sample::parking},
    {"RAPE", Kind::Assault, 280, .26, {0, 0, 0, .87}, sample::homes, sample::streets},
    {"ROBBERY - CARJACKING", Kind::Robbery, 210, .96, {.70, 0, .06, .05}, sample::homes, sample::parking},
    {"ROBBERY - COMMERCIAL", Kind::Robbery, 650, .11, {.60, 0, .10, .07}, sample::shops, sample::parking},
    {"ROBBERY - RESIDENCE", Kind::Robbery, 480, .02, {.34, 0, .07, .06}, sample::homes, sample::streets},
    {"ROBBERY - STREET", Kind::Robbery, 2850, .9, {.44, 0, .10, .07}, sample::mixed, sample::streets},
    {"SHOOTING", Kind::Target, 0, .88, {1, 0, 0, 0}, sample::homes, sample::streets},
}};

/// Of all rows that tell no setting and no premise.
constexpr double sampleUntoldSetting = 0.02;

constexpr double sampleTargetEventsPerYear = 590;
/// Of an event with one, two, … victims, each of whom is a row of the table.
constexpr std::array<double, 5> sampleVictims{0.874, 0.099, 0.018, 0.006, 0.003};
/// Share of victims who die.
constexpr double sampleDeaths = 0.35;

/// How target events beget others: invented, so that it can be found again.
constexpr double sampleBranching = 0.35;
constexpr double sampleExcitedDays = 3;
constexpr double sampleExcitedMetres = 150;

/// A type that harms nobody, for the planted leak.
constexpr const char *sampleLeakType = "VANDALISM";

} // namespace forewatch
