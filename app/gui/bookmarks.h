#pragma once

#include <QDialog>
#include <QPointer>

#include <optional>

class QListWidget;
class QMenu;
class QPushButton;

namespace forewatch {

class MainWindow;
class Places;
struct Bookmark;

/// The list of bookmarks, where they are renamed and removed. Follows the places it shows.
class BookmarksDialog : public QDialog
{
    Q_OBJECT

public:
    /// `places` must outlive it.
    explicit BookmarksDialog(Places *places, QWidget *parent = nullptr);

    /// Puts the cursor into a bookmark's name.
    void edit(std::size_t index);

Q_SIGNALS:
    void chosen(std::size_t index);

private:
    void showBookmarks();
    std::optional<std::size_t> current() const;
    void removeCurrent();

    Places *m_places;
    QListWidget *m_list;
    QPushButton *m_goTo;
    QPushButton *m_rename;
    QPushButton *m_remove;
};

/// The menu that makes bookmarks and goes to them: place and window of the map together.
class Bookmarks : public QObject
{
    Q_OBJECT

public:
    /// The window must outlive it.
    explicit Bookmarks(MainWindow *window);

    void fill(QMenu *menu);

    /// Of what the map shows now; does nothing without a city.
    void add();
    void goTo(const Bookmark &bookmark);
    BookmarksDialog *manage();

private:
    void showEntries();

    MainWindow *m_window;
    QMenu *m_menu = nullptr;
    QAction *m_manage = nullptr;
    QList<QAction *> m_entries;
    QPointer<BookmarksDialog> m_dialog;
};

} // namespace forewatch
