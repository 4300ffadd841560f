#include "app/gui/help_window.h"

#include "widgets/look.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QListWidget>
#include <QMenu>
#include <QMessageBox>
#include <QTextBrowser>

/// The pages live in a static library, whose resources must be asked for; outside any namespace, as Qt wants it.
static void initializeHelpPages()
{
    Q_INIT_RESOURCE(help);
}

namespace forewatch {

namespace {

struct Page
{
    const char *file;
    const char *title;
};

constexpr Page pages[] = {
    {"guide.md", QT_TRANSLATE_NOOP("HelpWindow", "Guide")},
    {"explore.md", QT_TRANSLATE_NOOP("HelpWindow", "Explore")},
    {"learn.md", QT_TRANSLATE_NOOP("HelpWindow", "Learn")},
    {"method.md", QT_TRANSLATE_NOOP("HelpWindow", "Method and limits")},
    {"performance.md", QT_TRANSLATE_NOOP("HelpWindow", "Performance")},
    {"keys.md", QT_TRANSLATE_NOOP("HelpWindow", "Keys")},
};

} // namespace

HelpWindow::HelpWindow(QWidget *parent) : QDialog(parent), m_browser(new QTextBrowser)
{
    initializeHelpPages();
    setWindowTitle(tr("Forewatch help"));
    setModal(false);
    resize(1240, 800);
    auto *list = new QListWidget;
    for (const Page &page : pages) {
        auto *item = new QListWidgetItem(tr(page.title), list);
        item->setData(Qt::UserRole, QString::fromLatin1(page.file));
    }
    list->setFixedWidth(22 * gridUnit);
    m_browser->setOpenLinks(false);
    m_browser->document()->setDocumentMargin(2 * gridUnit);
    m_browser->setSearchPaths({QStringLiteral(":/help")});
    auto *layout = new QHBoxLayout(this);
    layout->addWidget(list);
    layout->addWidget(m_browser, 1);
    connect(list, &QListWidget::currentItemChanged, this,
            [this](QListWidgetItem *item) { showPage(item->data(Qt::UserRole).toString()); });
    connect(m_browser, &QTextBrowser::anchorClicked, this, [this](const QUrl &link) {
        if (link.isRelative() && link.fileName().endsWith(QLatin1String(".md")))
            showPage(link.fileName());
        else
            QDesktopServices::openUrl(link);
    });
}

void HelpWindow::showPage(const QString &page)
{
    const QUrl source(QStringLiteral("qrc:/help/") + page);
    if (m_browser->source() != source)
        m_browser->setSource(source, QTextDocument::MarkdownResource);
    auto *list = findChild<QListWidget *>();
    for (int row = 0; row < list->count(); ++row)
        if (list->item(row)->data(Qt::UserRole).toString() == page)
            list->setCurrentRow(row);
    show();
    raise();
}

void addHelpActions(QMenu *menu, QWidget *window)
{
    const auto show = [window](const QString &page) {
        auto *help = window->findChild<HelpWindow *>();
        if (!help)
            help = new HelpWindow(window);
        help->showPage(page);
    };
    const auto add = [&](const QString &text, const QString &page, const QKeySequence &key) {
        menu->addAction(text, key, window, [show, page] { show(page); });
    };
    add(HelpWindow::tr("&Guide"), QStringLiteral("guide.md"), QKeySequence::HelpContents);
    add(HelpWindow::tr("&Explore"), QStringLiteral("explore.md"), {});
    add(HelpWindow::tr("&Learn"), QStringLiteral("learn.md"), {});
    add(HelpWindow::tr("&Method and limits"), QStringLiteral("method.md"), {});
    add(HelpWindow::tr("&Performance"), QStringLiteral("performance.md"), {});
    add(HelpWindow::tr("&Keys"), QStringLiteral("keys.md"), QKeySequence(QStringLiteral("?")));
    menu->addSeparator();
    menu->addAction(HelpWindow::tr("&About Forewatch"), window, [window] {
        QMessageBox::about(window, HelpWindow::tr("About Forewatch"),
                           HelpWindow::tr("<p><b>Forewatch %1</b></p><p>Crime maps in time, and warnings that say how much "
                                          "they are worth. About places and times, never about persons.</p>"
                                          "<p>GPL-3.0-or-later. Built with Qt, GDAL, PROJ, libtorch and QCustomPlot.</p>")
                               .arg(QStringLiteral(FOREWATCH_VERSION)));
    });
}

} // namespace forewatch
