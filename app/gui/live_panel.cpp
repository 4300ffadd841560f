#include "app/gui/live_panel.h"

#include "app/gui/alert_banner.h"
#include "app/gui/alert_list.h"
#include "app/gui/audit_log_view.h"
#include "app/gui/calendar_dates.h"
#include "app/gui/session.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "widgets/evaluation/figure_words.h"
#include "widgets/evaluation/rows_model.h"
#include "widgets/look.h"
#include "widgets/tables/table_look.h"
#include "widgets/tabular_label.h"
#include "widgets/text_label.h"

#include <QApplication>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSystemTrayIcon>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace forewatch {

namespace {

/// Forecasts that the table shows.
constexpr std::size_t mostForecasts = 144;

QString stateName(FeedState state)
{
    switch (state) {
    case FeedState::Fresh:
        return LivePanel::tr("fresh");
    case FeedState::Stale:
        return LivePanel::tr("too old");
    case FeedState::Lost:
        break;
    }
    return LivePanel::tr("lost");
}

} // namespace

struct LivePanel::Watch
{
    std::unique_ptr<LiveWatch> watch;
    std::unique_ptr<LiveFeed> feed;
    std::unique_ptr<Replay> replay;
};

LivePanel::LivePanel(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_trail(AuditTrail::shared())
    , m_mode(new QComboBox)
    , m_from(new QDateTimeEdit)
    , m_speed(new QComboBox)
    , m_interval(new QComboBox)
    , m_start(new QPushButton)
    , m_needs(makeTextLabel("needs"))
    , m_risk(new TabularLabel)
    , m_riskText(makeTextLabel("risk"))
    , m_state(makeTextLabel("state"))
    , m_log(new AuditLogView(m_trail))
    , m_forecastRows(new RowsModel({tr("Made"), tr("Span"), tr("Risk"), tr("Hour alone"), tr("Newest row")},
                                   {tr("When the forecast was due"), tr("What it is about"), tr("Calibrated probability of a target"),
                                    tr("What the hour of the week alone says"), tr("The newest row that was there then")},
                                   this))
    , m_forecastTable(new QTableView)
    , m_alerts(new AlertList)
    , m_banner(new AlertBanner)
    , m_looking(&m_pool)
{
    setUpTable(*m_forecastTable, tr("Forecasts"));
    m_forecastTable->setModel(m_forecastRows);
    // The drawer is as low as the window wants it.
    m_forecastTable->setMinimumHeight(5 * gridUnit);
    auto *row = new QHBoxLayout;
    row->setSpacing(2 * gridUnit);
    row->addWidget(makeState());
    row->addWidget(m_forecastTable, 3);
    row->addWidget(m_alerts, 4);
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    rows->setSpacing(gridUnit);
    rows->addLayout(makeControls());
    rows->addLayout(row, 1);

    m_pool.setMaxThreadCount(1);
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &LivePanel::look);
    connect(m_start, &QPushButton::clicked, this, [this] { m_running ? stop(tr("Stopped.")) : start(); });
    connect(m_mode, &QComboBox::currentIndexChanged, this, &LivePanel::showState);
    m_overdue.setSingleShot(true);
    connect(&m_overdue, &QTimer::timeout, this, &LivePanel::tellOverdue);
    connect(&m_looking, &JobBase::failed, this, &LivePanel::endItself);
    connect(m_banner, &AlertBanner::showRequested, this, &LivePanel::showRequested);
    connect(m_alerts, &AlertList::changed, this, [this] { m_banner->setText(m_alerts->waiting()); });
    connect(m_alerts, &AlertList::acknowledged, this, [this](const RaisedAlert &seen) {
        enter(QStringLiteral("acknowledgement"), {{QStringLiteral("raised"), formatTime(seen.alert.raised)},
                                                  {QStringLiteral("replay"), seen.isReplay},
                                                  {QStringLiteral("name"), seen.by},
                                                  {QStringLiteral("note"), seen.note}});
    });
    connect(m_trail.get(), &AuditTrail::failed, m_session,
            [this](const QString &message) { Q_EMIT m_session->failed(tr("The audit log is not written: %1").arg(message)); });
    connect(m_session, &Session::modelChanged, this, [this] {
        // Told of another city too, which leaves the model as it is.
        if (m_model != m_session->model()) {
            m_model = m_session->model();
            endItself(tr("The model was changed: the watch has ended."));
            enterModel();
        }
        showState();
    });
    connect(m_session, &Session::cityChanged, this, [this] {
        endItself(tr("Another city was opened: the watch has ended."));
        if (m_session->hasCity()) {
            const City &city = m_session->city();
            enter(QStringLiteral("import"), {{QStringLiteral("city"), city.name}, {QStringLiteral("rows"), static_cast<qint64>(city.incidents->all().size())}});
            const Window days = city.incidents->coveredDays();
            m_from->setDateTimeRange(dateOf(days.start).startOfDay(), dateOf(days.end() - std::chrono::days(1)).endOfDay());
            m_from->setDateTime(dateOf(days.end() - std::chrono::days(1)).startOfDay());
        }
        showState();
    });
    connect(m_session, &Session::policyChanged, this, [this] {
        enter(QStringLiteral("policy"), m_session->policy().toJson());
        endItself(tr("The alert policy was changed: the watch has ended. Start it again to go on with the new one."));
    });
    connect(m_session, &Session::exported, this,
            [this](const QString &path) { enter(QStringLiteral("export"), {{QStringLiteral("file"), path}}); });
    showState();
}

