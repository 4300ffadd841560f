#include "engine/core/files.h"
#include "engine/data/filter_json.h"
#include "engine/project/project.h"
#include "tests/support/scene.h"

#include <QDir>
#include <QJsonArray>
#include <QTest>

#include <sys/resource.h>

#include <csignal>

using namespace forewatch;
using namespace forewatch::test;

namespace {

Filter everyFilter()
{
    Filter filter;
    filter.hiddenTypes = {QStringLiteral("LARCENY"), QStringLiteral("ARSON")};
    filter.groups = {Group::Target, Group::Violent};
    filter.neighborhoods = {QStringLiteral("WEST")};
    filter.districts = {QStringLiteral("SOUTHERN")};
    filter.weapons = {QStringLiteral("FIREARM")};
    filter.premises = {QStringLiteral("STREET")};
    filter.area = Ring{{0.1, 0.1}, {0.9, 0.1}, {0.123456789012345, 0.9}};
    filter.circle = Circle{{0.5, 0.25}, 812.5};
    filter.hours = Filter::Hours{22 * 60, 6 * 60};
    filter.weekdays = 0b1100000;
    filter.setting = Setting::Outside;
    filter.from = makeTime(2014, 1, 2);
    filter.to = makeTime(2014, 3, 1, 12, 30, 5);
    return filter;
}

/// One of everything a project holds.
Project fullProject(const Folder &folder)
{
    Project project;
    project.sources = scene(folder, busyTable(3));
    project.sources.incidents.layer = QStringLiteral("table");
    project.sources.incidents.columns = {.date = QStringLiteral("CrimeDate"), .clock = QStringLiteral("CrimeTime")};
    project.sources.incidents.crs = QStringLiteral("EPSG:2248");
    project.sources.incidents.dateOrder = DateOrder::DayMonthYear;
    project.sources.incidents.from = makeTime(2014, 1, 1);
    project.sources.incidents.to = makeTime(2014, 2, 1);
    project.sources.neighborhoods.nameField = QStringLiteral("name");
    project.sources.neighborhoods.crs = QStringLiteral("EPSG:4326");
    project.sources.incidents.timeZone = QStringLiteral("UTC");
    project.sources.incidents.encoding = QStringLiteral("CP1252");
    project.sources.target = {QStringLiteral("ROBBERY")};
    project.sources.groups = {{QStringLiteral("LARCENY"), Group::Other}};
    project.view.filter = everyFilter();
    project.view.style = MapStyle::Original;
    project.view.touchedOutlines = false;
    project.view.typesApart = true;
    project.view.stackCounts = false;
    project.view.layers = {{.kind = LayerSpec::Kind::Points,
                            .name = QStringLiteral("Cameras"),
                            .visible = false,
                            .opacity = 0.25,
                            .settings = {{QStringLiteral("source"), folder.write(QStringLiteral("cameras.csv"), "x,y\n")}}}};
    project.steps = {.length = std::chrono::hours(8),
                     .step = std::chrono::minutes(10),
                     .loop = true,
                     .skipEmpty = true,
                     .backward = true,
                     .framesPerSecond = 12.5,
                     .cumulative = true,
                     .anchor = makeTime(2014, 1, 2)};
    project.notes = {{{0.5, 0.5}, QStringLiteral("Lights are out “here”\nsince May"), makeTime(2014, 1, 1, 22)},
                     {{1.5, 0.5}, QStringLiteral("Bus stop"), {}}};
    project.bookmarks = {{QStringLiteral("Harbor"), {{0.25, 0.75}, 3.5}, {makeTime(2014, 1, 2, 20), std::chrono::hours(6)}}};
    project.modelFolder = folder.path(QStringLiteral("model"));
    project.standpoint = {.time = makeTime(2014, 1, 2, 22),
                          .map = MapPlace{{0.5, 0.5}, 1.25},
                          .workspace = QStringLiteral("watch"),
                          .drawerOpen = true};
    return project;
}

/// While it lives, no file of this process grows beyond four kilobytes.
class SmallDevice
{
public:
    SmallDevice()
    {
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit small{4096, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallDevice()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }
    SmallDevice(const SmallDevice &) = delete;
    SmallDevice &operator=(const SmallDevice &) = delete;

private:
    rlimit m_before;
    void (*m_handler)(int);
};

/// What `readProject` says to a file of this text.
QString complaint(const Folder &folder, const QByteArray &text)
{
    const QString path = folder.write(QStringLiteral("wrong.forewatch"), text);
    return errorOf([&] { readProject(path); });
}

} // namespace

/// A project is what it was when it is read again, wherever its folder has gone; what cannot be read says where.
class TestProject : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingComesBack()
    {
        const Folder folder;
        const Project before = fullProject(folder);
        const QString path = folder.path(QStringLiteral("work.forewatch"));
        writeProject(before, path);
        const Project after = readProject(path);

