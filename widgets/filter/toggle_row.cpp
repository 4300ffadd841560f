#include "widgets/filter/toggle_row.h"

#include "widgets/filter/toggle_button.h"
#include "widgets/flow_layout.h"
#include "widgets/look.h"

namespace forewatch {

ToggleRow::ToggleRow(const QStringList &names, const QStringList &spoken, bool exclusive, QWidget *parent)
    : QWidget(parent)
    , m_spoken(spoken)
{
    auto *row = new FlowLayout(gridUnit / 4, gridUnit / 4, this);
    for (int i = 0; i < names.size(); ++i) {
        auto *button = new ToggleButton(names[i]);
        button->setAccessibleName(spoken[i]);
        button->setToolTip(spoken[i]);
        connect(button, &ToggleButton::clicked, this, [this, i, exclusive](bool on) {
            if (exclusive)
                setPressed(on ? 1u << i : 0);
            Q_EMIT pressedChanged();
        });
        row->addWidget(button);
        m_buttons.push_back(button);
    }
}

void ToggleRow::setCounts(const std::vector<std::size_t> &counts)
{
    Q_ASSERT(counts.size() == m_buttons.size());
    for (std::size_t i = 0; i < counts.size(); ++i)
        m_buttons[i]->setToolTip(
            QStringLiteral("%1 · %2").arg(m_spoken[static_cast<qsizetype>(i)],
                                          counted(static_cast<qint64>(counts[i]), tr("incident"), tr("incidents"))));
}

void ToggleRow::setOffered(int choice, bool offered)
{
    button(choice)->setVisible(offered);
}

unsigned ToggleRow::pressed() const
{
    unsigned choices = 0;
    for (std::size_t i = 0; i < m_buttons.size(); ++i)
        choices |= unsigned(m_buttons[i]->isChecked()) << i;
    return choices;
}

void ToggleRow::setPressed(unsigned choices)
{
    for (std::size_t i = 0; i < m_buttons.size(); ++i)
        m_buttons[i]->setChecked(choices >> i & 1);
}

} // namespace forewatch
