#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace forewatch {

/// A line above the content that tells what went wrong or what is needed next, until it is closed or replaced. Takes the
/// place of message boxes: it stops nobody.
class MessageBar : public QWidget
{
    Q_OBJECT

public:
    explicit MessageBar(QWidget *parent = nullptr);

    enum class Kind { Information, Problem };

    /// An empty `offer` shows no button, and `alternative` is a second one. Information without an offer goes by itself
    /// after some seconds.
    void show(Kind kind, const QString &text, const QString &offer = {}, const QString &alternative = {});

    Kind kind() const { return m_kind; }
    QString text() const;

Q_SIGNALS:
    /// The offer's button was pressed.
    void accepted();
    /// The alternative's button was.
    void declined();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Kind m_kind = Kind::Information;
    QTimer m_fade;
    QLabel *m_text;
    QPushButton *m_offer;
    QPushButton *m_alternative;
};

} // namespace forewatch
