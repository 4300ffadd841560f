#include "app/gui/area_sources.h"

#include "app/gui/ask_file.h"
#include "app/gui/session.h"
#include "engine/geo/area_figures.h"

#include <QFileInfo>
#include <QSignalBlocker>

namespace forewatch {

std::shared_ptr<const AreaSet> areasOf(const AreaSource &source, const City &whole, Feedback &feedback)
{
    if (source.areas)
        return source.areas;
    AreaSet areas;
    if (source.kind == AreaSource::Kind::Districts)
        areas = districtAreas(whole);
    else if (source.kind == AreaSource::Kind::Neighborhoods)
        areas = neighborhoodAreas(whole);
    else
        areas = polygonAreas(whole, readNeighborhoods(source.polygons), source.title, feedback);
    if (!source.residents.isEmpty() && areas.outlines)
        areas.residents = readAreaFigures(source.polygons, source.residents, *areas.outlines);
    return std::make_shared<const AreaSet>(std::move(areas));
}

AreaSources::AreaSources(Session *session, QObject *parent) : QObject(parent), m_session(session)
{
    connect(session, &Session::cityChanged, this, &AreaSources::showCity);
}

void AreaSources::showCity()
{
    std::erase_if(m_sources, [](const AreaSource &source) { return source.kind != AreaSource::Kind::Polygons; });
    for (AreaSource &source : m_sources)
        source.areas.reset();
    if (m_session->city().incidents->names().districts.size() > 0)
        m_sources.insert(m_sources.begin(), {AreaSource::Kind::Districts, tr("Districts")});
    AreaSource neighborhoods{AreaSource::Kind::Neighborhoods, tr("Neighborhoods"), m_session->sources().neighborhoods};
    if (!neighborhoods.polygons.source.isEmpty()) {
        try {
            neighborhoods.fields = numberFields(neighborhoods.polygons);
            neighborhoods.residents = residentsFieldAmong(neighborhoods.fields);
        } catch (const Error &) {
            // The file that was read a moment ago is gone: its figures are not offered.
        }
    }
    m_sources.insert(m_sources.begin(), neighborhoods);
    Q_EMIT changed();
}

std::size_t AreaSources::open(const QString &path)
{
    const auto known = std::ranges::find_if(m_sources, [&](const AreaSource &source) {
        return source.kind == AreaSource::Kind::Polygons && source.polygons.source == path;
    });
    if (known != m_sources.end())
        return static_cast<std::size_t>(known - m_sources.begin());
    AreaSource source{AreaSource::Kind::Polygons, QFileInfo(path).completeBaseName(), {.source = path}};
    source.fields = numberFields(source.polygons);
    source.residents = residentsFieldAmong(source.fields);
    m_sources.push_back(source);
    Q_EMIT changed();
    return m_sources.size() - 1;
}

void AreaSources::setResidents(std::size_t index, const QString &field)
{
    if (m_sources[index].residents == field)
        return;
    m_sources[index].residents = field;
    m_sources[index].areas.reset();
    Q_EMIT changed();
}

void AreaSources::keep(std::size_t index, std::shared_ptr<const AreaSet> areas)
{
    if (index < m_sources.size())
        m_sources[index].areas = std::move(areas);
}

AreaChooser::AreaChooser(AreaSources *sources, QWidget *parent) : QComboBox(parent), m_sources(sources)
{
    setToolTip(tr("The areas to count by"));
    setAccessibleName(toolTip());
    setSizeAdjustPolicy(QComboBox::AdjustToContents);
    connect(m_sources, &AreaSources::changed, this, &AreaChooser::fill);
    connect(this, &QComboBox::activated, this, &AreaChooser::takeChoice);
    fill();
}

std::optional<std::size_t> AreaChooser::chosen() const
{
    return m_chosen >= 0 && m_chosen < static_cast<int>(m_sources->all().size()) ? std::optional(static_cast<std::size_t>(m_chosen))
                                                                                 : std::nullopt;
}

void AreaChooser::fill()
{
    const QSignalBlocker quiet(this);
    const QString before = currentText();
    clear();
    for (const AreaSource &source : m_sources->all())
        addItem(source.title);
    setEnabled(count() > 0);
    m_chosen = count() > 0 ? std::max(0, findText(before)) : -1;
    if (count() > 0) {
        insertSeparator(count());
        addItem(tr("Open polygons…"));
    }
    setCurrentIndex(m_chosen);
}

void AreaChooser::choose(AreaSource::Kind kind)
{
    for (std::size_t i = 0; i < m_sources->all().size(); ++i)
        if (m_sources->all()[i].kind == kind)
            return takeChoice(static_cast<int>(i));
}

void AreaChooser::takeChoice(int index)
{
    if (index < static_cast<int>(m_sources->all().size())) {
        m_chosen = index;
        setCurrentIndex(index);
        Q_EMIT choiceChanged();
        return;
    }
    setCurrentIndex(m_chosen);
    const QString path = askForFile(this, tr("Open polygons"), polygonFiles());
    if (!path.isEmpty())
        openPolygons(path);
}

void AreaChooser::openPolygons(const QString &path)
{
    try {
        takeChoice(static_cast<int>(m_sources->open(path)));
    } catch (const Error &error) {
        Q_EMIT failed(error.message());
    }
}

} // namespace forewatch
