#include "widgets/training/training_panel.h"

#include "engine/learning/field_inputs.h"
#include "engine/learning/network_layers.h"
#include "widgets/layers/layer_form.h"
#include "widgets/look.h"
#include "widgets/tabular_label.h"
#include "widgets/training/progress_text.h"
#include "widgets/training/sentence.h"
#include "widgets/training/task_sentence.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

using namespace std::chrono_literals;

namespace forewatch {

namespace {

/// The published task: the window that is drawn, two hours long, is asked about itself.
bool isPublishedTask(const Task &task)
{
    return task.question == Question::SameWindow && !task.maskTargets && task.length == 2h && task.step == 2h;
}

/// In the list of networks, after the published ones.
constexpr int riskFieldIndex = 2;
/// At most: a risk field stops when its validation part says so.
constexpr int riskFieldEpochs = 12;

QLabel *quiet(const QString &name)
{
    auto *label = new QLabel;
    label->setObjectName(name);
    label->setWordWrap(true);
    return label;
}

} // namespace

TrainingPanel::TrainingPanel(QWidget *parent)
    : QWidget(parent)
    , m_networks{NetworkSpec::model2(), NetworkSpec::model1()}
    , m_task(new TaskSentence)
    , m_drawLayers(new QCheckBox)
    , m_splitBar(new SplitBar)
    , m_warning(quiet(QStringLiteral("warning")))
    , m_problem(quiet(QStringLiteral("problem")))
    , m_bar(new QProgressBar)
    , m_progress(new TabularLabel)
{
    m_bar->setTextVisible(false);
    m_bar->setRange(0, 1000);
    m_progress->setObjectName(QStringLiteral("progress"));
    m_progress->setElided(true);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    column->setSpacing(gridUnit);
    column->addWidget(makeProtocolSentence());
    column->addWidget(m_task);
    column->addWidget(makeSplitSentence());
    column->addWidget(m_splitBar);
    column->addWidget(makeRunSentence());
    column->addWidget(m_drawLayers);
    column->addWidget(makeWeather());
    column->addLayout(makeButtons());
    column->addWidget(m_progress);
    column->addWidget(m_problem);
    column->addWidget(m_warning);
    column->addStretch();
    m_drawLayers->setObjectName(QStringLiteral("layers"));
    m_drawLayers->setToolTip(tr("Layers of the city's incidents are made of those before learning ends, without the filter"));
    setLayers({});
    setTarget(Target::defaultNames().join(QStringLiteral(" or ")).toLower());
    setSettings(m_base);

    connect(m_drawLayers, &QCheckBox::toggled, this, &TrainingPanel::showState);
    connect(m_task, &TaskSentence::changed, this, &TrainingPanel::showState);
    connect(m_network, &QComboBox::currentIndexChanged, this, &TrainingPanel::showNetwork);
    for (QComboBox *box : {m_split, m_precision})
        connect(box, &QComboBox::currentTextChanged, this, &TrainingPanel::showState);
    for (QSpinBox *box : {m_epochs, m_seed})
        connect(box, &QSpinBox::valueChanged, this, &TrainingPanel::showState);
    for (QLineEdit *field : {m_trainTo, m_validationTo})
        connect(field, &QLineEdit::textChanged, this, &TrainingPanel::showState);
}

QWidget *TrainingPanel::makeProtocolSentence()
{
    m_protocol = makeChoice({tr("own"), tr("original, model 2"), tr("original, model 1")}, tr("Protocol"));
    m_protocol->setToolTip(tr("Original: same window, all windows with a target and as many others, at random, all epochs as published"));
    connect(m_protocol, &QComboBox::activated, this, [this](int index) {
        if (index > 0)
            setOriginalProtocol(index == 1 ? NetworkSpec::model2() : NetworkSpec::model1());
        else
            showProtocol();
    });
    return makeSentence({makePhrase({new QLabel(tr("Protocol")), m_protocol})});
}

QWidget *TrainingPanel::makeSplitSentence()
{
    m_split = makeChoice({tr("chronologically"), tr("at random")}, tr("How the examples are split"));
    m_trainTo = makeDate(tr("End of learning"));
    m_validationTo = makeDate(tr("End of tuning"));
    m_dates = makeSentence({makePhrase({new QLabel(tr("Learn until")), m_trainTo}),
                            makePhrase({new QLabel(tr("tune until")), m_validationTo}), new QLabel(tr("test after"))});
    auto *both = new QWidget;
    auto *column = new QVBoxLayout(both);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gridUnit);
    column->addWidget(makeSentence({new QLabel(tr("Split")), m_split}));
    column->addWidget(m_dates);
    return both;
}

