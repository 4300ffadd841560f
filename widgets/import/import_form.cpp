#include "widgets/import/import_form.h"

#include "engine/data/incident_table.h"
#include "widgets/import/found_choice.h"
#include "widgets/look.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QTimeZone>
#include <QToolButton>

namespace forewatch {

namespace {

using Option = FoundChoice::Option;

QList<Option> dateOrders()
{
    return {{ImportForm::tr("month, day, year"), dateOrderKey(DateOrder::MonthDayYear)},
            {ImportForm::tr("day, month, year"), dateOrderKey(DateOrder::DayMonthYear)},
            {ImportForm::tr("year, month, day"), dateOrderKey(DateOrder::YearMonthDay)},
            {ImportForm::tr("seconds since 1970"), dateOrderKey(DateOrder::EpochSeconds)},
            {ImportForm::tr("milliseconds since 1970"), dateOrderKey(DateOrder::EpochMilliseconds)}};
}

QString textOf(const QList<Option> &options, const QString &value)
{
    for (const Option &option : options)
        if (option.value == value)
            return option.text;
    return value;
}

QList<Option> zones()
{
    static const QList<Option> all = [] {
        QList<Option> options;
        for (const QByteArray &id : QTimeZone::availableTimeZoneIds())
            options << Option{QString::fromLatin1(id), QString::fromLatin1(id)};
        return options;
    }();
    return all;
}

const QList<Option> &encodings()
{
    static const QList<Option> all = {{QStringLiteral("UTF-8"), QStringLiteral("UTF-8")},
                                      {QStringLiteral("Windows-1252"), QStringLiteral("CP1252")},
                                      {QStringLiteral("ISO 8859-1"), QStringLiteral("ISO-8859-1")}};
    return all;
}

QList<Option> delimiters()
{
    return {{ImportForm::tr("comma"), QStringLiteral("comma")},
            {ImportForm::tr("semicolon"), QStringLiteral("semicolon")},
            {ImportForm::tr("tab"), QStringLiteral("tab")},
            {ImportForm::tr("vertical bar"), QStringLiteral("pipe")}};
}

} // namespace

ImportForm::ImportForm(QWidget *parent)
    : QWidget(parent)
    , m_flags(new QToolButton)
    , m_swapAxes(new QCheckBox(tr("Longitude and latitude have changed places")))
    , m_target(new QLineEdit)
    , m_nameField(new QLineEdit)
    , m_areasCrs(new QLineEdit)
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    form->setSpacing(gridUnit / 2);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);

    addHeading(*form, tr("Table"));
    m_layer = add(*form, tr("Layer"));
    m_delimiter = add(*form, tr("Fields end with"));
    m_encoding = add(*form, tr("Encoding"));

    const auto addRole = [&](const QString &key) {
        for (const ColumnRole &role : columnRoles())
            if (role.key == key)
                m_roles[static_cast<std::size_t>(&role - columnRoles().data())] = add(*form, role.title, key == QLatin1String("every"));
    };
    m_roles.resize(columnRoles().size());
    addHeading(*form, tr("Time"));
    for (const char *key : {"time", "date", "clock"})
        addRole(QLatin1String(key));
    m_dateOrder = add(*form, tr("Dates are"));
    m_timeZone = add(*form, tr("Times are in"), true);
    m_cityTimeZone = add(*form, tr("The city's zone"), true);
    addHeading(*form, tr("Place"));
    for (const char *key : {"lon", "lat", "pair"})
        addRole(QLatin1String(key));
    m_crs = add(*form, tr("Coordinate system"), true);
    form->addRow(QString(), m_swapAxes);
    addHeading(*form, tr("What"));
    for (const ColumnRole &role : columnRoles())
        if (!m_roles[static_cast<std::size_t>(&role - columnRoles().data())])
            addRole(role.key);
    m_flags->setPopupMode(QToolButton::InstantPopup);
    m_flags->setMenu(new QMenu(m_flags));
    m_flags->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_flags->setAccessibleName(tr("Yes/no columns"));
    form->addRow(tr("Yes/no columns"), m_flags);
    addHeading(*form, tr("Warn of"));
    m_target->setToolTip(tr("Types, separated by commas, or rules: type=AGG. ASSAULT & weapon=FIREARM, flag=Shooting"));
    form->addRow(tr("Target"), m_target);
    addHeading(*form, tr("Neighborhoods"));
    m_nameField->setPlaceholderText(tr("recognized"));
    m_areasCrs->setPlaceholderText(tr("as the file says"));
    form->addRow(tr("Field with the name"), m_nameField);
    form->addRow(tr("Coordinate system"), m_areasCrs);

    connect(m_swapAxes, &QCheckBox::clicked, this, &ImportForm::changed);
    for (QLineEdit *field : {m_target, m_nameField, m_areasCrs})
        connect(field, &QLineEdit::editingFinished, this, [this, field] {
            if (field->isModified())
                Q_EMIT changed();
            field->setModified(false);
        });
}

FoundChoice *ImportForm::add(QFormLayout &form, const QString &label, bool freeText)
{
    auto *choice = new FoundChoice(freeText);
    choice->setAccessibleName(label);
    form.addRow(label, choice);
    connect(choice, &FoundChoice::chosenChanged, this, &ImportForm::changed);
    return choice;
}

