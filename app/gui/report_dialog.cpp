#include "app/gui/report_dialog.h"

#include "app/gui/ask_file.h"
#include "app/gui/calendar_dates.h"
#include "app/gui/session.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "widgets/look.h"
#include "widgets/text_label.h"

#include <QComboBox>
#include <QDate>
#include <QDateEdit>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace forewatch {

namespace {

QDateEdit *makeDay(const QString &name)
{
    auto *day = new QDateEdit;
    day->setDisplayFormat(QStringLiteral("ddd d MMM yyyy"));
    day->setLocale(QLocale::English);
    day->setCalendarPopup(true);
    day->setAccessibleName(name);
    return day;
}

QSpinBox *makeHour(int most, int value, const QString &name)
{
    auto *hour = new QSpinBox;
    hour->setRange(0, most);
    hour->setValue(value);
    hour->setSuffix(QStringLiteral(":00"));
    hour->setAccessibleName(name);
    return hour;
}

} // namespace

ReportDialog::ReportDialog(Session *session, const std::optional<Window> &shown, QWidget *parent)
    : QDialog(parent)
    , m_session(session)
    , m_form(new QComboBox)
    , m_extent(new QComboBox)
    , m_from(makeDay(tr("First day")))
    , m_to(makeDay(tr("Last day")))
    , m_toText(new QLabel(tr("Last day")))
    , m_fromHour(makeHour(23, 22, tr("The shift begins at")))
    , m_toHour(makeHour(24, 6, tr("The shift ends at")))
    , m_hours(new QWidget)
    , m_areas(new QComboBox)
    , m_paper(new QComboBox)
    , m_note(makeTextLabel("note"))
    , m_save(new QPushButton(tr("Save as PDF…")))
    , m_job(&m_pool)
{
    setWindowTitle(tr("Report"));
    m_form->addItems({tr("Whole report"), tr("Shift briefing, one page")});
    m_extent->addItems({tr("A day"), tr("A shift"), tr("Several days")});
    m_paper->addItems({tr("A4"), tr("Letter")});
    m_paper->setCurrentIndex(QLocale().measurementSystem() == QLocale::MetricSystem ? 0 : 1);

    auto *hours = new QHBoxLayout(m_hours);
    hours->setContentsMargins(0, 0, 0, 0);
    hours->addWidget(m_fromHour);
    hours->addWidget(new QLabel(QStringLiteral("–")));
    hours->addWidget(m_toHour);
    hours->addStretch();

    auto *fields = new QFormLayout;
    fields->setHorizontalSpacing(2 * gridUnit);
    fields->setVerticalSpacing(gridUnit);
    fields->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    fields->addRow(tr("Form"), m_form);
    fields->addRow(tr("Of"), m_extent);
    fields->addRow(tr("Day"), m_from);
    fields->addRow(m_toText, m_to);
    fields->addRow(tr("Hours"), m_hours);
    fields->addRow(tr("Counts by"), m_areas);
    fields->addRow(tr("Paper"), m_paper);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->addButton(m_save, QDialogButtonBox::ActionRole);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gridUnit, 2 * gridUnit, 2 * gridUnit, 2 * gridUnit);
    layout->setSpacing(2 * gridUnit);
    layout->addLayout(fields);
    layout->addWidget(m_note);
    layout->addStretch();
    layout->addWidget(buttons);
    setMinimumWidth(56 * gridUnit);

    m_pool.setMaxThreadCount(1);
    m_session->watch(m_job, tr("Making the report"));
    connect(&m_job, &JobBase::started, this, [this] { m_save->setEnabled(false); });
    connect(&m_job, &JobBase::ended, this, &ReportDialog::takeModel);
    for (const auto signal : {&Session::cityChanged, &Session::modelChanged})
        connect(m_session, signal, this, &ReportDialog::takeModel);
    connect(m_extent, &QComboBox::currentIndexChanged, this, &ReportDialog::showFields);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, [this] {
        const QString path = askForFileToWrite(this, tr("Save the report"), fileName(), tr("PDF (*.pdf)"));
        if (!path.isEmpty())
            write(path);
    });
    takeModel();
    if (shown && m_session->hasCity())
        for (QDateEdit *day : {m_from, m_to})
            day->setDate(dateOf(shown->start));
    showFields();
}