QWidget *TrainingPanel::makeRunSentence()
{
    m_network = makeChoice({tr("model 2"), tr("model 1"), tr("risk field")}, tr("Network"));
    m_network->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_network->setMinimumContentsLength(16);
    m_network->setToolTip(tr("The published networks, your own, and the risk field, which says where and when"));
    m_edit = new QPushButton(tr("Show …"));
    m_edit->setToolTip(tr("The network's layers and how it is trained"));
    connect(m_edit, &QPushButton::clicked, this, &TrainingPanel::networkRequested);
    m_epochs = new QSpinBox;
    m_epochs->setRange(1, 1000);
    m_epochs->setAccessibleName(tr("Epochs"));
    m_phases = new QLabel;
    m_seed = new QSpinBox;
    m_seed->setRange(0, std::numeric_limits<int>::max());
    m_seed->setAccessibleName(tr("Seed"));
    const auto factor = [this](const QString &text, const QString &tip) {
        auto *box = new QCheckBox(text);
        box->setChecked(true);
        box->setToolTip(tip);
        connect(box, &QCheckBox::toggled, this, &TrainingPanel::showState);
        return box;
    };
    m_level = factor(tr("level"), tr("Target events of the last half year; without it the rate of the training part"));
    m_hour = factor(tr("hour"), tr("Hour of the week; without it all hours are alike"));
    m_mixture = factor(tr("places"), tr("A mixture of kernels in space and time; without it all places are alike"));
    m_fieldNetwork = factor(tr("network"), tr("What the recent incidents add; without it there is nothing to train"));
    m_factors = makePhrase({new QLabel(tr("of")), m_level, m_hour, m_mixture, m_fieldNetwork});
    m_precision = makeChoice({tr("automatic"), tr("float32"), tr("bfloat16")}, tr("Precision"));
    m_precision->setToolTip(tr("Automatic: bfloat16 where the processor has instructions for it, else float32"));
    return makeSentence({makePhrase({new QLabel(tr("Train")), m_network, m_edit}), m_factors,
                         makePhrase({new QLabel(tr("for")), m_epochs, new QLabel(tr("epochs")), m_phases}),
                         makePhrase({new QLabel(tr("from seed")), m_seed}),
                         makePhrase({new QLabel(tr("in")), m_precision, new QLabel(tr("precision"))})});
}

QWidget *TrainingPanel::makeWeather()
{
    m_weather = new SourceField(tr("Weather file"), tr("Tables (*.csv *.tsv *.txt);;All files (*)"));
    m_weather->findChild<QLineEdit *>()->setMinimumWidth(16 * gridUnit);
    m_weather->setToolTip(tr("A table with a time and numbers for the whole city, by the hour or day, of which only what is known is read"));
    connect(m_weather, &SourceField::sourceChanged, this, &TrainingPanel::showState);
    return m_weatherRow = makePhrase({new QLabel(tr("Weather")), m_weather});
}