LivePanel::~LivePanel()
{
    if (m_running)
        enter(QStringLiteral("end"), {{QStringLiteral("why"), QStringLiteral("The window was closed.")}});
}

QLayout *LivePanel::makeControls()
{
    m_mode->addItems({tr("The open table, as it grows"), tr("A past day, as if live")});
    m_mode->setAccessibleName(tr("What is watched"));
    m_from->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm"));
    m_from->setCalendarPopup(true);
    m_from->setAccessibleName(tr("Played from"));
    for (const int speed : {1, 60, 600, 3600, 10000})
        m_speed->addItem(tr("%1 times as fast").arg(grouped(speed)), speed);
    m_speed->setCurrentIndex(2);
    m_speed->setAccessibleName(tr("Speed"));
    for (const auto &[text, seconds] : {std::pair(tr("look every 10 seconds"), 10), std::pair(tr("look every minute"), 60),
                                        std::pair(tr("look every 5 minutes"), 300), std::pair(tr("look every 15 minutes"), 900)})
        m_interval->addItem(text, seconds);
    m_interval->setCurrentIndex(1);
    m_interval->setAccessibleName(tr("Interval"));
    auto *row = new QHBoxLayout;
    row->setSpacing(gridUnit);
    for (QWidget *widget : {static_cast<QWidget *>(m_mode), static_cast<QWidget *>(m_interval), static_cast<QWidget *>(m_from),
                            static_cast<QWidget *>(m_speed), static_cast<QWidget *>(m_start)})
        row->addWidget(widget);
    row->addStretch();
    row->addWidget(m_log->verifyButton());
    row->addWidget(m_log->folderButton());
    return row;
}

QWidget *LivePanel::makeState()
{
    m_risk->setFont(scaled(font(), 2.2));
    m_risk->setWidest(tr("no forecast"));
    auto *inside = new QWidget;
    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, gridUnit, 0);
    column->setSpacing(gridUnit);
    for (QWidget *widget : {static_cast<QWidget *>(m_needs), static_cast<QWidget *>(m_risk), static_cast<QWidget *>(m_riskText),
                            static_cast<QWidget *>(m_state), static_cast<QWidget *>(m_log)})
        column->addWidget(widget);
    column->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inside);
    scroll->setFixedWidth(38 * gridUnit);
    return scroll;
}

QString LivePanel::riskText() const
{
    return m_risk->text();
}

QString LivePanel::stateText() const
{
    return m_state->text();
}

QString LivePanel::problem() const
{
    const auto &model = m_session->model();
    if (!m_session->hasCity())
        return tr("There is no city yet. Open a crime table first.");
    if (!model)
        return tr("A watch needs a model that looks ahead. Train one in the Model workspace (2), or open one.");
    if (!m_session->modelProblem().isEmpty())
        return m_session->modelProblem();
    if (model->card.task.question == Question::SameWindow)
        return tr("The model reads the very window it is asked about: it warns of nothing. Choose a model that looks ahead.");
    if (m_mode->currentIndex() == Source && m_session->sources().incidents.source.isEmpty())
        return tr("The sample city comes from no file that could grow. Play a past day instead.");
    return {};
}

void LivePanel::showState()
{
    const bool past = m_mode->currentIndex() == Past;
    for (QWidget *widget : {static_cast<QWidget *>(m_from), static_cast<QWidget *>(m_speed)}) {
        widget->setVisible(past);
        widget->setEnabled(!m_running);
    }
    m_interval->setVisible(!past);
    m_interval->setEnabled(!m_running);
    m_mode->setEnabled(!m_running);
    const QString missing = m_running ? QString() : problem();
    m_needs->setText(missing);
    m_needs->setVisible(!missing.isEmpty());
    m_start->setEnabled(missing.isEmpty());
    m_start->setText(m_running ? tr("Stop") : tr("Start"));
    if (m_risks.empty()) {
        m_risk->setText(QStringLiteral("–"));
        m_riskText->setText(m_running ? tr("Looking for the first time …") : tr("Nothing is watched."));
    }
}

