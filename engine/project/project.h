#pragma once

#include "engine/data/importer.h"
#include "engine/project/places.h"
#include "engine/project/view_settings.h"

#include <QJsonObject>

namespace forewatch {

/// An analyst's work, as a `.forewatch` file keeps it: where the city comes from, how it is looked at, what was noted.
/// A value; all paths in it are absolute. The file is JSON. Sources are stored relative to it where they lie below its
/// folder or below the one above, so that the whole can be moved or handed on; passwords and tokens are never stored.
struct Project
{
    /// Of the file's form. Higher ones are refused.
    static constexpr int version = 1;

    /// Without a crime table where no city is open.
    ImportSettings sources = {};
    /// The embedded city instead of the sources.
    bool sampleCity = false;
    ViewSettings view = {};

    /// How windows follow each other.
    struct Steps
    {
        Duration length = std::chrono::hours(2);
        Duration step = std::chrono::hours(2);
        bool loop = false;
        bool skipEmpty = false;
        bool backward = false;
        double framesPerSecond = 4;
        /// All from the anchor, or else from the start of the span, to the window's end are shown.
        bool cumulative = false;
        std::optional<Time> anchor = {};

        bool operator==(const Steps &) const = default;
    };
    Steps steps = {};

    std::vector<MapNote> notes = {};
    std::vector<Bookmark> bookmarks = {};
    /// Empty: no model is open.
    QString modelFolder = {};

    /// Where the user stood last. To move is no change of the work.
    struct Standpoint
    {
        /// Start of the window.
        std::optional<Time> time = {};
        /// Nothing: the whole city.
        std::optional<MapPlace> map = {};
        /// `explore`, `model` or `watch`.
        QString workspace = QStringLiteral("explore");
        bool drawerOpen = false;

        bool operator==(const Standpoint &) const = default;
    };
    Standpoint standpoint = {};

    /// `folder` is where the file will lie; empty: all paths absolute.
    QJsonObject toJson(const QString &folder) const;

    /// Unknown keys are ignored, and what is missing is as in a new project. Throws `Error`: a newer form, or the field
    /// that is wrong.
    static Project fromJson(const QJsonObject &json, const QString &folder);

    /// Equal but for where the user stands.
    bool isSameWork(const Project &other) const;
};

/// Throws `Error`: what is wrong, and where in the file.
Project readProject(const QString &path);

/// Writes the file whole or not at all. Throws `Error`.
void writeProject(const Project &project, const QString &path);

/// A file the project names that is not there.
struct MissingFile
{
    /// As messages call it: `crime table`, `neighborhoods`, a layer's name.
    QString what;
    QString path;
    /// Without it there is no city; otherwise a layer stays empty.
    bool isNeeded;
};

/// In the order they are needed. Databases and addresses are not looked at.
std::vector<MissingFile> missingFiles(const Project &project);

/// Puts `found` in the place of the missing file at `path`, and likewise takes other missing files from `found`'s folder
/// where they lie beside it as they did before: a folder that has moved is asked for once.
void replaceMissing(Project &project, const QString &path, const QString &found);

} // namespace forewatch
