#include "widgets/tables/daily_table_model.h"

#include "engine/core/text.h"
#include "widgets/tables/area_table_model.h"
#include "widgets/tables/table_look.h"

namespace forewatch {

namespace {

const QString noData = QStringLiteral("–");

/// `25 Dec – 31 Dec 2016`; the second date is the last day inside.
QString daysOf(const Window &span)
{
    const QString from = formatWindow({span.start, std::chrono::days(1)}).section(QLatin1Char(' '), 1, 3);
    const QString to = formatWindow({span.end() - std::chrono::days(1), std::chrono::days(1)}).section(QLatin1Char(' '), 1, 3);
    return from == to ? from : from + QStringLiteral(" – ") + to;
}

} // namespace

void DailyTableModel::setTable(std::shared_ptr<const DailyTable> table)
{
    beginResetModel();
    m_table = std::move(table);
    if (m_table && !m_isMatrix)
        m_chosen = std::min(m_chosen, m_table->total());
    arrange();
    endResetModel();
}

void DailyTableModel::showSheet(std::size_t area)
{
    beginResetModel();
    m_isMatrix = false;
    m_chosen = area;
    arrange();
    endResetModel();
}

void DailyTableModel::showMatrix(std::size_t span)
{
    beginResetModel();
    m_isMatrix = true;
    m_chosen = span;
    arrange();
    endResetModel();
}

void DailyTableModel::arrange()
{
    m_rows.clear();
    m_columns.clear();
    if (!m_table)
        return;
    const std::size_t categories = m_table->categories.size();
    for (std::size_t row = 0; row < (m_isMatrix ? m_table->areaCount() : categories); ++row)
        if (!m_isMatrix || row != m_table->elsewhere() || !m_table->isEmpty(row))
            m_rows.push_back(row);
    for (std::size_t headline = 0; headline < (m_isMatrix ? categories : DailyTable::spanCount); ++headline) {
        for (const Figure figure : {Now, Before, Difference, Percent})
            m_columns.push_back({headline, figure});
        if (!m_isMatrix || m_table->categories[headline].isTarget)
            m_columns.push_back({headline, Victims});
    }
}

int DailyTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int DailyTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_table ? 0 : static_cast<int>(m_columns.size()) + 1;
}

const DailyTable::Cell &DailyTableModel::cellAt(const QModelIndex &index) const
{
    const std::size_t row = m_rows[static_cast<std::size_t>(index.row())];
    const FigureColumn &column = m_columns[static_cast<std::size_t>(index.column() - 1)];
    return m_isMatrix ? m_table->at(row, column.headline, m_chosen) : m_table->at(m_chosen, row, column.headline);
}

QString DailyTableModel::text(const DailyTable::Cell &cell, Figure figure) const
{
    const auto number = [](std::optional<qint64> value) { return value ? grouped(*value) : noData; };
    switch (figure) {
    case Now: return number(cell.count.now);
    case Before: return number(cell.count.before);
    case Difference: return cell.count.difference() ? signedText(*cell.count.difference()) : noData;
    case Percent:
        if (const auto percent = cell.count.percent())
            return signedPercent(*percent);
        return cell.count.difference() ? tr("too few") : noData;
    case Victims: break;
    }
    return cell.victims.now ? grouped(*cell.victims.now) : QString();
}

QString DailyTableModel::tip(const DailyTable::Cell &cell, Figure figure) const
{
    const bool isTarget = cell.victims.now || cell.victims.before;
    switch (figure) {
    case Now:
    case Before: {
        const auto &count = figure == Now ? cell.count.now : cell.count.before;
        const auto &victims = figure == Now ? cell.victims.now : cell.victims.before;
        if (!count)
            return readingText({});
        return isTarget ? tr("%1 events with %2 victims").arg(grouped(*count), grouped(victims.value_or(0))) : QString();
    }
    case Difference: return readingText(cell.count);
    case Percent:
        return cell.count.difference() && !cell.count.percent()
            ? tr("No percentage of fewer than %1. %2").arg(smallestBase).arg(readingText(cell.count))
            : readingText(cell.count);
    case Victims: break;
    }
    return cell.victims.before ? tr("A year before: %1").arg(grouped(*cell.victims.before)) : QString();
}

QVariant DailyTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const std::size_t row = m_rows[static_cast<std::size_t>(index.row())];
    const bool isTotal = m_isMatrix ? row == m_table->total() : m_table->categories[row].kind != DailyCategory::Kind::Type;
    if (role == TotalRole)
        return isTotal;
    if (index.column() == 0) {
        if (role == Qt::DisplayRole)
            return m_isMatrix ? m_table->areas[static_cast<qsizetype>(row)] : m_table->categories[row].name;
        return role == Qt::TextAlignmentRole ? QVariant(int(Qt::AlignLeft | Qt::AlignVCenter)) : QVariant();
    }
    const Figure figure = m_columns[static_cast<std::size_t>(index.column() - 1)].figure;
    const DailyTable::Cell &cell = cellAt(index);
    switch (role) {
    case Qt::DisplayRole: return text(cell, figure);
    case Qt::ToolTipRole: return tip(cell, figure);
    case Qt::TextAlignmentRole: return int(Qt::AlignRight | Qt::AlignVCenter);
    case MutedRole:
        return (figure == Difference || figure == Percent) ? cell.count.reading() != Change::Reading::Clear
                                                          : figure == Before || figure == Victims;
    default: return {};
    }
}

QVariant DailyTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || !m_table || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (section == 0)
        return role == Qt::DisplayRole ? QVariant(m_isMatrix ? tr("Area") : tr("Incidents")) : QVariant();
    const FigureColumn &column = m_columns[static_cast<std::size_t>(section - 1)];
    const ComparedSpan &span = m_table->spans[spanAt(column)];
    switch (role) {
    case HeadlineRole:
        return m_isMatrix ? m_table->categories[column.headline].name
                          : QStringLiteral("%1: %2").arg(spanName(column.headline), daysOf(span.now));
    case Qt::ToolTipRole:
        switch (column.figure) {
        case Now: return daysOf(span.now);
        case Percent: return tr("In percent of the year before, where that has %1 or more").arg(smallestBase);
        case Victims: return tr("Rows of the targets: each victim is one");
        default: return daysOf(span.before);
        }
    case Qt::DisplayRole:
        switch (column.figure) {
        case Now: return tr("now");
        case Before: return tr("year before");
        case Difference: return tr("change");
        case Percent: return tr("in %");
        case Victims: return tr("victims");
        }
        return {};
    default: return {};
    }
}

} // namespace forewatch
