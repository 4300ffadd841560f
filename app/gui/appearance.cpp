#include "app/gui/appearance.h"

#include <QActionGroup>
#include <QApplication>
#include <QMenu>
#include <QPalette>
#include <QSettings>
#include <QStyle>
#include <QStyleFactory>

namespace forewatch {

namespace {

const QString settingsKey = QStringLiteral("appearance");

QPalette darkPalette()
{
    const QColor window(0x20, 0x23, 0x27);
    const QColor base(0x2E, 0x33, 0x39);
    const QColor text(0xE4, 0xE7, 0xEA);
    const QColor faint(0x7F, 0x86, 0x8E);
    QPalette palette;
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::AlternateBase, QColor(0x28, 0x2C, 0x31));
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::Button, QColor(0x2C, 0x30, 0x35));
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::BrightText, Qt::white);
    palette.setColor(QPalette::ToolTipBase, QColor(0x2C, 0x30, 0x35));
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::PlaceholderText, faint);
    palette.setColor(QPalette::Link, QColor(0x56, 0xB4, 0xE9));
    palette.setColor(QPalette::Highlight, QColor(0x2F, 0x6F, 0xA8));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Light, QColor(0x3A, 0x3F, 0x45));
    palette.setColor(QPalette::Midlight, QColor(0x33, 0x37, 0x3C));
    palette.setColor(QPalette::Mid, QColor(0x14, 0x16, 0x19));
    palette.setColor(QPalette::Dark, QColor(0x10, 0x12, 0x14));
    palette.setColor(QPalette::Shadow, Qt::black);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faint);
    return palette;
}

QPalette lightPalette()
{
    QPalette palette(QColor(0xF4, 0xF5, 0xF6));
    palette.setColor(QPalette::Base, Qt::white);
    palette.setColor(QPalette::Highlight, QColor(0x00, 0x72, 0xB2));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    return palette;
}

void apply(const QString &choice)
{
    static const QPalette ofTheSystem = QApplication::palette();
    static const QString styleOfTheSystem = QApplication::style()->objectName();
    if (choice == QLatin1String("system")) {
        QApplication::setStyle(QStyleFactory::create(styleOfTheSystem));
        QApplication::setPalette(ofTheSystem);
        return;
    }
    // Only Fusion paints every control in the colors it is given.
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(choice == QLatin1String("dark") ? darkPalette() : lightPalette());
}

QString chosen()
{
    return QSettings().value(settingsKey, QStringLiteral("system")).toString();
}

} // namespace

void applyAppearance()
{
    apply(QStringLiteral("system"));
    apply(chosen());
}

void addAppearanceActions(QMenu &menu)
{
    auto *group = new QActionGroup(&menu);
    const auto add = [&](const QString &choice, const QString &name) {
        QAction *action = menu.addAction(name);
        action->setCheckable(true);
        action->setChecked(choice == chosen());
        group->addAction(action);
        QObject::connect(action, &QAction::triggered, action, [choice] {
            QSettings().setValue(settingsKey, choice);
            apply(choice);
        });
    };
    add(QStringLiteral("system"), QMenu::tr("As the &system"));
    add(QStringLiteral("light"), QMenu::tr("&Light"));
    add(QStringLiteral("dark"), QMenu::tr("&Dark"));
}

} // namespace forewatch
