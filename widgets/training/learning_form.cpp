#include "widgets/training/learning_form.h"

#include "widgets/look.h"
#include "widgets/training/sentence.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QScopedValueRollback>
#include <QSpinBox>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <optional>

namespace forewatch {

namespace {

QSpinBox *makeCount(int least, int most, const QString &name)
{
    auto *box = new QSpinBox;
    box->setRange(least, most);
    box->setAccessibleName(name);
    box->setKeyboardTracking(false);
    return box;
}

QLabel *word(const QString &text)
{
    return new QLabel(text);
}

void setNumber(QLineEdit *field, double value)
{
    field->setText(QString::number(value, 'g', 6));
}

std::optional<double> numberIn(const QLineEdit *field)
{
    bool read = false;
    const double value = field->text().toDouble(&read);
    return read ? std::optional(value) : std::nullopt;
}

QToolButton *makeTool(const QString &text, const QString &name)
{
    auto *button = new QToolButton;
    button->setText(text);
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

} // namespace

LearningForm::LearningForm(QWidget *parent)
    : QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gridUnit / 2);
    column->addWidget(makeInput());
    column->addWidget(makeOptimiser());
    column->addWidget(makeLoss());
    column->addWidget(makePhases());
    const auto tell = [this] {
        showState();
        if (!m_setting)
            Q_EMIT edited();
    };
    for (QComboBox *box : findChildren<QComboBox *>())
        connect(box, &QComboBox::currentIndexChanged, this, tell);
    for (QLineEdit *field : {m_rate, m_weightDecay, m_momentum, m_decayFactor, m_positiveWeight, m_focus})
        connect(field, &QLineEdit::editingFinished, this, tell);
    for (QSpinBox *box : {m_width, m_height, m_decayEvery, m_patience})
        connect(box, &QSpinBox::valueChanged, this, tell);
    connect(m_nesterov, &QCheckBox::toggled, this, tell);
    connect(m_phases, &QTableWidget::itemChanged, this, tell);
    connect(m_add, &QToolButton::clicked, this, [this, tell] {
        {
            const QScopedValueRollback setting(m_setting, true);
            addPhase({});
        }
        tell();
    });
    connect(m_remove, &QToolButton::clicked, this, [this, tell] {
        m_phases->removeRow(m_phases->currentRow() < 0 ? m_phases->rowCount() - 1 : m_phases->currentRow());
        tell();
    });
    setNetwork({}, true);
}

QLineEdit *LearningForm::makeNumber(const QString &name, const QString &tip)
{
    auto *field = new QLineEdit;
    field->setAccessibleName(name);
    field->setToolTip(tip);
    field->setFixedWidth(field->fontMetrics().horizontalAdvance(QStringLiteral("0.00001")) + 3 * gridUnit);
    return field;
}

QWidget *LearningForm::makeInput()
{
    m_width = makeCount(1, 2048, tr("Width of the picture"));
    m_height = makeCount(1, 2048, tr("Height of the picture"));
    m_resize = makeChoice({tr("nearest pixel"), tr("bilinear")}, tr("How the picture is resized"));
    m_pixels = makeChoice({tr("divided by 255"), tr("of unit length")}, tr("How pixels are scaled"));
    return makeSentence({makePhrase({word(tr("Picture")), m_width, word(QStringLiteral("×")), m_height}),
                         makePhrase({word(tr("resized")), m_resize}), makePhrase({word(tr("pixels")), m_pixels})});
}

