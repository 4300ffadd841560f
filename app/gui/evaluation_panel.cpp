#include "app/gui/evaluation_panel.h"

#include "app/gui/ask_file.h"
#include "app/gui/exploration.h"
#include "app/gui/save_file.h"
#include "app/gui/session.h"
#include "engine/core/files.h"
#include "engine/evaluation/attention_picture.h"
#include "engine/evaluation/model_card_html.h"
#include "engine/map/snapshot_pictures.h"
#include "engine/plot/chart_files.h"
#include "widgets/evaluation/attention_view.h"
#include "widgets/evaluation/audit_view.h"
#include "widgets/evaluation/card_view.h"
#include "widgets/evaluation/curves_view.h"
#include "widgets/evaluation/figures_view.h"
#include "widgets/evaluation/places_view.h"
#include "widgets/evaluation/threshold_choice.h"
#include "widgets/evaluation/windows_view.h"
#include "widgets/look.h"
#include "widgets/text_label.h"

#include <QDir>
#include <QEvent>
#include <QLabel>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace forewatch {

namespace {

/// Height of a map on the published sheet.
constexpr int sheetHeight = 112;

/// Where the first sentence ends; a decimal point ends none.
qsizetype firstSentence(const QString &text)
{
    const qsizetype end = text.indexOf(QStringLiteral(". "));
    return end < 0 ? text.size() : end + 1;
}

} // namespace

EvaluationPanel::EvaluationPanel(Session *session, Exploration *exploration, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_exploration(exploration)
    , m_threshold(new ThresholdChoice(this))
    , m_verdict(makeTextLabel("verdict"))
    , m_reasons(makeTextLabel("reasons"))
    , m_model(makeTextLabel("model"))
    , m_tabs(new QTabWidget)
    , m_figures(new FiguresView)
    , m_curves(new CurvesView(m_threshold))
    , m_windows(new WindowsView(m_threshold))
    , m_places(new PlacesView)
    , m_auditView(new AuditView)
    , m_attention(new AttentionView)
    , m_card(new CardView)
    , m_audit(session)
    , m_drawing(&m_pool)
    , m_carding(&m_pool)
    , m_looking(session->scoringPool())
{
    m_pool.setMaxThreadCount(1);
    m_tabs->setDocumentMode(true);
    m_tabs->setUsesScrollButtons(true);
    m_tabs->addTab(m_figures, tr("Figures"));
    m_tabs->addTab(m_curves, tr("Curves"));
    m_tabs->addTab(m_windows, tr("Windows"));
    m_tabs->addTab(m_places, tr("Places"));
    m_tabs->addTab(m_auditView, tr("Audit"));
    m_tabs->addTab(m_attention, tr("Looked at"));
    m_tabs->addTab(m_card, tr("Card"));
    auto *top = new QVBoxLayout;
    top->setContentsMargins(gridUnit, gridUnit, gridUnit, 0);
    top->setSpacing(gridUnit / 2);
    top->addWidget(m_verdict);
    top->addWidget(m_reasons);
    top->addWidget(m_model);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gridUnit);
    column->addLayout(top);
    column->addWidget(m_tabs, 1);
    setMinimumWidth(44 * gridUnit);

    connectSession();
    connectViews();
    connectAudit();
    showLook();
    showEvaluation();
    showAudit();
}

void EvaluationPanel::connectSession()
{
    connect(m_session, &Session::evaluationChanged, this, &EvaluationPanel::showEvaluation);
    connect(m_session, &Session::modelChanged, this, &EvaluationPanel::showEvaluation);
    connect(m_session, &Session::cityChanged, this, &EvaluationPanel::showEvaluation);
    connect(m_tabs, &QTabWidget::currentChanged, this, &EvaluationPanel::showTab);
    for (JobBase *job : {static_cast<JobBase *>(&m_drawing), static_cast<JobBase *>(&m_carding), static_cast<JobBase *>(&m_looking)})
        connect(job, &JobBase::failed, m_session, &Session::failed);
    connect(&m_looking, &JobBase::started, this, [this] { m_attention->setRunning(true); });
    connect(&m_looking, &JobBase::progressed, m_attention, &AttentionView::setProgress);
    connect(&m_looking, &JobBase::ended, this, [this] { m_attention->setRunning(m_looking.isRunning()); });
}

