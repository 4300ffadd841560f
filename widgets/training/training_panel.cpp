#include "widgets/training/training_panel.h"

#include "engine/learning/network_layers.h"
#include "widgets/flow_layout.h"
#include "widgets/look.h"
#include "widgets/tabular_label.h"
#include "widgets/training/split_bar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

QComboBox *makeChoice(const QStringList &items, const QString &name)
{
    auto *box = new QComboBox;
    box->addItems(items);
    box->setAccessibleName(name);
    return box;
}

QComboBox *makeDuration(const QString &presets, const QString &name)
{
    auto *box = makeChoice(presets.split(QLatin1Char(',')), name);
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->setCompleter(nullptr);
    box->setMinimumContentsLength(6);
    box->setToolTip(QStringLiteral("%1: 10 min, 2 h, 1 d …").arg(name));
    return box;
}

QLineEdit *makeDate(const QString &name)
{
    auto *field = new QLineEdit;
    field->setAccessibleName(name);
    field->setPlaceholderText(QStringLiteral("YYYY-MM-DD"));
    field->setFixedWidth(field->fontMetrics().horizontalAdvance(QStringLiteral("8888-88-88 88:88")) + 2 * gridUnit);
    return field;
}

QString durationText(Duration duration)
{
    return duration == Duration::zero() ? QStringLiteral("0 h") : formatDuration(duration);
}

QString dateText(Time time)
{
    const QString text = formatTime(time);
    return time == midnightOf(time) ? text.left(10) : text;
}

/// A line of words and controls, in their order.
QWidget *makeSentence(std::initializer_list<QWidget *> words)
{
    auto *sentence = new QWidget;
    auto *flow = new FlowLayout(gridUnit / 2 + 2, gridUnit / 2, sentence);
    for (QWidget *word : words)
        flow->addWidget(word);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    sentence->setSizePolicy(policy);
    return sentence;
}

/// Words that come and go together.
QWidget *makePhrase(std::initializer_list<QWidget *> words)
{
    auto *phrase = new QWidget;
    auto *row = new QHBoxLayout(phrase);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(gridUnit / 2 + 2);
    for (QWidget *word : words)
        row->addWidget(word);
    return phrase;
}

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

} // namespace

TrainingPanel::TrainingPanel(QWidget *parent)
    : QWidget(parent)
    , m_drawLayers(new QCheckBox)
    , m_splitBar(new SplitBar)
    , m_warning(new QLabel)
    , m_problem(new QLabel)
    , m_bar(new QProgressBar)
    , m_progress(new TabularLabel)
{
    m_problem->setObjectName(QStringLiteral("problem"));
    m_problem->setWordWrap(true);
    m_warning->setObjectName(QStringLiteral("warning"));
    m_warning->setWordWrap(true);
    m_bar->setTextVisible(false);
    m_bar->setRange(0, 1000);
    m_progress->setObjectName(QStringLiteral("progress"));
    m_progress->setElided(true);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    column->setSpacing(gridUnit);
    column->addWidget(makeTaskSentence());
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
    connect(m_drawLayers, &QCheckBox::toggled, this, &TrainingPanel::showState);
    setLayers({});
    setTarget(Target::defaultNames().join(QStringLiteral(" or ")).toLower());
    setSettings(m_base);

    for (QComboBox *box : findChildren<QComboBox *>())
        connect(box, &QComboBox::currentTextChanged, this, &TrainingPanel::showState);
    for (QLineEdit *field : {m_trainTo, m_validationTo})
        connect(field, &QLineEdit::textChanged, this, &TrainingPanel::showState);
}

