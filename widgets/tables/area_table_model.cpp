#include "widgets/tables/area_table_model.h"

#include "engine/core/text.h"
#include "widgets/tables/table_look.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace forewatch {

namespace {

const QString noData = QStringLiteral("–");

/// The change that a column is about; null where it is about none.
const Change *changeOf(const AreaCount &count, int column)
{
    if (column >= AreaTableModel::IncidentsColumn && column <= AreaTableModel::IncidentsPercentColumn)
        return &count.incidents;
    if (column >= AreaTableModel::TargetsColumn && column <= AreaTableModel::TargetsPercentColumn)
        return &count.targets;
    return column == AreaTableModel::VictimsColumn ? &count.victims : nullptr;
}

bool isComparison(int column)
{
    return column == AreaTableModel::IncidentsDifferenceColumn || column == AreaTableModel::IncidentsPercentColumn
        || column == AreaTableModel::TargetsDifferenceColumn || column == AreaTableModel::TargetsPercentColumn;
}

bool isPercent(int column)
{
    return column == AreaTableModel::IncidentsPercentColumn || column == AreaTableModel::TargetsPercentColumn;
}

std::optional<double> real(std::optional<qint64> number)
{
    return number ? std::optional(double(*number)) : std::nullopt;
}

} // namespace

QString signedText(qint64 difference)
{
    const QString sign = difference > 0 ? QStringLiteral("+") : difference < 0 ? QString(QChar(0x2212)) : QString();
    return sign + grouped(std::abs(difference));
}

QString signedPercent(double percent)
{
    return signedText(std::llround(percent)) + QStringLiteral(" %");
}

void AreaTableModel::setCounts(std::shared_ptr<const AreaSet> areas, std::shared_ptr<const AreaCounts> counts)
{
    beginResetModel();
    m_areas = std::move(areas);
    m_counts = std::move(counts);
    m_order.resize(m_areas && m_counts ? m_areas->size() : 0);
    std::iota(m_order.begin(), m_order.end(), std::size_t(0));
    sortAreas();
    endResetModel();
}

std::optional<std::size_t> AreaTableModel::areaAt(int row) const
{
    const auto index = static_cast<std::size_t>(row);
    return index < m_order.size() ? std::optional(m_order[index]) : std::nullopt;
}

const AreaCount &AreaTableModel::countAt(int row) const
{
    if (const auto area = areaAt(row))
        return m_counts->areas[*area];
    return static_cast<std::size_t>(row) == m_order.size() ? m_counts->elsewhere : m_counts->total;
}

std::optional<double> AreaTableModel::figure(const AreaCount &count, std::optional<std::size_t> area, int column) const
{
    const qint64 incidents = count.incidents.now.value_or(0);
    const qint64 targets = count.targets.now.value_or(0);
    switch (column) {
    case IncidentsColumn: return real(count.incidents.now);
    case IncidentsBeforeColumn: return real(count.incidents.before);
    case IncidentsDifferenceColumn: return real(count.incidents.difference());
    case IncidentsPercentColumn: return count.incidents.percent();
    case TargetsColumn: return real(count.targets.now);
    case TargetsBeforeColumn: return real(count.targets.before);
    case TargetsDifferenceColumn: return real(count.targets.difference());
    case TargetsPercentColumn: return count.targets.percent();
    case VictimsColumn: return real(count.victims.now);
    case ShareColumn: return m_counts->shareOfTargets(count);
    default: break;
    }
    if (!area)
        return std::nullopt;
    switch (column) {
    case DensityColumn: return perSquareKilometre(incidents, *m_areas, *area);
    case TargetDensityColumn: return perSquareKilometre(targets, *m_areas, *area);
    case AreaColumn: return *area < m_areas->squareKilometres.size() ? std::optional(m_areas->squareKilometres[*area]) : std::nullopt;
    case ResidentsColumn: return *area < m_areas->residents.size() ? m_areas->residents[*area] : std::nullopt;
    case RateColumn: return perThousandResidents(incidents, *m_areas, *area);
    case TargetRateColumn: return perThousandResidents(targets, *m_areas, *area);
    default: return std::nullopt;
    }
}

void AreaTableModel::sortAreas()
{
    if (!m_counts || !m_areas)
        return;
    const bool descending = m_sortOrder == Qt::DescendingOrder;
    if (m_sortColumn == NameColumn) {
        std::ranges::stable_sort(m_order, [&](std::size_t a, std::size_t b) {
            const int order = m_areas->names[static_cast<qsizetype>(a)].compare(m_areas->names[static_cast<qsizetype>(b)],
                                                                               Qt::CaseInsensitive);
            return descending ? order > 0 : order < 0;
        });
        return;
    }
    std::vector<std::optional<double>> figures;
    for (std::size_t area = 0; area < m_areas->size(); ++area)
        figures.push_back(figure(m_counts->areas[area], area, m_sortColumn));
    std::ranges::stable_sort(m_order, [&](std::size_t a, std::size_t b) {
        // No data comes last.
        if (!figures[a] || !figures[b])
            return figures[a].has_value() && !figures[b].has_value();
        return descending ? *figures[a] > *figures[b] : *figures[a] < *figures[b];
    });
}

void AreaTableModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || (column == m_sortColumn && order == m_sortOrder))
        return;
    beginResetModel();
    m_sortColumn = column;
    m_sortOrder = order;
    std::ranges::sort(m_order);
    sortAreas();
    endResetModel();
}

int AreaTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_counts || !m_areas ? 0 : static_cast<int>(m_order.size()) + 2;
}

int AreaTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columnCountOf;
}

QString AreaTableModel::text(int row, int column) const
{
    const auto area = areaAt(row);
    if (column == NameColumn)
        return area ? m_areas->names[static_cast<qsizetype>(*area)]
                    : static_cast<std::size_t>(row) == m_order.size() ? tr("In none of them") : tr("Total");
    const AreaCount &count = countAt(row);
    const auto value = figure(count, area, column);
    if (!value) {
        const Change *change = changeOf(count, column);
        if (isPercent(column) && change->difference())
            return tr("too few");
        return change || (area && column != ShareColumn) ? noData : QString();
    }
    switch (column) {
    case IncidentsDifferenceColumn:
    case TargetsDifferenceColumn: return signedText(std::llround(*value));
    case IncidentsPercentColumn:
    case TargetsPercentColumn: return signedPercent(*value);
    case ShareColumn: return QString::number(100 * *value, 'f', 1) + QStringLiteral(" %");
    case DensityColumn:
    case TargetDensityColumn:
    case RateColumn:
    case TargetRateColumn: return QString::number(*value, 'f', *value < 10 ? 2 : 1);
    case AreaColumn: return QString::number(*value, 'f', 2);
    default: return grouped(std::llround(*value));
    }
}

QString AreaTableModel::tip(int row, int column) const
{
    const auto area = areaAt(row);
    if (const Change *change = changeOf(countAt(row), column)) {
        if (isPercent(column) && change->difference() && !change->percent())
            return tr("No percentage of fewer than %1. %2").arg(smallestBase).arg(readingText(*change));
        return isComparison(column) ? readingText(*change) : QString();
    }
    if ((column == RateColumn || column == TargetRateColumn) && area && hasFewResidents(*m_areas, *area))
        return tr("Fewer than %1 residents: one household moves such a rate.").arg(grouped(std::llround(fewResidents)));
    return {};
}

QVariant AreaTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(index.row(), column);
    case Qt::ToolTipRole: return tip(index.row(), column);
    case Qt::TextAlignmentRole: return int((column == NameColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case TotalRole: return static_cast<std::size_t>(index.row()) > m_order.size();
    case MutedRole: {
        if (static_cast<std::size_t>(index.row()) == m_order.size())
            return true;
        const auto area = areaAt(index.row());
        if (column == RateColumn || column == TargetRateColumn)
            return area && hasFewResidents(*m_areas, *area);
        return isComparison(column) && changeOf(countAt(index.row()), column)->reading() != Change::Reading::Clear;
    }
    default: return {};
    }
}

QVariant AreaTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    struct Words
    {
        QString headline;
        QString text;
        QString tip;
    };
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCountOf)
        return {};
    const auto words = [&]() -> Words {
        const QString before = tr("The same span a year before; below a week, 52 weeks before");
        const QString percent = tr("In percent of the year before, where that has %1 or more").arg(smallestBase);
        switch (section) {
        case NameColumn: return {{}, tr("Area"), {}};
        case IncidentsColumn: return {tr("Incidents"), tr("now"), tr("Rows of the crime table in the span")};
        case IncidentsBeforeColumn: return {tr("Incidents"), tr("year before"), before};
        case IncidentsDifferenceColumn: return {tr("Incidents"), tr("change"), {}};
        case IncidentsPercentColumn: return {tr("Incidents"), tr("in %"), percent};
        case TargetsColumn: return {tr("Target events"), tr("now"), tr("Distinct times and places among the target rows")};
        case TargetsBeforeColumn: return {tr("Target events"), tr("year before"), before};
        case TargetsDifferenceColumn: return {tr("Target events"), tr("change"), {}};
        case TargetsPercentColumn: return {tr("Target events"), tr("in %"), percent};
        case VictimsColumn: return {tr("Target events"), tr("victims"), tr("Target rows: each victim is one")};
        case ShareColumn: return {tr("Target events"), tr("share"), tr("The area's part of all target events of the span")};
        case DensityColumn: return {tr("Per km²"), tr("incidents"), tr("In the span, per square kilometre")};
        case TargetDensityColumn: return {tr("Per km²"), tr("targets"), tr("Target events in the span, per square kilometre")};
        case AreaColumn: return {tr("Per km²"), tr("km²"), {}};
        case ResidentsColumn: return {tr("Per 1,000 residents"), tr("residents"), {}};
        case RateColumn: return {tr("Per 1,000 residents"), tr("incidents"), tr("In the span, per 1,000 residents")};
        default: return {tr("Per 1,000 residents"), tr("targets"), tr("Target events in the span, per 1,000 residents")};
        }
    }();
    switch (role) {
    case Qt::DisplayRole: return words.text;
    case HeadlineRole: return words.headline;
    case Qt::ToolTipRole: return words.tip;
    case Qt::TextAlignmentRole: return int((section == NameColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    default: return {};
    }
}

} // namespace forewatch
