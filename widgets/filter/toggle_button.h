#pragma once

#include <QToolButton>

namespace forewatch {

/// A button that stays pressed and shows it clearly in a light and a dark window.
class ToggleButton : public QToolButton
{
    Q_OBJECT

public:
    explicit ToggleButton(const QString &text, QWidget *parent = nullptr);

protected:
    void initStyleOption(QStyleOptionToolButton *option) const override;
};

} // namespace forewatch