QWidget *TrainingPanel::makeTaskSentence()
{
    m_target = new QLabel;
    m_target->setWordWrap(true);
    m_question = makeChoice({tr("next"), tr("same")}, tr("Which span is asked about"));
    m_sameWindow = new QLabel(tr("window"));
    m_horizon = makeDuration(QStringLiteral("1 h,2 h,4 h,8 h,12 h,1 d"), tr("Length of the span asked about"));
    m_lead = makeDuration(QStringLiteral("0 h,1 h,2 h,4 h,12 h,1 d"), tr("Pause before the span asked about"));
    m_length = makeDuration(QStringLiteral("30 min,1 h,2 h,4 h,8 h,12 h,1 d"), tr("Length of the drawn windows"));
    m_step = makeDuration(QStringLiteral("10 min,30 min,1 h,2 h,4 h,8 h,12 h,1 d"), tr("Step between the windows"));
    m_pause = makePhrase({new QLabel(tr("starting")), m_lead, new QLabel(tr("ahead"))});
    auto *task = new QWidget;
    auto *column = new QVBoxLayout(task);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gridUnit / 2);
    column->addWidget(m_target);
    column->addWidget(makeSentence({makePhrase({new QLabel(tr("in the")), m_question, m_horizon, m_sameWindow}),
                                    m_pause,
                                    makePhrase({new QLabel(tr("from")), m_length, new QLabel(tr("map pictures"))}),
                                    makePhrase({new QLabel(tr("every")), m_step})}));
    return task;
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
    m_preset = makeChoice({tr("model 2, as published")}, tr("Network"));
    m_preset->setItemData(0, QStringLiteral("model2"));
    m_epochs = new QSpinBox;
    m_epochs->setRange(1, 1000);
    m_epochs->setAccessibleName(tr("Epochs"));
    m_seed = new QSpinBox;
    m_seed->setRange(0, std::numeric_limits<int>::max());
    m_seed->setAccessibleName(tr("Seed"));
    return makeSentence({makePhrase({new QLabel(tr("Train")), m_preset}),
                         makePhrase({new QLabel(tr("for")), m_epochs, new QLabel(tr("epochs"))}),
                         makePhrase({new QLabel(tr("from seed")), m_seed})});
}

QLayout *TrainingPanel::makeButtons()
{
    m_train = new QPushButton(tr("Train"));
    m_train->setObjectName(QStringLiteral("train"));
    m_cancel = new QPushButton(tr("Cancel"));
    m_cancel->setObjectName(QStringLiteral("cancel"));
    connect(m_train, &QPushButton::clicked, this, &TrainingPanel::trainRequested);
    connect(m_cancel, &QPushButton::clicked, this, &TrainingPanel::cancelRequested);
    auto *row = new QHBoxLayout;
    row->setSpacing(gridUnit);
    row->addWidget(m_train);
    row->addWidget(m_cancel);
    row->addWidget(m_bar, 1);
    return row;
}

