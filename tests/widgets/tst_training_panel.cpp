#include "widgets/training/training_panel.h"

#include "widgets/tabular_label.h"
#include "widgets/training/progress_text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

using namespace forewatch;
using namespace std::chrono_literals;

namespace {

const Time start = makeTime(2012, 1, 1);
const Time end = makeTime(2017, 1, 1);

TrainingSettings makeSettings(Question question, SplitKind kind)
{
    TrainingSettings settings;
    settings.task = {.question = question, .length = 4h, .step = 30min, .lead = 1h, .horizon = 8h, .delay = 24h * 7};
    settings.network = NetworkSpec::model1();
    settings.split = defaultSplit(kind, start, end, 42);
    settings.epochs = 50;
    settings.seed = 42;
    settings.threads = 7;
    return settings;
}

} // namespace

/// What is set is what is asked for; what cannot be trained is refused with its reason, and what should not be trained
/// is said.
class TestTrainingPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_panel = std::make_unique<TrainingPanel>();
        m_panel->setSpan(start, end);
        m_panel->show();
    }

    void settingsComeBackAsTheyWereSet_data()
    {
        QTest::addColumn<Question>("question");
        QTest::addColumn<SplitKind>("kind");
        QTest::newRow("next, chronological") << Question::NextWindow << SplitKind::Chronological;
        QTest::newRow("next, random") << Question::NextWindow << SplitKind::Random;
        QTest::newRow("same, chronological") << Question::SameWindow << SplitKind::Chronological;
        QTest::newRow("same, random") << Question::SameWindow << SplitKind::Random;
    }

    void settingsComeBackAsTheyWereSet()
    {
        QFETCH(Question, question);
        QFETCH(SplitKind, kind);
        TrainingSettings set = makeSettings(question, kind);
        if (kind == SplitKind::Chronological)
            set.split.trainTo = makeTime(2014, 3, 4, 5);
        set.folder = QStringLiteral("somewhere");
        set.precision = Precision::Float32;
        m_panel->setSettings(set);
        const TrainingSettings got = m_panel->settings();
        QVERIFY(got.task == set.task);
        QVERIFY(got.split == set.split);
        QCOMPARE(got.epochs, 50);
        QVERIFY(got.network == set.network);
        QCOMPARE(got.precision, Precision::Float32);
        QCOMPARE(got.seed, 42U);
        QCOMPARE(got.threads, 7);
        QCOMPARE(got.folder, QString());
    }

    void aNewSpanGetsTheDefaultSplit()
    {
        const TrainingSettings got = m_panel->settings();
        QVERIFY(got.split == defaultSplit(SplitKind::Chronological, start, end, got.seed));
    }

    void withoutASpanNothingIsTrained()
    {
        const TrainingPanel panel;
        QCOMPARE(panel.problem(), QStringLiteral("Open a crime table to learn from."));
        QVERIFY(!panel.findChild<QPushButton *>(QStringLiteral("train"))->isEnabled());
    }

    void wrongDatesAreRefused_data()
    {
        QTest::addColumn<QString>("trainTo");
        QTest::addColumn<QString>("validationTo");
        QTest::addColumn<QString>("problem");
        QTest::newRow("no date") << "soon" << "2016-01-01" << "A date is written as 2015-12-31 or 2015-12-31 18:00.";
        QTest::newRow("empty") << "2015-01-01" << "" << "A date is written as 2015-12-31 or 2015-12-31 18:00.";
        QTest::newRow("nothing to learn") << "2012-01-01" << "2016-01-01"
                                          << "Learning must end after the table begins, 2012-01-01.";
        QTest::newRow("nothing to tune on") << "2015-01-01" << "2015-01-01"
                                            << "Tuning must end after learning does, 2015-01-01.";
        QTest::newRow("nothing to test") << "2015-01-01" << "2017-01-01"
                                         << "Tuning must end before the table does, 2017-01-01, so that something is "
                                            "left to test.";
        QTest::newRow("right") << "2015-01-01" << "2016-01-01 06:00" << "";
    }

    void wrongDatesAreRefused()
    {
        QFETCH(QString, trainTo);
        QFETCH(QString, validationTo);
        QFETCH(QString, problem);
        named<QLineEdit>(QStringLiteral("End of learning"))->setText(trainTo);
        named<QLineEdit>(QStringLiteral("End of tuning"))->setText(validationTo);
        QCOMPARE(m_panel->problem(), problem);
        QCOMPARE(label(QStringLiteral("problem"))->text(), problem);
        QCOMPARE(label(QStringLiteral("problem"))->isVisible(), !problem.isEmpty());
        QCOMPARE(button(QStringLiteral("train"))->isEnabled(), problem.isEmpty());
    }

    void wrongLengthsAreRefused_data()
    {
        QTest::addColumn<QString>("control");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("right");
        QTest::newRow("no unit") << "Length of the drawn windows" << "2" << false;
        QTest::newRow("no length") << "Length of the drawn windows" << "0 h" << false;
        QTest::newRow("no step") << "Step between the windows" << "0 h" << false;
        QTest::newRow("no horizon") << "Length of the span asked about" << "0 h" << false;
        QTest::newRow("no lead") << "Pause before the span asked about" << "0 h" << true;
        QTest::newRow("long lead") << "Pause before the span asked about" << "36 h" << true;
        QTest::newRow("no delay") << "Reporting delay" << "0 h" << true;
        QTest::newRow("other delay") << "Reporting delay" << "3 d" << true;
        QTest::newRow("delay without a unit") << "Reporting delay" << "3" << false;
        QTest::newRow("reported, nobody knows when") << "Reporting delay" << "as reported" << false;
    }

    void wrongLengthsAreRefused()
    {
        QFETCH(QString, control);
        QFETCH(QString, text);
        QFETCH(bool, right);
        named<QComboBox>(control)->setEditText(text);
        QCOMPARE(m_panel->problem().isEmpty(), right);
        QCOMPARE(button(QStringLiteral("train"))->isEnabled(), right);
    }

    void whatShouldNotBeTrainedIsSaid_data()
    {
        QTest::addColumn<Question>("question");
        QTest::addColumn<SplitKind>("kind");
        QTest::addColumn<QString>("warning");
        const QString same = QStringLiteral("The picture shows the answer; this reproduces the published number and "
                                            "warns of nothing.");
        const QString random = QStringLiteral("Neighboring windows fall on both sides of a random split.");
        QTest::newRow("neither") << Question::NextWindow << SplitKind::Chronological << QString();
        QTest::newRow("same window") << Question::SameWindow << SplitKind::Chronological << same;
        QTest::newRow("random") << Question::NextWindow << SplitKind::Random << random;
        QTest::newRow("both") << Question::SameWindow << SplitKind::Random << same + QLatin1Char('\n') + random;
    }

    void whatShouldNotBeTrainedIsSaid()
    {
        QFETCH(Question, question);
        QFETCH(SplitKind, kind);
        QFETCH(QString, warning);
        m_panel->setSettings(makeSettings(question, kind));
        QCOMPARE(label(QStringLiteral("warning"))->text(), warning);
        QVERIFY(button(QStringLiteral("train"))->isEnabled());
    }

    void whatThePublicTableDoesNotKnowYetIsSaid()
    {
        TrainingSettings settings = makeSettings(Question::NextWindow, SplitKind::Chronological);
        settings.task.delay = 0h;
        m_panel->setSettings(settings);
        QVERIFY2(label(QStringLiteral("warning"))->text().contains(QStringLiteral("days late")),
                 qPrintable(label(QStringLiteral("warning"))->text()));
        settings.task.question = Question::SameWindow;
        settings.task.maskTargets = true;
        m_panel->setSettings(settings);
        QVERIFY(m_panel->settings().task.maskTargets);
        QVERIFY(label(QStringLiteral("warning"))->text().contains(QStringLiteral("without the answer")));
    }

    void reportTimesAreAskedForWhereTheTableHasThem()
    {
        m_panel->setReportTimes(true);
        auto *delay = named<QComboBox>(QStringLiteral("Reporting delay"));
        delay->setCurrentText(QStringLiteral("as reported"));
        QVERIFY(m_panel->problem().isEmpty());
        QCOMPARE(m_panel->settings().task.reporting, Reporting::AsReported);
        m_panel->setReportTimes(false);
        QVERIFY(m_panel->problem().isEmpty());
        QCOMPARE(m_panel->settings().task.reporting, Reporting::AfterDelay);
        QCOMPARE(m_panel->settings().task.delay, 0h);
    }

    void theOriginalProtocolIsOneChoice_data()
    {
        QTest::addColumn<int>("choice");
        QTest::addColumn<QString>("network");
        QTest::addColumn<int>("epochs");
        QTest::newRow("model 2") << 1 << "model2" << 60;
        QTest::newRow("model 1") << 2 << "model1" << 20;
    }

    void theOriginalProtocolIsOneChoice()
    {
        QFETCH(int, choice);
        QFETCH(QString, network);
        QFETCH(int, epochs);
        m_panel->setSettings(makeSettings(Question::NextWindow, SplitKind::Chronological));
        auto *protocol = named<QComboBox>(QStringLiteral("Protocol"));
        QCOMPARE(protocol->currentIndex(), 0);
        protocol->setCurrentIndex(choice);
        Q_EMIT protocol->activated(choice);
        const TrainingSettings got = m_panel->settings();
        QCOMPARE(got.task.question, Question::SameWindow);
        QVERIFY(!got.task.maskTargets);
        QCOMPARE(got.task.length, 2h);
        QCOMPARE(got.task.step, 2h);
        QCOMPARE(got.split.kind, SplitKind::Random);
        QVERIFY(got.network == NetworkSpec::preset(network));
        QCOMPARE(got.epochs, epochs);
        QCOMPARE(protocol->currentIndex(), choice);
        named<QSpinBox>(QStringLiteral("Epochs"))->setValue(12);
        QCOMPARE(protocol->currentIndex(), 0);
        named<QSpinBox>(QStringLiteral("Epochs"))->setValue(epochs);
        QCOMPARE(protocol->currentIndex(), choice);
    }

    void anOwnNetworkStandsBesideThePublishedOnes()
    {
        NetworkSpec own = NetworkSpec::model2();
        own.name = QStringLiteral("mine");
        own.learning.phases = {{.epochs = 7}};
        m_panel->setNetwork(own);
        QVERIFY(m_panel->settings().network == own);
        QCOMPARE(m_panel->settings().epochs, 7);
        auto *networks = named<QComboBox>(QStringLiteral("Network"));
        QCOMPARE(networks->count(), 4);
        own.learning.phases = {{.epochs = 9}};
        m_panel->setNetwork(own);
        QCOMPARE(networks->count(), 4);
        QCOMPARE(m_panel->settings().epochs, 9);
        networks->setCurrentIndex(0);
        QVERIFY(m_panel->settings().network == NetworkSpec::model2());
        QCOMPARE(m_panel->settings().epochs, 60);
        m_panel->setNetworkProblem(QStringLiteral("Layer 3 is impossible."));
        QCOMPARE(m_panel->problem(), QStringLiteral("Layer 3 is impossible."));
        QVERIFY(!button(QStringLiteral("train"))->isEnabled());
    }

    void aRiskFieldLooksAhead()
    {
        TrainingSettings settings = makeSettings(Question::NextWindow, SplitKind::Chronological);
        settings.field = RiskFieldSettings{.hour = false};
        m_panel->setSettings(settings);
        QVERIFY(m_panel->problem().isEmpty());
        QVERIFY(m_panel->settings().field == settings.field);
        QVERIFY(m_panel->network() == settings.network);
        m_panel->setSettings([&] { settings.task.question = Question::SameWindow; return settings; }());
        QVERIFY2(m_panel->problem().contains(QStringLiteral("next window")), qPrintable(m_panel->problem()));
        settings.task.question = Question::NextWindow;
        settings.split = defaultSplit(SplitKind::Random, start, end, 42);
        m_panel->setSettings(settings);
        QVERIFY2(m_panel->problem().contains(QStringLiteral("chronologically")), qPrintable(m_panel->problem()));
        named<QComboBox>(QStringLiteral("Network"))->setCurrentIndex(0);
        QVERIFY(m_panel->problem().isEmpty());
        QVERIFY(!m_panel->settings().field);
    }

    void aRiskFieldReadsLayersAndWeather()
    {
        TrainingSettings settings = makeSettings(Question::NextWindow, SplitKind::Chronological);
        settings.field = RiskFieldSettings{};
        settings.weather = {.source = QStringLiteral("/data/weather.csv"), .columns = {QStringLiteral("Heat")}};
        m_panel->setSettings(settings);
        QCOMPARE(m_panel->settings().weather, settings.weather);
        m_panel->setLayers({{.kind = LayerSpec::Kind::Density, .name = QStringLiteral("Density")}});
        auto *layers = m_panel->findChild<QCheckBox *>(QStringLiteral("layers"));
        QCOMPARE(layers->text(), QStringLiteral("Also read the map's layer: Density"));
        layers->setChecked(true);
        QVERIFY2(m_panel->problem().isEmpty(), qPrintable(m_panel->problem()));
        QCOMPARE(m_panel->settings().layers.size(), std::size_t(1));
        m_panel->setLayers({{.kind = LayerSpec::Kind::Raster, .name = QStringLiteral("Photo")}});
        QVERIFY2(m_panel->problem().contains(QStringLiteral("Photo")), qPrintable(m_panel->problem()));
        layers->setChecked(false);
        named<QLineEdit>(QStringLiteral("Weather file"))->clear();
        QVERIFY(m_panel->settings().weather.isEmpty());
        named<QComboBox>(QStringLiteral("Network"))->setCurrentIndex(0);
        QVERIFY(named<QLineEdit>(QStringLiteral("Weather file"))->parentWidget()->isHidden()
                || named<QLineEdit>(QStringLiteral("Weather file"))->parentWidget()->parentWidget()->isHidden());
    }

    void epochsAreSaidAsTheirPhases_data()
    {
        QTest::addColumn<int>("epochs");
        QTest::addColumn<QString>("text");
        QTest::newRow("as published") << 60 << "10, then 50 augmented";
        QTest::newRow("fewer") << 12 << "10, then 2 augmented";
        QTest::newRow("the first phase alone") << 4 << "4";
        QTest::newRow("more") << 70 << "10, then 60 augmented";
    }

    void epochsAreSaidAsTheirPhases()
    {
        QFETCH(int, epochs);
        QFETCH(QString, text);
        QCOMPARE(phasesText(NetworkSpec::model2().learning, epochs), text);
    }

    void aTrainingIsHeldAndGoesOn()
    {
        QSignalSpy hold(m_panel.get(), &TrainingPanel::holdRequested);
        QVERIFY(!button(QStringLiteral("hold"))->isEnabled());
        m_panel->setRunning(true);
        QCOMPARE(button(QStringLiteral("hold"))->text(), QStringLiteral("Pause"));
        button(QStringLiteral("hold"))->click();
        QCOMPARE(hold.takeFirst().constFirst().toBool(), true);
        m_panel->showProgress({.stage = TrainingProgress::Stage::Calibrating});
        m_panel->setHeld(true);
        QVERIFY(m_panel->findChild<TabularLabel *>(QStringLiteral("progress"))->text().startsWith(QStringLiteral("Paused")));
        QVERIFY(button(QStringLiteral("cancel"))->isEnabled());
        button(QStringLiteral("hold"))->click();
        QCOMPARE(hold.takeFirst().constFirst().toBool(), false);
        m_panel->setRunning(false);
        QVERIFY(!button(QStringLiteral("hold"))->isEnabled());
    }

    void aRunningTrainingCanOnlyBeCancelled()
    {
        QSignalSpy train(m_panel.get(), &TrainingPanel::trainRequested);
        QSignalSpy cancel(m_panel.get(), &TrainingPanel::cancelRequested);
        button(QStringLiteral("cancel"))->click();
        button(QStringLiteral("train"))->click();
        QCOMPARE(train.count(), 1);
        QCOMPARE(cancel.count(), 0);
        m_panel->setRunning(true);
        QVERIFY(!named<QLineEdit>(QStringLiteral("End of learning"))->isEnabled());
        button(QStringLiteral("train"))->click();
        button(QStringLiteral("cancel"))->click();
        QCOMPARE(train.count(), 1);
        QCOMPARE(cancel.count(), 1);
    }

    void progressIsSaidInWords_data()
    {
        QTest::addColumn<TrainingProgress::Stage>("stage");
        QTest::addColumn<double>("secondsLeft");
        QTest::addColumn<QString>("text");
        using Stage = TrainingProgress::Stage;
        QTest::newRow("drawing") << Stage::Drawing << 0.0 << "Drawing the pictures";
        QTest::newRow("seconds") << Stage::Learning << 34.2
                                 << "Epoch 3 of 10 · batch 120 of 378 · 109 images/s · 35 s left";
        QTest::newRow("minutes") << Stage::Learning << 61.0
                                 << "Epoch 3 of 10 · batch 120 of 378 · 109 images/s · 2 min left";
        QTest::newRow("hours") << Stage::Learning << 3660.0
                               << "Epoch 3 of 10 · batch 120 of 378 · 109 images/s · 1 h 1 min left";
        QTest::newRow("calibrating") << Stage::Calibrating << 5.0 << "Calibrating the probabilities · 5 s left";
    }

    void progressIsSaidInWords()
    {
        QFETCH(TrainingProgress::Stage, stage);
        QFETCH(double, secondsLeft);
        QFETCH(QString, text);
        m_panel->setRunning(true);
        m_panel->showProgress({.stage = stage, .epoch = 3, .epochs = 10, .batch = 120, .batches = 378, .loss = 0.6,
                               .accuracy = 0.7, .imagesPerSecond = 109.4, .secondsLeft = secondsLeft});
        QCOMPARE(m_panel->findChild<TabularLabel *>(QStringLiteral("progress"))->text(), text);
    }

    void nothingAboveTheProgressMovesOnceItIsSaid_data()
    {
        QTest::addColumn<int>("width");
        QTest::newRow("least") << 0;
        QTest::newRow("narrow column") << 400;
        QTest::newRow("wide") << 900;
    }

    void nothingAboveTheProgressMovesOnceItIsSaid()
    {
        QFETCH(int, width);
        m_panel->resize(width, 900);
        const auto places = [this] {
            QCoreApplication::processEvents();
            QList<QRect> all = {m_panel->geometry()};
            for (const QWidget *child : m_panel->findChildren<QWidget *>()) {
                if (child != label(QStringLiteral("problem")) && child != label(QStringLiteral("warning")))
                    all << child->geometry();
            }
            return all;
        };
        const QList<QRect> before = places();
        m_panel->setRunning(true);
        QCOMPARE(places(), before);
        m_panel->showProgress({.stage = TrainingProgress::Stage::Learning, .epoch = 333, .epochs = 1000,
                               .batch = 12345, .batches = 37800, .loss = 0.6, .accuracy = 0.7,
                               .imagesPerSecond = 10900, .secondsLeft = 3660});
        QCOMPARE(places(), before);
        m_panel->setRunning(false);
        named<QLineEdit>(QStringLiteral("End of tuning"))->setText(QStringLiteral("2017-01-01"));
        QVERIFY(label(QStringLiteral("problem"))->isVisible());
        QCOMPARE(places(), before);
    }

    void itFitsIntoANarrowColumn()
    {
        m_panel->setTarget(QStringLiteral("homicide, shooting, robbery of a street or of a carjacked driver or arson"));
        QVERIFY2(m_panel->minimumSizeHint().width() <= 380,
                 qPrintable(QString::number(m_panel->minimumSizeHint().width())));
    }

    void theQuestionReadsAloud_data()
    {
        QTest::addColumn<Question>("question");
        QTest::addColumn<QString>("words");
        QTest::newRow("next") << Question::NextWindow
                              << "in the next 8 h starting 1 h ahead from 4 h map pictures every 30 min rows known "
                                 "after 7 d";
        QTest::newRow("same") << Question::SameWindow << "in the same window as published from 4 h map pictures every 30 min";
    }

    void theQuestionReadsAloud()
    {
        QFETCH(Question, question);
        QFETCH(QString, words);
        m_panel->resize(1400, 600);
        m_panel->setSettings(makeSettings(question, SplitKind::Chronological));
        QCoreApplication::processEvents();
        const auto *box = named<QComboBox>(QStringLiteral("Which span is asked about"));
        const QWidget *sentence = box->parentWidget()->parentWidget();
        QMap<int, QString> fromLeft;
        for (const QWidget *word : sentence->findChildren<QWidget *>()) {
            const int left = word->mapTo(sentence, QPoint()).x();
            if (!word->isVisible())
                continue;
            if (const auto *text = qobject_cast<const QLabel *>(word))
                fromLeft[left] = text->text();
            else if (const auto *choice = qobject_cast<const QComboBox *>(word))
                fromLeft[left] = choice->currentText();
        }
        QCOMPARE(QStringList(fromLeft.values()).join(QLatin1Char(' ')), words);
    }

private:
    template <class T>
    T *named(const QString &accessibleName) const
    {
        for (T *child : m_panel->findChildren<T *>()) {
            if (child->accessibleName() == accessibleName)
                return child;
        }
        qFatal("There is no %s", qPrintable(accessibleName));
    }

    QLabel *label(const QString &name) const { return m_panel->findChild<QLabel *>(name); }
    QPushButton *button(const QString &name) const { return m_panel->findChild<QPushButton *>(name); }

    std::unique_ptr<TrainingPanel> m_panel;
};

QTEST_MAIN(TestTrainingPanel)
#include "tst_training_panel.moc"
