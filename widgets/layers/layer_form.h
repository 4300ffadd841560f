#pragma once

#include "engine/layers/layer_spec.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QFormLayout;
class QLineEdit;

namespace forewatch {

/// The settings of one kind of layer as controls.
class LayerForm : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// As the controls say; what `problem` is about may be missing.
    virtual QJsonObject settings() const = 0;

    /// Why no layer can be made of them, for the user; empty when one can.
    virtual QString problem() const = 0;

    /// A name that says what is chosen.
    virtual QString suggestedName() const = 0;

Q_SIGNALS:
    void changed();
};

/// The path or address of a source, typed or chosen from a dialog.
class SourceField : public QWidget
{
    Q_OBJECT

public:
    /// `filter` is for the file dialog.
    SourceField(const QString &name, const QString &filter, QWidget *parent = nullptr);

    QString source() const;
    void setSource(const QString &source);

Q_SIGNALS:
    void sourceChanged();

private:
    void browse();

    QString m_filter;
    QLineEdit *m_path;
};

/// A list of words for `name`, for keyboard and screen readers alike.
QComboBox *makeWordBox(const QString &name, const QStringList &words);

/// Columns with a first entry for none; keeps what was chosen, also where the source lacks it.
void setColumns(QComboBox *box, const QString &none, const QStringList &columns, const QString &chosen);

/// The chosen column; empty for none.
QString chosenColumn(const QComboBox *box);

} // namespace forewatch
