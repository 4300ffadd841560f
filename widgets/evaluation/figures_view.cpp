#include "widgets/evaluation/figures_view.h"

#include "widgets/evaluation/figure_words.h"
#include "widgets/evaluation/figures_model.h"
#include "widgets/evaluation/interval_delegate.h"
#include "widgets/flow_layout.h"
#include "widgets/look.h"
#include "widgets/text_label.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace forewatch {

FiguresView::FiguresView(QWidget *parent)
    : QScrollArea(parent)
    , m_model(new FiguresModel(this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_notes(makeTextLabel("notes"))
    , m_table(new QTableView)
    , m_legend(makeTextLabel("legend"))
    , m_copy(new QToolButton)
    , m_save(new QToolButton)
    , m_publishedText(makeTextLabel("published"))
    , m_sheet(new QWidget)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(FiguresModel::NumberRole);
    m_table->setModel(m_sorted);
    setUpTable(*m_table, tr("The model beside the baselines"));
    m_table->setItemDelegate(new IntervalDelegate(m_table));
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_copy->setText(tr("Copy"));
    m_copy->setToolTip(tr("Copy the table as text with tabs, for a spreadsheet"));
    m_save->setText(tr("Save as CSV…"));
    for (QToolButton *button : {m_copy, m_save})
        button->setAutoRaise(true);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->addWidget(m_legend, 1);
    buttons->addWidget(m_copy, 0, Qt::AlignTop);
    buttons->addWidget(m_save, 0, Qt::AlignTop);
    new FlowLayout(gridUnit, gridUnit, m_sheet);
    QSizePolicy flows(QSizePolicy::Preferred, QSizePolicy::Preferred);
    flows.setHeightForWidth(true);
    m_sheet->setSizePolicy(flows);

    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    column->setSpacing(gridUnit);
    column->addWidget(m_notes);
    column->addWidget(m_table);
    column->addLayout(buttons);
    column->addSpacing(gridUnit);
    column->addWidget(m_publishedText);
    column->addWidget(m_sheet);
    column->addStretch();
    setWidget(content);

    m_legend->setText(tr("Below each number its 95 % interval, by resampling days; below the calibration error, what a perfectly "
                         "calibrated forecast would get. All forecasts learnt from the same days and were calibrated on the same "
                         "ones."));
    connect(m_copy, &QToolButton::clicked, this, &FiguresView::copy);
    connect(m_save, &QToolButton::clicked, this, &FiguresView::saveRequested);
    setEvaluation(nullptr);
    changeEvent(nullptr);
}

void FiguresView::setEvaluation(std::shared_ptr<const Evaluation> evaluation)
{
    m_evaluation = std::move(evaluation);
    m_pictures.clear();
    m_model->setEvaluation(m_evaluation);
    for (QWidget *part : {static_cast<QWidget *>(m_table), static_cast<QWidget *>(m_legend), static_cast<QWidget *>(m_copy),
                          static_cast<QWidget *>(m_save), static_cast<QWidget *>(m_notes)})
        part->setVisible(m_evaluation != nullptr);
    showNotes();
    fitTable();
    showPublished();
}

void FiguresView::showNotes()
{
    if (!m_evaluation)
        return;
    QStringList lines{tr("%1 of %2 windows have a target.")
                          .arg(probabilityText(m_evaluation->baseRate), grouped(static_cast<qint64>(m_evaluation->examples.size())))};
    if (m_evaluation->seen > 0)
        lines << tr("%1 more were left out because training had seen them.")
                     .arg(grouped(static_cast<qint64>(m_evaluation->seen)));
    m_notes->setText(lines.join(QLatin1Char(' ')));
}

void FiguresView::fitTable()
{
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() * 9 / 5 + gridUnit);
    showAllRows(*m_table);
    const QFontMetrics metrics(m_table->font());
    int names = metrics.horizontalAdvance(tr("Forecast"));
    QFont bold = m_table->font();
    bold.setBold(true);
    for (int row = 0; row < m_model->rowCount(); ++row)
        names = std::max(names, QFontMetrics(bold).horizontalAdvance(m_model->index(row, 0).data().toString()));
    m_table->setColumnWidth(0, names + 2 * gridUnit);
    const int least = QFontMetrics(scaled(bold, 0.8)).horizontalAdvance(QStringLiteral("−0.000 – −0.000")) + gridUnit + 2;
    for (int column = 1; column < m_model->columnCount(); ++column) {
        const int title = metrics.horizontalAdvance(m_model->headerData(column, Qt::Horizontal).toString()) + 3 * gridUnit;
        m_table->setColumnWidth(column, std::max(title, least));
    }
}

