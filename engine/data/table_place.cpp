#include "engine/data/table_place.h"

namespace forewatch {

namespace {

/// A number that is the whole text; a comma may stand for the point.
bool readNumber(std::string_view text, double &number)
{
    char *end = nullptr;
    number = CPLStrtod(text.data(), &end);
    if (end == text.data() + text.size())
        return true;
    std::string pointed(text);
    const auto comma = pointed.find(',');
    if (comma == std::string::npos || pointed.find('.') != std::string::npos)
        return false;
    pointed[comma] = '.';
    number = CPLStrtod(pointed.c_str(), &end);
    return end == pointed.c_str() + pointed.size();
}

} // namespace

std::optional<GeoPoint> readPair(std::string_view text)
{
    const auto open = text.rfind('(');
    const auto close = text.rfind(')');
    const bool inBrackets = open != std::string_view::npos && close != std::string_view::npos && open < close;
    const bool isWkt = inBrackets && text.substr(0, 5) == "POINT";
    const std::string inside(inBrackets ? text.substr(open + 1, close - open - 1) : text);
    char *end = nullptr;
    const double first = CPLStrtod(inside.c_str(), &end);
    if (end == inside.c_str())
        return std::nullopt;
    const char *rest = end;
    while (*rest == ' ' || *rest == ',' || *rest == ';')
        ++rest;
    if (rest == end)
        return std::nullopt;
    const double second = CPLStrtod(rest, &end);
    if (end == rest || *end != '\0')
        return std::nullopt;
    return isWkt ? GeoPoint{first, second} : GeoPoint{second, first};
}

RawPlace rawPlaceOf(const OGRFeature &feature, const TableColumns &columns)
{
    using enum RawPlace::Fault;
    RawPlace place;
    if (columns.geometry) {
        const OGRGeometry *geometry = feature.GetGeometryRef();
        if (!geometry || wkbFlatten(geometry->getGeometryType()) != wkbPoint || geometry->IsEmpty())
            return {0, 0, Missing};
        place.x = geometry->toPoint()->getX();
        place.y = geometry->toPoint()->getY();
    } else if (columns.pair >= 0) {
        const auto text = textOf(feature, columns.pair);
        const auto pair = readPair(text);
        // An address stands alone where its place is unknown.
        if (!pair)
            return {0, 0, text.find('(') == std::string_view::npos ? Missing : Bad};
        place.x = pair->longitude;
        place.y = pair->latitude;
    } else {
        const auto x = textOf(feature, columns.longitude);
        if (x.empty())
            return {0, 0, Missing};
        // GDAL may reuse the bytes of a field that is no text for the next one.
        const bool xIsNumber = readNumber(x, place.x);
        const auto y = textOf(feature, columns.latitude);
        if (y.empty())
            return {0, 0, Missing};
        if (!xIsNumber || !readNumber(y, place.y))
            return {0, 0, Bad};
    }
    if (place.x == 0 && place.y == 0)
        place.fault = Missing;
    return place;
}

} // namespace forewatch
