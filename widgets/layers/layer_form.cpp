#include "widgets/layers/layer_form.h"

#include "widgets/look.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace forewatch {

SourceField::SourceField(const QString &name, const QString &filter, QWidget *parent)
    : QWidget(parent), m_filter(filter), m_path(new QLineEdit)
{
    m_path->setAccessibleName(name);
    m_path->setMinimumWidth(36 * gridUnit);
    auto *browse = new QPushButton(tr("Browse…"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(gridUnit);
    row->addWidget(m_path, 1);
    row->addWidget(browse);
    setFocusProxy(m_path);
    connect(m_path, &QLineEdit::editingFinished, this, &SourceField::sourceChanged);
    connect(browse, &QPushButton::clicked, this, &SourceField::browse);
}

QString SourceField::source() const
{
    return m_path->text().trimmed();
}

void SourceField::setSource(const QString &source)
{
    m_path->setText(source);
    m_path->setToolTip(source);
}

void SourceField::browse()
{
    const QString folder = QFileInfo(source()).absolutePath();
    const QString path = QFileDialog::getOpenFileName(this, m_path->accessibleName(), source().isEmpty() ? QString() : folder, m_filter);
    if (path.isEmpty())
        return;
    setSource(path);
    Q_EMIT sourceChanged();
}

QComboBox *makeWordBox(const QString &name, const QStringList &words)
{
    auto *box = new QComboBox;
    box->setAccessibleName(name);
    box->addItems(words);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    return box;
}

void setColumns(QComboBox *box, const QString &none, const QStringList &columns, const QString &chosen)
{
    const QSignalBlocker quiet(box);
    box->clear();
    box->addItem(none, QString());
    for (const QString &column : columns)
        box->addItem(column, column);
    int index = std::max(box->findData(chosen, Qt::UserRole, Qt::MatchFixedString), 0);
    if (index == 0 && !chosen.isEmpty()) {
        box->addItem(chosen, chosen);
        index = box->count() - 1;
    }
    box->setCurrentIndex(index);
}

QString chosenColumn(const QComboBox *box)
{
    return box->currentData().toString();
}

} // namespace forewatch
