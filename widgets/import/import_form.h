#pragma once

#include "engine/data/table_preview.h"

#include <QWidget>

class QCheckBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QToolButton;

namespace forewatch {

class FoundChoice;

/// How a crime table is to be read, as a form: each field shows what was found out and can be overruled.
class ImportForm : public QWidget
{
    Q_OBJECT

public:
    explicit ImportForm(QWidget *parent = nullptr);

    /// What the user has decided so far; the rest is left to be found. Tells nobody.
    void setAsked(const ImportSettings &asked);
    /// With the sources of `setAsked`.
    ImportSettings asked() const;

    /// Shows what was found with `asked`.
    void setPreview(const TablePreview &preview);

Q_SIGNALS:
    void changed();

private:
    FoundChoice *add(QFormLayout &form, const QString &label, bool freeText = false);
    void addHeading(QFormLayout &form, const QString &text);
    void fillFlags(const TablePreview &preview);

    ImportSettings m_asked;
    FoundChoice *m_layer;
    /// As `columnRoles`.
    std::vector<FoundChoice *> m_roles;
    QToolButton *m_flags;
    FoundChoice *m_dateOrder;
    FoundChoice *m_timeZone;
    FoundChoice *m_cityTimeZone;
    FoundChoice *m_crs;
    QCheckBox *m_swapAxes;
    FoundChoice *m_encoding;
    FoundChoice *m_delimiter;
    QLineEdit *m_target;
    QLineEdit *m_nameField;
    QLineEdit *m_areasCrs;
};

} // namespace forewatch
