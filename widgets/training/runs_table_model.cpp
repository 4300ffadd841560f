#include "widgets/training/runs_table_model.h"

#include "widgets/tables/table_look.h"

#include <algorithm>
#include <array>

namespace forewatch {

namespace {

std::optional<double> aucOf(const ModelCard &card)
{
    const QJsonValue auc = card.validation[QStringLiteral("auc")];
    return auc.isDouble() ? std::optional(auc.toDouble()) : std::nullopt;
}

QString number(const std::optional<double> &value)
{
    return value ? QString::number(*value, 'f', 3) : QString();
}

QString textOf(const Run &run, int column)
{
    const ModelCard &card = run.card;
    switch (column) {
    case RunsTableModel::Name: return card.name;
    case RunsTableModel::When: return run.when.toString(QStringLiteral("yyyy-MM-dd HH:mm"));
    case RunsTableModel::Network: return card.field.isEmpty() ? card.network.name : RunsTableModel::tr("risk field");
    case RunsTableModel::Asked: return spoken(card.task);
    case RunsTableModel::Parts:
        return card.split.kind == SplitKind::Random ? RunsTableModel::tr("random") : RunsTableModel::tr("chronological");
    case RunsTableModel::Epochs: return QString::number(card.epochs);
    case RunsTableModel::Loss: return number(lowestLoss(card));
    case RunsTableModel::Auc: return number(aucOf(card));
    case RunsTableModel::State: return card.complete ? RunsTableModel::tr("complete") : RunsTableModel::tr("can be resumed");
    default: return {};
    }
}

QVariant orderOf(const Run &run, int column)
{
    switch (column) {
    case RunsTableModel::When: return run.when;
    case RunsTableModel::Epochs: return run.card.epochs;
    case RunsTableModel::Loss: return lowestLoss(run.card).value_or(std::numeric_limits<double>::max());
    case RunsTableModel::Auc: return aucOf(run.card).value_or(-1);
    default: return textOf(run, column);
    }
}

} // namespace

std::optional<double> lowestLoss(const ModelCard &card)
{
    const auto best = std::ranges::min_element(card.curves, {}, &EpochScores::validationLoss);
    return best == card.curves.end() ? std::nullopt : std::optional(best->validationLoss);
}

QString spoken(const Task &task)
{
    if (task.question == Question::SameWindow)
        return task.maskTargets ? QObject::tr("same %1, masked").arg(formatDuration(task.length))
                                : QObject::tr("same %1").arg(formatDuration(task.length));
    QString text = QObject::tr("next %1").arg(formatDuration(task.horizon));
    if (task.lead > Duration::zero())
        text += QObject::tr(", %1 ahead").arg(formatDuration(task.lead));
    if (task.reporting == Reporting::AsReported)
        text += QObject::tr(", as reported");
    else if (task.delay > Duration::zero())
        text += QObject::tr(", %1 late").arg(formatDuration(task.delay));
    return text;
}

void RunsTableModel::setRuns(std::vector<Run> runs)
{
    beginResetModel();
    m_runs = std::move(runs);
    endResetModel();
}

int RunsTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

int RunsTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columns;
}

QVariant RunsTableModel::data(const QModelIndex &index, int role) const
{
    const Run &at = run(index.row());
    const bool isNumber = index.column() >= Loss && index.column() <= Epochs;
    switch (role) {
    case Qt::DisplayRole: return textOf(at, index.column());
    case SortRole: return orderOf(at, index.column());
    case Qt::ToolTipRole: return at.card.notes.isEmpty() ? at.folder : at.card.notes + QLatin1Char('\n') + at.folder;
    case Qt::TextAlignmentRole:
        return isNumber ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    case MutedRole: return index.column() == When || (index.column() == State && at.card.complete);
    default: return {};
    }
}

QVariant RunsTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    static const std::array<const char *, columns> names = {
        QT_TR_NOOP("Run"), QT_TR_NOOP("State"), QT_TR_NOOP("Loss"), QT_TR_NOOP("AUC"), QT_TR_NOOP("Epochs"),
        QT_TR_NOOP("Network"), QT_TR_NOOP("Asked"), QT_TR_NOOP("Split"), QT_TR_NOOP("When")};
    if (role == Qt::DisplayRole)
        return tr(names[static_cast<std::size_t>(section)]);
    if (role == Qt::ToolTipRole && section == Loss)
        return tr("Lowest loss of an epoch on the validation part, balanced");
    if (role == Qt::ToolTipRole && section == Auc)
        return tr("Of the best epoch on the validation part, at its true base rate; the test part is not looked at here");
    return {};
}

} // namespace forewatch