QLayout *TrainingPanel::makeButtons()
{
    const auto make = [](const QString &text, const QString &name) {
        auto *button = new QPushButton(text);
        button->setObjectName(name);
        return button;
    };
    m_train = make(tr("Train"), QStringLiteral("train"));
    // As wide as either of its words, so that nothing moves.
    m_hold = make(tr("Continue"), QStringLiteral("hold"));
    m_hold->setFixedWidth(m_hold->sizeHint().width());
    m_cancel = make(tr("Cancel"), QStringLiteral("cancel"));
    m_cancel->setToolTip(tr("Ends the training; it can be resumed from its last whole epoch, under Runs"));
    connect(m_train, &QPushButton::clicked, this, &TrainingPanel::trainRequested);
    connect(m_hold, &QPushButton::clicked, this, [this] { Q_EMIT holdRequested(!m_held); });
    connect(m_cancel, &QPushButton::clicked, this, &TrainingPanel::cancelRequested);
    auto *row = new QHBoxLayout;
    row->setSpacing(gridUnit);
    for (QPushButton *button : {m_train, m_hold, m_cancel})
        row->addWidget(button);
    row->addWidget(m_bar, 1);
    return row;
}

void TrainingPanel::setTarget(const QString &spoken)
{
    m_task->setTarget(spoken);
}

void TrainingPanel::setReportTimes(bool known)
{
    m_task->setReportTimes(known);
}

void TrainingPanel::setSpan(Time from, Time to)
{
    m_from = from;
    m_to = to;
    if (from < to) {
        const SplitSettings split = defaultSplit(SplitKind::Chronological, from, to, 1);
        m_trainTo->setText(dateText(split.trainTo));
        m_validationTo->setText(dateText(split.validationTo));
    }
    showState();
}

bool TrainingPanel::isRiskField() const
{
    return m_network->currentIndex() == riskFieldIndex;
}

bool TrainingPanel::isRandom() const
{
    return m_split->currentIndex() == 1;
}

NetworkSpec TrainingPanel::network() const
{
    return m_networks[m_chosenNetwork];
}

void TrainingPanel::setNetwork(const NetworkSpec &network)
{
    auto known = std::ranges::find(m_networks, network.name, &NetworkSpec::name);
    // A changed preset is no preset any more, and stands beside it.
    if (known < m_networks.begin() + 2 && *known != network)
        known = std::find_if(m_networks.begin() + 2, m_networks.end(),
                             [&](const NetworkSpec &own) { return own.name == network.name; });
    m_chosenNetwork = static_cast<std::size_t>(known - m_networks.begin());
    if (known == m_networks.end()) {
        m_networks.push_back(network);
        m_network->addItem(network.name.isEmpty() ? tr("own network") : network.name);
    } else {
        *known = network;
    }
    const auto index = static_cast<int>(m_chosenNetwork);
    m_network->setCurrentIndex(index < riskFieldIndex ? index : index + 1);
    showNetwork();
}

void TrainingPanel::setNetworkProblem(const QString &problem)
{
    m_networkProblem = problem;
    showState();
}

void TrainingPanel::setSplitFigures(const std::optional<SplitFigures> &figures)
{
    m_splitBar->setFigures(figures);
}

void TrainingPanel::showNetwork()
{
    const int index = m_network->currentIndex();
    if (!isRiskField())
        m_chosenNetwork = static_cast<std::size_t>(index < riskFieldIndex ? index : index - 1);
    m_epochs->setValue(isRiskField() ? riskFieldEpochs : network().learning.epochs());
    showState();
}

TrainingSettings TrainingPanel::settings() const
{
    Q_ASSERT(problem().isEmpty());
    TrainingSettings result = m_base;
    result.task = m_task->task();
    result.seed = static_cast<std::uint64_t>(m_seed->value());
    result.split = chosenSplit();
    result.layers = chosenLayers();
    result.weather = chosenWeather();
    result.network = network();
    result.field.reset();
    if (isRiskField())
        result.field = RiskFieldSettings{.level = m_level->isChecked(), .hour = m_hour->isChecked(),
                                         .mixture = m_mixture->isChecked(), .network = m_fieldNetwork->isChecked()};
    result.epochs = m_epochs->value();
    result.precision = static_cast<Precision>(m_precision->currentIndex());
    result.folder.clear();
    result.resume = false;
    return result;
}

SplitSettings TrainingPanel::chosenSplit() const
{
    SplitSettings split = defaultSplit(isRandom() ? SplitKind::Random : SplitKind::Chronological, m_from, m_to,
                                       static_cast<std::uint64_t>(m_seed->value()));
    if (!isRandom()) {
        split.trainTo = *parseTime(m_trainTo->text());
        split.validationTo = *parseTime(m_validationTo->text());
    }
    return split;
}

