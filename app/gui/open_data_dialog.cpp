#include "app/gui/open_data_dialog.h"

#include "engine/core/text.h"
#include "widgets/look.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QStandardPaths>

namespace forewatch {

OpenDataDialog::OpenDataDialog(QWidget *parent)
    : QDialog(parent)
    , m_city(new QComboBox)
    , m_sets(new QListWidget)
    , m_folder(new QLineEdit)
    , m_text(new QLabel)
    , m_progress(new QProgressBar)
    , m_start(new QPushButton(tr("Download and open")))
    , m_cancel(new QPushButton(tr("Cancel")))
    , m_job(&m_pool)
{
    setWindowTitle(tr("Get open data"));
    m_pool.setMaxThreadCount(1);
    for (const OpenDataCity &city : openDataCities())
        m_city->addItem(city.name, city.key);
    m_sets->setAccessibleName(tr("Data sets"));
    m_sets->setWordWrap(true);
    m_text->setWordWrap(true);
    m_text->setPalette(muted(palette()));
    m_text->setMinimumHeight(3 * fontMetrics().height());
    m_text->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);

    auto *choose = new QPushButton(tr("Choose…"));
    auto *place = new QHBoxLayout;
    place->addWidget(m_folder, 1);
    place->addWidget(choose);
    auto *form = new QFormLayout;
    form->addRow(tr("City"), m_city);
    form->addRow(tr("Data sets"), m_sets);
    form->addRow(tr("Folder"), place);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_progress, 1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_start);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gridUnit, 2 * gridUnit, 2 * gridUnit, 2 * gridUnit);
    layout->setSpacing(gridUnit);
    layout->addLayout(form, 1);
    layout->addWidget(m_text);
    layout->addLayout(buttons);
    m_start->setDefault(true);
    resize(80 * gridUnit, 52 * gridUnit);
    setFolder(QDir(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)).filePath(QStringLiteral("forewatch-data")));

    connect(choose, &QPushButton::clicked, this, &OpenDataDialog::chooseFolder);
    connect(m_city, &QComboBox::currentIndexChanged, this, &OpenDataDialog::showSets);
    connect(m_sets, &QListWidget::itemChanged, this, &OpenDataDialog::showState);
    connect(m_start, &QPushButton::clicked, this, &OpenDataDialog::download);
    connect(m_cancel, &QPushButton::clicked, this, [this] { m_job.isRunning() ? m_job.cancel() : reject(); });
    connect(this, &QDialog::finished, this, [this] { m_job.cancel(); });
    connect(&m_job, &JobBase::progressed, m_progress, &QProgressBar::setValue);
    connect(&m_job, &JobBase::ended, this, &OpenDataDialog::showState);
    connect(&m_job, &JobBase::failed, m_text, &QLabel::setText);
    connect(&m_job, &JobBase::cancelled, this, [this] {
        m_text->setText(tr("Cancelled. What has come is kept; the next download into this folder goes on from there."));
    });
    showSets();
}

void OpenDataDialog::setFolder(const QString &folder)
{
    m_folder->setText(QDir::toNativeSeparators(folder));
}

void OpenDataDialog::showSets()
{
    const QSignalBlocker quiet(m_sets);
    m_sets->clear();
    for (const OpenDataSet &set : openDataCity(m_city->currentData().toString()).sets) {
        auto *item = new QListWidgetItem(QStringLiteral("%1\n%2").arg(set.title, set.about), m_sets);
        item->setData(Qt::UserRole, set.key);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
        item->setCheckState(set.isUsual ? Qt::Checked : Qt::Unchecked);
    }
    m_text->setText(tr("Fetched from the city's own services. Columns about persons are not asked for. An interrupted "
                       "download goes on where it stopped."));
    showState();
}

std::vector<OpenDataSet> OpenDataDialog::chosen() const
{
    QStringList keys;
    for (int row = 0; row < m_sets->count(); ++row)
        if (m_sets->item(row)->checkState() == Qt::Checked)
            keys << m_sets->item(row)->data(Qt::UserRole).toString();
    return keys.isEmpty() ? std::vector<OpenDataSet>() : openDataSets(openDataCity(m_city->currentData().toString()), keys);
}

void OpenDataDialog::showState()
{
    const bool running = m_job.isRunning();
    for (QWidget *field : std::initializer_list<QWidget *>{m_city, m_sets, m_folder})
        field->setEnabled(!running);
    m_start->setEnabled(!running && !chosen().empty());
    m_cancel->setText(running ? tr("Cancel") : tr("Close"));
    if (!running)
        m_progress->setValue(0);
}

void OpenDataDialog::chooseFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder for the data"), m_folder->text());
    if (!folder.isEmpty())
        setFolder(folder);
}

void OpenDataDialog::download()
{
    std::vector<OpenDataSet> sets = chosen();
    DownloadSettings settings;
    settings.folder = QDir::fromNativeSeparators(m_folder->text());
    if (sets.empty() || settings.folder.isEmpty())
        return;
    if (!m_services.isEmpty())
        for (OpenDataSet &set : sets)
            set.address = QDir(m_services).filePath(set.address.section(QLatin1Char('/'), -3));
    m_text->setText(tr("Fetching …"));
    m_job.start(
        [sets, settings](Feedback &feedback) {
            Downloads downloads;
            const double share = 1.0 / static_cast<double>(sets.size());
            for (std::size_t i = 0; i < sets.size(); ++i) {
                StageFeedback stage(feedback, share * static_cast<double>(i), share * static_cast<double>(i + 1));
                downloads.push_back(downloadOpenData(sets[i], settings, stage));
            }
            return downloads;
        },
        [this, sets](std::shared_ptr<const Downloads> downloads) {
            showState();
            finish(*downloads);
            QString incidents;
            QString neighborhoods;
            for (std::size_t i = 0; i < sets.size(); ++i) {
                // Calls for service are a layer, not the crime table.
                if (sets[i].isPolygons)
                    neighborhoods = (*downloads)[i].path;
                else if (incidents.isEmpty() && sets[i].key != QLatin1String("calls"))
                    incidents = (*downloads)[i].path;
            }
            if (!incidents.isEmpty() || !neighborhoods.isEmpty())
                Q_EMIT openRequested(incidents, neighborhoods);
        });
    showState();
}

void OpenDataDialog::finish(const Downloads &downloads)
{
    QStringList lines;
    for (const Download &done : downloads)
        lines << tr("%1 rows in %2").arg(grouped(done.rows), QDir::toNativeSeparators(done.path));
    m_text->setText(lines.join(QLatin1Char('\n')));
}

} // namespace forewatch
