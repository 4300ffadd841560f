#include "app/gui/sample_model.h"
#include "app/gui/session.h"
#include "engine/data/sample_city.h"

#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

#include <algorithm>

using namespace forewatch;

namespace {

constexpr int patience = 120'000;

} // namespace

/// The model that comes with the sample city belongs to the city that the program invents today: when this fails, run
/// `packaging/train-sample-model.sh`.
class TestSampleModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setApplicationName(QStringLiteral("tst_sample_model"));
        NoFeedback feedback;
        m_city = makeSampleCity(1, 3, feedback).city;
        try {
            m_model = loadModel(unpackSampleModel(), torchBackend(), 1);
        } catch (const Error &error) {
            QFAIL(qPrintable(error.message()));
        }
    }

    void itForeseesMoreThanNothing()
    {
        const Window test = testSpan(m_model.card, m_city);
        const auto examples = makeExamples(m_city, m_model.card.task, test.start, test.end());
        QVERIFY(examples.size() > 500);
        NoFeedback feedback;
        const std::vector<double> probabilities = predict(m_model, m_city, examples, feedback);
        std::vector<std::uint8_t> outcomes;
        for (const Example &example : examples)
            outcomes.push_back(example.outcome);
        QVERIFY(std::ranges::all_of(probabilities, [](double p) { return p > 0 && p < 1; }));
        QVERIFY(auc(probabilities, outcomes) > 0.55);
    }

    void itSaysNothingOfWhereItWasMade()
    {
        for (const SourceFile &source : m_model.card.sources)
            QVERIFY2(!source.path.startsWith(QLatin1Char('/')), qPrintable(source.path));
    }

    void itIsOpenedWithTheSampleCity()
    {
        Session session;
        QSignalSpy failed(&session, &Session::failed);
        session.openSampleCity();
        QTRY_VERIFY_WITH_TIMEOUT(session.model(), patience);
        QVERIFY2(session.modelProblem().isEmpty(), qPrintable(session.modelProblem()));
        session.scoreDay(session.city().incidents->last());
        QTRY_VERIFY_WITH_TIMEOUT(session.timeline(), patience);
        QVERIFY(failed.isEmpty());
        session.cancelAll();
    }

private:
    City m_city;
    Model m_model;
};

QTEST_GUILESS_MAIN(TestSampleModel)
#include "tst_sample_model.moc"
