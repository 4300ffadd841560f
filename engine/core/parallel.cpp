#include "engine/core/parallel.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <vector>

namespace forewatch {

void forEachInParallel(std::size_t count, int threads, Feedback &feedback, const std::function<void(std::size_t)> &work)
{
    if (count == 0)
        return;
    std::atomic<std::size_t> next{0};
    std::atomic<bool> stop{false};
    const auto run = [&] {
        for (std::size_t i = next++; i < count && !stop; i = next++) {
            try {
                work(i);
            } catch (...) {
                stop = true;
                throw;
            }
        }
    };
    // The futures of std::async wait in their destructors, so nothing outlives this function.
    std::vector<std::future<void>> workers;
    for (int i = 0; i < std::max(threads, 1); ++i)
        workers.push_back(std::async(std::launch::async, run));
    try {
        for (auto &worker : workers)
            while (worker.wait_for(std::chrono::milliseconds(50)) != std::future_status::ready)
                feedback.checkpoint(static_cast<double>(std::min(next.load(), count)) / static_cast<double>(count));
    } catch (...) {
        stop = true;
        throw;
    }
    for (auto &worker : workers)
        worker.get();
    feedback.checkpoint(1);
}

} // namespace forewatch
