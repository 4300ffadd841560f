#pragma once

#include <QWidget>

class QTextBrowser;
class QToolButton;

namespace forewatch {

/// The model card as a page, with *Save as…*.
class CardView : public QWidget
{
    Q_OBJECT

public:
    explicit CardView(QWidget *parent = nullptr);

    /// Empty for none.
    void setCard(const QByteArray &html);
    const QByteArray &card() const { return m_html; }

    /// What stands there without a card.
    void setEmptyText(const QString &text);

Q_SIGNALS:
    void saveRequested();

private:
    void showCard();

    QByteArray m_html;
    QString m_emptyText;
    QTextBrowser *m_page;
    QToolButton *m_save;
};

} // namespace forewatch
