#include "widgets/filter/toggle_button.h"

#include "widgets/look.h"

#include <QStyleOptionToolButton>

namespace forewatch {

ToggleButton::ToggleButton(const QString &text, QWidget *parent)
    : QToolButton(parent)
{
    setText(text);
    setAccessibleName(text);
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
}

void ToggleButton::initStyleOption(QStyleOptionToolButton *option) const
{
    QToolButton::initStyleOption(option);
    if (isChecked())
        option->palette.setColor(QPalette::Button,
                                 mixed(palette().color(QPalette::Button), palette().color(QPalette::Highlight), 0.5));
}

} // namespace forewatch
