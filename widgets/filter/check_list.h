#pragma once

#include <QSet>
#include <QWidget>

#include <vector>

class QLineEdit;
class QSortFilterProxyModel;
class QToolButton;
class QTreeView;

namespace forewatch {

class CheckListModel;

/// A list of names to tick, under a title that folds it away; long ones can be searched, and all can be sorted by name
/// or count. Nothing ticked stands for all.
class CheckList : public QWidget
{
    Q_OBJECT

public:
    explicit CheckList(const QString &title, QWidget *parent = nullptr);

    /// The list hides where there are none.
    void setNames(const QStringList &names);
    /// Indexed as the names were.
    void setCounts(const std::vector<std::size_t> &counts);

    /// In capitals.
    QSet<QString> ticked() const;
    void setTicked(const QSet<QString> &capitals);

    void setUnfolded(bool unfolded);

Q_SIGNALS:
    /// By the user.
    void tickedChanged();

protected:
    void changeEvent(QEvent *event) override;

private:
    void showTitle();
    void fit();

    QString m_title;
    bool m_unfolded = true;
    CheckListModel *m_model;
    QSortFilterProxyModel *m_found;
    QToolButton *m_fold;
    QToolButton *m_clear;
    QWidget *m_body;
    QLineEdit *m_search;
    QTreeView *m_view;
};

} // namespace forewatch
