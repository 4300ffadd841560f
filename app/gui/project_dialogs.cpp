#include "app/gui/project_controller.h"

#include "app/gui/ask_file.h"
#include "app/gui/main_window.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>

namespace forewatch {

ProjectController::Questions ProjectController::dialogs(MainWindow *window)
{
    const auto saveChanges = [window](const QString &name) {
        QMessageBox box(QMessageBox::Question, tr("Forewatch"),
                        name.isEmpty() ? tr("Save your changes?") : tr("Save your changes to “%1”?").arg(name),
                        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, window);
        box.setInformativeText(tr("Filters, style, layers, notes and bookmarks that are not saved are lost."));
        box.button(QMessageBox::Discard)->setText(tr("Don't save"));
        box.setDefaultButton(QMessageBox::Save);
        switch (box.exec()) {
        case QMessageBox::Save: return Answer::Save;
        case QMessageBox::Discard: return Answer::Discard;
        default: return Answer::Cancel;
        }
    };
    const auto fileToOpen = [window] {
        const QString path = QFileDialog::getOpenFileName(
            window, tr("Open a project, a crime table or neighborhoods"), rememberedFolder(),
            tr("Projects, tables and polygons (*.forewatch *.csv *.gpkg *.geojson *.json *.shp *.kml);;Projects (*.forewatch);;"
               "All files (*)"));
        if (!path.isEmpty())
            rememberFolder(path);
        return path;
    };
    const auto fileToSave = [window](const QString &suggestion) {
        return askForFileToWrite(window, tr("Save the project"), suggestion, tr("Projects (*.forewatch)"));
    };
    const auto missingFile = [window](const MissingFile &file) {
        const QFileInfo before(file.path);
        const QString folder = QFileInfo::exists(before.path()) ? before.path() : rememberedFolder();
        const QString path = QFileDialog::getOpenFileName(
            window, tr("Where is %1 (%2)?").arg(before.fileName(), file.what), folder,
            tr("Files of this kind (*.%1);;All files (*)").arg(before.suffix()));
        if (!path.isEmpty())
            rememberFolder(path);
        return path;
    };
    const auto otherSource = [window](const QString &source) {
        return QInputDialog::getText(window, tr("Change the source"),
                                     tr("Database, address or file to read instead. A password is used and not stored:"),
                                     QLineEdit::Normal, source);
    };
    return {saveChanges, fileToOpen, fileToSave, missingFile, otherSource};
}

} // namespace forewatch
