#pragma once

#include <QPageSize>
#include <QRectF>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <vector>

class QIODevice;
class QPainter;

namespace forewatch {

/// A document of headings, text, tables and drawings that flows over pages of paper and is written as PDF: text that can be
/// searched and copied, drawings as vectors. A heading stays with what follows it; a table's header stands on each of its pages;
/// each page says which report it is of, and which page. Lengths of drawings are in units of 1/96 inch, as on a screen, so that
/// charts and maps are drawn as they are there. Used by one thread.
class ReportPages
{
public:
    /// Draws into an area; the painter's state may be left changed.
    using Drawing = std::function<void(QPainter &painter, const QRectF &area)>;

    struct Figure
    {
        Drawing draw;
        QString caption;
    };

    /// `footer` stands below each page, beside the number of the page.
    ReportPages(QPageSize::PageSizeId paper, const QString &title, const QString &footer);
    ~ReportPages();
    ReportPages(const ReportPages &) = delete;
    ReportPages &operator=(const ReportPages &) = delete;

    /// What the whole is, and quietly below it of what and from what.
    void title(const QString &text, const QString &subtitle);
    void heading(const QString &text);
    void paragraph(const QString &text);
    /// What is to be read first: a little larger.
    void lead(const QString &text);
    /// Small and quiet: how a table or drawing is to be read.
    void note(const QString &text);
    void list(const QStringList &items);
    /// The first line is the header. Columns named in `texts` are text, aligned to the left; the others are numbers, aligned to
    /// the right. Precondition: all lines are as long.
    void table(const std::vector<QStringList> &lines, const std::vector<int> &texts = {0});
    /// Over the whole width.
    void figure(double height, Drawing draw);
    /// Side by side, so many in a row, each with its caption below.
    void figures(int columns, double height, std::vector<Figure> figures);
    void newPage();

    /// Units of 1/96 inch between the margins.
    double width() const;

    int pageCount();

    /// Throws `Error` where the device refuses.
    void write(QIODevice &device);

private:
    struct Parts;
    void layOut();

    std::unique_ptr<Parts> m_parts;
};

} // namespace forewatch
