#include "engine/core/error.h"
#include "engine/core/text.h"
#include "engine/data/incident_table.h"

#include <QRegularExpression>

#include <algorithm>
#include <set>
#include <tuple>

namespace forewatch {

namespace {

/// Which of `names` fit the pattern, in which `*` stands for any letters.
std::vector<bool> fitting(const QStringList &names, const QString &pattern)
{
    const QRegularExpression expression(
        QRegularExpression::anchoredPattern(QRegularExpression::escape(pattern).replace(QStringLiteral("\\*"), QStringLiteral(".*"))),
        QRegularExpression::CaseInsensitiveOption);
    std::vector<bool> fits;
    for (const QString &name : names)
        fits.push_back(pattern.contains(QLatin1Char('*')) ? expression.match(name).hasMatch()
                                                          : name.compare(pattern, Qt::CaseInsensitive) == 0);
    return fits;
}

bool anyOf(const std::vector<bool> &values)
{
    return std::ranges::find(values, true) != values.end();
}

bool passes(const std::vector<bool> &wanted, std::uint16_t index)
{
    return wanted.empty() || (index < wanted.size() && wanted[index]);
}

/// Both must hold.
void narrow(std::vector<bool> &wanted, const std::vector<bool> &further)
{
    if (wanted.empty())
        wanted = further;
    for (std::size_t i = 0; i < wanted.size(); ++i)
        wanted[i] = wanted[i] && further[i];
}

/// In quotes where a rule would take it apart.
QString quotedName(const QString &name)
{
    static const QRegularExpression signs(QStringLiteral("[,&=\"]"));
    return name.contains(signs) ? QLatin1Char('"') + QString(name).replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"')
                                : name;
}

QString listed(QStringList names)
{
    constexpr qsizetype most = 40;
    const qsizetype more = names.size() - most;
    if (more > 0)
        names = names.mid(0, most) << QStringLiteral("and %1 more").arg(more);
    return names.isEmpty() ? QStringLiteral("none") : names.join(QStringLiteral(", "));
}

} // namespace

/// Reads one alternative for one table.
struct Target::Parser
{
    const IncidentTable &table;
    Alternative alternative = {};
    QStringList written = {};
    QString thing = {};
    QStringList qualities = {};
    QString fault = {};

    void read(const QString &text)
    {
        if (table.types().contains(unquoted(text), Qt::CaseInsensitive))
            return addCondition(QStringLiteral("type"), unquoted(text));
        const QStringList conditions = splitQuoted(text, QLatin1Char('&'));
        if (conditions.isEmpty())
            throw Error(QStringLiteral("An alternative of the target is empty. Write e.g. HOMICIDE,SHOOTING."));
        for (const QString &condition : conditions) {
            const QStringList sides = splitQuoted(condition, QLatin1Char('='));
            if (sides.size() == 1 && !condition.startsWith(QLatin1Char('=')) && !condition.endsWith(QLatin1Char('=')))
                addCondition(QStringLiteral("type"), unquoted(condition));
            else if (sides.size() == 2)
                addCondition(sides[0].toLower(), unquoted(sides[1]));
            else
                refuse(condition);
        }
    }

    [[noreturn]] static void refuse(const QString &condition)
    {
        throw Error(QStringLiteral("“%1” is no condition of a target. Write a type, or WORD=NAME with WORD one of type, "
                                   "weapon, premise, district, flag and setting, joined by &; a name with a sign like "
                                   "= or & stands in double quotes.")
                        .arg(condition));
    }

    void addCondition(const QString &word, const QString &name)
    {
        const IncidentNames &names = table.names();
        QString spoken = name.toLower();
        spoken.remove(QLatin1Char('*'));
        if (word == QLatin1String("type")) {
            narrow(alternative.type, among(names.types, name, QStringLiteral("is of the target type"), QStringLiteral("types")));
            thing += (thing.isEmpty() ? QString() : QStringLiteral(" and ")) + spoken;
        } else if (word == QLatin1String("weapon")) {
            narrow(alternative.weapon, among(names.weapons, name, QStringLiteral("has the weapon"), QStringLiteral("weapons")));
            qualities << QStringLiteral("with ") + spoken;
        } else if (word == QLatin1String("premise")) {
            narrow(alternative.premise, among(names.premises, name, QStringLiteral("has the premise"), QStringLiteral("premises")));
            qualities << QStringLiteral("at ") + spoken;
        } else if (word == QLatin1String("district")) {
            narrow(alternative.district, among(names.districts, name, QStringLiteral("is in the district"), QStringLiteral("districts")));
            qualities << QStringLiteral("in ") + spoken;
        } else if (word == QLatin1String("flag")) {
            const auto flags = among(names.flags, name, QStringLiteral("has the flag"), QStringLiteral("flags"));
            for (std::size_t i = 0; i < flags.size(); ++i)
                if (flags[i])
                    alternative.flags |= static_cast<std::uint8_t>(1u << i);
            qualities << QStringLiteral("flagged ") + spoken;
        } else if (word == QLatin1String("setting")) {
            addSetting(name);
            qualities << spoken;
        } else {
            refuse(word + QLatin1Char('=') + name);
        }
        const QString quoted = quotedName(name).toUpper();
        written << (word == QLatin1String("type") ? quoted : word.toUpper() + QLatin1Char('=') + quoted);
    }

