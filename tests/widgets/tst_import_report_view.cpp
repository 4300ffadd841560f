#include "widgets/tables/import_report_view.h"

#include "widgets/look.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

using namespace forewatch;

namespace {

ImportReport makeReport()
{
    ImportReport report;
    report.rows = 242705;
    report.kept = 242702;
    report.rejected = {{3, Rejection::NoCoordinates}, {5, Rejection::NoCoordinates}, {9, Rejection::BadTime}};
    report.notes[static_cast<std::size_t>(Note::ExactRepeats)] = 12;
    report.leftOutColumns = {QStringLiteral("Age"), QStringLiteral("Race")};
    report.first = makeTime(2012, 1, 1, 0, 1);
    report.last = makeTime(2016, 12, 31, 23, 50);
    report.types = {{QStringLiteral("ARSON"), 1234}, {QStringLiteral("SHOOTING"), 56}};
    report.years = {{2012, 50000}, {2013, 49000}};
    report.typesByYear = {{QStringLiteral("ARSON"), {{2014, 1200}, {2015, 34}}}};
    report.neighborhoodCount = 55;
    report.neighborhoodCrs = QStringLiteral("EPSG:2248");
    report.sources = {{QStringLiteral("/data/crime.csv"), QString(64, QLatin1Char('a'))}};
    return report;
}

} // namespace

/// Every figure of the report stands in the view with its words, and nothing is shown that there is none of.
class TestImportReportView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figuresStandBesideTheirWords_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("value");
        QTest::newRow("all rejections") << "Rows left out because they" << "3";
        QTest::newRow("one reason") << rejectionText(Rejection::NoCoordinates) << "2";
        QTest::newRow("another reason") << rejectionText(Rejection::BadTime) << "1";
        QTest::newRow("note") << noteText(Note::ExactRepeats) << "12";
        QTest::newRow("span") << "2012-01-01 00:01 – 2016-12-31 23:50" << "";
        QTest::newRow("type") << "ARSON" << "1,234";
        QTest::newRow("a year of a type") << "2014" << "1,200";
        QTest::newRow("year") << "2013" << "49,000";
        QTest::newRow("neighborhoods") << "Neighborhoods" << "55";
        QTest::newRow("crs") << "in EPSG:2248" << "";
        QTest::newRow("persons") << "Columns about persons, never read" << "2";
        QTest::newRow("source") << "crime.csv" << "";
        QTest::newRow("hash") << "SHA-256 aaaaaaaaaaaa…" << "";
    }

    void figuresStandBesideTheirWords()
    {
        QFETCH(QString, text);
        QFETCH(QString, value);
        ImportReportView view;
        view.setReport(std::make_shared<ImportReport>(makeReport()));
        const auto found = view.findChild<QTreeWidget *>()->findItems(text, Qt::MatchExactly | Qt::MatchRecursive);
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.front()->text(1), value);
        if (!value.isEmpty())
            QVERIFY(found.front()->textAlignment(1) & Qt::AlignRight);
    }

    void anotherReportReplacesTheFirst()
    {
        ImportReportView view;
        const auto *tree = view.findChild<QTreeWidget *>();
        view.setReport(std::make_shared<ImportReport>(makeReport()));
        const int sections = tree->topLevelItemCount();
        view.setReport(std::make_shared<ImportReport>(makeReport()));
        QCOMPARE(tree->topLevelItemCount(), sections);
        view.setReport(nullptr);
        QCOMPARE(tree->topLevelItemCount(), 0);
    }

    void theHeadlineSaysWhatWasKept()
    {
        ImportReportView view;
        QCOMPARE(headline(view), QStringLiteral("Open a crime table to see how it was read."));
        view.setReport(std::make_shared<ImportReport>(makeReport()));
        QCOMPARE(headline(view), QStringLiteral("242,702 of 242,705 rows kept"));
    }

    void whatIsSaidWithoutAReportStandsBack()
    {
        ImportReportView view;
        const auto *label = view.findChild<QLabel *>(QStringLiteral("headline"));
        const auto size = [&] { return label->font().pointSizeF(); };
        const auto ink = [&] { return label->palette().color(QPalette::WindowText); };
        const QColor black(Qt::black);
        const QColor white(Qt::white);
        view.setPalette(QPalette(black, white));
        view.setPalette(QPalette(white, black));
        QCOMPARE(ink(), mutedText(view.palette()));
        QCOMPARE(size(), view.font().pointSizeF());
        QCOMPARE(label->mapTo(&view, QPoint()), QPoint());
        view.setReport(std::make_shared<ImportReport>(makeReport()));
        QCOMPARE(ink(), view.palette().color(QPalette::WindowText));
        QVERIFY(size() > view.font().pointSizeF());
    }

    void rejectedRowsCanBeSavedWhereThereAreSome()
    {
        ImportReportView view;
        view.show();
        auto *save = view.findChild<QPushButton *>();
        QSignalSpy asked(&view, &ImportReportView::saveRejectedRequested);
        QVERIFY(!save->isVisible());
        view.setReport(std::make_shared<ImportReport>(makeReport()));
        QVERIFY(save->isVisible());
        save->click();
        QCOMPARE(asked.count(), 1);

        ImportReport clean = makeReport();
        clean.rejected.clear();
        view.setReport(std::make_shared<ImportReport>(clean));
        QVERIFY(!save->isVisible());
        QVERIFY(view.findChild<QTreeWidget *>()
                    ->findItems(QStringLiteral("Rows left out because they"), Qt::MatchExactly)
                    .isEmpty());
    }

    void aReasonAsksForItsRows()
    {
        ImportReportView view;
        view.resize(400, 600);
        view.show();
        view.setReport(std::make_shared<ImportReport>(makeReport()));
        auto *tree = view.findChild<QTreeWidget *>();
        QSignalSpy asked(&view, &ImportReportView::rowsRequested);
        const auto clickOn = [&](const QString &text) {
            const auto found = tree->findItems(text, Qt::MatchExactly | Qt::MatchRecursive);
            QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualItemRect(found.front()).center());
        };
        clickOn(rejectionText(Rejection::BadTime));
        QVERIFY(!asked.isEmpty());
        QCOMPARE(asked.front().front().value<Rejection>(), Rejection::BadTime);
        asked.clear();
        clickOn(QStringLiteral("ARSON"));
        QVERIFY(asked.isEmpty());
    }

private:
    static QString headline(const QWidget &view)
    {
        return view.findChild<QLabel *>(QStringLiteral("headline"))->text();
    }
};

QTEST_MAIN(TestImportReportView)
#include "tst_import_report_view.moc"
