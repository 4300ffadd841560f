#include "app/gui/policy_panel.h"

#include "app/gui/ask_file.h"
#include "app/gui/save_file.h"
#include "app/gui/session.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/warning/ledger_report.h"
#include "widgets/look.h"
#include "widgets/text_label.h"

#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <cmath>

namespace forewatch {

namespace {

QDoubleSpinBox *makePercent(const QString &name, const QString &tip)
{
    auto *box = new QDoubleSpinBox;
    box->setRange(0, 100);
    box->setDecimals(1);
    box->setSingleStep(0.5);
    box->setSuffix(QStringLiteral(" %"));
    box->setAccessibleName(name);
    box->setToolTip(tip);
    box->setKeyboardTracking(false);
    return box;
}

QSpinBox *makeNumber(int most, const QString &suffix, const QString &none, const QString &name, const QString &tip)
{
    auto *box = new QSpinBox;
    box->setRange(0, most);
    box->setSuffix(suffix);
    box->setSpecialValueText(none);
    box->setAccessibleName(name);
    box->setToolTip(tip);
    box->setKeyboardTracking(false);
    return box;
}

Duration minutesOf(const QSpinBox *box)
{
    return std::chrono::minutes(box->value());
}

int minutesIn(Duration duration)
{
    return static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(duration).count());
}

QString jsonFiles()
{
    return PolicyPanel::tr("Alert policy (*.json)");
}

} // namespace

