#pragma once

#include "app/gui/main_window.h"
#include "app/gui/map_page.h"
#include "app/gui/project_controller.h"
#include "tests/support/scene.h"
#include "widgets/time/time_navigator.h"

#include <QPushButton>
#include <QTest>

namespace forewatch::test {

/// Milliseconds that work in the background may take at most.
constexpr int patience = 120'000;
using Answer = ProjectController::Answer;

/// Answers as prepared, and keeps what was asked.
struct Answers
{
    std::vector<Answer> saveChanges = {};
    QString fileToSave = {};
    QString missingFile = {};
    int asked = 0;
};

inline ProjectController::Questions questions(Answers &answers)
{
    return {.saveChanges =
                [&answers](const QString &) {
                    const auto i = static_cast<std::size_t>(answers.asked++);
                    return i < answers.saveChanges.size() ? answers.saveChanges[i] : Answer::Cancel;
                },
            .fileToOpen = [] { return QString(); },
            .fileToSave = [&answers](const QString &) { return answers.fileToSave; },
            .missingFile = [&answers](const MissingFile &) { return answers.missingFile; },
            .otherSource = [](const QString &) { return QString(); }};
}

/// A window with prepared answers; nothing in these tests waits for a dialog.
class Desk
{
public:
    explicit Desk(const Answers &prepared = {}) : answers(prepared)
    {
        window.project()->setQuestions(questions(answers));
        window.show();
    }

    MainWindow *operator->() { return &window; }
    ProjectController &project() { return *window.project(); }
    TimeNavigator &time() { return *window.mapPage()->navigator(); }

    bool waitForCity()
    {
        return QTest::qWaitFor([this] { return window.session().hasCity() && !window.session().isImporting(); }, patience);
    }

    bool waitForProject(const QString &path)
    {
        return QTest::qWaitFor([&] { return project().path() == path; }, patience);
    }

    void hide(const QString &type)
    {
        ViewSettings settings = window.exploration().settings();
        settings.filter.hiddenTypes.insert(type);
        window.exploration().change(settings, QStringLiteral("hide"));
    }

    QPushButton *button(const QString &text)
    {
        for (QPushButton *button : window.messages()->findChildren<QPushButton *>())
            if (button->isVisible() && button->text() == text)
                return button;
        return nullptr;
    }

    Answers answers;
    MainWindow window;
};

} // namespace forewatch::test
