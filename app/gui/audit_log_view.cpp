#include "app/gui/audit_log_view.h"

#include "engine/core/text.h"
#include "widgets/text_label.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace forewatch {

AuditLogView::AuditLogView(std::shared_ptr<AuditTrail> trail, QWidget *parent)
    : QWidget(parent)
    , m_trail(std::move(trail))
    , m_text(makeTextLabel("log"))
    , m_verify(new QPushButton(tr("Verify the log")))
    , m_folder(new QPushButton(tr("Open its folder")))
    , m_verifying(&m_pool)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_text);
    connect(m_verify, &QPushButton::clicked, this, &AuditLogView::verify);
    connect(m_folder, &QPushButton::clicked, this,
            [] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(AuditTrail::path()).absolutePath())); });
    connect(&m_verifying, &JobBase::failed, this, [this](const QString &message) {
        m_found = message;
        showTrail();
    });
    connect(m_trail.get(), &AuditTrail::failed, this, &AuditLogView::showTrail);
    showTrail();
}

AuditLogView::~AuditLogView() = default;

QString AuditLogView::text() const
{
    return m_text->text();
}

void AuditLogView::showTrail()
{
    QStringList text{tr("Audit log: %1").arg(QDir::toNativeSeparators(AuditTrail::path()))};
    if (!m_trail->problem().isEmpty())
        text << tr("It is not written: %1").arg(m_trail->problem());
    if (!m_found.isEmpty())
        text << m_found;
    m_text->setText(text.join(QStringLiteral("\n")));
}

void AuditLogView::verify()
{
    m_verifying.start([path = AuditTrail::path()](Feedback &feedback) { return verifyLog(path, {}, feedback); },
                      [this](std::shared_ptr<const LogCheck> check) {
                          m_found = check->isWhole()
                              ? tr("%1 lines belong together; nothing was changed, taken out, put in or moved. Last hash, worth "
                                   "noting elsewhere: %2").arg(grouped(check->lines), check->lastHash)
                              : tr("Line %1 is wrong: %2").arg(grouped(check->faultLine), check->fault);
                          showTrail();
                      });
}

} // namespace forewatch
