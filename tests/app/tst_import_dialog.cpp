#include "app/gui/import_dialog.h"
#include "tests/support/scene.h"
#include "widgets/import/found_choice.h"
#include "widgets/import/import_form.h"
#include "widgets/import/preview_view.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>

using namespace forewatch;
using namespace forewatch::test;

namespace {

constexpr int patience = 30'000;

QString textOf(const QWidget &widget)
{
    QString text;
    for (const QLabel *label : widget.findChildren<QLabel *>())
        text += label->text() + QLatin1Char('\n');
    return text;
}

FoundChoice *choiceNamed(const QWidget &widget, const char *name)
{
    for (FoundChoice *choice : widget.findChildren<FoundChoice *>())
        if (choice->accessibleName() == QLatin1String(name))
            return choice;
    qFatal("there is no choice %s", name);
}

void choose(FoundChoice *choice, const QString &value)
{
    const int index = choice->findData(value);
    QVERIFY2(index >= 0, qPrintable(value));
    choice->setCurrentIndex(index);
    Q_EMIT choice->activated(index);
}

QPushButton *importButton(const QDialog &dialog)
{
    for (QAbstractButton *button : dialog.findChild<QDialogButtonBox *>()->buttons())
        if (dialog.findChild<QDialogButtonBox *>()->buttonRole(button) == QDialogButtonBox::AcceptRole)
            return qobject_cast<QPushButton *>(button);
    qFatal("there is no import button");
}

QTableWidget *typesOf(const ImportDialog &dialog)
{
    for (QTableWidget *table : dialog.view()->findChildren<QTableWidget *>())
        if (table->accessibleName() == QLatin1String("Types and groups"))
            return table;
    qFatal("there is no table of types");
}

/// Waits for the preview of the last change.
bool waitForPreview(ImportDialog &dialog)
{
    QSignalSpy previewed(&dialog, &ImportDialog::previewed);
    return previewed.wait(patience);
}

} // namespace

