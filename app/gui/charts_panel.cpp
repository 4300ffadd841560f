#include "app/gui/charts_panel.h"

#include "app/gui/exploration.h"
#include "app/gui/session.h"
#include "engine/data/filter_words.h"
#include "engine/plot/chart_files.h"
#include "widgets/flow_layout.h"
#include "widgets/look.h"
#include "widgets/plots/chart_view.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProgressBar>
#include <QRegularExpression>
#include <QSettings>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStandardPaths>
#include <QToolButton>
#include <QVBoxLayout>

namespace forewatch {

namespace {

enum ScopeIndex { AllShown, TheWindow };

template <class Number>
QString listText(const std::vector<Number> &numbers)
{
    QStringList texts;
    for (const Number number : numbers)
        texts << QString::number(number);
    return texts.join(QStringLiteral(", "));
}

/// Numbers between commas or blanks; what is no number becomes 0, which the settings refuse.
std::vector<double> listOf(const QString &text)
{
    std::vector<double> numbers;
    static const QRegularExpression separators(QStringLiteral("[,;\\s]+"));
    for (const QString &part : text.split(separators, Qt::SkipEmptyParts))
        numbers.push_back(part.toDouble());
    return numbers;
}

/// The part of `span` inside `[from, to)`; without length where there is none.
Window clipped(Window span, std::optional<Time> from, std::optional<Time> to)
{
    const Time start = std::max(span.start, from.value_or(span.start));
    const Time end = std::min(span.end(), to.value_or(span.end()));
    return {start, std::max(end - start, Duration::zero())};
}

} // namespace

ChartsPanel::ChartsPanel(Session *session, Exploration *exploration, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_exploration(exploration)
    , m_kinds(new QListWidget)
    , m_scope(new QComboBox)
    , m_selected(new QCheckBox(tr("selected neighborhoods only")))
    , m_what(new QComboBox)
    , m_unit(new QComboBox)
    , m_knox(new QWidget)
    , m_distances(new QLineEdit(listText(NearRepeatSettings().metres)))
    , m_days(new QLineEdit(listText(NearRepeatSettings().days)))
    , m_runs(new QSpinBox)
    , m_bandwidth(new QSpinBox)
    , m_progress(new QProgressBar)
    , m_cancel(new QToolButton)
    , m_view(new ChartView)
    , m_job(&m_pool)
{
    m_pool.setMaxThreadCount(1);
    for (const ChartKind chart : chartKinds)
        m_counted[static_cast<std::size_t>(chart)] = usuallyCounted(chart);
    m_kinds->addItems({tr("Outdoors"), tr("Types"), tr("Hour × weekday"), tr("Months"), tr("Concentration"), tr("Near repeats"), tr("Heat map")});
    m_kinds->setAccessibleName(tr("Charts"));
    m_kinds->setFrameShape(QFrame::NoFrame);
    m_kinds->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_kinds->setFixedWidth(m_kinds->sizeHintForColumn(0) + 4 * gridUnit);
    m_kinds->setCurrentRow(0);
    m_view->setEmptyText(tr("Open a crime table and its neighborhoods to see charts of them."));

    auto *column = new QVBoxLayout;
    column->setSpacing(gridUnit / 2);
    column->addWidget(makeOptions());
    column->addWidget(m_view, 1);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    layout->setSpacing(gridUnit);
    layout->addWidget(m_kinds);
    layout->addLayout(column, 1);

    m_soon.setSingleShot(true);
    m_soon.setInterval(120);
    m_showProgress.setSingleShot(true);
    m_showProgress.setInterval(300);
    connect(&m_soon, &QTimer::timeout, this, &ChartsPanel::count);
    connect(&m_showProgress, &QTimer::timeout, this, [this] { showRunning(m_job.isRunning()); });
    connect(m_exploration, &Exploration::shownChanged, this, &ChartsPanel::outdate);
    connect(m_exploration, &Exploration::windowChanged, this, [this] {
        if (m_scope->currentIndex() == TheWindow)
            outdate();
    });
    connect(m_exploration, &Exploration::selectionChanged, this, [this] {
        m_selected->setEnabled(!m_exploration->selection().neighborhoods.empty());
        if (m_selected->isChecked())
            outdate();
    });
    connect(m_kinds, &QListWidget::currentRowChanged, this, [this] {
        showOptions();
        outdate();
    });
    connect(m_view, &ChartView::saveRequested, this, &ChartsPanel::save);
    connect(&m_job, &JobBase::progressed, m_progress, &QProgressBar::setValue);
    connect(&m_job, &JobBase::ended, this, [this] { showRunning(false); });
    connect(&m_job, &JobBase::failed, this, [this](const QString &message) {
        m_view->setChart(nullptr);
        m_view->setEmptyText(message);
    });
    connect(&m_job, &JobBase::cancelled, this, [this] {
        if (m_job.isRunning())
            return;
        m_view->setChart(nullptr);
        m_view->setEmptyText(tr("Cancelled. Choose the chart again to count it."));
    });
    showOptions();
    showRunning(false);
}

QWidget *ChartsPanel::makeOptions()
{
    m_scope->addItems({tr("all shown"), tr("the window")});
    m_scope->setAccessibleName(tr("Which incidents"));
    m_scope->setToolTip(tr("Chart all incidents that the filter lets through, or those of the map's window"));
    m_selected->setEnabled(false);
    m_selected->setToolTip(tr("Chart the neighborhoods that are selected on the map or in a table"));
    m_what->addItems({tr("target events"), tr("all incidents")});
    m_what->setAccessibleName(tr("What is counted"));
    m_unit->addItems({tr("over places (about 10 m)"), tr("over 250 m squares"), tr("over neighborhoods")});
    m_unit->setAccessibleName(tr("What a place is"));
    m_runs->setRange(NearRepeatSettings::fewestRuns, NearRepeatSettings::mostRuns);
    m_runs->setValue(NearRepeatSettings().runs);
    m_runs->setAccessibleName(tr("Number of runs"));
    m_runs->setToolTip(tr("How often dates are dealt out anew: 99 can show p ≤ 0.01, 999 p ≤ 0.001"));
    m_runs->setSuffix(tr(" runs"));
    m_bandwidth->setRange(0, 5000);
    m_bandwidth->setSingleStep(50);
    m_bandwidth->setValue(250);
    m_bandwidth->setSuffix(tr(" m wide"));
    m_bandwidth->setSpecialValueText(tr("Scott’s rule"));
    m_bandwidth->setAccessibleName(tr("Width of the kernel"));
    m_distances->setAccessibleName(tr("Ends of the distance bands in metres"));
    m_distances->setToolTip(m_distances->accessibleName());
    m_days->setAccessibleName(tr("Ends of the time bands in days"));
    m_days->setToolTip(m_days->accessibleName());
    m_distances->setFixedWidth(20 * gridUnit);
    m_days->setFixedWidth(14 * gridUnit);
    auto *knox = new QHBoxLayout(m_knox);
    knox->setContentsMargins(0, 0, 0, 0);
    knox->setSpacing(gridUnit / 2);
    knox->addWidget(m_distances);
    knox->addWidget(new QLabel(tr("m")));
    knox->addSpacing(gridUnit);
    knox->addWidget(m_days);
    knox->addWidget(new QLabel(tr("days")));
    knox->addSpacing(gridUnit);
    knox->addWidget(m_runs);
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(12 * gridUnit, gridUnit);
    m_progress->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_progress->setAccessibleName(tr("Progress"));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setAutoRaise(true);

    auto *options = new QWidget;
    auto *flow = new FlowLayout(gridUnit, gridUnit / 2, options);
    for (QWidget *widget : {static_cast<QWidget *>(m_what), static_cast<QWidget *>(m_scope), static_cast<QWidget *>(m_unit), m_knox,
                            static_cast<QWidget *>(m_bandwidth), static_cast<QWidget *>(m_selected), static_cast<QWidget *>(m_progress),
                            static_cast<QWidget *>(m_cancel)})
        flow->addWidget(widget);
    for (QComboBox *box : {m_scope, m_unit})
        connect(box, &QComboBox::currentIndexChanged, this, &ChartsPanel::outdate);
    connect(m_what, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_counted[static_cast<std::size_t>(kind())] = static_cast<Counted>(index);
        outdate();
    });
    for (QSpinBox *box : {m_runs, m_bandwidth}) {
        box->setKeyboardTracking(false);
        connect(box, &QSpinBox::valueChanged, this, &ChartsPanel::outdate);
    }
    for (QLineEdit *edit : {m_distances, m_days})
        connect(edit, &QLineEdit::editingFinished, this, &ChartsPanel::outdate);
    connect(m_selected, &QCheckBox::toggled, this, &ChartsPanel::outdate);
    connect(m_cancel, &QToolButton::clicked, this, [this] { m_job.cancel(); });
    return options;
}

ChartKind ChartsPanel::kind() const
{
    return chartKinds[static_cast<std::size_t>(std::max(m_kinds->currentRow(), 0))];
}

void ChartsPanel::choose(ChartKind kind)
{
    m_kinds->setCurrentRow(static_cast<int>(kind));
}

void ChartsPanel::showOptions()
{
    const QSignalBlocker quiet(m_what);
    m_what->setCurrentIndex(static_cast<int>(m_counted[static_cast<std::size_t>(kind())]));
    m_what->setVisible(asksWhatIsCounted(kind()));
    m_unit->setVisible(kind() == ChartKind::Concentration);
    m_knox->setVisible(kind() == ChartKind::NearRepeat);
    m_bandwidth->setVisible(kind() == ChartKind::HeatMap);
}

ChartSettings ChartsPanel::wantedSettings() const
{
    ChartSettings settings;
    settings.kind = kind();
    settings.what = m_counted[static_cast<std::size_t>(kind())];
    settings.unit = static_cast<PlaceUnit>(m_unit->currentIndex());
    if (settings.kind == ChartKind::NearRepeat) {
        settings.nearRepeat.metres = listOf(m_distances->text());
        settings.nearRepeat.days.clear();
        for (const double days : listOf(m_days->text()))
            settings.nearRepeat.days.push_back(static_cast<int>(std::clamp(days, -1., 1e6)));
        settings.nearRepeat.runs = m_runs->value();
    }
    // What is between none and the narrowest kernel is taken for the narrowest.
    settings.bandwidthMetres = m_bandwidth->value() == 0 ? 0 : std::max(50, m_bandwidth->value());
    return settings;
}

void ChartsPanel::outdate()
{
    m_outdated = true;
    if (isVisible())
        m_soon.start();
}

void ChartsPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_outdated)
        m_soon.start();
}

