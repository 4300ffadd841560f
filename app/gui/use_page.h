#pragma once

#include <QDialog>

class QTextBrowser;

namespace forewatch {

class Session;

/// What Forewatch is and is not (`useAndMisuse`), with the figures of the model that is open. Shown at the first start, and from
/// the help; it follows the session's model and blocks nothing.
class UsePage : public QDialog
{
    Q_OBJECT

public:
    /// Must outlive it.
    explicit UsePage(Session *session, QWidget *parent = nullptr);

    QString text() const;

    /// Shows it over the window unless it was read before.
    static void showAtFirstStart(Session *session, QWidget *window);
    static void showOver(Session *session, QWidget *window);

private:
    void showPoints();

    Session *m_session;
    QTextBrowser *m_text;
};

} // namespace forewatch
