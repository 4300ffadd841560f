#include "engine/core/error.h"
#include "engine/report/report_pages.h"
#include "engine/report/risk_report_pdf.h"
#include "tests/support/precursor_city.h"

#include <QBuffer>
#include <QPainter>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace forewatch;
using namespace forewatch::testing;
using namespace std::chrono_literals;

namespace {

Time day(int number)
{
    return makeTime(2016, 1, 1) + number * 24h;
}

Model modelFor(const City &city, const Task &task = {})
{
    const SplitSettings split{.kind = SplitKind::Chronological, .seed = 1, .from = day(0), .to = day(90), .trainTo = day(30), .validationTo = day(45)};
    Model model = modelOf(city, task, split, 2, -3);
    model.card.name = QStringLiteral("precursor");
    model.card.complete = true;
    return model;
}

RiskReport reportOf(const City &city, const Model &model, const Window &span)
{
    NoFeedback feedback;
    ReportSettings settings;
    settings.span = span;
    settings.policy = {.threshold = .5, .release = .5};
    settings.step = 1h;
    settings.areas = neighborhoodAreas(city);
    return makeRiskReport(model, city, settings, feedback);
}

QByteArray pdfOf(const RiskReport &report, ReportForm form, QPageSize::PageSizeId paper)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    NoFeedback feedback;
    writeRiskReport(report, form, paper, QStringLiteral("1 May 2016"), buffer, feedback);
    return buffer.data();
}

int pagesOf(const QByteArray &pdf)
{
    static const QRegularExpression page(QStringLiteral("/Type /Page\\b(?!s)"));
    int pages = 0;
    for (auto each = page.globalMatch(QString::fromLatin1(pdf)); each.hasNext(); each.next())
        ++pages;
    return pages;
}

} // namespace

