#include "widgets/tables/incident_table_model.h"

#include "engine/core/text.h"

#include <QRegularExpression>

#include <algorithm>
#include <chrono>
#include <numeric>

namespace forewatch {

namespace {

bool isName(int column)
{
    return column >= IncidentTableModel::TypeColumn && column <= IncidentTableModel::SettingColumn;
}

/// One word of a search, made ready: which names of each column hold it, which dates and which row it stands for.
struct SearchWord
{
    std::array<std::vector<bool>, IncidentTableModel::SettingColumn + 1> names;
    std::optional<std::uint32_t> row;
    int year = 0;
    int month = 0;
    int day = 0;

    bool fitsDate(Time time) const
    {
        if (year == 0)
            return false;
        const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(time)};
        return int(date.year()) == year && (month == 0 || unsigned(date.month()) == unsigned(month))
            && (day == 0 || unsigned(date.day()) == unsigned(day));
    }
};

} // namespace

void IncidentTableModel::setIncidents(const City &city, std::vector<const Incident *> incidents)
{
    beginResetModel();
    const bool sameNames = m_city && m_city->incidents == city.incidents && m_city->neighborhoods == city.neighborhoods
        && m_city->target == city.target && m_city->groups == city.groups;
    m_city = city;
    m_incidents = std::move(incidents);
    if (!sameNames) {
        m_text.emplace(city);
        const IncidentNames &names = city.incidents->names();
        m_names = {};
        m_names[TypeColumn] = names.types;
        for (const Group group : {Group::Other, Group::Property, Group::Violent, Group::Target})
            m_names[GroupColumn] << groupName(group);
        for (const Neighborhood &neighborhood : *city.neighborhoods)
            m_names[NeighborhoodColumn] << neighborhood.name;
        m_names[DistrictColumn] = names.districts;
        m_names[WeaponColumn] = names.weapons;
        m_names[PremiseColumn] = names.premises;
        m_names[SettingColumn] = {tr("Inside"), tr("Outside")};
        for (int column = TypeColumn; column <= SettingColumn; ++column)
            m_names[static_cast<std::size_t>(column)] << QString();
    }
    arrange();
    endResetModel();
}

void IncidentTableModel::clear()
{
    beginResetModel();
    m_incidents.clear();
    m_shown.clear();
    m_text.reset();
    m_city.reset();
    endResetModel();
}

void IncidentTableModel::setSearch(const QString &text)
{
    if (text.simplified() == m_search)
        return;
    beginResetModel();
    m_search = text.simplified();
    arrange();
    endResetModel();
}

std::size_t IncidentTableModel::nameIndex(const Incident &incident, int column) const
{
    const auto among = [&](std::size_t index) {
        return std::min(index, static_cast<std::size_t>(m_names[static_cast<std::size_t>(column)].size() - 1));
    };
    switch (column) {
    case TypeColumn: return among(incident.type);
    case GroupColumn: return static_cast<std::size_t>(m_text->groupOf(incident));
    case NeighborhoodColumn: return among(incident.neighborhood);
    case DistrictColumn: return among(incident.district);
    case WeaponColumn: return among(incident.weapon);
    case PremiseColumn: return among(incident.premise);
    default: return incident.setting == Setting::Inside ? 0 : incident.setting == Setting::Outside ? 1 : 2;
    }
}

void IncidentTableModel::arrange()
{
    std::vector<SearchWord> words;
    static const QRegularExpression date(QStringLiteral("^(\\d{4})(?:-(\\d{1,2})(?:-(\\d{1,2}))?)?$"));
    for (const QString &text : m_search.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        SearchWord word;
        for (int column = TypeColumn; column <= SettingColumn; ++column)
            for (const QString &name : m_names[static_cast<std::size_t>(column)])
                word.names[static_cast<std::size_t>(column)].push_back(name.contains(text, Qt::CaseInsensitive));
        if (text.startsWith(QLatin1Char('#')))
            word.row = text.mid(1).toUInt();
        if (const auto match = date.match(text); match.hasMatch()) {
            word.year = match.captured(1).toInt();
            word.month = match.captured(2).toInt();
            word.day = match.captured(3).toInt();
        }
        words.push_back(std::move(word));
    }
    const auto fits = [&](const Incident *incident) {
        return std::ranges::all_of(words, [&](const SearchWord &word) {
            if ((word.row && *word.row == incident->row) || word.fitsDate(incident->time))
                return true;
            for (int column = TypeColumn; column <= SettingColumn; ++column)
                if (word.names[static_cast<std::size_t>(column)][nameIndex(*incident, column)])
                    return true;
            return false;
        });
    };
    m_shown.clear();
    if (words.empty())
        m_shown = m_incidents;
    else if (m_city)
        std::ranges::copy_if(m_incidents, std::back_inserter(m_shown), fits);
    sortShown();
}