void ChartsPanel::count()
{
    if (!isVisible() || !m_exploration->hasCity())
        return;
    m_outdated = false;
    const City &shown = m_exploration->shown();
    const Filter &filter = m_exploration->settings().filter;
    ChartScope scope{shown, clipped(m_exploration->whole().incidents->coveredDays(), filter.from, filter.to)};
    QStringList words;
    for (const FilterPart &part : filterParts(filter, &m_exploration->whole()))
        if (part.id != QLatin1String("dates"))
            words << part.text;
    Filter further;
    if (const auto &window = m_exploration->window(); m_scope->currentIndex() == TheWindow && window) {
        scope.span = clipped(scope.span, window->start, window->end());
        further.from = window->start;
        further.to = window->end();
    }
    const auto &selected = m_exploration->selection().neighborhoods;
    if (m_selected->isChecked() && !selected.empty()) {
        QStringList names;
        for (const std::size_t index : selected) {
            names << shown.neighborhoods->at(index).name;
            further.neighborhoods.insert(names.back().toUpper());
        }
        words << tr("in %1").arg(names.size() > 4 ? tr("%1 selected neighborhoods").arg(names.size()) : names.join(QStringLiteral(", ")));
    }
    scope.filter = words.join(QStringLiteral(" · "));
    m_view->setStale(true);
    m_showProgress.start();
    m_job.start(
        [scope, further, settings = wantedSettings()](Feedback &feedback) {
            ChartScope narrowed = scope;
            narrowed.city = filtered(scope.city, further);
            return makeChart(narrowed, settings, feedback);
        },
        [this](const std::shared_ptr<const std::shared_ptr<const Chart>> &chart) { m_view->setChart(*chart); });
}