/// The dialog shows what was found, asks what is open, and imports what the user decided.
class TestImportDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aKnownTableNeedsNoDecision()
    {
        const Folder folder;
        ImportDialog dialog(scene(folder, busyTable(20)));
        QVERIFY(!importButton(dialog)->isEnabled());
        QVERIFY(waitForPreview(dialog));
        QVERIFY(importButton(dialog)->isEnabled());
        VERIFY_SAYS(textOf(dialog), "250 of 250 rows would be kept");
        VERIFY_SAYS(choiceNamed(dialog, "Incident type")->currentText(), "Description");
        const auto *types = typesOf(dialog);
        QCOMPARE(types->item(0, 0)->text(), QStringLiteral("LARCENY"));
        QSignalSpy requested(&dialog, &ImportDialog::importRequested);
        importButton(dialog)->click();
        QCOMPARE(requested.size(), 1);
    }

    void anAmbiguousDateIsAskedAbout()
    {
        const Folder folder;
        ImportDialog dialog(scene(folder, "Date,Type,lon,lat\n03/04/2014 10:00,LARCENY,0.5,0.5\n05/06/2014 11:00,SHOOTING,1.5,0.5\n"));
        QVERIFY(waitForPreview(dialog));
        QVERIFY(!importButton(dialog)->isEnabled());
        QPushButton *dayFirst = nullptr;
        for (QPushButton *button : dialog.view()->findChildren<QPushButton *>())
            if (button->text() == QLatin1String("dmy"))
                dayFirst = button;
        QVERIFY(dayFirst);
        dayFirst->click();
        QVERIFY(waitForPreview(dialog));
        QVERIFY(importButton(dialog)->isEnabled());
        QCOMPARE(dialog.form()->asked().incidents.dateOrder, DateOrder::DayMonthYear);
        QCOMPARE(*dialog.preview()->first, makeTime(2014, 4, 3, 10));
    }

    void anUnknownColumnIsChosen()
    {
        const Folder folder;
        ImportDialog dialog(scene(folder, "when,what,east,north\n2014-03-04 10:00,LARCENY,0.5,0.5\n2014-03-05 10:00,SHOOTING,1.5,0.5\n"));
        QVERIFY(waitForPreview(dialog));
        QVERIFY(!importButton(dialog)->isEnabled());
        choose(choiceNamed(dialog, "Date and time"), QStringLiteral("when"));
        choose(choiceNamed(dialog, "Incident type"), QStringLiteral("what"));
        choose(choiceNamed(dialog, "Longitude or x"), QStringLiteral("east"));
        choose(choiceNamed(dialog, "Latitude or y"), QStringLiteral("north"));
        QVERIFY(waitForPreview(dialog));
        QVERIFY2(importButton(dialog)->isEnabled(), qPrintable(textOf(dialog)));
        VERIFY_SAYS(textOf(dialog), "2 of 2 rows would be kept");
    }

    void rowsThatWouldBeLostAreCountedAtOnce()
    {
        const Folder folder;
        ImportDialog dialog(scene(folder, "CrimeDate,CrimeTime,Description,Longitude,Latitude\n"
                                          "01/31/2014,12:10:00,SHOOTING,0.5,0.5\n"
                                          "01/31/2014,12:10:00,LARCENY,,\n"
                                          "01/31/2014,12:10:00,LARCENY,50,50\n"));
        QVERIFY(waitForPreview(dialog));
        VERIFY_SAYS(textOf(dialog), "1 of 3 rows would be kept");
        VERIFY_SAYS(textOf(dialog), "have no coordinates");
    }

    void whereASexualOffenceWasIsNotShown()
    {
        const Folder folder;
        ImportDialog dialog(scene(folder, "CrimeDate,CrimeTime,Description,Location,Longitude,Latitude\n"
                                          "01/31/2014,12:10:00,RAPE,100 QUIET ST,0.5,0.5\n"
                                          "01/31/2014,12:20:00,SHOOTING,200 LOUD ST,1.5,0.5\n"));
        QVERIFY(waitForPreview(dialog));
        QCOMPARE(dialog.preview()->rows[0].join(QLatin1Char(' ')),
                 QStringLiteral("01/31/2014 12:10:00 RAPE (not shown) (not shown) (not shown)"));
        QVERIFY(dialog.preview()->rows[1].contains(QStringLiteral("200 LOUD ST")));
    }

    void aTypeGetsAnotherGroup()
    {
        const Folder folder;
        ImportDialog dialog(scene(folder, busyTable(20)));
        QVERIFY(waitForPreview(dialog));
        auto *types = typesOf(dialog);
        QVERIFY(types->rowCount() > 0);
        auto *group = qobject_cast<QComboBox *>(types->cellWidget(0, 2));
        QVERIFY(group);
        const int other = group->findData(static_cast<int>(Group::Other));
        group->setCurrentIndex(other);
        Q_EMIT group->activated(other);
        ImportSettings wanted;
        connect(&dialog, &ImportDialog::importRequested, this, [&](const ImportSettings &settings) { wanted = settings; });
        importButton(dialog)->click();
        QCOMPARE(wanted.groups.value(QStringLiteral("LARCENY")), Group::Other);
        QCOMPARE(importQuietly(wanted).groups.value(QStringLiteral("LARCENY")), Group::Other);
    }

    void aMissingFileIsSaid()
    {
        ImportSettings settings;
        settings.incidents.source = QStringLiteral("/nowhere/at/all.csv");
        ImportDialog dialog(settings);
        QVERIFY(waitForPreview(dialog));
        VERIFY_SAYS(textOf(dialog), "/nowhere/at/all.csv");
        QVERIFY(!importButton(dialog)->isEnabled());
    }

    void whatWasDecidedBeforeIsShown()
    {
        const Folder folder;
        ImportSettings settings = scene(folder, busyTable(4));
        settings.target = {QStringLiteral("LARCENY")};
        settings.incidents.dateOrder = DateOrder::MonthDayYear;
        ImportDialog dialog(settings);
        QVERIFY(waitForPreview(dialog));
        QCOMPARE(dialog.form()->asked().target, settings.target);
        QCOMPARE(dialog.form()->asked().incidents, settings.incidents);
    }
};

QTEST_MAIN(TestImportDialog)
#include "tst_import_dialog.moc"
