#include "widgets/training/search_view.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableWidget>
#include <QTest>

using namespace forewatch;

/// What is varied is what is asked for; what cannot be searched says why; the best run is opened unless another is chosen.
class TestSearchView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_view = std::make_unique<SearchView>();
        m_view->show();
    }

    void whatIsVariedIsWhatIsAskedFor()
    {
        QVERIFY(m_view->problem().isEmpty());
        values()->setText(QStringLiteral("1e-2, 1e-3"));
        const SearchSettings got = m_view->settings();
        QCOMPARE(got.order, SearchOrder::Grid);
        QCOMPARE(got.varied.size(), std::size_t(1));
        QCOMPARE(got.varied.front().path, QStringLiteral("learning.learning_rate"));
        QCOMPARE(got.varied.front().values, QJsonArray({1e-2, 1e-3}));
    }

    void whatCannotBeSearchedSaysWhy_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("random");
        QTest::addColumn<int>("runs");
        QTest::addColumn<bool>("right");
        QTest::newRow("values") << "learning.learning_rate" << "1e-3, 1e-4" << false << 0 << true;
        QTest::newRow("no such setting") << "learning.speed" << "1, 2" << false << 0 << false;
        QTest::newRow("no values") << "learning.learning_rate" << "" << false << 0 << false;
        QTest::newRow("range in a grid") << "learning.learning_rate" << "1e-5..1e-3" << false << 0 << false;
        QTest::newRow("range at random") << "learning.learning_rate" << "1e-5..1e-3" << true << 5 << true;
        QTest::newRow("at random without end") << "learning.learning_rate" << "1e-5..1e-3" << true << 0 << false;
        QTest::newRow("no possible network") << "layers.0.kernel" << "900" << false << 0 << false;
    }

    void whatCannotBeSearchedSaysWhy()
    {
        QFETCH(QString, path);
        QFETCH(QString, text);
        QFETCH(bool, random);
        QFETCH(int, runs);
        QFETCH(bool, right);
        named<QComboBox>(QStringLiteral("Setting"))->setEditText(path);
        values()->setText(text);
        named<QComboBox>(QStringLiteral("Order of the search"))->setCurrentIndex(random ? 1 : 0);
        named<QSpinBox>(QStringLiteral("Most runs"))->setValue(runs);
        QVERIFY2(m_view->problem().isEmpty() == right, qPrintable(m_view->problem()));
        QCOMPARE(button("search")->isEnabled(), right);
    }

    void anObstacleKeepsItFromStarting()
    {
        m_view->setObstacle(QStringLiteral("A network is being trained."));
        QVERIFY(!button("search")->isEnabled());
        m_view->setObstacle({});
        QVERIFY(button("search")->isEnabled());
        m_view->setRunning(true);
        QVERIFY(!button("search")->isEnabled());
        QVERIFY(button("cancel")->isEnabled());
    }

    void theBestIsOpenedUnlessAnotherIsChosen()
    {
        QSignalSpy open(m_view.get(), &SearchView::openRequested);
        m_view->setResults({{.choice = {{QStringLiteral("learning.learning_rate"), 1e-3}}, .folder = QStringLiteral("best")},
                            {.choice = {{QStringLiteral("learning.learning_rate"), 1e-4}}, .folder = QStringLiteral("second")}});
        button("open")->click();
        QCOMPARE(open.takeFirst().constFirst().toString(), QStringLiteral("best"));
        for (auto *table : m_view->findChildren<QTableWidget *>())
            if (table->accessibleName() == QLatin1String("Runs of the search"))
                table->setCurrentCell(1, 0);
        button("open")->click();
        QCOMPARE(open.takeFirst().constFirst().toString(), QStringLiteral("second"));
    }

    void pathsNameWhatCanBeVaried()
    {
        const QStringList paths = variablePaths(NetworkSpec::model2());
        QVERIFY(paths.contains(QStringLiteral("learning.learning_rate")));
        QVERIFY(paths.contains(QStringLiteral("layers.0.filters")));
        QVERIFY(!paths.contains(QStringLiteral("name")));
    }

private:
    template <class T>
    T *named(const QString &accessibleName) const
    {
        for (T *child : m_view->findChildren<T *>())
            if (child->accessibleName() == accessibleName)
                return child;
        qFatal("There is no %s", qPrintable(accessibleName));
    }
    QLineEdit *values() const { return named<QLineEdit>(QStringLiteral("Values")); }
    QPushButton *button(const char *name) const { return m_view->findChild<QPushButton *>(QLatin1String(name)); }

    std::unique_ptr<SearchView> m_view;
};

QTEST_MAIN(TestSearchView)
#include "tst_search_view.moc"
