#pragma once

#include <QFrame>

class QLabel;

namespace forewatch {

/// What can be done with a range of time that was marked: filter to it, zoom to it, play only it, let it go.
class RangeBar : public QFrame
{
    Q_OBJECT

public:
    explicit RangeBar(QWidget *parent = nullptr);

    /// The range in words, and what it holds.
    void setText(const QString &range, const QString &holds);

Q_SIGNALS:
    void filterRequested();
    void zoomRequested();
    void playRequested();
    void clearRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    QLabel *m_range;
    QLabel *m_holds;
};

} // namespace forewatch
