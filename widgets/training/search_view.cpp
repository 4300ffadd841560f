#include "widgets/training/search_view.h"

#include "engine/core/error.h"
#include "engine/core/text.h"
#include "widgets/look.h"
#include "widgets/tables/table_look.h"
#include "widgets/tabular_label.h"
#include "widgets/training/sentence.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace forewatch {

namespace {

constexpr int mostRuns = 10'000;

void addPaths(const QString &place, const QJsonValue &value, QStringList &paths)
{
    const auto below = [&](const QString &key) { return place.isEmpty() ? key : place + QLatin1Char('.') + key; };
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto field = object.begin(); field != object.end(); ++field)
            addPaths(below(field.key()), field.value(), paths);
    } else if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            addPaths(below(QString::number(i)), array[i], paths);
    } else if (place != QLatin1String("name") && !place.endsWith(QLatin1String(".kind"))) {
        paths << place;
    }
}

QTableWidgetItem *rightItem(const QString &text)
{
    auto *item = new QTableWidgetItem(text);
    item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return item;
}

QString valueText(const QJsonValue &value)
{
    return value.isDouble() ? QString::number(value.toDouble(), 'g', 4) : value.toVariant().toString();
}

} // namespace

QStringList variablePaths(const NetworkSpec &network)
{
    QStringList paths;
    addPaths({}, network.toJson(), paths);
    paths.sort();
    return paths;
}

