#pragma once

#include "engine/data/incident_writer.h"

#include <QAbstractTableModel>
#include <QItemSelection>

#include <optional>
#include <span>

namespace forewatch {

/// Incidents as rows, sorted and searched at once: an order of indices into the table, and for every column of words the
/// ranks of its few names, so that 240,000 rows are sorted in some milliseconds.
class IncidentTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { TimeColumn, TypeColumn, GroupColumn, NeighborhoodColumn, DistrictColumn, WeaponColumn, PremiseColumn,
                  SettingColumn, LongitudeColumn, LatitudeColumn, RowColumn, columnCountOf };

    using QAbstractTableModel::QAbstractTableModel;

    /// Shows incidents of the city, which must be of its table, in order of time; sort column and search stay.
    void setIncidents(const City &city, std::vector<const Incident *> incidents);
    void clear();

    /// Shows the incidents alone in which every word of the text is part of a type, group, neighborhood, district,
    /// weapon, premise or setting; a date (`2016`, `2016-11`, `2016-11-12`) stands for its incidents, `#17` for row 17.
    void setSearch(const QString &text);

    /// Rows before the search.
    std::size_t scopeSize() const { return m_incidents.size(); }

    const Incident &incidentAt(int row) const { return *m_shown[static_cast<std::size_t>(row)]; }
    /// As shown: searched and sorted.
    const std::vector<const Incident *> &incidents() const { return m_shown; }
    const std::optional<City> &city() const { return m_city; }

    /// The shown rows that hold these rows of the source (ascending), as few ranges; at most `limit` of them, for a
    /// selection of thousands of single rows is slow.
    QItemSelection selectionOf(const std::vector<std::uint32_t> &sourceRows, int limit) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

private:
    using Names = std::array<QStringList, SettingColumn + 1>;

    void arrange();
    void sortShown();
    std::size_t nameIndex(const Incident &incident, int column) const;
    QString text(const Incident &incident, int column) const;

    std::optional<City> m_city;
    std::optional<IncidentText> m_text;
    /// The words of each column that has words, the last one empty: for what the table does not say.
    Names m_names;
    std::vector<const Incident *> m_incidents;
    std::vector<const Incident *> m_shown;
    QString m_search;
    int m_sortColumn = TimeColumn;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace forewatch
