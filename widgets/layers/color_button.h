#pragma once

#include <QColor>
#include <QToolButton>

namespace forewatch {

/// A button that shows a color and asks for another one.
class ColorButton : public QToolButton
{
    Q_OBJECT

public:
    explicit ColorButton(QWidget *parent = nullptr);

    const QColor &color() const { return m_color; }
    void setColor(const QColor &color);

Q_SIGNALS:
    void colorChanged();

private:
    QColor m_color;
};

} // namespace forewatch