        QVERIFY(after.sources.incidents == before.sources.incidents);
        QVERIFY(after.sources.neighborhoods == before.sources.neighborhoods);
        QCOMPARE(after.sources.target, before.sources.target);
        QCOMPARE(after.sources.groups, before.sources.groups);
        QVERIFY(after.view.filter == before.view.filter);
        QVERIFY(after.view == before.view);
        QVERIFY(after.steps == before.steps);
        QVERIFY(after.notes == before.notes);
        QVERIFY(after.bookmarks == before.bookmarks);
        QCOMPARE(after.modelFolder, before.modelFolder);
        QVERIFY(after.standpoint == before.standpoint);
        QVERIFY(after.isSameWork(before));
        QCOMPARE(after.toJson({}), before.toJson({}));
    }

    void aNewProjectComesBackToo()
    {
        const Folder folder;
        const QString path = folder.path(QStringLiteral("new.forewatch"));
        writeProject({}, path);
        QCOMPARE(readProject(path).toJson({}), Project().toJson({}));
    }

    void eachPartOfAFilterIsStored_data()
    {
        QTest::addColumn<QString>("key");
        const QJsonObject json = filterToJson(everyFilter());
        for (const QString &key : json.keys())
            QTest::newRow(qPrintable(key)) << key;
    }

    void eachPartOfAFilterIsStored()
    {
        QFETCH(QString, key);
        const QJsonObject all = filterToJson(everyFilter());
        const Filter alone = filterFromJson({{key, all[key]}});
        QVERIFY(!alone.isEmpty());
        QCOMPARE(filterToJson(alone), QJsonObject({{key, all[key]}}));
    }

    void anEmptyFilterStoresNothing()
    {
        QVERIFY(filterToJson({}).isEmpty());
        QVERIFY(filterFromJson({}).isEmpty());
    }

    void whereOneStandsIsNoWork()
    {
        const Folder folder;
        const Project before = fullProject(folder);
        Project after = before;
        after.standpoint = {};
        QVERIFY(after.isSameWork(before));
        after.notes.pop_back();
        QVERIFY(!after.isSameWork(before));
    }

    void exactPlacesAreNotHandedOn()
    {
        ViewSettings settings;
        settings.exactPlaces = true;
        QVERIFY(!ViewSettings::fromJson(settings.toJson()).exactPlaces);
    }

