#pragma once

#include "engine/analysis/area_set.h"

#include <QComboBox>
#include <QObject>

namespace forewatch {

class Session;

/// A choice of areas to count by.
struct AreaSource
{
    enum class Kind { Neighborhoods, Districts, Polygons };

    Kind kind;
    QString title;
    /// Where the outlines come from; without a source for districts and the sample city.
    NeighborhoodSettings polygons = {};
    /// Number fields that may hold residents, and the one that is taken for them; empty for none.
    QStringList fields = {};
    QString residents = {};
    /// Null until they are needed.
    std::shared_ptr<const AreaSet> areas = {};
};

/// Makes the source's areas for the whole city, or gives those that are there. Throws `Error` and `Cancelled`.
std::shared_ptr<const AreaSet> areasOf(const AreaSource &source, const City &whole, Feedback &feedback);

/// The areas that the tables of a window can count by: the city's neighborhoods, its districts, and polygons that the
/// user opened, which stay when another city is opened.
class AreaSources : public QObject
{
    Q_OBJECT

public:
    /// `session` must outlive it.
    explicit AreaSources(Session *session, QObject *parent = nullptr);

    const std::vector<AreaSource> &all() const { return m_sources; }

    /// Adds polygons, and gives their index; that of the first where they were added before. Throws `Error` for what
    /// cannot be opened.
    std::size_t open(const QString &path);

    /// Takes another field for the residents; empty for none.
    void setResidents(std::size_t index, const QString &field);

    /// Keeps areas that were made for the city that is open.
    void keep(std::size_t index, std::shared_ptr<const AreaSet> areas);

Q_SIGNALS:
    /// Another list, or other residents.
    void changed();

private:
    void showCity();

    Session *m_session;
    std::vector<AreaSource> m_sources;
};

/// Chooses among the sources, and opens further polygons.
class AreaChooser : public QComboBox
{
    Q_OBJECT

public:
    /// `sources` must outlive it.
    explicit AreaChooser(AreaSources *sources, QWidget *parent = nullptr);

    /// Nothing without a city.
    std::optional<std::size_t> chosen() const;
    void choose(AreaSource::Kind kind);
    /// Opens polygons and chooses them.
    void openPolygons(const QString &path);

Q_SIGNALS:
    void choiceChanged();
    void failed(const QString &message);

private:
    void fill();
    void takeChoice(int index);

    AreaSources *m_sources;
    int m_chosen = -1;
};

} // namespace forewatch
