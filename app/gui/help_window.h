#pragma once

#include <QDialog>

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

} // namespace forewatch