void TrainingPanel::setLayers(const std::vector<LayerSpec> &layers)
{
    m_layers = layers;
    QStringList names;
    for (const LayerSpec &layer : layers)
        names << layer.name;
    m_drawLayers->setStatusTip(names.join(QStringLiteral(", ")));
    m_drawLayers->setVisible(!layers.empty());
    showState();
}

std::vector<LayerSpec> TrainingPanel::chosenLayers() const
{
    return m_drawLayers->isChecked() ? m_layers : std::vector<LayerSpec>();
}

WeatherSettings TrainingPanel::chosenWeather() const
{
    const QString source = isRiskField() ? m_weather->source() : QString();
    return source == m_base.weather.source ? m_base.weather : WeatherSettings{.source = source};
}

void TrainingPanel::setSettings(const TrainingSettings &settings)
{
    {
        const QScopedValueRollback setting(m_setting, true);
        m_base = settings;
        m_task->setTask(settings.task);
        m_split->setCurrentIndex(settings.split.kind == SplitKind::Random ? 1 : 0);
        setNetwork(settings.network);
        if (settings.field) {
            m_network->setCurrentIndex(riskFieldIndex);
            m_level->setChecked(settings.field->level);
            m_hour->setChecked(settings.field->hour);
            m_mixture->setChecked(settings.field->mixture);
            m_fieldNetwork->setChecked(settings.field->network);
        }
        m_weather->setSource(settings.weather.source);
        if (settings.epochs > 0)
            m_epochs->setValue(settings.epochs);
        m_precision->setCurrentIndex(static_cast<int>(settings.precision));
        m_seed->setValue(static_cast<int>(std::min<std::uint64_t>(settings.seed, std::numeric_limits<int>::max())));
        setSpan(settings.split.from, settings.split.to);
        if (settings.split.kind == SplitKind::Chronological && m_from < m_to) {
            m_trainTo->setText(dateText(settings.split.trainTo));
            m_validationTo->setText(dateText(settings.split.validationTo));
        }
    }
    showState();
}

void TrainingPanel::setOriginalProtocol(const NetworkSpec &network)
{
    {
        const QScopedValueRollback setting(m_setting, true);
        m_task->setTask({.question = Question::SameWindow});
        m_split->setCurrentIndex(1);
        m_drawLayers->setChecked(false);
        setNetwork(network);
        m_epochs->setValue(network.learning.epochs());
    }
    showState();
}

bool TrainingPanel::isOriginal(const NetworkSpec &network) const
{
    return m_task->problem().isEmpty() && isPublishedTask(m_task->task()) && isRandom() && chosenLayers().empty()
        && !isRiskField() && this->network() == network && m_epochs->value() == network.learning.epochs();
}

QString TrainingPanel::splitProblem() const
{
    if (isRandom())
        return {};
    const auto trainTo = parseTime(m_trainTo->text());
    const auto validationTo = parseTime(m_validationTo->text());
    if (!trainTo || !validationTo)
        return tr("A date is written as 2015-12-31 or 2015-12-31 18:00.");
    if (*trainTo <= m_from)
        return tr("Learning must end after the table begins, %1.").arg(dateText(m_from));
    if (*validationTo <= *trainTo)
        return tr("Tuning must end after learning does, %1.").arg(dateText(*trainTo));
    if (*validationTo >= m_to)
        return tr("Tuning must end before the table does, %1, so that something is left to test.").arg(dateText(m_to));
    return {};
}

QString TrainingPanel::fieldProblem() const
{
    if (!m_task->problem().isEmpty())
        return {};
    if (m_task->task().question == Question::SameWindow)
        return tr("A risk field looks ahead: ask about the next window, or choose another network.");
    if (isRandom())
        return tr("A risk field looks ahead: split chronologically, or choose another network.");
    return fieldLayersProblem(chosenLayers(), m_task->task());
}