void LivePanel::start()
{
    if (m_running || !problem().isEmpty())
        return;
    m_trail->begin();
    m_log->showTrail();
    m_risks.clear();
    m_lastChange.clear();
    m_failures = 0;
    m_played = 0;
    m_moments.clear();
    m_watch = std::make_shared<Watch>();
    LiveSettings settings;
    settings.policy = m_session->policy();
    if (m_mode->currentIndex() == Past) {
        const QDateTime chosen = m_from->dateTime();
        const Time from = timeOf(chosen.date()) + std::chrono::minutes(chosen.time().hour() * 60 + chosen.time().minute());
        m_moments = replayMoments(from, midnightOf(from) + std::chrono::days(1), settings.step);
    }
    m_running = true;
    enter(QStringLiteral("start"), {{QStringLiteral("replay"), m_mode->currentIndex() == Past}});
    enterModel();
    enter(QStringLiteral("policy"), settings.policy.toJson());
    m_state->clear();
    showForecasts();
    showState();
    look();
}

void LivePanel::stop(const QString &why)
{
    if (!m_running)
        return;
    m_running = false;
    m_next.stop();
    m_overdue.stop();
    m_looking.cancel();
    m_watch.reset();
    enter(QStringLiteral("end"), {{QStringLiteral("why"), why}});
    m_state->setText(why);
    // What was said last is no statement about now.
    m_risk->setText(QStringLiteral("–"));
    m_riskText->setText(tr("Nothing is watched."));
    showState();
}

void LivePanel::endItself(const QString &why)
{
    if (!m_running)
        return;
    stop(why);
    // Said in every workspace, after what the same change says itself: a watch that has ended must not be taken for calm.
    QMetaObject::invokeMethod(m_session, [session = m_session, why] { Q_EMIT session->said(tr("Live: %1").arg(why)); }, Qt::QueuedConnection);
}

void LivePanel::enterModel()
{
    QJsonObject content{{QStringLiteral("folder"), m_session->modelFolder()},
                        {QStringLiteral("name"), m_session->model() ? m_session->model()->card.name : QString()}};
    const QString weights = QDir(m_session->modelFolder()).filePath(QStringLiteral("weights.safetensors"));
    try {
        if (m_trail->isOpen() && m_session->model() && QFileInfo::exists(weights))
            content[QStringLiteral("weights_sha256")] = sha256OfFile(weights);
    } catch (const Error &error) {
        content[QStringLiteral("why_no_hash")] = error.message();
    }
    enter(QStringLiteral("model"), content);
}

void LivePanel::tellOverdue()
{
    if (!m_running || !m_looking.isRunning())
        return;
    const QString why = tr("The look at the source that began at %1 has not ended. What has happened since is not known.")
                            .arg(m_began.toString(QStringLiteral("HH:mm:ss")));
    m_risk->setText(tr("no forecast"));
    m_riskText->setText(why);
    enter(QStringLiteral("no_forecast"), {{QStringLiteral("why"), why}});
}

void LivePanel::look()
{
    const bool past = m_mode->currentIndex() == Past;
    if (past && m_played >= m_moments.size()) {
        stop(tr("The day was played to its end."));
        return;
    }
    const Time moment = past ? m_moments[m_played++] : Time{};
    m_began = QTime::currentTime();
    m_overdue.start(m_patience);
    m_looking.start(
        [watch = m_watch, past, moment, folder = m_session->modelFolder(), city = m_session->city(), sources = m_session->sources(),
         policy = m_session->policy()](Feedback &feedback) {
            if (!watch->watch) {
                const auto model = std::make_shared<const Model>(loadModel(folder, torchBackend(), Session::learningThreads()));
                LiveSettings settings;
                settings.policy = policy;
                watch->watch = std::make_unique<LiveWatch>(model, settings);
                if (past)
                    watch->replay = std::make_unique<Replay>(city, model->card.task);
                else
                    watch->feed = std::make_unique<LiveFeed>(sources);
            }
            if (past)
                return watch->watch->follow(watch->replay->lookAt(moment), moment, feedback);
            const auto clock = [] { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); };
            const LiveLook found = watch->feed->look(clock(), feedback);
            return watch->watch->follow(found, cityTime(found.city ? *found.city : city, clock()), feedback);
        },
        [this](std::shared_ptr<const LiveNews> news) {
            if (m_running)
                take(*news);
        });
}