ReportDialog::~ReportDialog() = default;

void ReportDialog::takeModel()
{
    const auto &model = m_session->model();
    QString problem = m_session->modelProblem();
    if (!m_session->hasCity())
        problem = tr("There is no city yet. Open a crime table first.");
    else if (!model)
        problem = tr("There is no model yet. Train one in the Model workspace (2), or open one.");
    else if (problem.isEmpty() && model->card.task.question == Question::SameWindow)
        problem = tr("The model reads the very window it is asked about: it warns of nothing. Choose a model that looks ahead.");
    m_note->setText(problem.isEmpty()
                        ? tr("Scores up to a year before the end of the span as well, to say what the warnings were worth: that takes a minute or two.")
                        : problem);
    m_save->setEnabled(problem.isEmpty() && !m_job.isRunning());
    if (!m_session->hasCity())
        return;
    const City &city = m_session->city();
    const Window days = city.incidents->coveredDays();
    const bool first = m_areas->count() == 0;
    for (QDateEdit *day : {m_from, m_to}) {
        day->setDateRange(dateOf(days.start), dateOf(days.end() - std::chrono::days(1)));
        if (first)
            day->setDate(dateOf(lastWholeDay(*city.incidents)));
    }
    if (first) {
        if (!districtAreas(city).names.isEmpty())
            m_areas->addItem(tr("Districts"));
        m_areas->addItem(tr("Neighborhoods"));
    }
}

void ReportDialog::showFields()
{
    const int extent = m_extent->currentIndex();
    m_to->setVisible(extent == Span);
    m_toText->setVisible(extent == Span);
    m_fromHour->setEnabled(extent == Shift);
    m_toHour->setEnabled(extent == Shift);
    if (extent == Shift)
        m_form->setCurrentIndex(1);
}

Window ReportDialog::span() const
{
    const Time day = timeOf(m_from->date());
    switch (m_extent->currentIndex()) {
    case Shift: {
        const int from = m_fromHour->value();
        const int to = m_toHour->value();
        return {day + std::chrono::hours(from), std::chrono::hours(to > from ? to - from : to + 24 - from)};
    }
    case Span:
        return {day, std::max(timeOf(m_to->date()) - day, Duration(0)) + std::chrono::days(1)};
    default:
        return {day, std::chrono::days(1)};
    }
}

QString ReportDialog::fileName() const
{
    return QStringLiteral("%1-%2.pdf").arg(m_form->currentIndex() == 1 ? QStringLiteral("briefing") : QStringLiteral("report"),
                                           m_from->date().toString(Qt::ISODate));
}

void ReportDialog::write(const QString &path)
{
    try {
        requireNoSource(m_session->city(), path);
    } catch (const Error &error) {
        Q_EMIT m_session->failed(error.message());
        return;
    }
    ReportSettings settings;
    settings.span = span();
    settings.policy = m_session->policy();
    settings.byHand = m_session->isPolicyByHand();
    const bool districts = m_areas->count() > 1 && m_areas->currentIndex() == 0;
    const auto form = m_form->currentIndex() == 1 ? ReportForm::Briefing : ReportForm::Full;
    const auto paper = m_paper->currentIndex() == 1 ? QPageSize::Letter : QPageSize::A4;
    const QString today = QLocale::c().toString(QDate::currentDate(), QStringLiteral("d MMM yyyy"));
    m_job.start(
        [=, folder = m_session->modelFolder(), city = m_session->city()](Feedback &feedback) {
            ReportSettings wanted = settings;
            wanted.areas = districts ? districtAreas(city) : neighborhoodAreas(city);
            const Model own = loadModel(folder, torchBackend(), Session::learningThreads());
            StageFeedback making(feedback, 0, 0.95);
            const RiskReport report = makeRiskReport(own, city, wanted, making);
            StageFeedback writing(feedback, 0.95, 1);
            writeWholeFile(path, [&](QIODevice &file) { writeRiskReport(report, form, paper, today, file, writing); });
            return path;
        },
        [this](std::shared_ptr<const QString> done) {
            Q_EMIT m_session->exported(*done);
            Q_EMIT m_session->said(tr("Report written to %1.").arg(*done));
            Q_EMIT written(*done);
        });
}

} // namespace forewatch
