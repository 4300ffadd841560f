#include "engine/report/report_pages.h"

#include "engine/core/error.h"

#include <QAbstractTextDocumentLayout>
#include <QGuiApplication>
#include <QPainter>
#include <QPdfWriter>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextObjectInterface>
#include <QTextTable>

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

constexpr double unitsPerMm = 96 / 25.4;
constexpr double marginMm = 15;
constexpr double footerHeight = 28;
constexpr int drawingType = QTextFormat::UserObject + 1;
constexpr int drawingNumber = QTextFormat::UserProperty + 1;
const QColor ink(0x20, 0x20, 0x20);
const QColor quietInk(0x5f, 0x5f, 0x5f);
const QColor rule(0xc8, 0xc8, 0xc8);

/// Puts drawings into the flow of the text.
class Drawings final : public QObject, public QTextObjectInterface
{
    Q_OBJECT
    Q_INTERFACES(QTextObjectInterface)

public:
    int add(QSizeF size, ReportPages::Drawing draw)
    {
        m_drawings.push_back({size, std::move(draw)});
        return static_cast<int>(m_drawings.size()) - 1;
    }

    QSizeF intrinsicSize(QTextDocument *, int, const QTextFormat &format) override { return of(format).size; }

    void drawObject(QPainter *painter, const QRectF &area, QTextDocument *, int, const QTextFormat &format) override
    {
        // What lies on another page is asked for too.
        if (!painter->clipBoundingRect().intersects(area.adjusted(1, 1, -1, -1)))
            return;
        painter->save();
        painter->setClipRect(area, Qt::IntersectClip);
        of(format).draw(*painter, area);
        painter->restore();
    }

private:
    struct Sized
    {
        QSizeF size;
        ReportPages::Drawing draw;
    };

    const Sized &of(const QTextFormat &format) const { return m_drawings[static_cast<std::size_t>(format.intProperty(drawingNumber))]; }

    std::vector<Sized> m_drawings;
};

QTextCharFormat letters(double points, const QColor &color = ink, int weight = QFont::Normal)
{
    QTextCharFormat format;
    QFont font = QGuiApplication::font();
    font.setPointSizeF(points);
    font.setWeight(static_cast<QFont::Weight>(weight));
    font.setHintingPreference(QFont::PreferNoHinting);
    format.setFont(font);
    format.setForeground(color);
    return format;
}

QTextBlockFormat block(double above, double below)
{
    QTextBlockFormat format;
    format.setTopMargin(above);
    format.setBottomMargin(below);
    return format;
}

} // namespace

struct ReportPages::Parts
{
    QPageSize paper;
    QString title;
    QString footer;
    QSizeF page;
    Drawings drawings;
    QTextDocument document;
    QTextCursor cursor{&document};
    /// Blocks that must not be the last on a page.
    std::vector<QTextCursor> headings;
    bool breakBefore = false;
    bool isEmpty = true;

    QTextBlockFormat next(QTextBlockFormat format)
    {
        if (breakBefore)
            format.setPageBreakPolicy(QTextFormat::PageBreak_AlwaysBefore);
        breakBefore = false;
        return format;
    }

    void begin(const QTextBlockFormat &format, const QTextCharFormat &characters)
    {
        const QTextBlockFormat wanted = next(format);
        if (isEmpty) {
            cursor.setBlockFormat(wanted);
            cursor.setBlockCharFormat(characters);
        } else {
            cursor.insertBlock(wanted, characters);
        }
        cursor.setCharFormat(characters);
        isEmpty = false;
    }

    void text(const QString &text, const QTextBlockFormat &format, const QTextCharFormat &characters)
    {
        begin(format, characters);
        cursor.insertText(text, characters);
    }

    static void insertDrawing(QTextCursor &at, int number)
    {
        QTextCharFormat format;
        format.setObjectType(drawingType);
        format.setProperty(drawingNumber, number);
        at.insertText(QString(QChar::ObjectReplacementCharacter), format);
    }

    QTextTable *insertTable(int rows, int columns, int headers)
    {
        // A small block of its own takes the page break, which a table would ignore.
        begin(block(0, 0), letters(2));
        QTextTableFormat format;
        format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
        format.setBorder(0);
        format.setCellPadding(2);
        format.setCellSpacing(0);
        format.setHeaderRowCount(headers);
        format.setTopMargin(2);
        format.setBottomMargin(4);
        return cursor.insertTable(rows, columns, format);
    }
};

