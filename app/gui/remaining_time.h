#pragma once

#include <QElapsedTimer>
#include <QString>

namespace forewatch {

/// How long a work is still going to take, extrapolated from what it did since its first progress.
class RemainingTime
{
public:
    /// Forgets what was.
    void restart() { m_since.invalidate(); }

    /// `; about 12 minutes left`; empty before enough is done to tell.
    QString text(int permille);

private:
    QElapsedTimer m_since;
    int m_first = 0;
};

} // namespace forewatch
