#include "app/gui/save_file.h"

#include "app/gui/ask_file.h"
#include "app/gui/session.h"

namespace forewatch {

void saveFile(QWidget *parent, Session *session, const QString &title, const QString &name, const QString &filter,
              const std::function<void(const QString &)> &write)
{
    const QString path = askForFileToWrite(parent, title, name, filter);
    if (path.isEmpty())
        return;
    try {
        if (session->hasCity())
            requireNoSource(session->city(), path);
        write(path);
        Q_EMIT session->exported(path);
        Q_EMIT session->said(Session::tr("Written to %1.").arg(path));
    } catch (const Error &error) {
        Q_EMIT session->failed(error.message());
    }
}

} // namespace forewatch
