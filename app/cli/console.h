#pragma once

#include "engine/core/feedback.h"
#include "engine/core/text.h"

#include <QElapsedTimer>
#include <QJsonObject>
#include <QString>

namespace forewatch {

/// What the global options say, and how a command speaks: results to standard output, all else to standard error.
struct Console
{
    bool json = false;
    bool quiet = false;
    int threads = 2;

    /// The command's result: the object with `--json`, else the text.
    void result(const QJsonObject &object, const QString &text) const;

    /// One line to standard error, unless `--quiet`.
    void say(const QString &message) const;
};

/// Makes Ctrl-C and a termination request end the command cleanly: `ConsoleFeedback::cancelled` becomes true.
void catchInterrupts();

/// Progress as a bar on standard error where that is a terminal; silent elsewhere.
class ConsoleFeedback final : public Feedback
{
public:
    /// `label` says what is done. With `total` and `unit` the bar shows a rate: `1,200 pictures/s`.
    ConsoleFeedback(const Console &console, QString label, double total = 0, QString unit = {});
    ~ConsoleFeedback() override;

    void progress(double fraction) override;
    bool cancelled() const override;

    /// Text shown behind the bar from now on, e.g. the running loss.
    void setDetail(const QString &detail) { m_detail = detail; }

private:
    bool m_visible;
    QString m_label;
    double m_total;
    QString m_unit;
    QString m_detail;
    QElapsedTimer m_timer;
    qint64 m_shownAt = -1000;
};

} // namespace forewatch
