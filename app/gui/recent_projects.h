#pragma once

#include <QObject>
#include <QStringList>

class QMenu;

namespace forewatch {

/// The projects that were opened or saved last, kept in the user's settings; the latest first.
class RecentProjects : public QObject
{
    Q_OBJECT

public:
    static constexpr int most = 10;

    using QObject::QObject;

    static QStringList paths();
    static void add(const QString &path);

    /// Keeps the menu showing them whenever it opens. Those that are not there can be seen and not chosen.
    void fill(QMenu *menu);

Q_SIGNALS:
    void chosen(const QString &path);
};

} // namespace forewatch