/// The supervisors' report: what it says, and that it can be printed and read.
class TestRiskReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_city = precursorCity(90, changingHour, changingHour);
        m_model = modelFor(m_city);
        m_report = reportOf(m_city, m_model, {day(80), 24h});
    }

    void aDayIsToldAsTheLedgerHasIt()
    {
        QCOMPARE(m_report.timeline.points.size(), 24u);
        QCOMPARE(m_report.ledger.totals.targets, 1u);
        QCOMPARE(m_report.ledger.totals.caught, 1u);
        QVERIFY(!m_report.seen);
        QVERIFY2(m_report.glance().front().contains(QLatin1String("1 target event: 1 within an alert, 0 outside")),
                 qPrintable(m_report.glance().front()));
    }

    void theWorthIsOfUnseenDaysAlone()
    {
        QCOMPARE(m_report.past.size(), 2u);
        QCOMPARE(m_report.past[0].days, 30);
        // 36 days lie between the end of the validation part and the end of the span: no year is claimed.
        QCOMPARE(m_report.past[1].days, 36);
        QVERIFY(m_report.missingPast.contains(QLatin1String("36 days")));
        for (const PastWorth &past : m_report.past) {
            QVERIFY(past.span.start >= day(45));
            QVERIFY(!past.alerts.seen);
            QVERIFY(!past.opponents.empty());
            QVERIFY2(past.sentences().front().startsWith(QLatin1String("Better than alerts at the same hours")),
                     qPrintable(past.sentences().front()));
        }
    }

    void nothingAfterTheSpanIsCounted()
    {
        QCOMPARE(m_report.daily.day, day(80));
        QCOMPARE(reportOf(m_city, m_model, {day(80) + 18h, 8h}).daily.day, day(80));
    }

    void aPolicyThatWasSetByHandIsSaid()
    {
        QVERIFY(!m_report.glance().join(QLatin1Char(' ')).contains(QLatin1String("by hand")));
        RiskReport report = m_report;
        report.byHand = true;
        QVERIFY(report.glance().join(QLatin1Char(' ')).contains(QLatin1String("by hand")));
    }

    void whatWasSeenIsSaid()
    {
        const RiskReport report = reportOf(m_city, m_model, {day(35), 24h});
        QVERIFY(report.seen);
        QVERIFY(report.past.empty());
        QVERIFY2(report.glance().join(QLatin1Char(' ')).contains(QLatin1String("flatter the model")), qPrintable(report.glance().join(QLatin1Char('\n'))));
        QVERIFY(!report.missingPast.isEmpty());
    }

    void whereTheTableEndsIsNoCalm()
    {
        const RiskReport report = reportOf(m_city, m_model, {day(89), 72h});
        QVERIFY2(report.glance().join(QLatin1Char(' ')).contains(QLatin1String("This is no calm")), qPrintable(report.glance().join(QLatin1Char('\n'))));
    }

    void refusals_data()
    {
        QTest::addColumn<int>("first");
        QTest::addColumn<bool>("same");
        QTest::addColumn<QString>("words");
        QTest::newRow("a day after the table") << 120 << false << QStringLiteral("it runs from");
        QTest::newRow("a day before the table") << -3 << false << QStringLiteral("it runs from");
        QTest::newRow("a model that reads the answer") << 80 << true << QStringLiteral("warns of nothing");
    }
    void refusals()
    {
        QFETCH(int, first);
        QFETCH(bool, same);
        QFETCH(QString, words);
        Model model = m_model;
        if (same)
            model.card.task.question = Question::SameWindow;
        try {
            reportOf(m_city, model, {day(first), 24h});
            QFAIL("nothing was refused");
        } catch (const Error &error) {
            QVERIFY2(error.message().contains(words), qPrintable(error.message()));
        }
    }

    void pages_data()
    {
        QTest::addColumn<QPageSize::PageSizeId>("paper");
        QTest::newRow("A4") << QPageSize::A4;
        QTest::newRow("Letter") << QPageSize::Letter;
    }
    void pages()
    {
        QFETCH(QPageSize::PageSizeId, paper);
        QCOMPARE(pagesOf(pdfOf(m_report, ReportForm::Briefing, paper)), 1);
        QVERIFY(pagesOf(pdfOf(m_report, ReportForm::Full, paper)) >= 3);
        const QSize points = QPageSize(paper).sizePoints();
        const QString box = QStringLiteral("/MediaBox [0 0 %1.000000 %2.000000").arg(points.width()).arg(points.height());
        QVERIFY2(pdfOf(m_report, ReportForm::Briefing, paper).contains(box.toLatin1()), qPrintable(box));
    }

    void theTextCanBeSearched()
    {
        const QString reader = QStandardPaths::findExecutable(QStringLiteral("pdftotext"));
        if (reader.isEmpty())
            QSKIP("pdftotext (poppler-utils) is not installed");
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("report.pdf"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(pdfOf(m_report, ReportForm::Full, QPageSize::A4));
        file.close();
        QProcess process;
        process.start(reader, {QStringLiteral("-layout"), path, QStringLiteral("-")});
        QVERIFY(process.waitForFinished());
        const QString text = QString::fromUtf8(process.readAllStandardOutput());
        for (const char *part : {"Alerts and targets", "Where", "Counts: last 7 days", "What the warnings were worth", "The model",
                                 "What these numbers do not mean", "never persons", "Hour of day"})
            QVERIFY2(text.contains(QLatin1String(part)), part);
    }

    void aHeadingStaysWithWhatFollows()
    {
        ReportPages pages(QPageSize::A4, QStringLiteral("t"), QStringLiteral("f"));
        int drawn = 0;
        pages.title(QStringLiteral("Title"), QStringLiteral("of a test"));
        pages.figure(800, [&](QPainter &, const QRectF &) { ++drawn; });
        pages.heading(QStringLiteral("Heading"));
        pages.figure(300, [&](QPainter &, const QRectF &) { ++drawn; });
        QCOMPARE(pages.pageCount(), 2);
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        pages.write(buffer);
        QCOMPARE(drawn, 2);
        QCOMPARE(pagesOf(buffer.data()), 2);
    }

private:
    City m_city;
    Model m_model;
    RiskReport m_report;
};

QTEST_MAIN(TestRiskReport)

#include "tst_risk_report.moc"
