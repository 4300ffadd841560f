#include "widgets/evaluation/cell_windows_model.h"

#include "widgets/evaluation/figure_words.h"

#include <algorithm>

namespace forewatch {

void CellWindowsModel::setWindows(std::shared_ptr<const Evaluation> evaluation, std::vector<std::size_t> windows)
{
    beginResetModel();
    m_evaluation = std::move(evaluation);
    m_windows = std::move(windows);
    m_hours = nullptr;
    if (m_evaluation)
        for (const EvaluatedForecast &baseline : m_evaluation->baselines)
            if (baseline.key == QLatin1String("hour_of_day"))
                m_hours = &baseline;
    order();
    endResetModel();
}

int CellWindowsModel::rowOf(std::size_t example) const
{
    const auto found = std::ranges::find(m_windows, example);
    return found == m_windows.end() ? -1 : static_cast<int>(found - m_windows.begin());
}

int CellWindowsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_windows.size());
}

int CellWindowsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : Columns;
}

QVariant CellWindowsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool number = index.column() == ProbabilityColumn || index.column() == HourColumn;
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft)));
    }
    if (role != Qt::DisplayRole)
        return {};
    const std::size_t example = m_windows[static_cast<std::size_t>(index.row())];
    switch (index.column()) {
    case TimeColumn:
        return formatWindow(m_evaluation->examples[example].asked);
    case ProbabilityColumn:
        return probabilityText(m_evaluation->model.forecast.probabilities[example]);
    case HourColumn:
        return m_hours ? probabilityText(m_hours->forecast.probabilities[example]) : QStringLiteral("–");
    default:
        return m_evaluation->model.forecast.outcomes[example] ? tr("target") : tr("none");
    }
}

QVariant CellWindowsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section >= Columns)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool number = section == ProbabilityColumn || section == HourColumn;
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft)));
    }
    if (role != Qt::DisplayRole)
        return {};
    return QStringList{tr("Span asked about"), tr("Model"), tr("Hour of day"), tr("Came")}[section];
}

void CellWindowsModel::sort(int column, Qt::SortOrder sortOrder)
{
    m_sortColumn = column;
    m_sortOrder = sortOrder;
    Q_EMIT layoutAboutToBeChanged();
    const auto before = m_windows;
    const QModelIndexList old = persistentIndexList();
    order();
    for (const QModelIndex &index : old)
        changePersistentIndex(index, this->index(rowOf(before[static_cast<std::size_t>(index.row())]), index.column()));
    Q_EMIT layoutChanged();
}

void CellWindowsModel::order()
{
    // Windows of one number stay in order of time.
    std::ranges::sort(m_windows);
    const auto probability = [this](std::size_t i) { return m_evaluation->model.forecast.probabilities[i]; };
    const auto hour = [this](std::size_t i) { return m_hours->forecast.probabilities[i]; };
    if (m_sortColumn == ProbabilityColumn)
        std::ranges::stable_sort(m_windows, {}, probability);
    else if (m_sortColumn == HourColumn && m_hours)
        std::ranges::stable_sort(m_windows, {}, hour);
    if (m_sortOrder == Qt::DescendingOrder)
        std::ranges::reverse(m_windows);
}

} // namespace forewatch
