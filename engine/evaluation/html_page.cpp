#include "engine/evaluation/html_page.h"

namespace forewatch {

namespace {

const char style[] = R"(
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --quiet: #59636e; --line: #d0d7de; --band: #f4f6f8;
  --training: #3f69aa; --validation: #a15c00; --test: #006e6d; }
@media (prefers-color-scheme: dark) { :root { --paper: #16191d; --ink: #e6e8ea; --quiet: #9aa4ae; --line: #3a4149; --band: #20252b;
  --training: #7aa5e0; --validation: #e0a04a; --test: #4fb8b6; } }
body { background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto;
  padding: 0 1rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); }
p, ul { max-width: 46rem; } .note { color: var(--quiet); font-size: .87rem; }
table { border-collapse: collapse; margin: .5rem 0; font-variant-numeric: tabular-nums; font-size: .9rem; }
th, td { padding: .2rem .75rem .2rem 0; text-align: right; vertical-align: top; border-bottom: 1px solid var(--line); }
th { color: var(--quiet); font-weight: 600; } th:first-child, td:first-child { text-align: left; } .facts td { text-align: left; }
.facts td:first-child { color: var(--quiet); white-space: nowrap; } .facts td:last-child { overflow-wrap: anywhere; }
.wide { overflow-x: auto; } svg { max-width: 100%; height: auto; } svg text { fill: var(--ink); font: 12px system-ui, sans-serif; }
svg .quiet { fill: var(--quiet); } svg .axis { stroke: var(--line); } svg path { fill: none; stroke-width: 1.5; }
.training { fill: var(--training); } .validation { fill: var(--validation); } .test { fill: var(--test); }
path.training { stroke: var(--training); } path.validation { stroke: var(--validation); }
@media print { :root { --paper: #fff; --ink: #000; --quiet: #444; --line: #bbb; } body { max-width: none; margin: 0; font-size: 10pt; }
  h2 { break-after: avoid; } tr, svg { break-inside: avoid; } .wide { overflow: visible; } }
)";

} // namespace

void HtmlPage::heading(const QString &text)
{
    m_body += QStringLiteral("<h2>%1</h2>\n").arg(text.toHtmlEscaped());
}

void HtmlPage::paragraph(const QString &text)
{
    m_body += QStringLiteral("<p>%1</p>\n").arg(text.toHtmlEscaped());
}

void HtmlPage::note(const QString &text)
{
    m_body += QStringLiteral("<p class=\"note\">%1</p>\n").arg(text.toHtmlEscaped());
}

void HtmlPage::list(const QStringList &items)
{
    m_body += QStringLiteral("<ul>\n");
    for (const QString &item : items)
        m_body += QStringLiteral("<li>%1</li>\n").arg(item.toHtmlEscaped());
    m_body += QStringLiteral("</ul>\n");
}

void HtmlPage::facts(const std::vector<std::pair<QString, QString>> &facts)
{
    m_body += QStringLiteral("<table class=\"facts\">\n");
    for (const auto &[name, value] : facts)
        if (!value.isEmpty())
            m_body += QStringLiteral("<tr><td>%1</td><td>%2</td></tr>\n").arg(name.toHtmlEscaped(), value.toHtmlEscaped());
    m_body += QStringLiteral("</table>\n");
}

void HtmlPage::table(const std::vector<QStringList> &lines)
{
    m_body += QStringLiteral("<div class=\"wide\"><table>\n");
    for (std::size_t i = 0; i < lines.size(); ++i) {
        m_body += QStringLiteral("<tr>");
        for (const QString &cell : lines[i])
            m_body += QStringLiteral("<%1>%2</%1>").arg(i == 0 ? QStringLiteral("th") : QStringLiteral("td"), cell.toHtmlEscaped());
        m_body += QStringLiteral("</tr>\n");
    }
    m_body += QStringLiteral("</table></div>\n");
}

QByteArray HtmlPage::toHtml() const
{
    const QString title = m_title.toHtmlEscaped();
    return QByteArray("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
        + title.toUtf8() + "</title>\n<style>" + style + "</style></head>\n<body>\n<h1>" + title.toUtf8() + "</h1>\n"
        + m_body.toUtf8() + "</body></html>\n";
}

} // namespace forewatch