void TrainingPanel::setTarget(const QString &spoken)
{
    m_target->setText(tr("Warn of <b>%1</b>").arg(spoken.toHtmlEscaped()));
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

bool TrainingPanel::isSameWindow() const
{
    return m_question->currentIndex() == 1;
}

bool TrainingPanel::isRandom() const
{
    return m_split->currentIndex() == 1;
}

TrainingSettings TrainingPanel::settings() const
{
    Q_ASSERT(problem().isEmpty());
    TrainingSettings result = m_base;
    result.task.question = isSameWindow() ? Question::SameWindow : Question::NextWindow;
    result.task.length = *parseDuration(m_length->currentText());
    result.task.step = *parseDuration(m_step->currentText());
    if (!isSameWindow()) {
        result.task.lead = *parseDuration(m_lead->currentText());
        result.task.horizon = *parseDuration(m_horizon->currentText());
    }
    result.seed = static_cast<std::uint64_t>(m_seed->value());
    result.split = chosenSplit();
    result.layers = chosenLayers();
    result.network = NetworkSpec::preset(m_preset->currentData().toString());
    result.epochs = m_epochs->value();
    result.folder.clear();
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
    m_base = settings;
    m_question->setCurrentIndex(settings.task.question == Question::SameWindow ? 1 : 0);
    m_length->setEditText(durationText(settings.task.length));
    m_step->setEditText(durationText(settings.task.step));
    m_lead->setEditText(durationText(settings.task.lead));
    m_horizon->setEditText(durationText(settings.task.horizon));
    m_split->setCurrentIndex(settings.split.kind == SplitKind::Random ? 1 : 0);
    m_preset->setCurrentIndex(m_preset->findData(settings.network.name));
    m_epochs->setValue(settings.epochs > 0 ? settings.epochs : settings.network.learning.epochs());
    m_seed->setValue(static_cast<int>(std::min<std::uint64_t>(settings.seed, std::numeric_limits<int>::max())));
    setSpan(settings.split.from, settings.split.to);
    if (settings.split.kind == SplitKind::Chronological && m_from < m_to) {
        m_trainTo->setText(dateText(settings.split.trainTo));
        m_validationTo->setText(dateText(settings.split.validationTo));
    }
    showState();
}

QString TrainingPanel::taskProblem() const
{
    const auto isPositive = [](const QComboBox *box) {
        return parseDuration(box->currentText()).value_or(Duration::zero()) > Duration::zero();
    };
    const bool understood = isPositive(m_length) && isPositive(m_step)
        && (isSameWindow() || (isPositive(m_horizon) && parseDuration(m_lead->currentText())));
    return understood ? QString() : tr("A length of time is written as 10 min, 2 h or 1 d.");
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
    const QString task = taskProblem();
    const QString split = splitProblem();
    if (!task.isEmpty() || !split.isEmpty())
        return task.isEmpty() ? split : task;
    return networkLayersProblem(chosenLayers(), chosenSplit());
}

QString TrainingPanel::warning() const
{
    QStringList lines;
    if (isSameWindow())
        lines << tr("The picture shows the answer; this reproduces the published number and warns of nothing.");
    if (isRandom())
        lines << tr("Neighboring windows fall on both sides of a random split.");
    return lines.join(QLatin1Char('\n'));
}

void TrainingPanel::showState()
{
    m_horizon->setVisible(!isSameWindow());
    m_pause->setVisible(!isSameWindow());
    m_sameWindow->setVisible(isSameWindow());
    m_dates->setVisible(!isRandom());
    const QString wrong = problem();
    m_problem->setText(wrong);
    m_problem->setVisible(!wrong.isEmpty());
    m_warning->setText(warning());
    m_warning->setVisible(!m_warning->text().isEmpty());
    m_splitBar->setSplit(wrong.isEmpty() ? std::optional(settings().split) : std::nullopt);
    // The words stay as they are: one wants to read what is being learnt.
    for (QWidget *control : std::initializer_list<QWidget *>{m_question, m_horizon, m_lead, m_length, m_step, m_split,
                                                             m_trainTo, m_validationTo, m_epochs, m_seed, m_drawLayers})
        control->setEnabled(!m_running);
    m_train->setEnabled(!m_running && wrong.isEmpty());
    m_train->setToolTip(wrong);
    m_cancel->setEnabled(m_running);
    m_bar->setEnabled(m_running);
}

void TrainingPanel::setRunning(bool running)
{
    m_running = running;
    m_bar->setValue(0);
    m_progress->setText({});
    showState();
}

void TrainingPanel::showProgress(const TrainingProgress &progress)
{
    const bool learning = progress.stage == TrainingProgress::Stage::Learning;
    const double batches = progress.batches > 0 ? static_cast<double>(progress.batch) / progress.batches : 0;
    const double whole = learning ? (progress.epoch - 1 + batches) / std::max(1, progress.epochs) : batches;
    m_bar->setValue(static_cast<int>(std::clamp(whole, 0.0, 1.0) * m_bar->maximum()));
    m_progress->setText(describe(progress));
}

} // namespace forewatch
