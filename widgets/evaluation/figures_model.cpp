#include "widgets/evaluation/figures_model.h"

#include "widgets/evaluation/figure_words.h"
#include "widgets/tables/table_look.h"

#include <QFont>

namespace forewatch {

namespace {

const Figure &figureOf(int column)
{
    return comparedFigures()[static_cast<std::size_t>(column - FiguresModel::FirstFigureColumn)];
}

} // namespace

void FiguresModel::setEvaluation(std::shared_ptr<const Evaluation> evaluation)
{
    beginResetModel();
    m_evaluation = std::move(evaluation);
    endResetModel();
}

int FiguresModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_evaluation ? 0 : 1 + static_cast<int>(m_evaluation->baselines.size());
}

int FiguresModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : FirstFigureColumn + static_cast<int>(comparedFigures().size());
}

const EvaluatedForecast &FiguresModel::forecastAt(int row) const
{
    return row == 0 ? m_evaluation->model : m_evaluation->baselines[static_cast<std::size_t>(row - 1)];
}

std::optional<FiguresModel::Cell> FiguresModel::cellAt(int row, int column) const
{
    const EvaluatedForecast &forecast = forecastAt(row);
    if (column == NameColumn)
        return std::nullopt;
    if (column == AheadColumn) {
        const auto ahead = m_evaluation->differences.constFind(forecast.key);
        if (ahead == m_evaluation->differences.constEnd())
            return std::nullopt;
        return Cell{ahead->value, ahead->interval, true};
    }
    const Figure &figure = figureOf(column);
    return Cell{forecast.metrics.*figure.value, intervalOf(forecast.metrics, figure), figure.percent};
}

QVariantList FiguresModel::scaleOf(int column) const
{
    double least = column == AheadColumn ? 0 : std::numeric_limits<double>::max();
    double most = column == AheadColumn ? 0 : std::numeric_limits<double>::lowest();
    for (int row = 0; row < rowCount(); ++row) {
        const auto cell = cellAt(row, column);
        if (!cell)
            continue;
        const Interval whole = cell->interval.value_or(Interval{cell->value, cell->value});
        least = std::min({least, cell->value, whole.low});
        most = std::max({most, cell->value, whole.high});
    }
    return {least, most};
}

QVariant FiguresModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !m_evaluation)
        return {};
    const int column = index.column();
    if (role == Qt::FontRole && index.row() == 0) {
        QFont bold;
        bold.setBold(true);
        return bold;
    }
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter | (column == NameColumn ? Qt::AlignLeft : Qt::AlignRight)));
    if (column == NameColumn) {
        const QString name = forecastName(forecastAt(index.row()).key);
        return role == Qt::DisplayRole || role == Qt::ToolTipRole || role == NumberRole ? QVariant(name) : QVariant();
    }
    if (role == ScaleRole)
        return scaleOf(column);
    if (role == ZeroRole)
        return column == AheadColumn || figureOf(column).value == &Metrics::brierSkill ? QVariant(0.)
            : figureOf(column).value == &Metrics::auc                                  ? QVariant(.5)
                                                                                       : QVariant();
    const auto cell = cellAt(index.row(), column);
    if (!cell)
        return role == Qt::DisplayRole ? QVariant(QStringLiteral("–")) : QVariant();
    switch (role) {
    case Qt::DisplayRole:
        return valueText(cell->value, cell->percent);
    case NumberRole:
        return cell->value;
    case IntervalRole:
        return cell->interval ? QVariant(QVariantList{cell->interval->low, cell->interval->high}) : QVariant();
    case IntervalTextRole:
        return cell->interval ? intervalText(*cell->interval, cell->percent) : QString();
    case Qt::ToolTipRole: {
        const QString title = headerData(column, Qt::Horizontal).toString();
        const QString text = QStringLiteral("%1, %2: %3").arg(forecastName(forecastAt(index.row()).key), title,
                                                              valueText(cell->value, cell->percent));
        if (!cell->interval)
            return text;
        const bool perfect = column != AheadColumn && figureOf(column).value == &Metrics::ece;
        return text + QLatin1Char('\n')
            + (perfect ? tr("A perfectly calibrated forecast would get %1").arg(intervalText(*cell->interval, false))
                       : tr("95 % interval: %1").arg(intervalText(*cell->interval, cell->percent)));
    }
    default:
        return {};
    }
}

QVariant FiguresModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter | (section == NameColumn ? Qt::AlignLeft : Qt::AlignRight)));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const bool title = role == Qt::DisplayRole;
    if (section == NameColumn)
        return title ? tr("Forecast") : tr("The model and its honest opponents, all on the same windows");
    if (section == AheadColumn)
        return title ? tr("Model ahead")
                     : tr("How much smaller the model's Brier error is than the row's, with a paired 95 % interval over the same "
                          "days; an interval that reaches 0 shows no difference");
    return title ? figureOf(section).name : figureOf(section).explanation;
}

std::vector<QStringList> FiguresModel::table() const
{
    std::vector<QStringList> lines(1);
    for (int column = 0; column < columnCount(); ++column) {
        const QString title = headerData(column, Qt::Horizontal).toString();
        lines[0] << title;
        if (column == NameColumn)
            continue;
        const bool perfect = column != AheadColumn && figureOf(column).value == &Metrics::ece;
        lines[0] << (perfect ? tr("%1 perfect low").arg(title) : tr("%1 low").arg(title))
                 << (perfect ? tr("%1 perfect high").arg(title) : tr("%1 high").arg(title));
    }
    for (int row = 0; row < rowCount(); ++row) {
        QStringList line{forecastName(forecastAt(row).key)};
        for (int column = NameColumn + 1; column < columnCount(); ++column) {
            const auto cell = cellAt(row, column);
            const auto number = [](double value) { return QString::number(value, 'g', 6); };
            line << (cell ? number(cell->value) : QString())
                 << (cell && cell->interval ? number(cell->interval->low) : QString())
                 << (cell && cell->interval ? number(cell->interval->high) : QString());
        }
        lines.push_back(line);
    }
    return lines;
}

} // namespace forewatch
