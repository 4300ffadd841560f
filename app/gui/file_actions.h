#pragma once

#include "engine/data/importer.h"

#include <QObject>

class QMenu;

namespace forewatch {

class MainWindow;

/// What the window does with files: the *File* menu beside the project's entries, the files that are dropped or named at
/// the start, and what is asked when a table alone is not enough or is not understood.
class FileActions : public QObject
{
    Q_OBJECT

public:
    /// `window` owns it; its session, pages and project exist.
    explicit FileActions(MainWindow *window);

    void addActions(QMenu *menu);

    /// Opens files by what they are: a project, or else tables and points as incidents, polygons as neighborhoods, a folder
    /// as a model.
    void openFiles(const QStringList &paths);

    /// Asks how a table is to be read, with what it would come to, and imports it.
    void describeTable(const ImportSettings &settings);

private:
    void openIncidents();
    void openNeighborhoods();
    void openModel();
    void exportMap();
    void saveRejectedRows();
    void showOpenData();
    void connectSession();

    MainWindow *m_window;
};

} // namespace forewatch
