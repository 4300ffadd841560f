#include "app/gui/use_page.h"

#include "app/gui/session.h"
#include "engine/evaluation/use_and_misuse.h"
#include "widgets/look.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QSettings>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace forewatch {

namespace {

QString readKey()
{
    return QStringLiteral("use/read");
}

} // namespace

UsePage::UsePage(Session *session, QWidget *parent) : QDialog(parent), m_session(session), m_text(new QTextBrowser)
{
    setWindowTitle(tr("What Forewatch is, and what it is not"));
    resize(90 * gridUnit, 76 * gridUnit);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->document()->setDocumentMargin(2 * gridUnit);
    m_text->setAccessibleName(windowTitle());
    auto *buttons = new QDialogButtonBox;
    QPushButton *read = buttons->addButton(tr("I have read it"), QDialogButtonBox::AcceptRole);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_text, 1);
    layout->addWidget(buttons);
    connect(read, &QPushButton::clicked, this, [this] {
        QSettings().setValue(readKey(), true);
        accept();
    });
    connect(m_session, &Session::modelChanged, this, &UsePage::showPoints);
    showPoints();
}

QString UsePage::text() const
{
    return m_text->toPlainText();
}

void UsePage::showPoints()
{
    const auto &model = m_session->model();
    QString html = QStringLiteral("<h2>%1</h2><p>%2</p>")
                       .arg(windowTitle().toHtmlEscaped(),
                            tr("Forewatch shows where and when crime was recorded, and how probable more of it is. Whoever acts on that "
                               "must know six things.").toHtmlEscaped());
    for (const UsePoint &point : useAndMisuse(model ? &model->card : nullptr))
        html += QStringLiteral("<p><b>%1</b> %2</p>").arg(point.heading.toHtmlEscaped(), point.text.toHtmlEscaped());
    html += QStringLiteral("<p>%1</p>").arg(tr("This page stands in the Help menu.").toHtmlEscaped());
    m_text->setHtml(html);
}

void UsePage::showOver(Session *session, QWidget *window)
{
    auto *page = window->findChild<UsePage *>();
    if (!page)
        page = new UsePage(session, window);
    page->show();
    page->raise();
}

void UsePage::showAtFirstStart(Session *session, QWidget *window)
{
    if (!QSettings().value(readKey(), false).toBool())
        showOver(session, window);
}

} // namespace forewatch
