#include "app/gui/recent_projects.h"

#include <QDir>
#include <QFileInfo>
#include <QMenu>
#include <QSettings>

namespace forewatch {

namespace {

const QString settingsKey = QStringLiteral("recentProjects");

void keep(const QStringList &paths)
{
    QSettings().setValue(settingsKey, paths);
}

bool isThere(const QString &path)
{
    return QFileInfo::exists(path);
}

} // namespace

QStringList RecentProjects::paths()
{
    return QSettings().value(settingsKey).toStringList();
}

void RecentProjects::add(const QString &path)
{
    QStringList all = paths();
    all.removeAll(path);
    all.prepend(path);
    keep(all.mid(0, most));
}

void RecentProjects::fill(QMenu *menu)
{
    menu->setToolTipsVisible(true);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        const QStringList all = paths();
        bool someMissing = false;
        for (const QString &path : all) {
            const QFileInfo file(path);
            const QString name = file.completeBaseName().replace(QLatin1Char('&'), QStringLiteral("&&"));
            QAction *action = menu->addAction(name, this, [this, path] { Q_EMIT chosen(path); });
            const bool there = isThere(path);
            someMissing = someMissing || !there;
            action->setEnabled(there);
            action->setToolTip(there ? QDir::toNativeSeparators(path) : tr("%1 is not there any more").arg(path));
        }
        if (all.isEmpty()) {
            menu->addAction(tr("No project yet"))->setEnabled(false);
            return;
        }
        menu->addSeparator();
        QAction *tidy = menu->addAction(tr("&Remove those that are gone"), this, [] {
            QStringList there = paths();
            there.removeIf([](const QString &path) { return !isThere(path); });
            keep(there);
        });
        tidy->setEnabled(someMissing);
        menu->addAction(tr("&Clear this list"), this, [] { keep({}); });
    });
}

} // namespace forewatch