    void addSetting(const QString &name)
    {
        const bool inside = name.compare(QLatin1String("inside"), Qt::CaseInsensitive) == 0;
        if (!inside && name.compare(QLatin1String("outside"), Qt::CaseInsensitive) != 0)
            refuse(QStringLiteral("setting=") + name);
        alternative.setting = inside ? Setting::Inside : Setting::Outside;
        if (std::ranges::none_of(table.all(), [&](const Incident &incident) { return incident.setting != Setting::Unknown; }))
            miss(QStringLiteral("No incident is said to be %1. Name the column that tells it with --columns inside=NAME.")
                     .arg(name.toLower()));
    }

    std::vector<bool> among(const QStringList &names, const QString &pattern, const QString &says, const QString &kind)
    {
        std::vector<bool> fits = fitting(names, pattern);
        if (!anyOf(fits))
            miss(QStringLiteral("No incident %1 %2. The table's %3 are: %4. Name the target with --target.")
                     .arg(says, pattern.toUpper(), kind, listed(names)));
        return fits;
    }

    void miss(const QString &text)
    {
        if (fault.isEmpty())
            fault = text;
    }

    QString spoken() const
    {
        return (QStringList(thing.isEmpty() ? QStringLiteral("incident") : thing) + qualities).join(QLatin1Char(' '));
    }
};

bool Target::Alternative::hasConditionsBeyondType() const
{
    return !weapon.empty() || !premise.empty() || !district.empty() || setting || flags;
}

bool Target::Alternative::fits(const Incident &incident) const
{
    return passes(type, incident.type) && passes(weapon, incident.weapon) && passes(premise, incident.premise)
        && passes(district, incident.district) && (!setting || *setting == incident.setting)
        && (incident.flags & flags) == flags;
}

Target::Target(const QStringList &alternatives, const IncidentTable &table)
    : m_byType(static_cast<std::size_t>(table.types().size()), Answer::Never)
{
    for (const QString &text : alternatives.isEmpty() ? defaultNames() : alternatives) {
        Parser parser{table};
        parser.read(text);
        const QString name = parser.written.join(QStringLiteral(" & "));
        if (m_names.contains(name))
            continue;
        m_names << name;
        m_spoken << parser.spoken();
        if (parser.fault.isEmpty())
            m_alternatives.push_back(std::move(parser.alternative));
        else
            m_faults << parser.fault;
    }
    if (m_alternatives.empty()) {
        const bool typesAlone = m_faults.size() > 1 && std::ranges::all_of(m_names, [](const QString &name) {
            return !name.contains(QLatin1Char('='));
        });
        throw Error(typesAlone ? QStringLiteral("No incident is of the target type %1. The table's types are: %2. Name the "
                                                "target with --target.")
                                     .arg(m_names.join(QStringLiteral(" or ")), listed(table.types()))
                               : m_faults.front());
    }
    for (std::size_t type = 0; type < m_byType.size(); ++type)
        for (const Alternative &alternative : m_alternatives)
            if (alternative.type.empty() || alternative.type[type])
                m_byType[type] = std::max(m_byType[type], alternative.hasConditionsBeyondType() ? Answer::Depends : Answer::Always);
}

QStringList Target::split(const QString &rule)
{
    return splitQuoted(rule, QLatin1Char(','));
}

void Target::requireAll() const
{
    if (!m_faults.isEmpty())
        throw Error(m_faults.front());
}

bool Target::fitsAny(const Incident &incident) const
{
    return std::ranges::any_of(m_alternatives, [&](const Alternative &alternative) { return alternative.fits(incident); });
}

bool Target::anyIn(std::span<const Incident> incidents) const
{
    return std::ranges::any_of(incidents, [this](const Incident &incident) { return contains(incident); });
}

std::size_t Target::eventsIn(std::span<const Incident> incidents) const
{
    std::set<std::tuple<Time, double, double>> events;
    for (const Incident &incident : incidents)
        if (contains(incident))
            events.emplace(incident.time, incident.place.longitude, incident.place.latitude);
    return events.size();
}

std::size_t Target::victimsIn(std::span<const Incident> incidents) const
{
    return static_cast<std::size_t>(
        std::ranges::count_if(incidents, [this](const Incident &incident) { return contains(incident); }));
}

QString Target::spoken() const
{
    return m_spoken.join(QStringLiteral(" or "));
}

} // namespace forewatch
