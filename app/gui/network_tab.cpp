#include "app/gui/network_tab.h"

#include "app/gui/ask_file.h"
#include "app/gui/augmented_pictures.h"
#include "app/gui/session.h"
#include "engine/core/files.h"
#include "widgets/look.h"
#include "widgets/training/network_editor.h"
#include "widgets/training/training_panel.h"

#include <QDialog>
#include <QLabel>
#include <QVBoxLayout>

namespace forewatch {

namespace {

QString networkFiles()
{
    return NetworkTab::tr("Networks (*.json)");
}

} // namespace

NetworkTab::NetworkTab(Session *session, TrainingPanel *training, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_training(training)
    , m_editor(new NetworkEditor)
    , m_followed(training->network())
    , m_drawing(&m_pool)
{
    m_pool.setMaxThreadCount(1);
    m_editor->setNetwork(m_followed);
    m_editor->undoStack()->clear();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_editor);
    connect(m_training, &TrainingPanel::changed, this, &NetworkTab::follow);
    connect(m_editor, &NetworkEditor::changed, this, &NetworkTab::tell);
    connect(m_editor, &NetworkEditor::openRequested, this, [this] { open(askForFile(this, tr("Open a network"), networkFiles())); });
    connect(m_editor, &NetworkEditor::saveRequested, this, [this] {
        save(askForFileToWrite(this, tr("Save the network"), m_editor->network().name + QStringLiteral(".json"), networkFiles()));
    });
    connect(m_editor, &NetworkEditor::previewRequested, this, &NetworkTab::showPreview);
    connect(&m_drawing, &JobBase::failed, m_session, &Session::failed);
}

void NetworkTab::follow()
{
    const NetworkSpec network = m_training->network();
    if (network == m_followed)
        return;
    m_followed = network;
    m_editor->setNetwork(network);
}

void NetworkTab::tell()
{
    const QString problem = m_editor->problem();
    if (problem.isEmpty() && m_editor->network() != m_followed) {
        m_followed = m_editor->network();
        m_training->setNetwork(m_followed);
    }
    m_training->setNetworkProblem(problem.isEmpty() ? QString() : tr("The network cannot be trained: %1").arg(problem));
}

void NetworkTab::open(const QString &path)
{
    if (path.isEmpty())
        return;
    try {
        m_editor->setNetwork(NetworkSpec::fromJson(readJson(path)));
    } catch (const Error &error) {
        Q_EMIT m_session->failed(tr("%1: %2").arg(path, error.message()));
    }
}

void NetworkTab::save(const QString &path)
{
    if (path.isEmpty())
        return;
    try {
        if (m_session->hasCity())
            requireNoSource(m_session->city(), path);
        writeJson(path, m_editor->network().toJson());
        Q_EMIT m_session->exported(path);
        Q_EMIT m_session->said(tr("The network is in %1.").arg(path));
    } catch (const Error &error) {
        Q_EMIT m_session->failed(error.message());
    }
}

void NetworkTab::showPreview()
{
    if (!m_session->hasCity()) {
        Q_EMIT m_session->failed(tr("Open a crime table to see its pictures."));
        return;
    }
    if (!m_dialog) {
        m_dialog = new QDialog(this);
        m_dialog->setWindowTitle(tr("Augmented pictures"));
        auto *column = new QVBoxLayout(m_dialog);
        m_picture = new QLabel;
        m_picture->setAccessibleName(tr("Three windows in four augmented variants each"));
        m_picture->setAlignment(Qt::AlignCenter);
        auto *words = new QLabel(tr("Three windows of the city as the network reads them, four times each: turned by up to 20°, "
                                    "moved and zoomed by up to a tenth, mirrored every other time. As published; such "
                                    "geography does not exist."));
        words->setWordWrap(true);
        column->addWidget(m_picture, 1);
        column->addWidget(words);
    }
    m_picture->setText(tr("Drawing …"));
    m_dialog->show();
    m_drawing.start(
        [city = m_session->city(), input = m_editor->network().input](Feedback &feedback) {
            return augmentedPictures(city, input, 1, feedback);
        },
        [this](std::shared_ptr<const QImage> picture) {
            m_picture->setPixmap(QPixmap::fromImage(*picture));
            m_dialog->adjustSize();
        });
}

} // namespace forewatch
