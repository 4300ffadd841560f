#include "widgets/tables/import_report_view.h"

#include "widgets/look.h"

#include <QEvent>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace forewatch {

namespace {

enum Column { TextColumn, ValueColumn };

/// On the lines of rejections: which.
constexpr int reasonRole = Qt::UserRole + 1;

/// Makes a row as high as its wrapped text; the tree by itself knows neither indentation nor spanned rows.
class WrappingDelegate : public QStyledItemDelegate
{
public:
    explicit WrappingDelegate(QTreeWidget *tree) : QStyledItemDelegate(tree), m_tree(tree) {}

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QSize oneLine = QStyledItemDelegate::sizeHint(option, index);
        if (index.column() != TextColumn)
            return oneLine;
        int depth = 1;
        for (QModelIndex above = index.parent(); above.isValid(); above = above.parent())
            ++depth;
        const bool spanned = m_tree->isFirstColumnSpanned(index.row(), index.parent());
        const int margin = 2 * (m_tree->style()->pixelMetric(QStyle::PM_FocusFrameHMargin) + 1);
        const int width = (spanned ? m_tree->viewport()->width() : m_tree->columnWidth(TextColumn))
            - depth * m_tree->indentation() - margin;
        QStyleOptionViewItem filled = option;
        initStyleOption(&filled, index);
        const QRect text = filled.fontMetrics.boundingRect(QRect(0, 0, width, 1 << 16), Qt::TextWordWrap, filled.text);
        return {oneLine.width(), std::max(oneLine.height(), text.height()) + 4};
    }

private:
    QTreeWidget *m_tree;
};

} // namespace

ImportReportView::ImportReportView(QWidget *parent)
    : QWidget(parent)
    , m_headline(new QLabel)
    , m_tree(new QTreeWidget)
    , m_save(new QPushButton(tr("Save rejected rows…")))
{
    m_headline->setObjectName(QStringLiteral("headline"));
    m_headline->setWordWrap(true);
    m_headline->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_tree->setColumnCount(2);
    m_tree->setHeaderHidden(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setSelectionMode(QAbstractItemView::NoSelection);
    m_tree->setIndentation(2 * gridUnit);
    m_tree->setWordWrap(true);
    m_tree->setItemDelegate(new WrappingDelegate(m_tree));
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->viewport()->setAutoFillBackground(false);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(TextColumn, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(ValueColumn, QHeaderView::ResizeToContents);
    m_tree->setAccessibleName(tr("Import report"));

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gridUnit);
    column->addWidget(m_headline);
    column->addWidget(m_tree, 1);
    column->addWidget(m_save, 0, Qt::AlignLeft);
    connect(m_save, &QPushButton::clicked, this, &ImportReportView::saveRejectedRequested);
    const auto askForRows = [this](const QTreeWidgetItem *item) {
        if (const QVariant reason = item->data(TextColumn, reasonRole); reason.isValid())
            Q_EMIT rowsRequested(static_cast<Rejection>(reason.toInt()));
    };
    connect(m_tree, &QTreeWidget::itemClicked, this, askForRows);
    connect(m_tree, &QTreeWidget::itemActivated, this, askForRows);
    connect(m_tree->header(), &QHeaderView::sectionResized, m_tree, [this] { m_tree->doItemsLayout(); });
    setReport(nullptr);
}

void ImportReportView::setReport(std::shared_ptr<const ImportReport> report)
{
    m_report = std::move(report);
    m_tree->clear();
    m_tree->setVisible(m_report != nullptr);
    m_save->setVisible(m_report && !m_report->rejected.empty());
    showHeadline();
    if (!m_report)
        return;
    addRejections(*m_report);
    addNotes(*m_report);
    addContent(*m_report);
    addOrigin(*m_report);
    for (int section = 0; section < m_tree->topLevelItemCount(); ++section)
        m_tree->topLevelItem(section)->setExpanded(true);
}

void ImportReportView::showHeadline()
{
    m_headline->setText(m_report ? tr("%1 of %2 rows kept").arg(grouped(m_report->kept), grouped(m_report->rows))
                                 : tr("Open a crime table to see how it was read."));
    m_headline->setFont(m_report ? scaled(font(), 1.25) : font());
    m_headline->setPalette(m_report ? QPalette() : muted(palette()));
}

void ImportReportView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        showHeadline();
    QWidget::changeEvent(event);
}

