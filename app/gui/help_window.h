#pragma once

#include <QDialog>

class QMenu;
class QTextBrowser;

namespace forewatch {

/// Shows the help: Markdown pages built into the program.
class HelpWindow : public QDialog
{
    Q_OBJECT

public:
    explicit HelpWindow(QWidget *parent = nullptr);

    /// `page` is a file of resources/help.
    void showPage(const QString &page);

private:
    QTextBrowser *m_browser;
};

/// Adds the entries that show a page or tell of the program; the help window belongs to `window`.
void addHelpActions(QMenu *menu, QWidget *window);

} // namespace forewatch
