#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/data/importer.h"
#include "engine/evaluation/audit.h"
#include "engine/evaluation/dot_colors.h"
#include "tests/support/busy_city.h"
#include "tests/support/fake_network.h"
#include "tests/support/precursor_city.h"
#include "tests/support/real_data.h"
#include "tests/support/scene.h"

#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <map>

using namespace forewatch;
using namespace std::chrono_literals;

namespace {

using Image = std::span<const std::uint8_t>;
constexpr std::size_t imageSize = 3 * 150 * 150;

/// Makes networks that see what they see, whatever they are trained on: 2 in log-odds where `sees`, else −2.
class SeeingBackend final : public NetworkBackend
{
public:
    explicit SeeingBackend(std::function<bool(Image)> sees) : m_sees(std::move(sees)) {}

    std::unique_ptr<Network> create(const NetworkSpec &, const Tensors &weights, Precision, int) const override
    {
        return std::make_unique<Seeing>(weights, m_sees);
    }
    std::string torchScript(const NetworkSpec &, const Tensors &) const override { return {}; }
    QString version() const override { return QStringLiteral("seeing 1"); }

private:
    class Seeing final : public Network
    {
    public:
        Seeing(Tensors weights, std::function<bool(Image)> sees) : m_weights(std::move(weights)), m_sees(std::move(sees)) {}

        BatchResult train(Image, std::span<const float>, const TrainingStep &) override { return {.loss = 1, .correct = 0}; }
        std::vector<float> logits(Image images) override
        {
            std::vector<float> all;
            for (std::size_t at = 0; at < images.size(); at += imageSize)
                all.push_back(m_sees(images.subspan(at, imageSize)) ? 2.F : -2.F);
            return all;
        }
        std::vector<float> inputGradients(Image images) override { return std::vector<float>(images.size(), 0.F); }
        Tensors weights() const override { return m_weights; }
        Tensors optimiserState() const override { return {{"adam.step", {{1}, {0.F}}}}; }
        void setOptimiserState(const Tensors &) override {}
        Precision precision() const override { return Precision::Float32; }

    private:
        Tensors m_weights;
        std::function<bool(Image)> m_sees;
    };

    std::function<bool(Image)> m_sees;
};

/// Sees whether something is drawn in the West.
SeeingBackend lookingWest(const City &city)
{
    auto west = std::make_shared<testing::LookingWest>(city, 1.F, -1.F);
    return SeeingBackend([west](Image image) { return west->logits(image).front() > 0; });
}

/// Sees whether a dot has the color of shootings.
SeeingBackend lookingForRed()
{
    return SeeingBackend([](Image image) {
        constexpr std::size_t plane = imageSize / 3;
        for (std::size_t at = 0; at < plane; ++at)
            if (image[at] == 0xBD && image[plane + at] == 0x3D && image[2 * plane + at] == 0x3A)
                return true;
        return false;
    });
}

/// Whose folders are small.
NetworkSpec smallNetwork()
{
    using enum Layer::Kind;
    NetworkSpec spec{.name = QStringLiteral("small")};
    spec.layers = {{.kind = Convolution, .units = 8, .kernel = 3}, {.kind = MaxPool, .kernel = 8}, {.kind = Flatten},
                   {.kind = Dense, .units = 1, .activation = Activation::None}};
    return spec;
}

const AuditFinding &finding(const Audit &audit, const char *key)
{
    return *std::ranges::find(audit.findings, QLatin1String(key), &AuditFinding::key);
}

/// A precursor city with a report, as trainings want one.
City reported(City city)
{
    city.report = std::make_shared<ImportReport>();
    return city;
}

} // namespace