QTreeWidgetItem *ImportReportView::addSection(const QString &title, const QString &value)
{
    auto *section = new QTreeWidgetItem(m_tree, {title, value});
    section->setTextAlignment(ValueColumn, Qt::AlignRight | Qt::AlignVCenter);
    QFont bold = font();
    bold.setBold(true);
    section->setFont(TextColumn, bold);
    section->setFont(ValueColumn, bold);
    return section;
}

QTreeWidgetItem *ImportReportView::addCount(QTreeWidgetItem *section, const QString &text, qint64 count)
{
    auto *line = new QTreeWidgetItem(section, {text, grouped(count)});
    line->setTextAlignment(ValueColumn, Qt::AlignRight | Qt::AlignBottom);
    return line;
}

void ImportReportView::addLine(QTreeWidgetItem *section, const QString &text, const QString &tip)
{
    auto *line = new QTreeWidgetItem(section, {text});
    line->setFirstColumnSpanned(true);
    line->setToolTip(TextColumn, tip);
}

void ImportReportView::addRejections(const ImportReport &report)
{
    if (report.rejected.empty())
        return;
    auto *section = addSection(tr("Rows left out because they"), grouped(static_cast<qint64>(report.rejected.size())));
    for (std::size_t i = 0; i < rejectionCount; ++i) {
        const auto reason = static_cast<Rejection>(i);
        const auto count = report.rejectedFor(reason);
        if (count == 0)
            continue;
        QTreeWidgetItem *line = addCount(section, rejectionText(reason), count);
        line->setData(TextColumn, reasonRole, static_cast<int>(i));
        line->setForeground(TextColumn, palette().brush(QPalette::Link));
        line->setToolTip(TextColumn, tr("Show these rows"));
    }
}

void ImportReportView::addNotes(const ImportReport &report)
{
    QTreeWidgetItem *section = nullptr;
    for (std::size_t i = 0; i < noteCount; ++i) {
        if (report.notes[i] == 0)
            continue;
        if (!section)
            section = addSection(tr("Rows kept that"));
        addCount(section, noteText(static_cast<Note>(i)), report.notes[i]);
    }
}

void ImportReportView::addContent(const ImportReport &report)
{
    if (report.first && report.last) {
        auto *span = addSection(tr("Span"));
        addLine(span, tr("%1 – %2").arg(formatTime(*report.first), formatTime(*report.last)));
    }
    auto *years = addSection(tr("Incidents by year"), grouped(report.kept));
    for (auto year = report.years.begin(); year != report.years.end(); ++year)
        addCount(years, QString::number(year.key()), year.value());
    auto *types = addSection(tr("Incidents by type"), grouped(report.kept));
    for (auto type = report.types.begin(); type != report.types.end(); ++type) {
        // Years unfold below their type.
        QTreeWidgetItem *line = addCount(types, type.key(), type.value());
        const auto ofType = report.typesByYear.value(type.key());
        for (auto year = ofType.begin(); year != ofType.end(); ++year)
            addCount(line, QString::number(year.key()), year.value());
    }
}

void ImportReportView::addOrigin(const ImportReport &report)
{
    auto *neighborhoods = addSection(tr("Neighborhoods"), grouped(static_cast<qint64>(report.neighborhoodCount)));
    addLine(neighborhoods, tr("in %1").arg(report.neighborhoodCrs));
    if (!report.columns.isEmpty()) {
        auto *used = addSection(tr("Columns used"));
        for (const QString &column : report.columns)
            addLine(used, QString(column).replace(QLatin1Char('='), QStringLiteral(": ")));
    }
    if (!report.leftOutColumns.isEmpty()) {
        auto *persons = addSection(tr("Columns about persons, never read"),
                                   grouped(static_cast<qint64>(report.leftOutColumns.size())));
        for (const QString &column : report.leftOutColumns)
            addLine(persons, column);
    }
    auto *sources = addSection(tr("Read from"));
    for (const SourceFile &source : report.sources) {
        addLine(sources, QFileInfo(source.path).fileName(), source.path);
        if (!source.sha256.isEmpty())
            addLine(sources, tr("SHA-256 %1…").arg(source.sha256.left(12)), source.sha256);
    }
}

} // namespace forewatch
