#include "widgets/filter/check_list.h"

#include "engine/core/text.h"
#include "widgets/filter/check_list_model.h"
#include "widgets/look.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMouseEvent>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace forewatch {

namespace {

/// Shorter lists are seen at once.
constexpr int longList = 10;
constexpr int mostRowsShown = 9;

/// A click anywhere on a row ticks it.
class TickView : public QTreeView
{
public:
    using QTreeView::QTreeView;

protected:
    void mousePressEvent(QMouseEvent *event) override
    {
        const QModelIndex row = indexAt(event->position().toPoint()).siblingAtColumn(CheckListModel::NameColumn);
        if (event->button() != Qt::LeftButton || !row.isValid())
            return;
        setCurrentIndex(row);
        model()->setData(row, row.data(Qt::CheckStateRole).toInt() == Qt::Checked ? Qt::Unchecked : Qt::Checked,
                         Qt::CheckStateRole);
    }

    void mouseReleaseEvent(QMouseEvent *) override { }
    void mouseDoubleClickEvent(QMouseEvent *event) override { mousePressEvent(event); }
};

} // namespace

CheckList::CheckList(const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_title(title)
    , m_model(new CheckListModel(this))
    , m_found(new QSortFilterProxyModel(this))
    , m_fold(new QToolButton)
    , m_clear(new QToolButton)
    , m_body(new QWidget)
    , m_search(new QLineEdit)
    , m_view(new TickView)
{
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fold->setArrowType(Qt::DownArrow);
    m_fold->setAutoRaise(true);
    QFont bold = m_fold->font();
    bold.setWeight(QFont::DemiBold);
    m_fold->setFont(bold);
    m_fold->setFocusPolicy(Qt::TabFocus);
    m_fold->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_clear->setText(tr("All"));
    m_clear->setToolTip(tr("Untick: all of them again"));
    m_clear->setAccessibleName(tr("%1: all").arg(title));
    m_clear->setAutoRaise(true);
    m_clear->setFocusPolicy(Qt::TabFocus);
    m_search->setPlaceholderText(tr("Search"));
    m_search->setClearButtonEnabled(true);
    m_search->setAccessibleName(tr("Search %1").arg(title.toLower()));

    m_found->setSourceModel(m_model);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_found->setSortCaseSensitivity(Qt::CaseInsensitive);
    m_found->setSortRole(CheckListModel::countRole);
    m_view->setModel(m_found);
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(CheckListModel::NameColumn, Qt::AscendingOrder);
    m_view->setSelectionMode(QAbstractItemView::NoSelection);
    m_view->setFocusPolicy(Qt::TabFocus);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setAccessibleName(title);
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionsMovable(false);
    m_view->header()->setSectionResizeMode(CheckListModel::NameColumn, QHeaderView::Stretch);
    m_view->header()->setSectionResizeMode(CheckListModel::CountColumn, QHeaderView::Fixed);
    m_view->header()->setFocusPolicy(Qt::NoFocus);

    auto *head = new QHBoxLayout;
    head->setSpacing(0);
    head->addWidget(m_fold, 1);
    head->addWidget(m_clear);
    auto *body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(gridUnit / 2);
    body->addWidget(m_search);
    body->addWidget(m_view);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gridUnit / 2);
    column->addLayout(head);
    column->addWidget(m_body);

    connect(m_fold, &QToolButton::clicked, this, [this] { setUnfolded(!m_unfolded); });
    connect(m_clear, &QToolButton::clicked, this, [this] {
        setTicked({});
        Q_EMIT tickedChanged();
    });
    connect(m_search, &QLineEdit::textChanged, m_found, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_model, &CheckListModel::tickedByUser, this, [this] {
        showTitle();
        Q_EMIT tickedChanged();
    });
    showTitle();
    fit();
}

void CheckList::setNames(const QStringList &names)
{
    m_search->clear();
    m_model->setNames(names);
    m_search->setVisible(m_model->rowCount() > longList);
    setVisible(!names.isEmpty());
    showTitle();
    fit();
}

void CheckList::setCounts(const std::vector<std::size_t> &counts)
{
    m_model->setCounts(counts);
}

QSet<QString> CheckList::ticked() const
{
    return m_model->ticked();
}

void CheckList::setTicked(const QSet<QString> &capitals)
{
    m_model->setTicked(capitals);
    showTitle();
}

void CheckList::setUnfolded(bool unfolded)
{
    m_unfolded = unfolded;
    m_fold->setArrowType(unfolded ? Qt::DownArrow : Qt::RightArrow);
    m_body->setVisible(unfolded);
}

void CheckList::showTitle()
{
    const auto ticked = m_model->ticked().size();
    m_clear->setVisible(ticked > 0);
    m_fold->setText(ticked == 0 ? m_title
                                : tr("%1: %2 of %3").arg(m_title, grouped(ticked), grouped(m_model->rowCount())));
    m_fold->setAccessibleName(m_fold->text());
}

void CheckList::fit()
{
    const int row = std::max(m_view->sizeHintForRow(0), fontMetrics().height() + 4);
    const int rows = std::clamp(m_model->rowCount(), 1, mostRowsShown);
    m_view->setFixedHeight(rows * row + m_view->header()->sizeHint().height() + 2 * m_view->frameWidth());
    m_view->header()->resizeSection(CheckListModel::CountColumn,
                                    std::max(fontMetrics().horizontalAdvance(QStringLiteral("8,888,888")),
                                             fontMetrics().horizontalAdvance(tr("Incidents") + QStringLiteral("   ")))
                                        + gridUnit);
}

void CheckList::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        fit();
    QWidget::changeEvent(event);
}

} // namespace forewatch