QString TrainingPanel::problem() const
{
    if (m_from >= m_to)
        return tr("Open a crime table to learn from.");
    for (const QString &wrong : {m_task->problem(), splitProblem(), isRiskField() ? fieldProblem() : m_networkProblem})
        if (!wrong.isEmpty())
            return wrong;
    return networkLayersProblem(chosenLayers(), chosenSplit());
}

QStringList TrainingPanel::warnings() const
{
    QStringList lines;
    if (m_task->problem().isEmpty())
        lines << m_task->warnings();
    if (isRandom())
        lines << tr("Neighboring windows fall on both sides of a random split.");
    const auto &phases = network().learning.phases;
    if (!isRiskField() && std::ranges::any_of(phases, &Phase::augmented) && m_epochs->value() > phases.front().epochs)
        lines << tr("Augmented pictures are turned and mirrored maps: geography that does not exist, as published.");
    return lines;
}

void TrainingPanel::showProtocol()
{
    int shown = 0;
    if (isOriginal(NetworkSpec::model2()))
        shown = 1;
    else if (isOriginal(NetworkSpec::model1()))
        shown = 2;
    m_protocol->setCurrentIndex(shown);
}

void TrainingPanel::showState()
{
    if (m_setting)
        return;
    m_dates->setVisible(!isRandom());
    m_phases->setText(QStringLiteral("(%1)").arg(phasesText(network().learning, m_epochs->value())));
    m_phases->setVisible(!isRiskField() && network().learning.phases.size() > 1);
    m_factors->setVisible(isRiskField());
    const auto count = m_layers.size();
    m_drawLayers->setText(count == 1 ? (isRiskField() ? tr("Also read the map's layer: %1") : tr("Also draw the map's layer: %1")).arg(m_layers.front().name)
                                     : (isRiskField() ? tr("Also read the map's %1 layers") : tr("Also draw the map's %1 layers")).arg(count));
    m_weatherRow->setVisible(isRiskField() && m_fieldNetwork->isChecked());
    m_edit->setVisible(!isRiskField());
    m_precision->parentWidget()->setVisible(!isRiskField());
    showProtocol();
    const QString wrong = problem();
    m_problem->setText(wrong);
    m_problem->setVisible(!wrong.isEmpty());
    m_warning->setText(warnings().join(QLatin1Char('\n')));
    m_warning->setVisible(!m_warning->text().isEmpty());
    m_splitBar->setSplit(wrong.isEmpty() ? std::optional(chosenSplit()) : std::nullopt);
    // The words stay as they are: one wants to read what is being learnt.
    for (QWidget *control : std::initializer_list<QWidget *>{m_protocol, m_split, m_trainTo, m_validationTo, m_network,
                                                             m_epochs, m_seed, m_precision, m_drawLayers, m_weather, m_factors})
        control->setEnabled(!m_running);
    m_task->setChoosable(!m_running);
    m_train->setEnabled(!m_running && wrong.isEmpty());
    m_train->setToolTip(wrong);
    m_hold->setEnabled(m_running);
    m_hold->setText(m_held ? tr("Continue") : tr("Pause"));
    m_cancel->setEnabled(m_running);
    m_bar->setEnabled(m_running);
    Q_EMIT changed();
}

void TrainingPanel::setRunning(bool running)
{
    m_running = running;
    m_held = false;
    m_bar->setValue(0);
    m_shown.reset();
    m_progress->setText({});
    showState();
}

void TrainingPanel::setHeld(bool held)
{
    m_held = held && m_running;
    m_progress->setText(m_shown ? progressText(*m_shown, m_held) : QString());
    showState();
}

void TrainingPanel::showProgress(const TrainingProgress &progress)
{
    const bool learning = progress.stage == TrainingProgress::Stage::Learning;
    const double batches = progress.batches > 0 ? static_cast<double>(progress.batch) / progress.batches : 0;
    const double whole = learning ? (progress.epoch - 1 + batches) / std::max(1, progress.epochs) : batches;
    m_bar->setValue(static_cast<int>(std::clamp(whole, 0.0, 1.0) * m_bar->maximum()));
    m_shown = progress;
    m_progress->setText(progressText(progress, m_held));
}

} // namespace forewatch
