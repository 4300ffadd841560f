#pragma once

#include "engine/core/time.h"

#include <QStringList>

#include <initializer_list>

class QComboBox;
class QLineEdit;
class QWidget;

namespace forewatch {

/// What a sentence is made of whose italic parts are controls.

QComboBox *makeChoice(const QStringList &items, const QString &name);

/// A length of time, chosen or typed: `parseDuration` reads it.
QComboBox *makeDuration(const QStringList &presets, const QString &name);

/// A date or a time: `parseTime` reads it.
QLineEdit *makeDate(const QString &name);

/// A line of words and controls, in their order, broken where it is too long.
QWidget *makeSentence(std::initializer_list<QWidget *> words);

/// Words that come and go together, and are not broken.
QWidget *makePhrase(std::initializer_list<QWidget *> words);

/// Zero with a unit; midnights without their hour.
QString durationText(Duration duration);
QString dateText(Time time);

} // namespace forewatch