ReportPages::ReportPages(QPageSize::PageSizeId paper, const QString &title, const QString &footer) : m_parts(new Parts)
{
    m_parts->paper = QPageSize(paper);
    m_parts->title = title;
    m_parts->footer = footer;
    const QSizeF whole = m_parts->paper.size(QPageSize::Millimeter) * unitsPerMm;
    m_parts->page = {std::floor(whole.width() - 2 * marginMm * unitsPerMm),
                     std::floor(whole.height() - 2 * marginMm * unitsPerMm - footerHeight)};
    m_parts->document.setDocumentMargin(0);
    m_parts->document.setUndoRedoEnabled(false);
    m_parts->document.setUseDesignMetrics(true);
    m_parts->document.documentLayout()->registerHandler(drawingType, &m_parts->drawings);
}

ReportPages::~ReportPages() = default;

double ReportPages::width() const
{
    return m_parts->page.width();
}

void ReportPages::title(const QString &text, const QString &subtitle)
{
    m_parts->text(text, block(0, 2), letters(16, ink, QFont::DemiBold));
    m_parts->text(subtitle, block(0, 10), letters(8.5, quietInk));
}

void ReportPages::heading(const QString &text)
{
    m_parts->text(text, block(14, 4), letters(12, ink, QFont::DemiBold));
    m_parts->headings.push_back(m_parts->cursor);
    // Positions of cursors move with what is inserted behind them, so this one is to stay.
    m_parts->headings.back().setKeepPositionOnInsert(true);
}

void ReportPages::paragraph(const QString &text)
{
    m_parts->text(text, block(0, 5), letters(9));
}

void ReportPages::lead(const QString &text)
{
    m_parts->text(text, block(6, 4), letters(10, ink, QFont::DemiBold));
}

void ReportPages::note(const QString &text)
{
    m_parts->text(text, block(0, 6), letters(7.5, quietInk));
}

void ReportPages::list(const QStringList &items)
{
    for (const QString &item : items) {
        QTextBlockFormat format = block(0, 3);
        format.setLeftMargin(14);
        format.setTextIndent(-10);
        m_parts->text(QStringLiteral("•\u2002") + item, format, letters(9));
    }
}

void ReportPages::table(const std::vector<QStringList> &lines, const std::vector<int> &texts)
{
    if (lines.empty())
        return;
    const auto columns = static_cast<int>(lines.front().size());
    QTextTable *table = m_parts->insertTable(static_cast<int>(lines.size()), columns, 1);
    if (columns > 6) {
        // Names need room and numbers as much as each other.
        constexpr double names = 22;
        QList<QTextLength> widths(columns, QTextLength(QTextLength::PercentageLength, (100 - names) / (columns - 1)));
        widths[0] = QTextLength(QTextLength::PercentageLength, names);
        QTextTableFormat format = table->format();
        format.setColumnWidthConstraints(widths);
        table->setFormat(format);
    }
    for (int row = 0; row < static_cast<int>(lines.size()); ++row) {
        for (int column = 0; column < columns; ++column) {
            QTextTableCell cell = table->cellAt(row, column);
            QTextTableCellFormat look;
            look.setBottomBorder(row == 0 ? 0.8 : 0.4);
            look.setBottomBorderStyle(QTextFrameFormat::BorderStyle_Solid);
            look.setBottomBorderBrush(row == 0 ? quietInk : rule);
            look.setTopPadding(2);
            look.setBottomPadding(2);
            look.setLeftPadding(column == 0 ? 0 : 5);
            look.setRightPadding(column == columns - 1 ? 0 : 5);
            look.setVerticalAlignment(row == 0 ? QTextCharFormat::AlignBottom : QTextCharFormat::AlignTop);
            cell.setFormat(look);
            QTextCursor at = cell.firstCursorPosition();
            QTextBlockFormat format = block(0, 0);
            format.setAlignment(std::ranges::find(texts, column) != texts.end() ? Qt::AlignLeft : Qt::AlignRight);
            at.setBlockFormat(format);
            at.insertText(lines[static_cast<std::size_t>(row)][column],
                          row == 0 ? letters(7.5, quietInk, QFont::DemiBold) : letters(8));
        }
    }
    m_parts->cursor.movePosition(QTextCursor::End);
}