void EvaluationPanel::connectViews()
{
    const auto saveChart = [this](const std::shared_ptr<const Chart> &chart, const QString &name, const QString &ending) {
        if (!chart)
            return;
        saveFile(this, m_session, tr("Save the chart"), QStringLiteral("%1.%2").arg(name, ending), tr("%1 (*.%2)").arg(ending.toUpper(), ending),
             [this, chart](const QString &path) { writeChart(*chart, path, {QSize(1200, 900), isDark(palette())}); });
    };
    connect(m_curves, &CurvesView::saveRequested, this, saveChart);
    connect(m_places, &PlacesView::saveRequested, this, saveChart);
    connect(m_auditView, &AuditView::saveRequested, this, saveChart);
    connect(m_figures, &FiguresView::saveRequested, this, [this] {
        saveFile(this, m_session, tr("Save the figures"), QStringLiteral("figures.csv"), csvFiles(),
             [csv = m_figures->toCsv()](const QString &path) { writeWholeFile(path, csv); });
    });
    connect(m_figures, &FiguresView::exampleChosen, this, [this](std::size_t example) {
        m_windows->choose(example);
        m_windows->showOnMap();
    });
    connect(m_windows, &WindowsView::mapRequested, this, [this](std::size_t example) {
        if (const auto &evaluation = m_threshold->evaluation())
            Q_EMIT windowRequested(evaluation->examples[example].asked, m_windows->tellCurrent());
    });
    connect(m_windows, &WindowsView::currentChanged, this, &EvaluationPanel::showTab);
    connect(m_attention, &AttentionView::lookRequested, this, &EvaluationPanel::lookAt);
    connect(m_attention, &AttentionView::cancelRequested, this, [this] { m_looking.cancel(); });
    connect(m_attention, &AttentionView::previousRequested, m_windows, [this] { m_windows->move(-1); });
    connect(m_attention, &AttentionView::nextRequested, m_windows, [this] { m_windows->move(1); });
    connect(m_attention, &AttentionView::saveRequested, this, [this] {
        saveFile(this, m_session, tr("Save the picture"), QStringLiteral("looked-at.png"), tr("PNG (*.png)"), [picture = m_attention->picture()](const QString &path) {
            writeWholeFile(path, [&](QIODevice &file) {
                if (!picture.save(&file, "png"))
                    throw Error(tr("The picture %1 cannot be written.").arg(path));
            });
        });
    });
    connect(m_card, &CardView::saveRequested, this, [this] {
        saveFile(this, m_session, tr("Save the model card"), QStringLiteral("model-card.html"), tr("HTML (*.html)"),
             [html = m_card->card()](const QString &path) { writeWholeFile(path, html); });
    });
}

void EvaluationPanel::connectAudit()
{
    connect(m_auditView, &AuditView::runRequested, this, [this] { m_audit.start(m_auditView->epochs()); });
    connect(m_auditView, &AuditView::cancelRequested, &m_audit, &AuditRunner::cancel);
    connect(m_auditView, &AuditView::epochsChanged, this, &EvaluationPanel::showAudit);
    connect(&m_audit, &AuditRunner::changed, this, &EvaluationPanel::showAudit);
    connect(&m_audit, &AuditRunner::progressed, m_auditView, &AuditView::setProgress);
}

QString EvaluationPanel::whyNothing() const
{
    if (!m_session->model())
        return tr("Train or open a model to see what it is worth.");
    if (!m_session->hasCity())
        return tr("Open the model's city to see what it is worth.");
    return m_session->modelProblem().isEmpty() ? tr("Evaluating …") : m_session->modelProblem();
}

void EvaluationPanel::showEvaluation()
{
    const auto &evaluation = m_session->evaluation();
    const QString words = evaluation ? evaluation->verdict : whyNothing();
    const qsizetype end = evaluation ? firstSentence(words) : words.size();
    m_verdict->setText(words.left(end));
    QStringList reasons{words.mid(end).trimmed()};
    if (evaluation && !evaluation->leftOut.empty())
        reasons << inWords(evaluation->leftOut);
    reasons.removeAll(QString());
    m_reasons->setText(reasons.join(QLatin1Char('\n')));
    m_reasons->setVisible(!m_reasons->text().isEmpty());
    const auto &model = m_session->model();
    m_model->setVisible(model != nullptr);
    if (model)
        m_model->setText(tr("Model %1: %2, %3 split, best of %4 epochs was %5. In %6")
                             .arg(model->card.name, questionName(model->card.task.question), splitName(model->card.split.kind))
                             .arg(model->card.epochs).arg(model->card.bestEpoch)
                             .arg(QDir::toNativeSeparators(m_session->modelFolder())));
    if (m_threshold->evaluation() != evaluation || !evaluation) {
        m_drawing.cancel();
        m_looking.cancel();
        m_carding.cancel();
        m_attention->setPicture({});
        m_looked.reset();
        m_card->setCard({});
        m_figures->setEvaluation(evaluation);
        m_threshold->setEvaluation(evaluation);
        m_places->setEvaluation(evaluation, m_session->hasCity() ? m_session->city().neighborhoods : nullptr);
        showSheet();
    }
    showTab();
}

