#pragma once

#include "tests/support/scene.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>

namespace forewatch::test {

/// What a run of `forewatch-cli` left behind.
struct Ended
{
    /// −1 where it crashed.
    int status;
    QByteArray out;
    QByteArray err;

    /// Of `out`; empty where it is no JSON object.
    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

/// Runs the program that was built with the tests, and waits for its end: five minutes at most.
inline Ended run(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral(FOREWATCH_BIN "/forewatch-cli"), arguments);
    if (!process.waitForFinished(300'000))
        qFatal("forewatch-cli did not end");
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

/// A line of words without blanks in them, as arguments: `--json evaluate --model DIR`.
inline QStringList words(const QString &line)
{
    return line.split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

} // namespace forewatch::test