void ReportPages::figure(double height, Drawing draw)
{
    m_parts->begin(block(2, 6), letters(9));
    Parts::insertDrawing(m_parts->cursor, m_parts->drawings.add({width(), height}, std::move(draw)));
}

void ReportPages::figures(int columns, double height, std::vector<Figure> figures)
{
    if (figures.empty())
        return;
    const int rows = (static_cast<int>(figures.size()) + columns - 1) / columns;
    QTextTable *table = m_parts->insertTable(rows, columns, 0);
    const double each = std::floor(width() / columns) - 8;
    for (int i = 0; i < static_cast<int>(figures.size()); ++i) {
        Figure &figure = figures[static_cast<std::size_t>(i)];
        QTextCursor at = table->cellAt(i / columns, i % columns).firstCursorPosition();
        at.setBlockFormat(block(0, 2));
        Parts::insertDrawing(at, m_parts->drawings.add({each, height}, std::move(figure.draw)));
        at.insertBlock(block(0, 6));
        at.insertText(figure.caption, letters(7.5));
    }
    m_parts->cursor.movePosition(QTextCursor::End);
}

void ReportPages::newPage()
{
    m_parts->breakBefore = true;
}

void ReportPages::layOut()
{
    QTextDocument &document = m_parts->document;
    document.setPageSize(m_parts->page);
    const auto pageOf = [&](const QTextBlock &text) {
        return static_cast<int>(document.documentLayout()->blockBoundingRect(text).top() / m_parts->page.height());
    };
    for (QTextCursor &heading : m_parts->headings) {
        const QTextBlock next = heading.block().next();
        // The block before a table is empty: what counts is what comes after it.
        const QTextBlock shown = next.isValid() && next.text().isEmpty() && next.next().isValid() ? next.next() : next;
        if (!shown.isValid() || pageOf(heading.block()) == pageOf(shown))
            continue;
        QTextBlockFormat format = heading.blockFormat();
        format.setPageBreakPolicy(QTextFormat::PageBreak_AlwaysBefore);
        heading.setBlockFormat(format);
    }
}

int ReportPages::pageCount()
{
    layOut();
    return m_parts->document.pageCount();
}

void ReportPages::write(QIODevice &device)
{
    QPdfWriter pdf(&device);
    pdf.setResolution(96);
    pdf.setPageSize(m_parts->paper);
    pdf.setPageMargins(QMarginsF(marginMm, marginMm, marginMm, marginMm), QPageLayout::Millimeter);
    pdf.setTitle(m_parts->title);
    pdf.setCreator(QStringLiteral("Forewatch " FOREWATCH_VERSION));
    m_parts->document.documentLayout()->setPaintDevice(&pdf);
    const int pages = pageCount();

    QPainter painter;
    if (!painter.begin(&pdf))
        throw Error(QStringLiteral("The report cannot be written. Choose another place for it."));
    const double below = m_parts->page.height();
    for (int page = 0; page < pages; ++page) {
        if (page > 0)
            pdf.newPage();
        painter.save();
        painter.translate(0, -page * below);
        QAbstractTextDocumentLayout::PaintContext context;
        context.clip = QRectF(0, page * below, m_parts->page.width(), below);
        context.palette.setColor(QPalette::Text, ink);
        painter.setClipRect(context.clip);
        m_parts->document.documentLayout()->draw(&painter, context);
        painter.restore();

        const QRectF line(0, below + 12, m_parts->page.width(), footerHeight - 12);
        painter.setPen(quietInk);
        painter.setFont(letters(7.5).font());
        const QString number = QStringLiteral("%1 / %2").arg(page + 1).arg(pages);
        const double numberWidth = painter.fontMetrics().horizontalAdvance(number) + 12;
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, number);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(m_parts->footer, Qt::ElideRight, static_cast<int>(line.width() - numberWidth)));
        painter.setPen(QPen(rule, 0.5));
        painter.drawLine(QPointF(0, below + 10), QPointF(m_parts->page.width(), below + 10));
    }
    painter.end();
    m_parts->document.documentLayout()->setPaintDevice(nullptr);
}

} // namespace forewatch

#include "report_pages.moc"
