#include "app/gui/remaining_time.h"

#include <QCoreApplication>

namespace forewatch {

namespace {

QString timeLeft(double seconds)
{
    const auto words = [](const char *text) { return QCoreApplication::translate("forewatch", text); };
    if (seconds < 90)
        return words("about a minute left");
    if (seconds < 90 * 60)
        return words("about %1 minutes left").arg(qRound(seconds / 60));
    return words("about %1 hours left").arg(seconds / 3600, 0, 'f', 1);
}

} // namespace

QString RemainingTime::text(int permille)
{
    if (!m_since.isValid()) {
        m_since.start();
        m_first = permille;
    }
    // Told once a minute's work can be extrapolated from.
    const double seconds = static_cast<double>(m_since.elapsed()) / 1000;
    const int done = permille - m_first;
    return done >= 10 && seconds > 20 ? QStringLiteral("; ") + timeLeft(seconds / done * (1000 - permille)) : QString();
}

} // namespace forewatch
