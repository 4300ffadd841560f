#pragma once

#include <QAbstractTableModel>
#include <QSet>
#include <QStringList>

#include <vector>

namespace forewatch {

/// Names that can be ticked, each with the number of incidents behind it. Names that differ in case alone are one.
class CheckListModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, CountColumn };
    /// Of the count column: the number itself, to sort by.
    static constexpr int countRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;

    /// Nothing is ticked, all counts are zero.
    void setNames(const QStringList &names);
    /// Indexed as the names were.
    void setCounts(const std::vector<std::size_t> &counts);

    /// In capitals.
    QSet<QString> ticked() const;
    /// Names that are not here are let go. Tells nobody but views.
    void setTicked(const QSet<QString> &capitals);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    /// Through `setData`, as a user does it.
    void tickedByUser();

private:
    struct Choice
    {
        QString name;
        std::size_t count = 0;
        bool ticked = false;
    };
    std::vector<Choice> m_choices;
    /// Row of each name that was given.
    std::vector<std::size_t> m_rows;
};

} // namespace forewatch
