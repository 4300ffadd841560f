#include "app/gui/alert_list.h"

#include "engine/core/text.h"
#include "widgets/evaluation/figure_words.h"
#include "widgets/evaluation/rows_model.h"
#include "widgets/look.h"
#include "widgets/tables/table_look.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace forewatch {

AlertList::AlertList(QWidget *parent)
    : QWidget(parent)
    , m_rows(new RowsModel({tr("Raised"), tr("Speaks of"), tr("Risk"), tr("Acknowledged by"), tr("Note")},
                           {tr("When the alert began"), tr("The span that it asked attention for when it began"), tr("Risk when it began"),
                            tr("Who has seen it, and when"), tr("What was noted")},
                           this))
    , m_table(new QTableView)
    , m_name(new QLineEdit)
    , m_note(new QLineEdit)
    , m_acknowledge(new QPushButton(tr("Acknowledge")))
{
    setUpTable(*m_table, tr("Alerts"));
    m_table->setModel(m_rows);
    // The drawer is as low as the window wants it.
    m_table->setMinimumHeight(5 * gridUnit);
    m_name->setPlaceholderText(tr("Your name"));
    m_name->setAccessibleName(m_name->placeholderText());
    m_note->setPlaceholderText(tr("Note: what was done, or why nothing"));
    m_note->setAccessibleName(m_note->placeholderText());
    auto *line = new QHBoxLayout;
    line->setSpacing(gridUnit);
    line->addWidget(m_name, 1);
    line->addWidget(m_note, 2);
    line->addWidget(m_acknowledge);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gridUnit);
    column->addWidget(m_table, 1);
    column->addLayout(line);
    for (QLineEdit *field : {m_name, m_note})
        connect(field, &QLineEdit::textChanged, this, &AlertList::showAlerts);
    connect(m_acknowledge, &QPushButton::clicked, this, &AlertList::acknowledge);
    showAlerts();
}

void AlertList::add(const Alert &alert, bool isReplay)
{
    m_alerts.push_back({alert, isReplay});
    showAlerts();
    Q_EMIT changed();
}

void AlertList::acknowledge()
{
    const QString name = m_name->text().trimmed();
    const QString note = m_note->text().trimmed();
    if (name.isEmpty() || note.isEmpty())
        return;
    for (RaisedAlert &raised : m_alerts) {
        if (!raised.by.isEmpty())
            continue;
        raised.by = name;
        raised.note = note;
        raised.at = QDateTime::currentDateTimeUtc().toString(Qt::ISODate);
        Q_EMIT acknowledged(raised);
    }
    m_note->clear();
    showAlerts();
    Q_EMIT changed();
}

QString AlertList::waiting() const
{
    const auto waits = [](const RaisedAlert &raised) { return raised.by.isEmpty(); };
    const auto count = std::ranges::count_if(m_alerts, waits);
    if (count == 0)
        return {};
    const RaisedAlert &newest = *std::find_if(m_alerts.rbegin(), m_alerts.rend(), waits);
    return tr("%1%2: raised %3, risk %4.")
        .arg(newest.isReplay ? tr("Replay: ") : QString(),
             counted(static_cast<qint64>(count), tr("alert waits for somebody"), tr("alerts wait for somebody")),
             formatTime(newest.alert.raised), probabilityText(newest.alert.peak));
}

void AlertList::showAlerts()
{
    std::vector<std::vector<RowsModel::Cell>> rows;
    for (auto raised = m_alerts.rbegin(); raised != m_alerts.rend(); ++raised) {
        const bool waits = raised->by.isEmpty();
        rows.push_back({{.text = formatTime(raised->alert.raised) + (raised->isReplay ? tr(" (replay)") : QString()), .bold = waits},
                        {.text = formatWindow(raised->alert.span), .bold = waits},
                        {.text = probabilityText(raised->alert.peak), .number = raised->alert.peak, .bold = waits},
                        {.text = waits ? tr("waits") : raised->by, .tip = raised->at, .bold = waits},
                        {.text = raised->note}});
    }
    m_rows->setRows(std::move(rows));
    m_table->resizeColumnsToContents();
    m_table->horizontalHeader()->setStretchLastSection(true);
    const bool isFilled = !m_name->text().trimmed().isEmpty() && !m_note->text().trimmed().isEmpty();
    const bool someWait = !waiting().isEmpty();
    m_acknowledge->setEnabled(someWait && isFilled);
    m_acknowledge->setToolTip(someWait && !isFilled ? tr("An acknowledgement needs a name and a note.") : QString());
}

} // namespace forewatch