void ChartsPanel::showRunning(bool running)
{
    m_progress->setVisible(running);
    m_cancel->setVisible(running);
    if (!running)
        m_progress->reset();
}

void ChartsPanel::save(const QString &ending)
{
    const auto chart = m_view->chart();
    if (!chart)
        return;
    const QString folder = QSettings().value(QStringLiteral("folder"), QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)).toString();
    const QString name = QStringLiteral("%1/%2-%3.%4").arg(folder, m_exploration->shown().name.toLower().replace(QLatin1Char(' '), QLatin1Char('-')),
                                                         chartKindKey(kind()), ending);
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the chart"), name, tr("%1 (*.%2)").arg(ending.toUpper(), ending));
    if (path.isEmpty())
        return;
    QSettings().setValue(QStringLiteral("folder"), QFileInfo(path).absolutePath());
    try {
        const QString whole = QFileInfo(path).suffix().isEmpty() ? path + QLatin1Char('.') + ending : path;
        writeChart(*chart, whole, {m_view->size() * 2, isDark(palette())});
        Q_EMIT m_session->exported(whole);
        Q_EMIT m_session->said(tr("The chart is written to %1.").arg(whole));
    } catch (const Error &error) {
        Q_EMIT m_session->failed(error.message());
    }
}

} // namespace forewatch
