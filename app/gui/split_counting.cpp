#include "app/gui/split_counting.h"

namespace forewatch {

SplitCounting::SplitCounting(QObject *parent)
    : QObject(parent)
    , m_counting(&m_pool)
{
    m_pool.setMaxThreadCount(1);
    // Dates are typed letter by letter.
    m_pause.setSingleShot(true);
    m_pause.setInterval(150);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        m_counting.start(
            [city = m_city, task = m_task, split = m_split](Feedback &) {
                return figuresOf(splitExamples(makeExamples(city, task, split.from, split.to), split));
            },
            [this](std::shared_ptr<const SplitFigures> figures) { Q_EMIT counted(*figures); });
    });
}

void SplitCounting::count(const City &city, const Task &task, const SplitSettings &split)
{
    if (m_city.incidents == city.incidents && m_task == task && m_split == split)
        return;
    m_counting.cancel();
    m_city = city;
    m_task = task;
    m_split = split;
    Q_EMIT counted(std::nullopt);
    m_pause.start();
}

void SplitCounting::clear()
{
    m_pause.stop();
    m_counting.cancel();
    m_city = {};
    Q_EMIT counted(std::nullopt);
}

} // namespace forewatch
