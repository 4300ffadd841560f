#pragma once

#include <QWidget>

#include <vector>

namespace forewatch {

class ToggleButton;

/// Choices side by side as buttons that stay pressed, each with its number of incidents in the tooltip. None pressed
/// stands for all.
class ToggleRow : public QWidget
{
    Q_OBJECT

public:
    /// Spoken names are what a screen reader and the tooltip say. `exclusive`: at most one stays pressed.
    ToggleRow(const QStringList &names, const QStringList &spoken, bool exclusive, QWidget *parent = nullptr);

    void setCounts(const std::vector<std::size_t> &counts);
    void setOffered(int choice, bool offered);

    /// Bit i: choice i is pressed.
    unsigned pressed() const;
    void setPressed(unsigned choices);

    ToggleButton *button(int choice) const { return m_buttons[static_cast<std::size_t>(choice)]; }

Q_SIGNALS:
    /// By the user.
    void pressedChanged();

private:
    QStringList m_spoken;
    std::vector<ToggleButton *> m_buttons;
};

} // namespace forewatch
