#include "app/gui/import_dialog.h"

#include "engine/geo/neighborhoods.h"
#include "widgets/import/import_form.h"
#include "widgets/import/preview_view.h"
#include "widgets/look.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

namespace forewatch {

ImportDialog::ImportDialog(const ImportSettings &asked, QWidget *parent)
    : QDialog(parent)
    , m_neighborhoods(asked.neighborhoods.source)
    , m_table(new QLabel)
    , m_areas(new QLabel)
    , m_form(new ImportForm)
    , m_view(new PreviewView)
    , m_job(&m_pool)
{
    setWindowTitle(tr("How the crime table is read"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_pool.setMaxThreadCount(1);
    m_form->setAsked(asked);

    auto *chooseAreas = new QPushButton(tr("Choose…"));
    auto *areas = new QHBoxLayout;
    areas->addWidget(m_areas, 1);
    areas->addWidget(chooseAreas);
    auto *scroll = new QScrollArea;
    scroll->setWidget(m_form);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(std::max(52 * gridUnit, m_form->minimumSizeHint().width()) + 3 * gridUnit);
    auto *left = new QWidget;
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(gridUnit, gridUnit, 0, 0);
    leftLayout->addWidget(m_table);
    leftLayout->addLayout(areas);
    leftLayout->addWidget(scroll, 1);
    auto *columns = new QSplitter(Qt::Horizontal);
    columns->addWidget(left);
    columns->addWidget(m_view);
    columns->setStretchFactor(1, 1);
    columns->setChildrenCollapsible(false);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_import = buttons->addButton(tr("Import"), QDialogButtonBox::AcceptRole);
    buttons->setContentsMargins(gridUnit, 0, gridUnit, gridUnit);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(columns, 1);
    layout->addWidget(buttons);
    resize(150 * gridUnit, 92 * gridUnit);

    // Some changes come in a row, as when an answer sets two fields.
    m_delay.setSingleShot(true);
    m_delay.setInterval(60);
    connect(&m_delay, &QTimer::timeout, this, &ImportDialog::look);
    connect(m_form, &ImportForm::changed, &m_delay, qOverload<>(&QTimer::start));
    connect(m_view, &PreviewView::answered, this, &ImportDialog::answer);
    connect(chooseAreas, &QPushButton::clicked, this, &ImportDialog::chooseNeighborhoods);
    connect(&m_job, &JobBase::failed, this, [this](const QString &message) {
        m_view->setProblem(message);
        m_import->setEnabled(false);
        Q_EMIT previewed();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT importRequested(this->asked());
        accept();
    });
    showSources();
    look();
}

ImportSettings ImportDialog::asked() const
{
    ImportSettings settings = m_form->asked();
    settings.neighborhoods.source = m_neighborhoods;
    if (m_preview)
        settings.groups = m_view->groups();
    return settings;
}

void ImportDialog::showSources()
{
    const auto nameOf = [](const QString &source) { return QFileInfo(source).fileName(); };
    m_table->setText(tr("Crime table: <b>%1</b>").arg(nameOf(m_form->asked().incidents.source).toHtmlEscaped()));
    m_areas->setText(m_neighborhoods.isEmpty() ? tr("Neighborhoods: not chosen yet")
                                               : tr("Neighborhoods: <b>%1</b>").arg(nameOf(m_neighborhoods).toHtmlEscaped()));
}

void ImportDialog::chooseNeighborhoods()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open neighborhoods"), QFileInfo(m_neighborhoods).path(),
                                                      tr("Polygons (*.shp *.geojson *.json *.gpkg *.kml);;All files (*)"));
    if (path.isEmpty())
        return;
    m_neighborhoods = path;
    showSources();
    look();
}

void ImportDialog::look()
{
    m_import->setEnabled(false);
    m_job.start(
        [settings = asked()](Feedback &feedback) {
            const auto neighborhoods = settings.neighborhoods.source.isEmpty() ? nullptr : readNeighborhoods(settings.neighborhoods);
            feedback.checkpoint(0.1);
            return previewTable(settings.incidents, neighborhoods, feedback);
        },
        [this](std::shared_ptr<const TablePreview> preview) { show(*preview); });
}

void ImportDialog::show(const TablePreview &preview)
{
    const TypeGroups groups = asked().groups;
    m_form->setPreview(preview);
    m_view->setPreview(preview, groups);
    m_preview = std::make_shared<const TablePreview>(preview);
    m_import->setEnabled(preview.questions.empty() && preview.kept > 0 && !m_neighborhoods.isEmpty());
    Q_EMIT previewed();
}

void ImportDialog::answer(OpenQuestion::About about, const QString &answer)
{
    ImportSettings settings = asked();
    IncidentSettings &incidents = settings.incidents;
    switch (about) {
    case OpenQuestion::About::DateOrder: incidents.dateOrder = dateOrderNamed(answer).value_or(DateOrder::Guess); break;
    case OpenQuestion::About::CityTimeZone: incidents.cityTimeZone = answer; break;
    case OpenQuestion::About::Crs: incidents.crs = answer; break;
    case OpenQuestion::About::SwappedAxes: incidents.swapAxes = true; break;
    case OpenQuestion::About::TimeColumn: incidents.columns.time = answer; break;
    case OpenQuestion::About::TypeColumn: incidents.columns.type = answer; break;
    case OpenQuestion::About::PlaceColumns: incidents.columns.pair = answer; break;
    case OpenQuestion::About::Empty: break;
    }
    m_form->setAsked(settings);
    look();
}

} // namespace forewatch
