#pragma once

#include <QWidget>

class QLabel;

namespace forewatch {

/// Says in every workspace that alerts wait for somebody, until they are acknowledged.
class AlertBanner : public QWidget
{
    Q_OBJECT

public:
    explicit AlertBanner(QWidget *parent = nullptr);

    /// Empty hides it.
    void setText(const QString &text);
    QString text() const;

Q_SIGNALS:
    void showRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *m_text;
};

} // namespace forewatch
