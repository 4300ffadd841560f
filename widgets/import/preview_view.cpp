#include "widgets/import/preview_view.h"

#include "widgets/flow_layout.h"
#include "widgets/look.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QTableWidget>
#include <QVBoxLayout>

namespace forewatch {

namespace {

QTableWidget *makeTable(const QString &name)
{
    auto *table = new QTableWidget;
    table->setAccessibleName(name);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setAlternatingRowColors(true);
    table->setFrameShape(QFrame::NoFrame);
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + gridUnit);
    return table;
}

/// The words of a column by which rows can be told to be read.
QStringList columnsRead(const IncidentSettings &settings)
{
    QStringList names = settings.columns.flags;
    for (const ColumnRole &role : columnRoles())
        names << settings.columns.*role.column;
    return names;
}

} // namespace

PreviewView::PreviewView(QWidget *parent)
    : QWidget(parent)
    , m_kind(new QLabel)
    , m_verdict(new QLabel)
    , m_questions(new QVBoxLayout)
    , m_rows(makeTable(tr("First rows")))
    , m_types(makeTable(tr("Types and groups")))
{
    m_kind->setPalette(muted(palette()));
    m_kind->setWordWrap(true);
    m_verdict->setWordWrap(true);
    m_verdict->setFont(scaled(font(), 1.1));
    m_verdict->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_types->setColumnCount(3);
    m_types->setHorizontalHeaderLabels({tr("Type"), tr("Rows"), tr("Group")});
    m_types->verticalHeader()->hide();
    m_types->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_types->setSelectionMode(QAbstractItemView::NoSelection);

    auto *tabs = new QTabWidget;
    tabs->setDocumentMode(true);
    tabs->addTab(m_rows, tr("First rows"));
    tabs->addTab(m_types, tr("Types and groups"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    layout->setSpacing(gridUnit);
    layout->addWidget(m_verdict);
    layout->addWidget(m_kind);
    layout->addLayout(m_questions);
    layout->addWidget(tabs, 1);
}

void PreviewView::setProblem(const QString &problem)
{
    m_verdict->setText(problem);
    m_kind->clear();
    showQuestions({});
}

void PreviewView::setPreview(const TablePreview &preview, const TypeGroups &groups)
{
    m_groups = groups;
    m_verdict->setText(verdictOn(preview));
    QStringList facts;
    if (!preview.kind.isEmpty())
        facts << tr("Recognized as %1.").arg(preview.kind);
    if (preview.first && preview.last)
        facts << tr("These rows reach from %1 to %2.").arg(formatTime(*preview.first), formatTime(*preview.last));
    if (preview.crsGuessed)
        facts << tr("The coordinate system was found by trying which one places the rows in the city.");
    if (!preview.leftOutColumns.isEmpty())
        facts << tr("Columns about persons, never read: %1.").arg(preview.leftOutColumns.join(QStringLiteral(", ")));
    m_kind->setText(facts.join(QLatin1Char(' ')));
    showQuestions(preview);
    showRows(preview);
    showTypes(preview);
}

QString PreviewView::verdictOn(const TablePreview &preview)
{
    if (preview.lookedAt == 0)
        return preview.questions.empty() ? tr("The table has no rows.") : tr("Something must be decided first:");
    QString text = preview.isWhole ? tr("%1 of %2 rows would be kept.") : tr("%1 of the first %2 rows would be kept.");
    text = text.arg(grouped(preview.kept), grouped(preview.lookedAt));
    QStringList reasons;
    for (std::size_t i = 0; i < rejectionCount; ++i)
        if (preview.rejected[i] > 0)
            reasons << tr("%1 %2").arg(grouped(preview.rejected[i]), rejectionText(static_cast<Rejection>(i)));
    if (!reasons.isEmpty())
        text += QLatin1Char(' ') + reasons.join(QStringLiteral("; ")) + QLatin1Char('.');
    return text;
}

void PreviewView::showQuestions(const TablePreview &preview)
{
    while (QLayoutItem *item = m_questions->takeAt(0)) {
        // A button in it may be what asked for this.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const OpenQuestion &question : preview.questions) {
        auto *box = new QWidget;
        auto *column = new QVBoxLayout(box);
        column->setContentsMargins(0, 0, 0, 0);
        auto *text = new QLabel(question.text);
        text->setWordWrap(true);
        column->addWidget(text);
        if (!question.answers.isEmpty()) {
            auto *answers = new QWidget;
            auto *row = new FlowLayout(gridUnit, gridUnit / 2, answers);
            for (const QString &answer : question.answers) {
                auto *button = new QPushButton(answer);
                row->addWidget(button);
                connect(button, &QPushButton::clicked, this,
                        [this, about = question.about, answer] { Q_EMIT answered(about, answer); });
            }
            column->addWidget(answers);
        }
        m_questions->addWidget(box);
    }
}

void PreviewView::showRows(const TablePreview &preview)
{
    m_rows->clear();
    m_rows->setColumnCount(static_cast<int>(preview.fields.size()));
    m_rows->setRowCount(static_cast<int>(preview.rows.size()));
    const QStringList read = columnsRead(preview.settings);
    for (int column = 0; column < m_rows->columnCount(); ++column) {
        const QString &field = preview.fields[column];
        const bool isRead = read.contains(field, Qt::CaseInsensitive);
        auto *header = new QTableWidgetItem(field);
        QFont headerFont = m_rows->font();
        headerFont.setBold(isRead);
        header->setFont(headerFont);
        header->setToolTip(isRead ? tr("%1 is read").arg(field) : tr("%1 is not read").arg(field));
        m_rows->setHorizontalHeaderItem(column, header);
        for (int row = 0; row < m_rows->rowCount(); ++row) {
            auto *item = new QTableWidgetItem(preview.rows[static_cast<std::size_t>(row)].value(column));
            if (!isRead)
                item->setForeground(mutedText(palette()));
            m_rows->setItem(row, column, item);
        }
    }
    m_rows->resizeColumnsToContents();
    for (int column = 0; column < m_rows->columnCount(); ++column)
        m_rows->setColumnWidth(column, std::min(m_rows->columnWidth(column), 30 * gridUnit));
}

void PreviewView::showTypes(const TablePreview &preview)
{
    m_types->setRowCount(0);
    m_types->setRowCount(static_cast<int>(preview.types.size()));
    for (int row = 0; row < m_types->rowCount(); ++row) {
        const SeenType &type = preview.types[static_cast<std::size_t>(row)];
        m_types->setItem(row, 0, new QTableWidgetItem(type.name));
        auto *count = new QTableWidgetItem(grouped(type.rows));
        count->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_types->setItem(row, 1, count);
        if (type.group == Group::Target && !m_groups.contains(type.name.toUpper())) {
            m_types->setItem(row, 2, new QTableWidgetItem(tr("Target")));
            continue;
        }
        auto *choice = new QComboBox;
        choice->setAccessibleName(tr("Group of %1").arg(type.name));
        choice->setFocusPolicy(Qt::StrongFocus);
        for (const Group group : {Group::Violent, Group::Property, Group::Other})
            choice->addItem(groupName(group), static_cast<int>(group));
        choice->setCurrentIndex(choice->findData(static_cast<int>(m_groups.value(type.name.toUpper(), type.group))));
        connect(choice, &QComboBox::activated, this, [this, choice, name = type.name.toUpper()] {
            m_groups[name] = static_cast<Group>(choice->currentData().toInt());
            Q_EMIT groupsChanged();
        });
        m_types->setCellWidget(row, 2, choice);
    }
    m_types->resizeColumnToContents(1);
    m_types->setColumnWidth(2, 16 * gridUnit);
}

} // namespace forewatch
