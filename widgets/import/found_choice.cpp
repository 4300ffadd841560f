#include "widgets/import/found_choice.h"

#include <QLineEdit>

namespace forewatch {

FoundChoice::FoundChoice(bool freeText, QWidget *parent) : QComboBox(parent)
{
    setEditable(freeText);
    setInsertPolicy(QComboBox::NoInsert);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(16);
    // The wheel scrolls the form; it must not change what happens to pass under it.
    setFocusPolicy(Qt::StrongFocus);
    connect(this, &QComboBox::activated, this, &FoundChoice::tellChosen);
    if (freeText)
        connect(lineEdit(), &QLineEdit::editingFinished, this, &FoundChoice::tellChosen);
}

void FoundChoice::setOptions(const QString &found, const QList<Option> &options)
{
    const QSignalBlocker quiet(this);
    const QString kept = chosen();
    clear();
    addItem(found.isEmpty() ? tr("Not found") : tr("Found: %1").arg(found), QString());
    for (const Option &option : options)
        addItem(option.text, option.value);
    choose(kept);
}

QString FoundChoice::chosen() const
{
    if (!isEditable())
        return currentData().toString();
    const int known = findText(currentText());
    return known >= 0 ? itemData(known).toString() : currentText().trimmed();
}

void FoundChoice::choose(const QString &value)
{
    const QSignalBlocker quiet(this);
    int index = value.isEmpty() ? 0 : findData(value);
    if (index < 0 && isEditable()) {
        setEditText(value);
    } else {
        if (index < 0) {
            // Another table had it; it is shown so that it can be seen to be wrong.
            addItem(value, value);
            index = count() - 1;
        }
        setCurrentIndex(index);
    }
    m_told = chosen();
}

void FoundChoice::tellChosen()
{
    if (chosen() == m_told)
        return;
    m_told = chosen();
    Q_EMIT chosenChanged();
}

} // namespace forewatch