SearchView::SearchView(QWidget *parent)
    : QWidget(parent)
    , m_network(NetworkSpec::model2())
    , m_problem(new QLabel)
    , m_progress(new TabularLabel)
    , m_table(new QTableWidget)
{
    auto *words = new QLabel(tr("Tries networks that differ in the settings below, each trained as the sentence at the left says, "
                                "and ranks them by their loss on the validation part. The test part is never looked at."));
    words->setWordWrap(true);
    words->setPalette(muted(palette()));
    m_problem->setObjectName(QStringLiteral("problem"));
    m_problem->setWordWrap(true);
    m_progress->setElided(true);
    setUpTable(*m_table, tr("Runs of the search"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    column->setSpacing(gridUnit);
    column->addWidget(words);
    column->addWidget(makeSettings());
    column->addWidget(makeBudget());
    column->addLayout(makeButtons());
    column->addWidget(m_progress);
    column->addWidget(m_problem);
    column->addWidget(m_table, 1);
    addRow(QStringLiteral("learning.learning_rate"), QStringLiteral("1e-3, 1e-4, 1e-5"));
    connect(m_table, &QTableWidget::itemSelectionChanged, this, &SearchView::showState);
    showState();
}

QWidget *SearchView::makeSettings()
{
    m_varied = new QTableWidget(0, 2);
    m_varied->setAccessibleName(tr("Settings that are varied"));
    m_varied->setHorizontalHeaderLabels({tr("Setting"), tr("Values")});
    m_varied->setFrameShape(QFrame::NoFrame);
    m_varied->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_varied->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_varied->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_varied->horizontalHeader()->setHighlightSections(false);
    m_varied->verticalHeader()->hide();
    m_varied->setFixedHeight(18 * gridUnit);
    m_add = new QToolButton;
    m_add->setText(QStringLiteral("+"));
    m_add->setToolTip(tr("Vary another setting"));
    m_add->setAccessibleName(m_add->toolTip());
    m_remove = new QToolButton;
    m_remove->setText(QStringLiteral("−"));
    m_remove->setToolTip(tr("Do not vary the chosen setting"));
    m_remove->setAccessibleName(m_remove->toolTip());
    connect(m_add, &QToolButton::clicked, this, [this] {
        addRow(QStringLiteral("learning.weight_decay"), QStringLiteral("0, 1e-4"));
        showState();
    });
    connect(m_remove, &QToolButton::clicked, this, [this] {
        m_varied->removeRow(m_varied->currentRow() < 0 ? m_varied->rowCount() - 1 : m_varied->currentRow());
        showState();
    });
    auto *both = new QWidget;
    auto *row = new QHBoxLayout(both);
    row->setContentsMargins(0, 0, 0, 0);
    auto *tools = new QVBoxLayout;
    tools->addWidget(m_add);
    tools->addWidget(m_remove);
    tools->addStretch();
    row->addWidget(m_varied, 1);
    row->addLayout(tools);
    return both;
}

QWidget *SearchView::makeBudget()
{
    m_order = makeChoice({tr("every combination"), tr("at random")}, tr("Order of the search"));
    m_runs = new QSpinBox;
    m_runs->setRange(0, mostRuns);
    m_runs->setSpecialValueText(tr("any number of"));
    m_runs->setAccessibleName(tr("Most runs"));
    m_minutes = new QDoubleSpinBox;
    m_minutes->setRange(0, 100'000);
    m_minutes->setDecimals(0);
    m_minutes->setSpecialValueText(tr("any number of"));
    m_minutes->setAccessibleName(tr("Most minutes"));
    m_seed = new QSpinBox;
    m_seed->setRange(0, std::numeric_limits<int>::max());
    m_seed->setValue(1);
    m_seed->setAccessibleName(tr("Seed of the search"));
    connect(m_order, &QComboBox::currentIndexChanged, this, &SearchView::showState);
    connect(m_runs, &QSpinBox::valueChanged, this, &SearchView::showState);
    connect(m_minutes, &QDoubleSpinBox::valueChanged, this, &SearchView::showState);
    return makeSentence({makePhrase({new QLabel(tr("Try")), m_order}),
                         makePhrase({new QLabel(tr("in")), m_runs, new QLabel(tr("runs"))}),
                         makePhrase({new QLabel(tr("and")), m_minutes, new QLabel(tr("minutes"))}),
                         makePhrase({new QLabel(tr("from seed")), m_seed})});
}

QLayout *SearchView::makeButtons()
{
    m_start = new QPushButton(tr("Search"));
    m_start->setObjectName(QStringLiteral("search"));
    m_cancel = new QPushButton(tr("Cancel"));
    m_cancel->setObjectName(QStringLiteral("cancel"));
    m_open = new QPushButton(tr("Open"));
    m_open->setObjectName(QStringLiteral("open"));
    m_open->setToolTip(tr("Opens the chosen run, or the best one, and says what it is worth"));
    connect(m_start, &QPushButton::clicked, this, &SearchView::startRequested);
    connect(m_cancel, &QPushButton::clicked, this, &SearchView::cancelRequested);
    connect(m_open, &QPushButton::clicked, this, [this] {
        const int row = std::max(0, m_table->currentRow());
        Q_EMIT openRequested(m_results[static_cast<std::size_t>(row)].folder);
    });
    auto *row = new QHBoxLayout;
    row->setSpacing(gridUnit);
    row->addWidget(m_start);
    row->addWidget(m_cancel);
    row->addStretch();
    row->addWidget(m_open);
    return row;
}

void SearchView::addRow(const QString &path, const QString &values)
{
    const int row = m_varied->rowCount();
    m_varied->insertRow(row);
    auto *box = makeChoice(variablePaths(m_network), tr("Setting"));
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->setEditText(path);
    auto *field = new QLineEdit(values);
    field->setAccessibleName(tr("Values"));
    field->setToolTip(tr("Values: 1e-3, 1e-4. A random search also draws from a range: 1e-5..1e-2"));
    connect(box, &QComboBox::editTextChanged, this, &SearchView::showState);
    connect(field, &QLineEdit::textChanged, this, &SearchView::showState);
    m_varied->setCellWidget(row, 0, box);
    m_varied->setCellWidget(row, 1, field);
    m_varied->setRowHeight(row, field->sizeHint().height());
}

QString SearchView::textOf(int row) const
{
    const auto *path = qobject_cast<QComboBox *>(m_varied->cellWidget(row, 0));
    const auto *values = qobject_cast<QLineEdit *>(m_varied->cellWidget(row, 1));
    return path->currentText().trimmed() + QLatin1Char('=') + values->text().remove(QLatin1Char(' '));
}

void SearchView::setNetwork(const NetworkSpec &network)
{
    if (network == m_network)
        return;
    m_network = network;
    for (int row = 0; row < m_varied->rowCount(); ++row) {
        auto *box = qobject_cast<QComboBox *>(m_varied->cellWidget(row, 0));
        const QString text = box->currentText();
        const QSignalBlocker quiet(box);
        box->clear();
        box->addItems(variablePaths(network));
        box->setEditText(text);
    }
    showState();
}

void SearchView::setObstacle(const QString &obstacle)
{
    m_obstacle = obstacle;
    showState();
}

SearchSettings SearchView::settings() const
{
    SearchSettings settings{.order = m_order->currentIndex() == 1 ? SearchOrder::Random : SearchOrder::Grid,
                            .varied = {},
                            .seed = static_cast<std::uint64_t>(m_seed->value()),
                            .runs = m_runs->value(),
                            .minutes = m_minutes->value()};
    for (int row = 0; row < m_varied->rowCount(); ++row)
        settings.varied.push_back(parseVariedSetting(textOf(row)));
    return settings;
}

QString SearchView::problem() const
{
    if (!m_obstacle.isEmpty())
        return m_obstacle;
    if (m_varied->rowCount() == 0)
        return tr("Choose at least one setting to vary.");
    if (m_order->currentIndex() == 1 && m_runs->value() == 0 && m_minutes->value() <= 0)
        return tr("A random search needs a number of runs or of minutes.");
    try {
        SearchSettings tried = settings();
        // Of a search without a number of runs a few tell whether there are any.
        if (tried.order == SearchOrder::Random)
            tried.runs = std::clamp(tried.runs, 1, 3);
        candidatesOf(m_network, tried);
    } catch (const Error &error) {
        return error.message();
    }
    return {};
}

void SearchView::setRunning(bool running)
{
    m_running = running;
    m_progress->setText({});
    showState();
}

void SearchView::showProgress(const TrainingProgress &progress)
{
    m_progress->setText(tr("Run %1 · epoch %2 of %3 · batch %4 of %5 · %6 images/s")
                            .arg(m_results.size() + 1).arg(progress.epoch).arg(progress.epochs).arg(progress.batch)
                            .arg(progress.batches).arg(qRound(progress.imagesPerSecond)));
}

void SearchView::setResults(const std::vector<SearchedRun> &runs)
{
    m_results = runs;
    const QStringList paths = runs.empty() ? QStringList() : runs.front().choice.keys();
    m_table->clear();
    m_table->setRowCount(static_cast<int>(runs.size()));
    m_table->setColumnCount(static_cast<int>(paths.size()) + 4);
    QStringList header{tr("Rank"), tr("Loss"), tr("Epoch"), tr("Parameters")};
    for (const QString &path : paths)
        header << path.section(QLatin1Char('.'), -1);
    m_table->setHorizontalHeaderLabels(header);
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const SearchedRun &run = runs[static_cast<std::size_t>(row)];
        m_table->setItem(row, 0, rightItem(QString::number(row + 1)));
        m_table->setItem(row, 1, rightItem(QString::number(run.validationLoss, 'f', 4)));
        m_table->setItem(row, 2, rightItem(QString::number(run.bestEpoch)));
        m_table->setItem(row, 3, rightItem(grouped(run.parameters)));
        for (int i = 0; i < paths.size(); ++i) {
            m_table->setItem(row, 4 + i, rightItem(valueText(run.choice[paths[i]])));
            m_table->horizontalHeaderItem(4 + i)->setToolTip(paths[i]);
        }
    }
    m_table->resizeColumnsToContents();
    showState();
}

void SearchView::showState()
{
    const QString wrong = problem();
    m_problem->setText(wrong);
    m_problem->setVisible(!wrong.isEmpty() && !m_running);
    m_start->setEnabled(!m_running && wrong.isEmpty());
    m_cancel->setEnabled(m_running);
    m_open->setEnabled(!m_results.empty());
    m_open->setText(m_table->currentRow() < 0 ? tr("Open the best") : tr("Open the chosen"));
    for (QWidget *control : std::initializer_list<QWidget *>{m_varied, m_add, m_order, m_runs, m_minutes, m_seed})
        control->setEnabled(!m_running);
    m_remove->setEnabled(!m_running && m_varied->rowCount() > 1);
}

} // namespace forewatch