PolicyPanel::PolicyPanel(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_threshold(makePercent(tr("Threshold"), tr("An alert begins when the risk is at or above it")))
    , m_release(makePercent(tr("Release"), tr("A running alert lasts while the risk is at or above it; at most the threshold")))
    , m_smoothing(makeNumber(10080, tr(" min"), tr("none"), tr("Smoothing"), tr("The mean of the forecasts of so many minutes is taken")))
    , m_holdOff(makeNumber(10080, tr(" min"), tr("none"), tr("Hold-off"), tr("For so long after an alert's span none begins")))
    , m_mostPerDay(makeNumber(1000, {}, tr("no limit"), tr("Most a day"), tr("At most so many alerts begin on a calendar day")))
    , m_quiet(new QLineEdit)
    , m_hours(new QDoubleSpinBox)
    , m_choose(new QPushButton(tr("Choose on the tuning days")))
    , m_reset(new QPushButton(tr("Reset to the model's")))
    , m_text(makeTextLabel("policy"))
    , m_fields(new QWidget)
    , m_job(&m_pool)
{
    m_quiet->setMinimumWidth(26 * gridUnit);
    m_quiet->setPlaceholderText(tr("none; such as 22-06, Sat 00-24"));
    m_quiet->setAccessibleName(tr("Quiet hours"));
    m_quiet->setToolTip(tr("Hours in which no alert begins; a running one goes on"));
    m_hours->setRange(0.5, 23.5);
    m_hours->setSingleStep(0.5);
    m_hours->setDecimals(1);
    m_hours->setValue(4);
    m_hours->setSuffix(tr(" h a day"));
    m_hours->setAccessibleName(tr("Hours under alert a day"));
    m_choose->setToolTip(tr("The lowest threshold that kept so many hours a day on the days the model was tuned on; later days may bring more or fewer"));
    auto *load = new QPushButton(tr("Load…"));
    auto *saveButton = new QPushButton(tr("Save…"));

    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(2 * gridUnit);
    grid->setVerticalSpacing(gridUnit);
    const auto add = [&](int row, int column, const QString &name, QWidget *field) {
        grid->addWidget(new QLabel(name), row, column);
        grid->addWidget(field, row, column + 1);
    };
    add(0, 0, tr("Threshold"), m_threshold);
    add(1, 0, tr("Lasts until below"), m_release);
    add(2, 0, tr("Smoothing"), m_smoothing);
    add(0, 2, tr("Hold-off"), m_holdOff);
    add(1, 2, tr("Most a day"), m_mostPerDay);
    add(2, 2, tr("Quiet hours"), m_quiet);
    auto *right = new QVBoxLayout;
    right->setSpacing(gridUnit);
    auto *budget = new QHBoxLayout;
    budget->addWidget(m_hours);
    budget->addWidget(m_choose);
    auto *files = new QHBoxLayout;
    files->addWidget(load);
    files->addWidget(saveButton);
    files->addWidget(m_reset);
    right->addLayout(budget);
    right->addLayout(files);
    auto *columns = new QHBoxLayout(m_fields);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(4 * gridUnit);
    columns->addLayout(grid);
    columns->addLayout(right);
    columns->setAlignment(right, Qt::AlignTop);
    columns->addStretch();
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    rows->setSpacing(gridUnit);
    rows->addWidget(m_fields);
    rows->addWidget(m_text);
    rows->addStretch(1);

    m_pool.setMaxThreadCount(1);
    m_session->watch(m_job, tr("Choosing the threshold"));
    connect(&m_job, &JobBase::started, this, [this] { m_choose->setEnabled(false); });
    connect(&m_job, &JobBase::ended, this, &PolicyPanel::showPolicy);
    for (QDoubleSpinBox *box : {m_threshold, m_release})
        connect(box, &QDoubleSpinBox::valueChanged, this, &PolicyPanel::apply);
    for (QSpinBox *box : {m_smoothing, m_holdOff, m_mostPerDay})
        connect(box, &QSpinBox::valueChanged, this, &PolicyPanel::apply);
    connect(m_quiet, &QLineEdit::editingFinished, this, &PolicyPanel::apply);
    connect(m_choose, &QPushButton::clicked, this, &PolicyPanel::choose);
    connect(m_reset, &QPushButton::clicked, m_session, &Session::resetPolicy);
    connect(load, &QPushButton::clicked, this, [this] {
        const QString path = askForFile(this, tr("Load an alert policy"), jsonFiles());
        if (!path.isEmpty())
            this->load(path);
    });
    connect(saveButton, &QPushButton::clicked, this, [this] {
        saveFile(this, m_session, tr("Save the alert policy"), QStringLiteral("policy.json"), jsonFiles(),
                 [this](const QString &path) { writeJson(path, m_session->policy().toJson()); });
    });
    for (const auto signal : {&Session::policyChanged, &Session::modelChanged, &Session::cityChanged})
        connect(m_session, signal, this, &PolicyPanel::showPolicy);
    for (const auto signal : {&Session::modelChanged, &Session::cityChanged})
        connect(m_session, signal, this, [this] { m_job.cancel(); });
    showPolicy();
}

PolicyPanel::~PolicyPanel() = default;

QString PolicyPanel::text() const
{
    return m_text->text();
}

void PolicyPanel::showPolicy()
{
    const auto &model = m_session->model();
    const bool usable = model && m_session->hasCity() && m_session->modelProblem().isEmpty();
    m_fields->setEnabled(usable);
    m_choose->setEnabled(usable && !m_job.isRunning());
    m_reset->setEnabled(usable && m_session->isPolicyByHand());
    if (!usable) {
        m_text->setText(tr("A policy needs a model that fits the city. Train one in the Model workspace (2), or open one."));
        return;
    }
    const AlertPolicy &policy = m_session->policy();
    const QSignalBlocker blockers[] = {QSignalBlocker(m_threshold), QSignalBlocker(m_release), QSignalBlocker(m_smoothing),
                                       QSignalBlocker(m_holdOff), QSignalBlocker(m_mostPerDay), QSignalBlocker(m_quiet)};
    m_threshold->setValue(100 * policy.threshold);
    m_release->setMaximum(100);
    m_release->setValue(100 * policy.release);
    m_smoothing->setValue(minutesIn(policy.smoothing));
    m_holdOff->setValue(minutesIn(policy.holdOff));
    m_mostPerDay->setValue(policy.mostPerDay.value_or(0));
    m_quiet->setText(policy.toJson()[QStringLiteral("quiet_hours")].toVariant().toStringList().join(QStringLiteral(", ")));
    m_text->setText(m_session->isPolicyByHand()
                        ? tr("This policy was set by hand, and is kept for the model. What it comes to on days that you have looked at says little about "
                             "other days; the ledger says so too.")
                        : tr("This is the policy that the model came with: as many spans at or above the threshold as spans with a target on the days it was tuned on."));
}

void PolicyPanel::apply()
{
    AlertPolicy policy = m_session->policy();
    // Fields show a tenth of a percent; what was not touched keeps its digits.
    const auto take = [](double &value, const QDoubleSpinBox *box) {
        if (std::abs(100 * value - box->value()) > 0.051)
            value = box->value() / 100;
    };
    take(policy.threshold, m_threshold);
    take(policy.release, m_release);
    policy.release = std::min(policy.release, policy.threshold);
    const auto takeMinutes = [](Duration &value, const QSpinBox *box) {
        if (minutesIn(value) != box->value())
            value = minutesOf(box);
    };
    takeMinutes(policy.smoothing, m_smoothing);
    takeMinutes(policy.holdOff, m_holdOff);
    policy.mostPerDay = m_mostPerDay->value() > 0 ? std::optional(m_mostPerDay->value()) : std::nullopt;
    std::bitset<168> quiet;
    QString wrong;
    for (const QString &part : m_quiet->text().split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        if (const auto hours = parseHoursOfWeek(part.trimmed()))
            quiet |= *hours;
        else
            wrong = part.trimmed();
    }
    if (wrong.isEmpty())
        policy.quiet = quiet;
    if (policy != m_session->policy())
        m_session->setPolicy(policy);
    else
        showPolicy();
    if (!wrong.isEmpty())
        m_text->setText(tr("“%1” are no quiet hours; those of before were kept. Write them as 22-06, or as Sat 00-24, with commas between several.")
                            .arg(wrong));
}

void PolicyPanel::load(const QString &path)
{
    try {
        m_session->setPolicy(AlertPolicy::fromJson(readJson(path)));
    } catch (const Error &error) {
        Q_EMIT m_session->failed(error.message());
    }
}

void PolicyPanel::choose()
{
    if (!m_session->model())
        return;
    const AlertBudget budget{.hoursPerDay = m_hours->value()};
    m_job.start(
        [budget, policy = m_session->policy(), folder = m_session->modelFolder(), city = m_session->city()](Feedback &feedback) {
            const Model own = loadModel(folder, torchBackend(), Session::learningThreads());
            return policyWithin(policy, budget, own, city, std::chrono::minutes(10), feedback);
        },
        [this](std::shared_ptr<const AlertPolicy> chosen) {
            // What was set meanwhile stays.
            AlertPolicy policy = m_session->policy();
            policy.threshold = chosen->threshold;
            policy.release = chosen->release;
            m_session->setPolicy(policy);
        });
}

} // namespace forewatch
