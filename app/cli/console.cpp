#include "app/cli/console.h"

#include "engine/core/error.h"

#include <QJsonDocument>

#include <csignal>
#include <cstdio>
#include <unistd.h>

namespace forewatch {

namespace {

volatile std::sig_atomic_t interrupted = 0;

void write(std::FILE *to, const QByteArray &text)
{
    std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), to);
    std::fflush(to);
}

QString timeLeft(double seconds)
{
    const auto whole = static_cast<qint64>(seconds + 0.5);
    return whole < 90 ? QStringLiteral("%1 s left").arg(whole)
                      : QStringLiteral("%1 min %2 s left").arg(whole / 60).arg(whole % 60);
}

} // namespace

void Console::result(const QJsonObject &object, const QString &text) const
{
    write(stdout, json ? QJsonDocument(object).toJson() : text.toUtf8() + '\n');
    if (std::ferror(stdout))
        throw Error(QStringLiteral("The result cannot be written to standard output."));
}

void Console::say(const QString &message) const
{
    if (!quiet)
        write(stderr, message.toUtf8() + '\n');
}

void catchInterrupts()
{
    const auto onSignal = [](int) { interrupted = 1; };
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
}

ConsoleFeedback::ConsoleFeedback(const Console &console, QString label, double total, QString unit)
    : m_visible(!console.quiet && isatty(STDERR_FILENO)), m_label(std::move(label)), m_total(total), m_unit(std::move(unit))
{
    m_timer.start();
}

ConsoleFeedback::~ConsoleFeedback()
{
    if (m_visible)
        write(stderr, "\r\033[K");
}

void ConsoleFeedback::progress(double fraction)
{
    if (!m_visible || m_timer.elapsed() - m_shownAt < 100)
        return;
    m_shownAt = m_timer.elapsed();
    constexpr int width = 24;
    const int filled = static_cast<int>(fraction * width);
    QString line = QStringLiteral("\r\033[K%1 [%2%3] %4 %")
                       .arg(m_label, QString(filled, QLatin1Char('#')), QString(width - filled, QLatin1Char('.')))
                       .arg(static_cast<int>(fraction * 100), 3);
    const double seconds = static_cast<double>(m_timer.elapsed()) / 1000;
    if (m_total > 0 && seconds > 0.5)
        line += QStringLiteral("  %1 %2/s").arg(grouped(static_cast<qint64>(fraction * m_total / seconds)), m_unit);
    if (fraction > 0.01 && seconds > 1)
        line += QStringLiteral("  ") + timeLeft(seconds / fraction * (1 - fraction));
    if (!m_detail.isEmpty())
        line += QStringLiteral("  ") + m_detail;
    write(stderr, line.toUtf8());
}

bool ConsoleFeedback::cancelled() const
{
    return interrupted != 0;
}

} // namespace forewatch
