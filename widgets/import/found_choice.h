#pragma once

#include <QComboBox>

namespace forewatch {

/// A choice that is found out unless the user makes it: its first entry says what was found, the others overrule it.
class FoundChoice : public QComboBox
{
    Q_OBJECT

public:
    struct Option
    {
        QString text;
        QString value;
    };

    /// With `freeText`, what is typed is a value of its own.
    explicit FoundChoice(bool freeText = false, QWidget *parent = nullptr);

    /// `found` is empty when nothing was. Keeps what the user chose. Tells nobody.
    void setOptions(const QString &found, const QList<Option> &options);

    /// What the user chose; empty when it is left to what was found.
    QString chosen() const;
    /// Tells nobody.
    void choose(const QString &value);

Q_SIGNALS:
    /// The user chose.
    void chosenChanged();

private:
    void tellChosen();

    QString m_told;
};

} // namespace forewatch