void LivePanel::take(const LiveNews &news)
{
    m_overdue.stop();
    LiveSettings settings;
    settings.policy = m_session->policy();
    for (const auto &[kind, content] : auditEntries(news, settings))
        enter(kind, content);
    m_risks.insert(m_risks.end(), news.risks.begin(), news.risks.end());
    if (m_risks.size() > 2 * mostForecasts)
        m_risks.erase(m_risks.begin(), m_risks.end() - static_cast<std::ptrdiff_t>(mostForecasts));
    if (news.alert)
        raise(*news.alert);

    const bool past = m_mode->currentIndex() == Past;
    m_failures = news.state == FeedState::Lost ? m_failures + 1 : 0;
    QStringList said;
    said << (news.newestRow ? tr("Source: %1. Newest row: %2, %3 old.").arg(stateName(news.state), formatTime(*news.newestRow),
                                                                           formatDuration(std::chrono::duration_cast<std::chrono::minutes>(news.age)))
                            : tr("Source: %1. No row was read yet.").arg(stateName(news.state)));
    Duration pause{m_interval->currentData().toInt()};
    if (m_failures > 0) {
        pause = retryPause(m_failures);
        said << tr("It is tried again in %1.").arg(formatDuration(pause));
    }
    if (past && m_session->model() && news.now < m_session->model()->card.split.seenTo())
        said << tr("This day was learnt from or tuned on: what is shown flatters the model.");
    if (!news.problem.isEmpty())
        said << news.problem;
    // What rows that came late changed stands until they change something again: nobody looks at every look.
    QStringList changes = news.sentences();
    changes.removeAll(news.problem);
    if (!changes.isEmpty())
        m_lastChange = tr("At %1: %2").arg(formatTime(news.now), changes.join(QLatin1Char(' ')));
    if (!m_lastChange.isEmpty())
        said << m_lastChange;
    if (news.delay && m_session->model())
        said << news.delay->sentence(m_session->model()->card.task);
    m_state->setText(said.join(QStringLiteral("\n\n")));

    if (!m_risks.empty() && news.state == FeedState::Fresh && m_risks.back().point) {
        const LiveRisk &risk = m_risks.back();
        m_risk->setText(probabilityText(risk.point->probability));
        m_riskText->setText(tr("risk of a %1 in %2%3. The hour alone: %4.")
                                .arg(m_session->model()->card.target.join(QStringLiteral(" or ")).toLower(), formatWindow(risk.point->asked),
                                     risk.isAlert ? tr(", under alert") : QString(), probabilityText(risk.point->hourRate)));
    } else {
        m_risk->setText(tr("no forecast"));
        m_riskText->setText(!news.problem.isEmpty() || m_risks.empty() ? news.problem : m_risks.back().why);
    }
    showForecasts();
    if (past) {
        const double seconds = static_cast<double>(settings.step.count()) / m_speed->currentData().toDouble();
        m_next.start(static_cast<int>(1000 * seconds));
    } else {
        m_next.start(static_cast<int>(1000 * pause.count()));
    }
}

void LivePanel::raise(const Alert &alert)
{
    const bool past = m_mode->currentIndex() == Past;
    m_alerts->add(alert, past);
    QApplication::beep();
    QApplication::alert(window());
    if (!QSystemTrayIcon::isSystemTrayAvailable() || !QSystemTrayIcon::supportsMessages())
        return;
    if (!m_tray) {
        m_tray = new QSystemTrayIcon(QApplication::windowIcon().isNull() ? style()->standardIcon(QStyle::SP_MessageBoxWarning) : QApplication::windowIcon(), this);
        connect(m_tray, &QSystemTrayIcon::messageClicked, this, &LivePanel::showRequested);
    }
    m_tray->show();
    m_tray->showMessage(past ? tr("Forewatch: alert in a replay") : tr("Forewatch: alert"),
                        tr("Risk %1 for %2.").arg(probabilityText(alert.peak), formatWindow(alert.peakSpan)), QSystemTrayIcon::Warning);
}

void LivePanel::showForecasts()
{
    std::vector<std::vector<RowsModel::Cell>> rows;
    for (auto risk = m_risks.rbegin(); risk != m_risks.rend() && rows.size() < mostForecasts; ++risk) {
        const auto &point = risk->point;
        rows.push_back({{.text = formatTime(risk->made)},
                        {.text = point ? formatWindow(point->asked) : tr("no forecast"), .tip = risk->why},
                        {.text = point ? probabilityText(point->probability) : QStringLiteral("–"), .tip = risk->why, .bold = risk->isAlert},
                        {.text = point ? probabilityText(point->hourRate) : QStringLiteral("–")},
                        {.text = risk->newestRow ? formatTime(*risk->newestRow) : QStringLiteral("–")}});
    }
    const bool wider = m_forecastRows->rowCount() < 2;
    m_forecastRows->setRows(std::move(rows));
    if (wider)
        m_forecastTable->resizeColumnsToContents();
}

void LivePanel::enter(const QString &kind, QJsonObject content)
{
    if (m_running && m_mode->currentIndex() == Past)
        content[QStringLiteral("replay")] = true;
    m_trail->enter(kind, content);
}

} // namespace forewatch