/// The audit finds the leak where one was planted, and none where there is none.
class TestAudit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_temporary = std::make_unique<QTemporaryDir>(); }

    void balancedShareIsTheMeanOfTheTwoKinds()
    {
        // Of 2 targets one is told right, of 8 others six: (1/2 + 6/8) / 2.
        const Forecast forecast{.probabilities = {.9, .1, .6, .6, .1, .1, .1, .1, .1, .1},
                                .outcomes = {1, 1, 0, 0, 0, 0, 0, 0, 0, 0},
                                .day = {1, 2, 3, 3, 3, 4, 4, 5, 5, 6}};
        const Estimate share = balancedShare(forecast, .5);
        QCOMPARE(share.value, .625);
        QVERIFY(share.interval.low < .625 && share.interval.high > .625);
        const Estimate none = balancedShareAhead(forecast, forecast, .5);
        QCOMPARE(none.value, 0.);
        QCOMPARE(none.interval.low, 0.);
        QCOMPARE(none.interval.high, 0.);
        QVERIFY(balancedShareApart(forecast, forecast, .5).interval.high > 0);
    }

    void aConstantAnswerIsWorthACoin()
    {
        const Forecast forecast{.probabilities = {0, 0, 0, 0}, .outcomes = {1, 0, 0, 1}, .day = {1, 1, 2, 3}};
        const Estimate share = balancedShare(forecast, .5);
        QCOMPARE(share.value, .5);
        QCOMPARE(share.interval.low, .5);
        QCOMPARE(share.interval.high, .5);
    }

    void dotsAreCountedByColor()
    {
        const Time start = makeTime(2016, 1, 1);
        City city = test::cityOf({{start, QStringLiteral("SHOOTING")}, {start + 1min, QStringLiteral("LARCENY")},
                                  {start + 2min, QStringLiteral("LARCENY")}, {start + 3min, QStringLiteral("LARCENY")},
                                  {start + 4min, QStringLiteral("LARCENY")}, {start + 5min, QStringLiteral("SHOOTING")}});
        const DotColors dots(city);
        QCOMPARE(dots.size(), std::size_t(3));
        QCOMPARE(dots.targetColors(), std::size_t(1));
        QCOMPARE(dots.color(0), QColor(0xBD, 0x3D, 0x3A));
        QVERIFY(dots.sharedBy().isEmpty());
        QCOMPARE(dots.targetDots(city.incidents->all()), 2);
        // Two shootings, no burglary, four larcenies, which are told apart from three no more.
        QCOMPARE(dots.counts(city.incidents->all()), (std::vector<int>{2, 0, 4}));
        QCOMPARE(dots.indicators(city.incidents->all()), (std::vector<double>{0, 1, 0, 0, 0, 0, 0, 0, 1}));
    }

    void theTargetsColorIsSharedByThoseDrawnInIt()
    {
        City city = test::cityOf({});
        city.incidents = std::make_shared<const IncidentTable>(
            std::vector<Incident>{{makeTime(2016, 1, 1), {-76.65, 39.3}, 1, 0, 0}},
            QStringList{QStringLiteral("AUTO THEFT"), QStringLiteral("HOMICIDE"), QStringLiteral("SHOOTING")});
        city.target = std::make_shared<const Target>(Target::defaultNames(), *city.incidents);
        const DotColors dots(city);
        QCOMPARE(dots.sharedBy(), QStringList{QStringLiteral("AUTO THEFT")});
        QCOMPARE(dots.targetDots(city.incidents->all()), 1);
    }

    /// A shooting in a third of the windows, drawn as the only dot of its color: a network that looks for it is always
    /// right, and everything says why.
    void anAnswerInThePictureIsFlagged()
    {
        const Audit audit = audited(test::busyCity(40), lookingForRed(), 1);
        QVERIFY2(audit.isFlagged(), qPrintable(audit.explanation.join(QLatin1Char('\n'))));
        for (const char *key : {"targets_drawn", "dots_counted", "window_over"})
            QVERIFY2(finding(audit, key).raised, qPrintable(finding(audit, key).text));
        const AuditRow &rule = *audit.row(QStringLiteral("red_dots"));
        QCOMPARE(rule.balancedAccuracy.value, 1.);
        QCOMPARE(rule.auc.value, 1.);
        QVERIFY(rule.name.contains(QLatin1String("at least one dot")));
        QCOMPARE(audit.row(QStringLiteral("original"))->balancedAccuracy.value, 1.);
        QCOMPARE(audit.row(QStringLiteral("masked"))->balancedAccuracy.value, .5);
        QVERIFY(audit.row(QStringLiteral("next"))->balancedAccuracy.interval.low < .55);
        QVERIFY(audit.explanation.front().startsWith(QLatin1String("Flagged")));
    }

    /// Who looks West before knows what comes after: the network is right about the next window, and the number of the
    /// drawn window is no better than that.
    void aCityThatCanBeForeseenIsNotFlagged()
    {
        const City city = reported(testing::precursorCity(90, testing::changingHour, testing::changingHour));
        const Audit audit = audited(city, lookingWest(city), 1);
        QVERIFY2(!audit.isFlagged(), qPrintable(audit.explanation.join(QLatin1Char('\n'))));
        QVERIFY(audit.row(QStringLiteral("next_chronological"))->balancedAccuracy.interval.low > .9);
        QVERIFY(audit.row(QStringLiteral("next_chronological"))->skillOverHours.interval.low > 0);
        QVERIFY(audit.explanation.front().startsWith(QLatin1String("Not flagged")));
    }

    /// The larceny in the West comes with the shooting, not before it: nothing is lost without the targets' own dots, but the
    /// window is over.
    void aSignOfThePresentIsFlagged()
    {
        const auto twoHoursLater = [](int day) { return testing::changingHour(day) + 2; };
        const City city = reported(testing::precursorCity(90, testing::changingHour, twoHoursLater));
        const Audit audit = audited(city, lookingWest(city), 1);
        QVERIFY(audit.isFlagged());
        QVERIFY(!finding(audit, "targets_drawn").raised);
        QVERIFY(finding(audit, "window_over").raised);
    }

    /// Networks that see nothing of the picture are no better than a coin, and there is nothing to flag.
    void aNetworkWithoutANumberIsNotFlagged()
    {
        const Audit audit = audited(test::busyCity(30), test::FakeBackend(0), 1);
        QVERIFY(audit.row(QStringLiteral("original"))->balancedAccuracy.interval.low <= .5);
        QVERIFY2(!audit.isFlagged(), qPrintable(audit.explanation.join(QLatin1Char('\n'))));
    }

    void aStoppedAuditGoesOn()
    {
        const City city = test::busyCity(12);
        struct Stopping final : Feedback
        {
            void progress(double) override {}
            bool cancelled() const override { return stop; }
            bool stop = false;
        } feedback;
        int made = 0;
        int batches = 0;
        const auto stopInTheSecondNetwork = [&](const AuditProgress &progress) {
            made += progress.made != nullptr;
            batches += progress.training && progress.training->stage == TrainingProgress::Stage::Learning;
            feedback.stop = made == 6 && progress.training && progress.training->ended;
        };
        QVERIFY_THROWS_EXCEPTION(Cancelled, runAudit(city, settings(2), test::FakeBackend(), feedback, stopInTheSecondNetwork));
        const int before = batches;
        QVERIFY(before > 0);

        NoFeedback quiet;
        std::map<QString, int> learnt;
        const Audit audit = runAudit(city, settings(2), test::FakeBackend(), quiet, [&](const AuditProgress &progress) {
            if (progress.training && progress.training->ended)
                ++learnt[progress.name];
        });
        QCOMPARE(learnt.count(audit.rows[0].name), std::size_t(0));
        QCOMPARE(learnt[audit.rows[1].name], 1);
        QCOMPARE(learnt[audit.rows[2].name], 2);
        QCOMPARE(audit.rows.size(), std::size_t(10));

        // And it says the same as one that was never stopped.
        const QString folder = m_temporary->filePath(QStringLiteral("whole"));
        AuditSettings whole = settings(2);
        whole.folder = folder;
        const Audit undisturbed = runAudit(city, whole, test::FakeBackend(), quiet, [](const AuditProgress &) {});
        QCOMPARE(undisturbed.explanation, audit.explanation);
    }

    void anotherAuditInTheSameFolderIsRefused()
    {
        const City city = test::busyCity(12);
        NoFeedback quiet;
        const auto ignore = [](const AuditProgress &) {};
        runAudit(city, settings(1), test::FakeBackend(), quiet, ignore);
        AuditSettings other = settings(1);
        other.seed = 2;
        VERIFY_SAYS(test::errorOf([&] { runAudit(city, other, test::FakeBackend(), quiet, ignore); }), "cannot be resumed");
    }

    void itsFilesSayWhatItSays()
    {
        const Audit audit = audited(test::busyCity(12), test::FakeBackend(), 1);
        const QJsonObject json = readJson(m_temporary->filePath(QStringLiteral("audit/audit.json")));
        QCOMPARE(json, audit.toJson());
        QCOMPARE(Audit::fromJson(json).toJson(), json);
        QCOMPARE(audit.toCsv().count('\n'), qsizetype(audit.rows.size() + 1));
        const QList<QByteArray> lines = audit.toCsv().split('\n');
        QVERIFY(lines[1].startsWith("original,\"As published"));
        QJsonObject broken = json;
        broken.remove(QStringLiteral("rows"));
        VERIFY_SAYS(test::errorOf([&] { Audit::fromJson(broken); }), "rows");
    }

    void everythingIsMeasuredOnTestWindowsAlone()
    {
        const City city = test::busyCity(16);
        const Audit audit = audited(city, test::FakeBackend(), 1);
        const Window known = city.incidents->coveredDays();
        for (const AuditRow &row : audit.rows) {
            const Split parts = splitExamples(makeExamples(city, row.task, known.start, known.end()),
                                              defaultSplit(row.split, known.start, known.end(), 1));
            QCOMPARE(row.windows, parts.test.size());
            QCOMPARE(row.baseRate, baseRate(parts.test));
            QCOMPARE(row.alwaysNo, 1 - row.baseRate);
        }
        QCOMPARE(audit.row(QStringLiteral("always_no"))->accuracy, audit.row(QStringLiteral("original"))->alwaysNo);
        QCOMPARE(audit.row(QStringLiteral("hour_of_day"))->skillOverHours.value, 0.);
    }

    /// On the shared table: at least two red dots, right in about three of four.
    void redDotsOnTheRealTable()
    {
        SKIP_WITHOUT_REAL_DATA();
        ImportSettings sources;
        sources.incidents.source = test::baltimoreTable();
        sources.neighborhoods.source = test::baltimorePolygons("csa_bnia_2016.shp");
        const City city = test::importQuietly(sources);
        const DotColors dots(city);
        QCOMPARE(dots.targetColors(), std::size_t(1));
        QCOMPARE(dots.sharedBy(), QStringList{QStringLiteral("AUTO THEFT")});
        const Task task{.question = Question::SameWindow};
        const Window known = city.incidents->coveredDays();
        Forecast red;
        for (const Example &example : makeExamples(city, task, known.start, known.end())) {
            red.probabilities.push_back(dots.targetDots(city.incidents->snapshot(example.input).incidents));
            red.outcomes.push_back(example.outcome);
            red.day.push_back(0);
        }
        // 74.3 % and 0.82 were measured on 2012–2017.
        QVERIFY(std::abs(balancedShare(red, 2, 1, 0).value - .743) < .01);
        QVERIFY(std::abs(auc(red.probabilities, red.outcomes) - .82) < .01);
    }

private:
    AuditSettings settings(int epochs) const
    {
        AuditSettings settings;
        settings.network = smallNetwork();
        settings.epochs = epochs;
        settings.folder = m_temporary->filePath(QStringLiteral("audit"));
        return settings;
    }

    Audit audited(const City &city, const NetworkBackend &backend, int epochs) const
    {
        NoFeedback quiet;
        return runAudit(city, settings(epochs), backend, quiet, [](const AuditProgress &) {});
    }

    std::unique_ptr<QTemporaryDir> m_temporary;
};

QTEST_GUILESS_MAIN(TestAudit)
#include "tst_audit.moc"
