#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <vector>

namespace forewatch {

/// Builds a self-contained HTML page: headings, paragraphs, tables and drawings. What is passed is plain text and is escaped,
/// but for `add`.
class HtmlPage
{
public:
    explicit HtmlPage(const QString &title) : m_title(title) {}

    void heading(const QString &text);
    void paragraph(const QString &text);
    /// Small and quiet: what a table's columns mean.
    void note(const QString &text);
    void list(const QStringList &items);
    /// Names and values, one pair a line; pairs without a value are left out.
    void facts(const std::vector<std::pair<QString, QString>> &facts);
    /// The first line is the header; the first column is text, the others are numbers.
    void table(const std::vector<QStringList> &lines);
    /// Markup as it is.
    void add(const QString &markup) { m_body += markup; }

    QByteArray toHtml() const;

private:
    QString m_title;
    QString m_body;
};

} // namespace forewatch