void EvaluationPanel::showSheet()
{
    const auto &evaluation = m_threshold->evaluation();
    if (!evaluation || !evaluation->published || !m_session->model())
        return;
    m_drawing.start(
        [evaluation, task = m_session->model()->card.task, painter = m_session->painter()](Feedback &feedback) {
            const City &city = painter->city();
            const SnapshotPictures pictures(painter, MapFrame::originalSize(city.neighborhoods->box(), sheetHeight),
                                            {.style = MapStyle::Original});
            std::vector<QImage> sheet;
            std::vector<Incident> scratch;
            for (const std::size_t example : evaluation->published->sheet) {
                feedback.checkpoint(0);
                sheet.push_back(pictures.picture(shownIncidents(city, task, evaluation->examples[example], scratch)));
            }
            return sheet;
        },
        [this](std::shared_ptr<const std::vector<QImage>> sheet) { m_figures->setSheet(*sheet); });
}

void EvaluationPanel::showTab()
{
    if (m_tabs->currentWidget() == m_attention)
        lookAt();
    else if (m_tabs->currentWidget() == m_card)
        showCard();
}

void EvaluationPanel::showCard()
{
    const auto &evaluation = m_threshold->evaluation();
    const auto &model = m_session->model();
    m_card->setEmptyText(whyNothing());
    if (!model || !evaluation || !m_card->card().isEmpty() || m_carding.isRunning())
        return;
    m_card->setEmptyText(tr("Writing the card …"));
    m_carding.start(
        [evaluation, card = model->card, city = m_session->city()](Feedback &) {
            return modelCardHtml(card, wholeEvaluation(*evaluation, city));
        },
        [this](std::shared_ptr<const QByteArray> html) { m_card->setCard(*html); });
}

void EvaluationPanel::lookAt()
{
    const auto &evaluation = m_threshold->evaluation();
    const auto &model = m_session->model();
    if (!evaluation || !model || !m_session->hasCity()) {
        m_attention->setProblem(whyNothing());
        return;
    }
    if (!model->network) {
        m_attention->setProblem(tr("A risk field looks at no picture, so there is nothing to show here. Its card says what each "
                                   "of its factors is worth."));
        return;
    }
    m_attention->setProblem({});
    if (!m_windows->current()) {
        // The window that the model was most sure of.
        const auto &probabilities = evaluation->model.forecast.probabilities;
        m_windows->choose(static_cast<std::size_t>(std::ranges::max_element(probabilities) - probabilities.begin()));
        return;
    }
    const std::size_t index = *m_windows->current();
    const AttentionMethod method = m_attention->method();
    if (m_looked == std::pair(index, method))
        return;
    m_looked = std::pair(index, method);
    m_attention->setWindow(m_windows->tellCurrent());
    m_looking.start(
        [model, city = m_session->city(), example = evaluation->examples[index],
         probability = evaluation->model.forecast.probabilities[index], method](Feedback &feedback) {
            return attentionPicture(attentionOf(*model, city, example, method, feedback), *model, city, probability);
        },
        [this](std::shared_ptr<const QImage> picture) { m_attention->setPicture(*picture); });
}

void EvaluationPanel::showAudit()
{
    m_auditView->setRunning(m_audit.isRunning());
    m_auditView->setAudit(m_audit.audit());
    if (!m_session->hasCity()) {
        m_auditView->setCost({}, false);
        return;
    }
    const int epochs = m_auditView->epochs();
    const City &city = m_session->city();
    const AuditSettings settings;
    const std::size_t windows = static_cast<std::size_t>(city.incidents->coveredDays().length / settings.length);
    std::set<qint64> with;
    for (const Incident &incident : city.incidents->all())
        if (city.target->contains(incident))
            with.insert((incident.time - midnightOf(city.incidents->first())) / settings.length);
    // The parts of the published split that are learnt from: seven eighths, less a tenth.
    const double pictures = 2 * 0.7875 * static_cast<double>(std::min(with.size(), windows - std::min(with.size(), windows)));
    const double hours = 5 * epochs * pictures / 100 / 3600;
    m_auditView->setCost(
        tr("Five networks are trained, %1 epochs each, on up to %2 pictures an epoch: about %3 at 100 pictures a second, what a processor with "
           "bfloat16 instructions and two cores does; others take two to three times as long. It runs in the background, and one that was "
           "cancelled goes on where it was.")
            .arg(epochs).arg(grouped(qRound64(pictures)),
                             hours < 1 ? tr("%1 minutes").arg(std::max(1, qRound(60 * hours))) : tr("%1 hours").arg(hours, 0, 'f', 1)),
        m_audit.isUnfinished(epochs));
}

void EvaluationPanel::showLook()
{
    m_verdict->setFont(scaled(font(), 1.25));
    m_model->setFont(scaled(font(), 0.85));
    m_model->setPalette(muted(palette()));
}

void EvaluationPanel::changeEvent(QEvent *event)
{
    // Muted texts have a color of their own, which a new palette does not reach.
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        showLook();
    QWidget::changeEvent(event);
}

} // namespace forewatch
