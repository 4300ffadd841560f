#pragma once

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace forewatch {

/// A quiet line over the map that says one thing and offers another.
class MapHint : public QFrame
{
    Q_OBJECT

public:
    explicit MapHint(bool closable, QWidget *parent = nullptr);

    /// An empty `offer` shows no button.
    void say(const QString &text, const QString &offer);
    QString text() const;

Q_SIGNALS:
    void accepted();
    void closed();

private:
    QLabel *m_text;
    QPushButton *m_offer;
};

} // namespace forewatch