void IncidentTableModel::sortShown()
{
    const bool descending = m_sortOrder == Qt::DescendingOrder;
    if (!m_city || m_shown.empty())
        return;
    if (isName(m_sortColumn)) {
        // Names are few: rows are dealt out to their name's place in the alphabet, which keeps the order of time.
        const QStringList &names = m_names[static_cast<std::size_t>(m_sortColumn)];
        std::vector<std::size_t> alphabet(static_cast<std::size_t>(names.size()));
        std::iota(alphabet.begin(), alphabet.end(), std::size_t(0));
        std::ranges::stable_sort(alphabet, [&](std::size_t a, std::size_t b) {
            // What the table does not say comes last.
            const QString &left = names[static_cast<qsizetype>(a)];
            const QString &right = names[static_cast<qsizetype>(b)];
            if (left.isEmpty() != right.isEmpty())
                return right.isEmpty();
            const int order = left.compare(right, Qt::CaseInsensitive);
            return descending ? order > 0 : order < 0;
        });
        std::vector<std::size_t> places(alphabet.size() + 1);
        std::vector<std::size_t> rank(alphabet.size());
        for (std::size_t i = 0; i < alphabet.size(); ++i)
            rank[alphabet[i]] = i;
        for (const Incident *incident : m_shown)
            ++places[rank[nameIndex(*incident, m_sortColumn)] + 1];
        std::partial_sum(places.begin(), places.end(), places.begin());
        std::vector<const Incident *> sorted(m_shown.size());
        for (const Incident *incident : m_shown)
            sorted[places[rank[nameIndex(*incident, m_sortColumn)]]++] = incident;
        m_shown = std::move(sorted);
        return;
    }
    const auto sortBy = [&](const auto &key) {
        if (descending)
            std::ranges::stable_sort(m_shown, std::greater<>(), key);
        else
            std::ranges::stable_sort(m_shown, std::less<>(), key);
    };
    switch (m_sortColumn) {
    case LongitudeColumn: return sortBy([this](const Incident *i) { return m_text->shownPlace(*i).longitude; });
    case LatitudeColumn: return sortBy([this](const Incident *i) { return m_text->shownPlace(*i).latitude; });
    case RowColumn: return sortBy([](const Incident *i) { return i->row; });
    default:
        if (descending)
            std::ranges::reverse(m_shown);
    }
}

void IncidentTableModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || (column == m_sortColumn && order == m_sortOrder))
        return;
    beginResetModel();
    m_sortColumn = column;
    m_sortOrder = order;
    arrange();
    endResetModel();
}

QItemSelection IncidentTableModel::selectionOf(const std::vector<std::uint32_t> &sourceRows, int limit) const
{
    QItemSelection selection;
    if (sourceRows.empty())
        return selection;
    const auto isWanted = [&](std::size_t row) { return std::ranges::binary_search(sourceRows, m_shown[row]->row); };
    for (std::size_t row = 0; row < m_shown.size() && selection.size() < limit; ++row) {
        if (!isWanted(row))
            continue;
        const std::size_t first = row;
        while (row + 1 < m_shown.size() && isWanted(row + 1))
            ++row;
        selection.append(QItemSelectionRange(index(static_cast<int>(first), 0), index(static_cast<int>(row), columnCountOf - 1)));
    }
    return selection;
}

int IncidentTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int IncidentTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columnCountOf;
}

QString IncidentTableModel::text(const Incident &incident, int column) const
{
    if (isName(column))
        return m_names[static_cast<std::size_t>(column)][static_cast<qsizetype>(nameIndex(incident, column))];
    switch (column) {
    case TimeColumn: return formatTime(incident.time);
    case LongitudeColumn: return QString::number(m_text->shownPlace(incident).longitude, 'f', 5);
    case LatitudeColumn: return QString::number(m_text->shownPlace(incident).latitude, 'f', 5);
    default: return QString::number(incident.row);
    }
}

QVariant IncidentTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Incident &incident = incidentAt(index.row());
    const bool isPlace = index.column() == LongitudeColumn || index.column() == LatitudeColumn;
    switch (role) {
    case Qt::DisplayRole: return text(incident, index.column());
    case Qt::TextAlignmentRole: return int((isPlace || index.column() == RowColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        if (isPlace && m_text->isShownAtCentre(incident))
            return tr("The centre of the neighborhood: sexual offences are not shown where they happened.");
        break;
    default: break;
    }
    return {};
}

QVariant IncidentTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCountOf)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section >= LongitudeColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == RowColumn)
        return tr("Row of the crime table, counted from 1 without the header");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TimeColumn: return tr("Time");
    case TypeColumn: return tr("Type");
    case GroupColumn: return tr("Group");
    case NeighborhoodColumn: return tr("Neighborhood");
    case DistrictColumn: return tr("District");
    case WeaponColumn: return tr("Weapon");
    case PremiseColumn: return tr("Premise");
    case SettingColumn: return tr("Inside/outside");
    case LongitudeColumn: return tr("Longitude");
    case LatitudeColumn: return tr("Latitude");
    default: return tr("Row");
    }
}

} // namespace forewatch
