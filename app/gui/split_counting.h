#pragma once

#include "app/gui/job.h"
#include "engine/learning/trainer.h"
#include "widgets/training/split_bar.h"

#include <QTimer>

namespace forewatch {

/// Counts the parts of the split that a training would have, and their base rates, in the background.
class SplitCounting : public QObject
{
    Q_OBJECT

public:
    explicit SplitCounting(QObject *parent = nullptr);

    /// Counts anew unless the question and the split are those of before. Nothing is counted for a split that has not both
    /// kinds of answer in its parts.
    void count(const City &city, const Task &task, const SplitSettings &split);
    void clear();

Q_SIGNALS:
    /// Nothing while they are counted, and for a split that cannot be.
    void counted(const std::optional<forewatch::SplitFigures> &figures);

private:
    QThreadPool m_pool;
    QTimer m_pause;
    City m_city;
    Task m_task;
    SplitSettings m_split;
    Job<SplitFigures> m_counting;
};

} // namespace forewatch
