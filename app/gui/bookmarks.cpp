#include "app/gui/bookmarks.h"

#include "app/gui/main_window.h"
#include "app/gui/map_page.h"
#include "widgets/look.h"
#include "widgets/map/map_view.h"
#include "widgets/time/time_navigator.h"

#include <QKeyEvent>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

#include <numeric>

namespace forewatch {

BookmarksDialog::BookmarksDialog(Places *places, QWidget *parent)
    : QDialog(parent)
    , m_places(places)
    , m_list(new QListWidget)
    , m_goTo(new QPushButton(tr("&Go there")))
    , m_rename(new QPushButton(tr("&Rename")))
    , m_remove(new QPushButton(tr("Re&move")))
{
    setWindowTitle(tr("Bookmarks"));
    resize(52 * gridUnit, 40 * gridUnit);
    m_list->setAccessibleName(tr("Bookmarks"));
    m_list->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::SelectedClicked);
    auto *buttons = new QVBoxLayout;
    for (QPushButton *button : {m_goTo, m_rename, m_remove}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch();
    auto *close = new QPushButton(tr("Close"));
    close->setAutoDefault(false);
    buttons->addWidget(close);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * gridUnit, 2 * gridUnit, 2 * gridUnit, 2 * gridUnit);
    layout->setSpacing(2 * gridUnit);
    layout->addWidget(m_list, 1);
    layout->addLayout(buttons);

    connect(m_places, &Places::bookmarksChanged, this, &BookmarksDialog::showBookmarks);
    connect(m_list, &QListWidget::itemChanged, this, [this](QListWidgetItem *item) {
        const auto index = static_cast<std::size_t>(m_list->row(item));
        const QString name = item->text().trimmed();
        if (name.isEmpty())
            item->setText(m_places->bookmarks()[index].name);
        else
            m_places->renameBookmark(index, name);
    });
    const auto choose = [this] {
        if (const auto index = current())
            Q_EMIT chosen(*index);
    };
    connect(m_list, &QListWidget::itemDoubleClicked, this, choose);
    connect(m_goTo, &QPushButton::clicked, this, choose);
    connect(m_rename, &QPushButton::clicked, this, [this] {
        if (const auto index = current())
            edit(*index);
    });
    connect(m_remove, &QPushButton::clicked, this, &BookmarksDialog::removeCurrent);
    connect(new QShortcut(QKeySequence::Delete, m_list, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, this,
            &BookmarksDialog::removeCurrent);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    connect(m_list, &QListWidget::currentRowChanged, this, [this] {
        for (QPushButton *button : {m_goTo, m_rename, m_remove})
            button->setEnabled(current().has_value());
    });
    showBookmarks();
}

void BookmarksDialog::showBookmarks()
{
    const QSignalBlocker quiet(m_list);
    const int row = m_list->currentRow();
    m_list->clear();
    for (const Bookmark &bookmark : m_places->bookmarks()) {
        auto *item = new QListWidgetItem(bookmark.name, m_list);
        item->setFlags(item->flags() | Qt::ItemIsEditable);
        item->setToolTip(formatWindow(bookmark.window));
    }
    m_list->setCurrentRow(std::min(std::max(row, 0), m_list->count() - 1));
    for (QPushButton *button : {m_goTo, m_rename, m_remove})
        button->setEnabled(current().has_value());
}

std::optional<std::size_t> BookmarksDialog::current() const
{
    const int row = m_list->currentRow();
    return row < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(row));
}

void BookmarksDialog::removeCurrent()
{
    if (const auto index = current())
        m_places->removeBookmark(*index);
}

void BookmarksDialog::edit(std::size_t index)
{
    m_list->setFocus();
    m_list->setCurrentRow(static_cast<int>(index));
    m_list->editItem(m_list->item(static_cast<int>(index)));
}

Bookmarks::Bookmarks(MainWindow *window) : QObject(window), m_window(window)
{
}

void Bookmarks::fill(QMenu *menu)
{
    m_menu = menu;
    QAction *make = menu->addAction(tr("&Add bookmark"), QKeySequence(tr("Ctrl+D")), this, &Bookmarks::add);
    make->setEnabled(m_window->session().hasCity());
    connect(&m_window->session(), &Session::cityChanged, make, [make] { make->setEnabled(true); });
    m_manage = menu->addAction(tr("&Rename or remove…"), this, &Bookmarks::manage);
    menu->addSeparator();
    connect(m_window->exploration().places(), &Places::bookmarksChanged, this, &Bookmarks::showEntries);
    showEntries();
}

void Bookmarks::showEntries()
{
    qDeleteAll(m_entries);
    m_entries.clear();
    const auto &bookmarks = m_window->exploration().places()->bookmarks();
    m_manage->setEnabled(!bookmarks.empty());
    for (const Bookmark &bookmark : bookmarks) {
        QString name = bookmark.name;
        m_entries << m_menu->addAction(name.replace(QLatin1Char('&'), QStringLiteral("&&")), this,
                                       [this, bookmark] { goTo(bookmark); });
    }
    if (bookmarks.empty()) {
        m_entries << m_menu->addAction(tr("No bookmark yet"));
        m_entries.back()->setEnabled(false);
    }
}

void Bookmarks::add()
{
    const auto window = m_window->mapPage()->navigator()->window();
    if (!m_window->session().hasCity() || !window)
        return;
    const MapFrame &frame = m_window->mapPage()->map()->frame();
    const GeoPoint centre = frame.centre();
    const auto &neighborhoods = *m_window->session().city().neighborhoods;
    QString name = formatWindow(*window);
    if (const Located there = neighborhoods.locate(centre); there.neighborhood && m_window->mapPage()->map()->place())
        name = neighborhoods.at(*there.neighborhood).name + QStringLiteral(", ") + name;
    Places *places = m_window->exploration().places();
    places->addBookmark({name, {centre, frame.metresPerPixel()}, *window});
    m_window->tell(MessageBar::Kind::Information, tr("Bookmark “%1” was added.").arg(name), tr("Rename…"), [this, places] {
        if (!places->bookmarks().empty())
            manage()->edit(places->bookmarks().size() - 1);
    });
}

void Bookmarks::goTo(const Bookmark &bookmark)
{
    if (!m_window->session().hasCity())
        return;
    if (m_window->workspace() == MainWindow::Workspace::Model)
        m_window->showWorkspace(MainWindow::Workspace::Explore);
    TimeNavigator *time = m_window->mapPage()->navigator();
    time->pause();
    // A bookmark may lie between the windows of today's step.
    const Duration offset = bookmark.window.start - time->from();
    if (offset > Duration::zero() && offset % time->step() != Duration::zero())
        time->setStep(Duration(std::gcd(offset.count(), time->step().count())));
    time->setLength(bookmark.window.length);
    time->goTo(bookmark.window.start);
    m_window->mapPage()->map()->setPlace(bookmark.place);
}

BookmarksDialog *Bookmarks::manage()
{
    if (!m_dialog) {
        m_dialog = new BookmarksDialog(m_window->exploration().places(), m_window);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_dialog, &BookmarksDialog::chosen, this,
                [this](std::size_t index) { goTo(m_window->exploration().places()->bookmarks()[index]); });
    }
    m_dialog->show();
    m_dialog->raise();
    m_dialog->activateWindow();
    return m_dialog;
}

} // namespace forewatch