void FiguresView::setSheet(std::vector<QImage> pictures)
{
    m_pictures = std::move(pictures);
    showPublished();
}

void FiguresView::showPublished()
{
    const bool has = m_evaluation && m_evaluation->published;
    m_publishedText->setVisible(has);
    m_sheet->setVisible(has && !m_pictures.empty());
    for (QLabel *cell : m_cells)
        delete cell->parentWidget();
    m_cells.clear();
    if (!has)
        return;
    const PublishedMeasure &published = *m_evaluation->published;
    const auto [least, most] = std::ranges::minmax(published.accuracies);
    m_publishedText->setText(
        tr("The publication's own measure: %1 right, the mean of %2 random batches of %3 windows of which as many have a target as "
           "have none (single batches: %4 to %5). It is no number for days as they come, where %6 of windows have a target. The "
           "last batch:")
            .arg(probabilityText(published.mean)).arg(published.accuracies.size()).arg(PublishedMeasure::batchSize)
            .arg(probabilityText(least), probabilityText(most), probabilityText(m_evaluation->baseRate)));
    for (std::size_t i = 0; i < std::min(m_pictures.size(), published.sheet.size()); ++i) {
        const Example &example = m_evaluation->examples[published.sheet[i]];
        const double score = published.sheetScores[i];
        const bool right = (score >= 0.5) == example.outcome;
        auto *cell = new QWidget;
        auto *column = new QVBoxLayout(cell);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(2);
        auto *picture = new QLabel;
        picture->setPixmap(QPixmap::fromImage(m_pictures[i]));
        picture->setFixedSize(m_pictures[i].size() + QSize(2, 2));
        picture->setFrameShape(QFrame::Box);
        picture->setCursor(Qt::PointingHandCursor);
        picture->setProperty("example", QVariant::fromValue<qulonglong>(published.sheet[i]));
        picture->installEventFilter(this);
        auto *text = new QLabel(tr("%1 %2\nsaid %3").arg(right ? QStringLiteral("✓") : QStringLiteral("✗"),
                                                            example.outcome ? tr("target") : tr("none"),
                                                            probabilityText(score)));
        text->setFont(scaled(font(), 0.85));
        text->setFixedWidth(picture->width());
        const QString words = tr("%1: %2 in truth; the network's score was %3, before any calibration")
                                  .arg(formatWindow(example.asked), example.outcome ? tr("a target") : tr("no target"),
                                       probabilityText(score));
        picture->setToolTip(words);
        picture->setAccessibleName(words);
        column->addWidget(picture);
        column->addWidget(text);
        m_sheet->layout()->addWidget(cell);
        m_cells.push_back(picture);
    }
}

bool FiguresView::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::MouseButtonRelease)
        if (const QVariant example = watched->property("example"); example.isValid())
            Q_EMIT exampleChosen(static_cast<std::size_t>(example.toULongLong()));
    return QScrollArea::eventFilter(watched, event);
}

QByteArray FiguresView::toCsv() const
{
    QByteArray csv;
    for (const QStringList &line : m_model->table()) {
        QStringList quoted;
        for (const QString &field : line)
            quoted << csvField(field);
        csv += quoted.join(QLatin1Char(',')).toUtf8() + '\n';
    }
    return csv;
}

void FiguresView::copy()
{
    QString text;
    for (const QStringList &line : m_model->table())
        text += line.join(QLatin1Char('\t')) + QLatin1Char('\n');
    QGuiApplication::clipboard()->setText(text);
}

void FiguresView::changeEvent(QEvent *event)
{
    if (!event || event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        m_legend->setPalette(muted(palette()));
        m_legend->setFont(scaled(font(), 0.85));
    }
    if (event)
        QScrollArea::changeEvent(event);
}

} // namespace forewatch