QWidget *LearningForm::makeOptimiser()
{
    m_optimiser = makeChoice({QStringLiteral("Adam"), QStringLiteral("AdamW"), QStringLiteral("SGD")}, tr("Optimiser"));
    m_rate = makeNumber(tr("Learning rate"), tr("Learning rate, such as 1e-4"));
    m_weightDecay = makeNumber(tr("Weight decay"), tr("L2 for Adam and SGD, decoupled for AdamW; 0: none"));
    m_momentum = makeNumber(tr("Momentum"), tr("From 0 to below 1"));
    m_nesterov = new QCheckBox(QStringLiteral("Nesterov"));
    m_sgd = makePhrase({word(tr("momentum")), m_momentum, m_nesterov});
    m_decay = makeChoice({tr("stays"), tr("falls in steps"), tr("falls along a cosine"), tr("falls on a plateau")},
                         tr("Decay of the learning rate"));
    m_decayFactor = makeNumber(tr("Decay factor"), tr("The rate is multiplied by it"));
    m_decayEvery = makeCount(1, 10'000, tr("Epochs between steps, or of patience"));
    m_decays = makePhrase({word(tr("by")), m_decayFactor, word(tr("every")), m_decayEvery, word(tr("epochs"))});
    return makeSentence({makePhrase({word(tr("Optimiser")), m_optimiser}), makePhrase({word(tr("rate")), m_rate, m_decay}),
                         m_decays, makePhrase({word(tr("weight decay")), m_weightDecay}), m_sgd});
}

QWidget *LearningForm::makeLoss()
{
    m_loss = makeChoice({tr("cross-entropy"), tr("weighted"), tr("focal")}, tr("Loss"));
    m_positiveWeight = makeNumber(tr("Weight of a target"), tr("Of an example with a target; 1 for one without"));
    m_weighted = makePhrase({word(tr("a target counts")), m_positiveWeight});
    m_focus = makeNumber(tr("Focus"), tr("Gamma: how much easy examples count less"));
    m_focal = makePhrase({word(tr("focus")), m_focus});
    m_patience = makeCount(0, 10'000, tr("Patience"));
    m_patience->setSpecialValueText(tr("never"));
    m_patience->setToolTip(tr("Training ends after so many epochs without a lower validation loss"));
    return makeSentence({makePhrase({word(tr("Loss")), m_loss}), m_weighted, m_focal,
                         makePhrase({word(tr("stop early after")), m_patience, word(tr("epochs"))})});
}

QWidget *LearningForm::makePhases()
{
    m_phases = new QTableWidget(0, 3);
    m_phases->setAccessibleName(tr("Phases"));
    m_phases->setHorizontalHeaderLabels({tr("Epochs"), tr("Batch"), tr("Augmented")});
    m_phases->setFrameShape(QFrame::NoFrame);
    m_phases->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_phases->setSelectionMode(QAbstractItemView::SingleSelection);
    m_phases->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_phases->horizontalHeader()->setHighlightSections(false);
    m_phases->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + gridUnit / 2);
    m_phases->setFixedHeight(fontMetrics().height() * 4 + 5 * gridUnit);
    m_add = makeTool(QStringLiteral("+"), tr("Add a phase"));
    m_remove = makeTool(QStringLiteral("−"), tr("Remove the phase"));
    auto *phases = new QWidget;
    auto *row = new QHBoxLayout(phases);
    row->setContentsMargins(0, 0, 0, 0);
    auto *tools = new QVBoxLayout;
    tools->addWidget(word(tr("Phases")));
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_add);
    buttons->addWidget(m_remove);
    tools->addLayout(buttons);
    tools->addStretch();
    row->addLayout(tools);
    row->addWidget(m_phases, 1);
    return phases;
}

void LearningForm::addPhase(const Phase &phase)
{
    const int row = m_phases->rowCount();
    m_phases->insertRow(row);
    m_phases->setItem(row, 0, new QTableWidgetItem(QString::number(phase.epochs)));
    m_phases->setItem(row, 1, new QTableWidgetItem(QString::number(phase.batch)));
    auto *augmented = new QTableWidgetItem;
    augmented->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
    augmented->setCheckState(phase.augmented ? Qt::Checked : Qt::Unchecked);
    m_phases->setItem(row, 2, augmented);
}

std::vector<Phase> LearningForm::phases() const
{
    std::vector<Phase> phases;
    for (int row = 0; row < m_phases->rowCount(); ++row) {
        const int epochs = m_phases->item(row, 0)->text().toInt();
        const int batch = m_phases->item(row, 1)->text().toInt();
        phases.push_back({epochs, batch, m_phases->item(row, 2)->checkState() == Qt::Checked});
    }
    return phases;
}