    void sourcesBelowAndBesideAreRelative_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("stored");
        QTest::newRow("below") << "/city/work/data/crime.csv" << "data/crime.csv";
        QTest::newRow("in the same folder") << "/city/work/crime.csv" << "crime.csv";
        QTest::newRow("beside") << "/city/data/crime.csv" << "../data/crime.csv";
        QTest::newRow("elsewhere") << "/mnt/share/crime.csv" << "/mnt/share/crime.csv";
        QTest::newRow("a folder of a name that begins alike") << "/city/workshop/crime.csv" << "../workshop/crime.csv";
        QTest::newRow("untidy") << "/city/work/../data//crime.csv" << "../data/crime.csv";
        QTest::newRow("database") << "PG:dbname=crime host=db" << "PG:dbname=crime host=db";
        QTest::newRow("address") << "https://data.city.gov/crime.geojson" << "https://data.city.gov/crime.geojson";
        QTest::newRow("inside an archive") << "/vsizip//city/work/crime.zip/crime.csv" << "/vsizip//city/work/crime.zip/crime.csv";
    }

    void sourcesBelowAndBesideAreRelative()
    {
        QFETCH(QString, source);
        QFETCH(QString, stored);
        const QString folder = QStringLiteral("/city/work");
        Project project;
        project.sources.incidents.source = source;
        const QJsonObject json = project.toJson(folder);
        QCOMPARE(json[QStringLiteral("sources")][QStringLiteral("incidents")][QStringLiteral("source")].toString(), stored);
        const QString back = Project::fromJson(json, folder).sources.incidents.source;
        QCOMPARE(back, source.startsWith(QLatin1String("/city")) ? QDir::cleanPath(source) : source);
    }

    void aProjectAtTheRootKeepsOthersAbsolute()
    {
        Project project;
        project.sources.incidents.source = QStringLiteral("/mnt/share/crime.csv");
        const QJsonObject sources = project.toJson(QStringLiteral("/work"))[QStringLiteral("sources")].toObject();
        QCOMPARE(sources[QStringLiteral("incidents")][QStringLiteral("source")].toString(), QStringLiteral("/mnt/share/crime.csv"));
    }

    void aFileThatLooksLikeADatabaseIsStillAFile()
    {
        const Folder folder;
        Project project;
        project.sources.incidents.source = folder.write(QStringLiteral("at 10:30.csv"), "a\n");
        const QString path = folder.path(QStringLiteral("work.forewatch"));
        writeProject(project, path);
        QCOMPARE(readProject(path).sources.incidents.source, project.sources.incidents.source);
    }

    void theWholeFolderMayMove()
    {
        const Folder parent;
        QVERIFY(QDir().mkpath(parent.path(QStringLiteral("old/data"))));
        const ImportSettings made = scene(parent, busyTable(14));
        QVERIFY(QFile::rename(made.incidents.source, parent.path(QStringLiteral("old/data/table.csv"))));
        QVERIFY(QFile::rename(made.neighborhoods.source, parent.path(QStringLiteral("old/areas.geojson"))));
        Project project;
        project.sources.incidents.source = parent.path(QStringLiteral("old/data/table.csv"));
        project.sources.neighborhoods.source = parent.path(QStringLiteral("old/areas.geojson"));
        project.view.layers = {{.name = QStringLiteral("Cameras"),
                                .settings = {{QStringLiteral("source"), parent.path(QStringLiteral("old/data/cameras.csv"))}}}};
        project.modelFolder = parent.path(QStringLiteral("old/model"));
        writeProject(project, parent.path(QStringLiteral("old/work.forewatch")));
        QVERIFY(!contentOf(parent.path(QStringLiteral("old/work.forewatch"))).contains("old/"));

        QVERIFY(QDir().rename(parent.path(QStringLiteral("old")), parent.path(QStringLiteral("new"))));
        const Project moved = readProject(parent.path(QStringLiteral("new/work.forewatch")));
        QCOMPARE(importQuietly(moved.sources).incidents->size(), std::size_t(14 * 12 + 7));
        QCOMPARE(moved.modelFolder, parent.path(QStringLiteral("new/model")));
        QCOMPARE(moved.view.layers[0].settings[QStringLiteral("source")].toString(),
                 parent.path(QStringLiteral("new/data/cameras.csv")));
    }

    void missingFilesAreFoundTogether()
    {
        const Folder folder;
        const ImportSettings made = scene(folder, busyTable(3));
        const auto gone = [](const char *file) { return QStringLiteral("/gone/away/") + QLatin1String(file); };
        Project project;
        project.sources.incidents.source = gone("table.csv");
        project.sources.neighborhoods.source = gone("areas.geojson");
        project.view.layers = {{.name = QStringLiteral("Cameras"), .settings = {{QStringLiteral("source"), gone("cameras.csv")}}}};
        auto missing = missingFiles(project);
        QCOMPARE(missing.size(), std::size_t(3));
        QCOMPARE(missing[0].what, QStringLiteral("crime table"));
        QVERIFY(missing[0].isNeeded && missing[1].isNeeded && !missing[2].isNeeded);

        replaceMissing(project, gone("table.csv"), made.incidents.source);
        QCOMPARE(project.sources.neighborhoods.source, made.neighborhoods.source);
        missing = missingFiles(project);
        QCOMPARE(missing.size(), std::size_t(1));
        QCOMPARE(missing[0].what, QStringLiteral("Cameras"));
    }

    void databasesAreNotLookedFor()
    {
        Project project;
        project.sources.incidents.source = QStringLiteral("PG:dbname=crime");
        project.sources.neighborhoods.source = QStringLiteral("https://data.city.gov/areas.geojson");
        QVERIFY(missingFiles(project).empty());
    }

    void secretsAreNotStored_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("stored");
        QTest::newRow("password") << "PG:host=db password=hunter2 dbname=crime" << "PG:host=db dbname=crime";
        QTest::newRow("password at the end") << "PG:host=db dbname=crime password='hunter2 x'" << "PG:host=db dbname=crime";
        QTest::newRow("user in an address") << "https://ann:hunter2@city.gov/x.geojson" << "https://city.gov/x.geojson";
        QTest::newRow("token") << "https://city.gov/x?token=hunter2" << "https://city.gov/x";
        QTest::newRow("token before others") << "https://city.gov/x?token=hunter2&f=json" << "https://city.gov/x?f=json";
        QTest::newRow("token after others") << "https://city.gov/x?f=json&api_key=hunter2" << "https://city.gov/x?f=json";
    }

    void secretsAreNotStored()
    {
        QFETCH(QString, source);
        QFETCH(QString, stored);
        const Folder folder;
        Project project;
        project.sources.incidents.source = source;
        project.sources.neighborhoods.source = source;
        project.view.layers = {{.name = QStringLiteral("Calls"), .settings = {{QStringLiteral("source"), source}}}};
        const QString path = folder.path(QStringLiteral("work.forewatch"));
        writeProject(project, path);
        QVERIFY2(!contentOf(path).contains("hunter2"), contentOf(path).constData());
        const Project read = readProject(path);
        QCOMPARE(read.sources.incidents.source, stored);
        QCOMPARE(read.view.layers[0].settings[QStringLiteral("source")].toString(), stored);
    }

    void aNewerFormIsRefused()
    {
        const Folder folder;
        const QString said = complaint(folder, "{\"version\": 7, \"notes\": 12}");
        VERIFY_SAYS(said, "newer Forewatch");
        VERIFY_SAYS(said, "wrong.forewatch");
        VERIFY_SAYS(said, "form 7");
    }

    void unknownKeysAreIgnored()
    {
        const Folder folder;
        const Project before = fullProject(folder);
        QJsonObject json = before.toJson({});
        json[QStringLiteral("weather")] = QStringLiteral("fog");
        QJsonObject view = json[QStringLiteral("view")].toObject();
        view[QStringLiteral("tilt")] = 30;
        json[QStringLiteral("view")] = view;
        QVERIFY(Project::fromJson(json, {}).isSameWork(before));
    }

    void whatIsWrongIsNamed_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("named");
        const auto row = [](const char *name, const char *text, const char *named) {
            QTest::newRow(name) << QByteArray(text) << QString::fromLatin1(named);
        };
        row("no project", "{\"type\": \"FeatureCollection\"}", "\"version\" of the project");
        row("a list", "[1, 2]", "not a JSON object");
        row("an empty file", "", "not a JSON object");
        row("notes that are none", R"({"version": 1, "notes": [3]})", "\"notes\"");
        row("a note without a text", R"({"version": 1, "notes": [{"longitude": 1, "latitude": 2}]})", "\"text\" of the note");
        row("a scale of nothing", R"({"version": 1, "standpoint": {"map": {"longitude": 1, "latitude": 2, "metres_per_pixel": 0}}})",
            "\"metres_per_pixel\"");
        row("a window without length", R"({"version": 1, "time": {"length_seconds": 0}})", "\"length_seconds\"");
        row("a style", R"({"version": 1, "view": {"style": "baroque"}})", "\"style\"");
        row("a weekday", R"({"version": 1, "view": {"filter": {"weekdays": ["someday"]}}})", "\"weekdays\" of the filter");
        row("an hour", R"({"version": 1, "view": {"filter": {"minutes_of_day": [0, 1500]}}})", "\"minutes_of_day\"");
        row("a group", R"({"version": 1, "view": {"filter": {"groups": ["petty"]}}})", "\"groups\"");
        row("an area of two places", R"({"version": 1, "view": {"filter": {"area": [[0, 0], [1, 1]]}}})", "\"area\"");
        row("a date", R"({"version": 1, "view": {"filter": {"from": "yesterday"}}})", "\"from\"");
        row("a layer", R"({"version": 1, "view": {"layers": ["roads"]}})", "\"layers\"");
        row("a date order", R"({"version": 1, "sources": {"incidents": {"date_order": "my"}}})", "\"date_order\"");
    }

    void whatIsWrongIsNamed()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, named);
        const Folder folder;
        const QString said = complaint(folder, text);
        QVERIFY2(said.contains(named), qPrintable(said));
        VERIFY_SAYS(said, "wrong.forewatch");
    }

    /// Cut after each of its bytes, a project is refused, and says where it breaks off.
    void aTruncatedFileSaysWhere()
    {
        const Folder folder;
        const QString path = folder.path(QStringLiteral("work.forewatch"));
        writeProject(fullProject(folder), path);
        const QByteArray whole = contentOf(path).trimmed();
        for (qsizetype size = 0; size < whole.size(); size += 7) {
            const QString said = complaint(folder, whole.left(size));
            QVERIFY2(said.contains(QLatin1String("at byte")), qPrintable(QStringLiteral("%1: %2").arg(size).arg(said)));
        }
    }

    void aFullDeviceLeavesTheOldFile()
    {
        const Folder folder;
        const QString path = folder.path(QStringLiteral("work.forewatch"));
        Project project = fullProject(folder);
        writeProject(project, path);
        const QByteArray before = contentOf(path);
        project.notes[0].text = QString(100'000, QLatin1Char('x'));
        QString said;
        {
            const SmallDevice device;
            said = errorOf([&] { writeProject(project, path); });
        }
        VERIFY_SAYS(said, "work.forewatch cannot be written");
        QCOMPARE(contentOf(path), before);
        QCOMPARE(QDir(folder.path({})).entryList({QStringLiteral("work*")}, QDir::Files), QStringList{QStringLiteral("work.forewatch")});
        writeProject(project, path);
        QCOMPARE(readProject(path).notes[0].text, project.notes[0].text);
    }

    void aPlaceThatCannotBeWrittenIsNamed()
    {
        const Folder folder;
        const QString file = folder.write(QStringLiteral("file"), "x");
        VERIFY_SAYS(errorOf([&] { writeProject({}, file + QStringLiteral("/below.forewatch")); }), "cannot be made");
        VERIFY_SAYS(errorOf([&] { writeProject({}, folder.path({})); }), "no file that can be written");
    }
};

QTEST_GUILESS_MAIN(TestProject)
#include "tst_project.moc"
