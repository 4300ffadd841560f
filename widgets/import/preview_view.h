#pragma once

#include "engine/data/table_preview.h"

#include <QWidget>

class QLabel;
class QTableWidget;
class QVBoxLayout;

namespace forewatch {

/// What a table looks like and what an import would make of it: the first rows, with the columns that are read set off;
/// the types with their groups, which can be changed; how many rows would be kept; and what must be decided first, with
/// the likely answers as buttons.
class PreviewView : public QWidget
{
    Q_OBJECT

public:
    explicit PreviewView(QWidget *parent = nullptr);

    /// `groups` are what the user said about types so far.
    void setPreview(const TablePreview &preview, const TypeGroups &groups);
    /// There is no preview, and this is why.
    void setProblem(const QString &problem);

    /// With what was changed here.
    const TypeGroups &groups() const { return m_groups; }

Q_SIGNALS:
    void groupsChanged();
    /// The user takes one of the answers that a question offers.
    void answered(forewatch::OpenQuestion::About about, const QString &answer);

private:
    void showRows(const TablePreview &preview);
    void showTypes(const TablePreview &preview);
    void showQuestions(const TablePreview &preview);
    static QString verdictOn(const TablePreview &preview);

    TypeGroups m_groups;
    QLabel *m_kind;
    QLabel *m_verdict;
    QVBoxLayout *m_questions;
    QTableWidget *m_rows;
    QTableWidget *m_types;
};

} // namespace forewatch
