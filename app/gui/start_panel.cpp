#include "app/gui/start_panel.h"

#include "widgets/look.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace forewatch {

StartPanel::StartPanel(QWidget *parent) : QWidget(parent)
{
    auto *title = new QLabel(tr("See a city's crime in time, and what a warning would be worth"));
    title->setFont(scaled(title->font(), 1.5));
    title->setWordWrap(true);
    auto *text = new QLabel(tr("Forewatch needs a table of incidents (time, type, place) and the outlines of the city's "
                               "neighborhoods. Open both, or drop the two files here. It is about places and times, "
                               "never about persons."));
    text->setWordWrap(true);

    auto *column = new QVBoxLayout;
    column->setSpacing(2 * gridUnit);
    column->addWidget(title);
    column->addWidget(text);
    const auto addButton = [&](const QString &label, void (StartPanel::*signal)()) {
        auto *button = new QPushButton(label);
        button->setMinimumHeight(4 * gridUnit);
        column->addWidget(button);
        connect(button, &QPushButton::clicked, this, signal);
    };
    addButton(tr("Open a project…"), &StartPanel::openProjectRequested);
    addButton(tr("Open a crime table…"), &StartPanel::openIncidentsRequested);
    addButton(tr("Open neighborhoods…"), &StartPanel::openNeighborhoodsRequested);
    addButton(tr("Get open data…"), &StartPanel::openDataRequested);
    addButton(tr("Try the sample city"), &StartPanel::sampleRequested);

    auto *card = new QWidget;
    card->setLayout(column);
    card->setMaximumWidth(460);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(card, 0, Qt::AlignCenter);
}

} // namespace forewatch
