#pragma once

#include <QStringList>

#include <optional>
#include <vector>

namespace forewatch {

/// How values are cut into classes for a choropleth.
enum class ClassMethod {
    /// As many values in each class.
    Quantile,
    /// Classes of one width from the least value to the greatest.
    EqualInterval,
    /// The least sum of squared distances from the classes' means, found exactly (Fisher, 1958; what maps call Jenks).
    NaturalBreaks,
};

/// `quantile`, `equal`, `jenks`.
QString classMethodName(ClassMethod method);
std::optional<ClassMethod> parseClassMethod(const QString &name);

/// Values in classes. Class i holds what is above `uppers[i − 1]` (for the first: all) and not above `uppers[i]`; the
/// last limit is the greatest value.
struct ClassBreaks
{
    double least = 0;
    /// Ascending, no two equal; empty without values.
    std::vector<double> uppers = {};

    std::size_t count() const { return uppers.size(); }

    /// Precondition: `count() > 0`. What is above the last limit belongs to the last class.
    std::size_t classOf(double value) const;
};

/// Cuts values, in any order, into at most `classes` classes: fewer where fewer values are distinct, or where equal
/// values would fall on both sides of a quantile. Precondition: all values are finite, `classes` > 0.
ClassBreaks classBreaks(std::vector<double> values, ClassMethod method, int classes);

/// The limits as a legend prints them, with as many decimals as tell them apart: `1,200 – 3,400`; indexed as classes.
QStringList classTexts(const ClassBreaks &breaks);

/// A number with the decimals that tell it from others of the same `range`: `41,237` of thousands, `0.153` of ones.
QString figureText(double value, double range);

} // namespace forewatch