void ImportForm::addHeading(QFormLayout &form, const QString &text)
{
    auto *heading = new QLabel(text);
    QFont bold = heading->font();
    bold.setBold(true);
    heading->setFont(bold);
    if (form.rowCount() > 0)
        heading->setContentsMargins(0, gridUnit, 0, 0);
    form.addRow(heading);
}

void ImportForm::setAsked(const ImportSettings &asked)
{
    m_asked = asked;
    const IncidentSettings &incidents = asked.incidents;
    m_layer->choose(incidents.layer);
    for (const ColumnRole &role : columnRoles())
        m_roles[static_cast<std::size_t>(&role - columnRoles().data())]->choose(incidents.columns.*role.column);
    m_dateOrder->choose(dateOrderKey(incidents.dateOrder));
    m_timeZone->choose(incidents.timeZone);
    m_cityTimeZone->choose(incidents.cityTimeZone);
    m_crs->choose(incidents.crs);
    m_swapAxes->setChecked(incidents.swapAxes);
    m_encoding->choose(incidents.encoding);
    m_delimiter->choose(incidents.delimiter);
    m_target->setText(asked.target.join(QStringLiteral(", ")));
    m_nameField->setText(asked.neighborhoods.nameField);
    m_areasCrs->setText(asked.neighborhoods.crs);
}

ImportSettings ImportForm::asked() const
{
    ImportSettings asked = m_asked;
    IncidentSettings &incidents = asked.incidents;
    incidents.layer = m_layer->chosen();
    for (const ColumnRole &role : columnRoles())
        incidents.columns.*role.column = m_roles[static_cast<std::size_t>(&role - columnRoles().data())]->chosen();
    incidents.dateOrder = dateOrderNamed(m_dateOrder->chosen()).value_or(DateOrder::Guess);
    incidents.timeZone = m_timeZone->chosen();
    incidents.cityTimeZone = m_cityTimeZone->chosen();
    incidents.crs = m_crs->chosen();
    incidents.swapAxes = m_swapAxes->isChecked();
    incidents.encoding = m_encoding->chosen();
    incidents.delimiter = m_delimiter->chosen();
    asked.target = Target::split(m_target->text());
    asked.neighborhoods.nameField = m_nameField->text().trimmed();
    asked.neighborhoods.crs = m_areasCrs->text().trimmed();
    return asked;
}

void ImportForm::setPreview(const TablePreview &preview)
{
    const IncidentSettings &found = preview.settings;
    QList<Option> layers;
    for (const QString &layer : preview.layers)
        layers << Option{layer, layer};
    m_layer->setOptions(found.layer.isEmpty() ? preview.layers.value(0) : found.layer, layers);

    QList<Option> columns = {{tr("None"), noColumn}};
    for (const QString &field : preview.fields)
        columns << Option{field, field};
    for (const ColumnRole &role : columnRoles()) {
        const bool isColumn = role.key != QLatin1String("every");
        const QString &name = found.columns.*role.column;
        m_roles[static_cast<std::size_t>(&role - columnRoles().data())]->setOptions(
            name == noColumn ? QString() : name, isColumn ? columns : QList<Option>());
    }
    fillFlags(preview);

    m_dateOrder->setOptions(textOf(dateOrders(), dateOrderKey(found.dateOrder)), dateOrders());
    const QList<Option> asWritten = {{tr("the city's wall clock, as written"), wallClock}};
    m_timeZone->setOptions(found.timeZone.isEmpty() || found.timeZone == wallClock ? asWritten.first().text : found.timeZone,
                           asWritten + zones());
    m_cityTimeZone->setOptions(found.cityTimeZone, zones());
    m_crs->setOptions(found.crs, {{tr("degrees (EPSG:4326)"), QStringLiteral("EPSG:4326")}});
    m_encoding->setOptions(textOf(encodings(), found.encoding), encodings());
    m_delimiter->setOptions(textOf(delimiters(), found.delimiter), delimiters());
    m_target->setPlaceholderText(preview.target.join(QStringLiteral(", ")));
}

void ImportForm::fillFlags(const TablePreview &preview)
{
    QMenu *menu = m_flags->menu();
    menu->clear();
    QStringList flags = m_asked.incidents.columns.flags;
    const bool isAsked = !flags.isEmpty();
    if (!isAsked)
        flags = preview.settings.columns.flags;
    for (const QString &field : preview.fields) {
        QAction *action = menu->addAction(field);
        action->setCheckable(true);
        action->setChecked(flags.contains(field, Qt::CaseInsensitive));
        connect(action, &QAction::triggered, this, [this, menu] {
            m_asked.incidents.columns.flags.clear();
            for (const QAction *each : menu->actions())
                if (each->isChecked())
                    m_asked.incidents.columns.flags << each->text();
            Q_EMIT changed();
        });
    }
    const QString names = flags.join(QStringLiteral(", "));
    m_flags->setText(flags.isEmpty() ? tr("None found") : isAsked ? names : tr("Found: %1").arg(names));
}

} // namespace forewatch
