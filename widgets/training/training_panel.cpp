#include "widgets/training/training_panel.h"

#include "engine/learning/network_layers.h"
#include "widgets/look.h"
#include "widgets/tabular_label.h"
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
#include <cmath>

using namespace std::chrono_literals;

namespace forewatch {

namespace {

QString timeLeft(double seconds)
{
    if (seconds <= 0)
        return {};
    const auto whole = static_cast<int>(std::ceil(seconds));
    if (whole < 60)
        return QStringLiteral(" · %1 s left").arg(whole);
    const int minutes = (whole + 59) / 60;
    return minutes < 60 ? QStringLiteral(" · %1 min left").arg(minutes)
                        : QStringLiteral(" · %1 h %2 min left").arg(minutes / 60).arg(minutes % 60);
}

QString describe(const TrainingProgress &progress)
{
    switch (progress.stage) {
    case TrainingProgress::Stage::Drawing:
        return QStringLiteral("Drawing the pictures") + timeLeft(progress.secondsLeft);
    case TrainingProgress::Stage::Calibrating:
        return QStringLiteral("Calibrating the probabilities") + timeLeft(progress.secondsLeft);
    case TrainingProgress::Stage::Learning: break;
    }
    return QStringLiteral("Epoch %1 of %2 · batch %3 of %4 · %5 images/s%6")
        .arg(progress.epoch).arg(progress.epochs).arg(progress.batch).arg(progress.batches)
        .arg(std::lround(progress.imagesPerSecond)).arg(timeLeft(progress.secondsLeft));
}

/// The published task: the window that is drawn, two hours long, is asked about itself.
bool isPublishedTask(const Task &task)
{
    return task.question == Question::SameWindow && !task.maskTargets && task.length == 2h && task.step == 2h;
}

QLabel *quiet(const QString &name)
{
    auto *label = new QLabel;
    label->setObjectName(name);
    label->setWordWrap(true);
    return label;
}

} // namespace

QString phasesText(const LearningSettings &learning, int epochs)
{
    QStringList parts;
    for (std::size_t i = 0; i < learning.phases.size() && epochs > 0; ++i) {
        const Phase &phase = learning.phases[i];
        const int here = i + 1 == learning.phases.size() ? epochs : std::min(epochs, phase.epochs);
        parts << (phase.augmented ? QObject::tr("%1 augmented").arg(here) : QString::number(here));
        epochs -= here;
    }
    return parts.join(QObject::tr(", then "));
}

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
    m_network = makeChoice({tr("model 2"), tr("model 1")}, tr("Network"));
    m_network->setToolTip(tr("The published networks, and your own"));
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
    m_precision = makeChoice({tr("automatic"), tr("float32"), tr("bfloat16")}, tr("Precision"));
    m_precision->setToolTip(tr("Automatic: bfloat16 where the processor has instructions for it, else float32"));
    return makeSentence({makePhrase({new QLabel(tr("Train")), m_network, m_edit}),
                         makePhrase({new QLabel(tr("for")), m_epochs, new QLabel(tr("epochs")), m_phases}),
                         makePhrase({new QLabel(tr("from seed")), m_seed}),
                         makePhrase({new QLabel(tr("in")), m_precision, new QLabel(tr("precision"))})});
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

bool TrainingPanel::isRandom() const
{
    return m_split->currentIndex() == 1;
}

NetworkSpec TrainingPanel::network() const
{
    return m_networks[static_cast<std::size_t>(std::max(0, m_network->currentIndex()))];
}

void TrainingPanel::setNetwork(const NetworkSpec &network)
{
    auto known = std::ranges::find(m_networks, network.name, &NetworkSpec::name);
    // A changed preset is no preset any more, and stands beside it.
    if (known < m_networks.begin() + 2 && *known != network)
        known = std::find_if(m_networks.begin() + 2, m_networks.end(),
                             [&](const NetworkSpec &own) { return own.name == network.name; });
    const auto index = static_cast<int>(known - m_networks.begin());
    if (known == m_networks.end()) {
        m_networks.push_back(network);
        m_network->addItem(network.name.isEmpty() ? tr("own network") : network.name);
    } else {
        *known = network;
    }
    m_network->setCurrentIndex(index);
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
    m_epochs->setValue(network().learning.epochs());
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
    result.network = network();
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
    m_drawLayers->setText(layers.size() == 1 ? tr("Also draw the map's layer: %1").arg(names.constFirst())
                                             : tr("Also draw the map's %1 layers").arg(layers.size()));
    m_drawLayers->setStatusTip(names.join(QStringLiteral(", ")));
    m_drawLayers->setVisible(!layers.empty());
    showState();
}

std::vector<LayerSpec> TrainingPanel::chosenLayers() const
{
    return m_drawLayers->isChecked() ? m_layers : std::vector<LayerSpec>();
}

void TrainingPanel::setSettings(const TrainingSettings &settings)
{
    {
        const QScopedValueRollback setting(m_setting, true);
        m_base = settings;
        m_task->setTask(settings.task);
        m_split->setCurrentIndex(settings.split.kind == SplitKind::Random ? 1 : 0);
        setNetwork(settings.network);
        m_epochs->setValue(settings.epochs > 0 ? settings.epochs : settings.network.learning.epochs());
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
        && this->network() == network && m_epochs->value() == network.learning.epochs();
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

QString TrainingPanel::problem() const
{
    if (m_from >= m_to)
        return tr("Open a crime table to learn from.");
    for (const QString &wrong : {m_task->problem(), splitProblem(), m_networkProblem})
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
    if (std::ranges::any_of(phases, &Phase::augmented) && m_epochs->value() > phases.front().epochs)
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
    m_phases->setVisible(network().learning.phases.size() > 1);
    showProtocol();
    const QString wrong = problem();
    m_problem->setText(wrong);
    m_problem->setVisible(!wrong.isEmpty());
    m_warning->setText(warnings().join(QLatin1Char('\n')));
    m_warning->setVisible(!m_warning->text().isEmpty());
    m_splitBar->setSplit(wrong.isEmpty() ? std::optional(chosenSplit()) : std::nullopt);
    // The words stay as they are: one wants to read what is being learnt.
    for (QWidget *control : std::initializer_list<QWidget *>{m_protocol, m_split, m_trainTo, m_validationTo, m_network,
                                                             m_epochs, m_seed, m_precision, m_drawLayers})
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
    m_said.clear();
    m_progress->setText({});
    showState();
}

void TrainingPanel::setHeld(bool held)
{
    m_held = held && m_running;
    m_progress->setText(m_held ? tr("Paused · %1").arg(m_said) : m_said);
    showState();
}

void TrainingPanel::showProgress(const TrainingProgress &progress)
{
    const bool learning = progress.stage == TrainingProgress::Stage::Learning;
    const double batches = progress.batches > 0 ? static_cast<double>(progress.batch) / progress.batches : 0;
    const double whole = learning ? (progress.epoch - 1 + batches) / std::max(1, progress.epochs) : batches;
    m_bar->setValue(static_cast<int>(std::clamp(whole, 0.0, 1.0) * m_bar->maximum()));
    m_said = describe(progress);
    m_progress->setText(m_held ? tr("Paused · %1").arg(m_said) : m_said);
}

} // namespace forewatch
