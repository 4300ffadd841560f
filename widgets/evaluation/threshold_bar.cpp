#include "widgets/evaluation/threshold_bar.h"

#include "widgets/evaluation/figure_words.h"
#include "widgets/evaluation/threshold_choice.h"
#include "widgets/flow_layout.h"
#include "widgets/look.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace forewatch {

namespace {

constexpr int sliderSteps = 1000;

} // namespace

ThresholdBar::ThresholdBar(ThresholdChoice *choice, QWidget *parent)
    : QWidget(parent)
    , m_choice(choice)
    , m_percent(new QDoubleSpinBox)
    , m_slider(new QSlider(Qt::Horizontal))
    , m_cost(new QSpinBox)
    , m_leastCost(new QToolButton)
    , m_own(new QToolButton)
    , m_text(new QLabel)
{
    m_percent->setRange(0, 100);
    m_percent->setDecimals(1);
    m_percent->setSingleStep(0.5);
    m_percent->setSuffix(QStringLiteral(" %"));
    m_percent->setKeyboardTracking(false);
    m_percent->setAccessibleName(tr("Threshold"));
    m_slider->setRange(0, sliderSteps);
    m_slider->setAccessibleName(tr("Threshold"));
    m_slider->setToolTip(tr("Alerts from this probability on. The line in the plots can be dragged too"));
    m_cost->setRange(1, 500);
    m_cost->setSuffix(tr(" false alerts"));
    m_cost->setAccessibleName(tr("Cost of a missed target in false alerts"));
    m_cost->setToolTip(tr("What a missed target is worth. Where probabilities are calibrated, an alert pays from a probability of "
                          "1 in 1 + this number on, whatever these windows say"));
    for (QToolButton *button : {m_leastCost, m_own})
        button->setAutoRaise(true);
    m_text->setObjectName(QStringLiteral("threshold text"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);

    auto *first = new QHBoxLayout;
    first->setSpacing(gridUnit);
    first->addWidget(new QLabel(tr("Alerts from")));
    first->addWidget(m_percent);
    first->addWidget(m_slider, 1);
    first->addWidget(m_own);
    auto *costs = new QWidget;
    auto *second = new FlowLayout(gridUnit, gridUnit / 2, costs);
    second->addWidget(new QLabel(tr("A missed target is as bad as")));
    second->addWidget(m_cost);
    second->addWidget(m_leastCost);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit / 2);
    column->setSpacing(gridUnit / 2);
    column->addLayout(first);
    column->addWidget(costs);
    column->addWidget(m_text);

    connect(m_percent, &QDoubleSpinBox::valueChanged, this, [this](double percent) { m_choice->setThreshold(percent / 100); });
    connect(m_slider, &QSlider::valueChanged, this,
            [this](int value) { m_choice->setThreshold(static_cast<double>(value) / sliderSteps); });
    connect(m_cost, &QSpinBox::valueChanged, m_choice, &ThresholdChoice::setMissCost);
    connect(m_leastCost, &QToolButton::clicked, this, [this] { m_choice->setThreshold(m_choice->leastCostThreshold()); });
    connect(m_own, &QToolButton::clicked, this, [this] {
        if (m_choice->evaluation())
            m_choice->setThreshold(m_choice->evaluation()->model.threshold);
    });
    connect(m_choice, &ThresholdChoice::changed, this, &ThresholdBar::showChoice);
    showChoice();
}

void ThresholdBar::showChoice()
{
    const QSignalBlocker quietPercent(m_percent);
    const QSignalBlocker quietSlider(m_slider);
    const QSignalBlocker quietCost(m_cost);
    setEnabled(m_choice->evaluation() != nullptr);
    m_percent->setValue(100 * m_choice->threshold());
    m_slider->setValue(static_cast<int>(sliderSteps * m_choice->threshold() + 0.5));
    m_cost->setValue(m_choice->missCost());
    m_leastCost->setText(tr("Use %1").arg(probabilityText(m_choice->leastCostThreshold())));
    m_leastCost->setToolTip(tr("The threshold of least cost for calibrated probabilities: 1 in %1. It is not chosen on these "
                               "windows").arg(1 + m_choice->missCost()));
    if (!m_choice->evaluation()) {
        m_text->clear();
        return;
    }
    const double own = m_choice->evaluation()->model.threshold;
    m_own->setText(tr("Model's %1").arg(probabilityText(own)));
    m_own->setToolTip(tr("Back to the threshold that was chosen on the validation part, where alerts are as frequent as targets"));
    const Confusion &counts = m_choice->confusion();
    const std::size_t alerts = counts.hits + counts.falseAlerts;
    const std::size_t targets = counts.hits + counts.misses;
    const auto number = [](std::size_t count) { return grouped(static_cast<qint64>(count)); };
    const double perDay = m_choice->days() == 0 ? 0 : static_cast<double>(alerts) / static_cast<double>(m_choice->days());
    m_text->setText(tr("%1 alerts a day catch %2 of %3 windows with a target (%4); %5 alerts are false. Cost: %6 false alerts a "
                       "day, misses counted.")
                        .arg(QString::number(perDay, 'f', 1), number(counts.hits), number(targets),
                             targets == 0 ? QStringLiteral("–") : probabilityText(static_cast<double>(counts.hits) / static_cast<double>(targets)),
                             number(counts.falseAlerts), QString::number(m_choice->costPerDay(), 'f', 1)));
}

} // namespace forewatch
