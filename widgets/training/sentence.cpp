#include "widgets/training/sentence.h"

#include "widgets/flow_layout.h"
#include "widgets/look.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>

namespace forewatch {

QComboBox *makeChoice(const QStringList &items, const QString &name)
{
    auto *box = new QComboBox;
    box->addItems(items);
    box->setAccessibleName(name);
    return box;
}

QComboBox *makeDuration(const QStringList &presets, const QString &name)
{
    auto *box = makeChoice(presets, name);
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->setCompleter(nullptr);
    box->setMinimumContentsLength(6);
    box->setToolTip(QStringLiteral("%1: 10 min, 2 h, 1 d …").arg(name));
    return box;
}

QLineEdit *makeDate(const QString &name)
{
    auto *field = new QLineEdit;
    field->setAccessibleName(name);
    field->setPlaceholderText(QStringLiteral("YYYY-MM-DD"));
    field->setFixedWidth(field->fontMetrics().horizontalAdvance(QStringLiteral("8888-88-88 88:88")) + 2 * gridUnit);
    return field;
}

QWidget *makeSentence(std::initializer_list<QWidget *> words)
{
    auto *sentence = new QWidget;
    auto *flow = new FlowLayout(gridUnit / 2 + 2, gridUnit / 2, sentence);
    for (QWidget *word : words)
        flow->addWidget(word);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    sentence->setSizePolicy(policy);
    return sentence;
}

QWidget *makePhrase(std::initializer_list<QWidget *> words)
{
    auto *phrase = new QWidget;
    auto *row = new QHBoxLayout(phrase);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(gridUnit / 2 + 2);
    for (QWidget *word : words)
        row->addWidget(word);
    return phrase;
}

QString durationText(Duration duration)
{
    return duration == Duration::zero() ? QStringLiteral("0 h") : formatDuration(duration);
}

QString dateText(Time time)
{
    const QString text = formatTime(time);
    return time == midnightOf(time) ? text.left(10) : text;
}

} // namespace forewatch
