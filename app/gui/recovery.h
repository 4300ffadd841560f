#pragma once

#include "engine/project/project.h"

#include <QDateTime>
#include <QLockFile>
#include <QString>

#include <memory>
#include <optional>

namespace forewatch {

/// Unsaved work of one window, kept beside the project so that a crash does not lose it. The copy goes with this object;
/// one that is found later belongs to a process that did not end by itself. Throws `Error` when a copy cannot be written.
class Recovery
{
public:
    /// `folder` holds the copies of all windows and processes.
    explicit Recovery(QString folder = defaultFolder());
    ~Recovery();
    Recovery(const Recovery &) = delete;
    Recovery &operator=(const Recovery &) = delete;

    /// In the user's data folder.
    static QString defaultFolder();

    /// Replaces this window's copy. `path` is the project's file; empty where it has none yet.
    void write(const Project &project, const QString &path);
    /// Removes this window's copy.
    void clear();

    /// Work that a process left which is gone. While it lives, no other window is offered it.
    struct Leftover
    {
        Project project;
        QString path;
        QDateTime written;
        QString file;
        std::unique_ptr<QLockFile> lock;

        void remove() const;
    };

    /// The latest one; copies that cannot be read are passed over.
    std::optional<Leftover> leftover() const;

private:
    QString fileOf(const QString &ending) const;

    QString m_folder;
    QString m_id;
    std::unique_ptr<QLockFile> m_lock;
};

} // namespace forewatch