void LearningForm::setNetwork(const NetworkSpec &network, bool readOnly)
{
    const QScopedValueRollback setting(m_setting, true);
    m_readOnly = readOnly;
    const LearningSettings &learning = network.learning;
    m_width->setValue(network.input.width);
    m_height->setValue(network.input.height);
    m_resize->setCurrentIndex(network.input.smooth ? 1 : 0);
    m_pixels->setCurrentIndex(network.input.unitPixels ? 1 : 0);
    m_optimiser->setCurrentIndex(static_cast<int>(learning.optimiser));
    setNumber(m_rate, learning.learningRate);
    setNumber(m_weightDecay, learning.weightDecay);
    setNumber(m_momentum, learning.momentum);
    m_nesterov->setChecked(learning.nesterov);
    m_decay->setCurrentIndex(static_cast<int>(learning.decay));
    setNumber(m_decayFactor, learning.decayFactor);
    m_decayEvery->setValue(learning.decayEvery);
    m_loss->setCurrentIndex(static_cast<int>(learning.loss));
    setNumber(m_positiveWeight, learning.positiveWeight);
    setNumber(m_focus, learning.focus);
    m_patience->setValue(learning.patience);
    if (phases() != learning.phases) {
        m_phases->setRowCount(0);
        for (const Phase &phase : learning.phases)
            addPhase(phase);
    }
    showState();
}

NetworkSpec LearningForm::applied(NetworkSpec network) const
{
    LearningSettings &learning = network.learning;
    const auto take = [](const QLineEdit *field, double &value) { value = numberIn(field).value_or(value); };
    network.input = {m_width->value(), m_height->value(), m_resize->currentIndex() == 1, m_pixels->currentIndex() == 1};
    learning.optimiser = static_cast<OptimiserKind>(m_optimiser->currentIndex());
    take(m_rate, learning.learningRate);
    take(m_weightDecay, learning.weightDecay);
    take(m_momentum, learning.momentum);
    learning.nesterov = m_nesterov->isChecked();
    learning.decay = static_cast<DecayKind>(m_decay->currentIndex());
    take(m_decayFactor, learning.decayFactor);
    learning.decayEvery = m_decayEvery->value();
    learning.loss = static_cast<LossKind>(m_loss->currentIndex());
    take(m_positiveWeight, learning.positiveWeight);
    take(m_focus, learning.focus);
    learning.patience = m_patience->value();
    learning.phases = phases();
    return network;
}

QString LearningForm::problem() const
{
    for (const QLineEdit *field : {m_rate, m_weightDecay, m_momentum, m_decayFactor, m_positiveWeight, m_focus})
        if (!numberIn(field))
            return tr("%1: “%2” is no number. It is written as 0.001 or 1e-3.").arg(field->accessibleName(), field->text());
    if (m_phases->rowCount() == 0)
        return tr("The network needs at least one phase.");
    for (const Phase &phase : phases())
        if (phase.epochs < 1 || phase.batch < 1)
            return tr("A phase has whole numbers of epochs and of examples in a batch, at least one each.");
    return {};
}

void LearningForm::showState()
{
    m_sgd->setVisible(m_optimiser->currentIndex() == static_cast<int>(OptimiserKind::Sgd));
    const auto decay = static_cast<DecayKind>(m_decay->currentIndex());
    m_decays->setVisible(decay == DecayKind::Step || decay == DecayKind::Plateau);
    m_weighted->setVisible(m_loss->currentIndex() == static_cast<int>(LossKind::Weighted));
    m_focal->setVisible(m_loss->currentIndex() == static_cast<int>(LossKind::Focal));
    for (QWidget *control : findChildren<QWidget *>())
        if (!qobject_cast<QLabel *>(control) && control->parentWidget() != m_phases->viewport()
            && (qobject_cast<QComboBox *>(control) || qobject_cast<QSpinBox *>(control) || qobject_cast<QLineEdit *>(control)
                || qobject_cast<QCheckBox *>(control)))
            control->setEnabled(!m_readOnly);
    m_phases->setEditTriggers(m_readOnly ? QAbstractItemView::NoEditTriggers : QAbstractItemView::AllEditTriggers);
    m_phases->setEnabled(!m_readOnly);
    m_add->setEnabled(!m_readOnly);
    m_remove->setEnabled(!m_readOnly && m_phases->rowCount() > 1);
}

} // namespace forewatch
