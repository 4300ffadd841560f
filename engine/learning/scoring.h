#pragma once

#include "engine/core/feedback.h"
#include "engine/learning/encoding.h"
#include "engine/learning/network.h"
#include "engine/task/task.h"

namespace forewatch {

/// Examples as the network sees them, all in memory: `encoding.size()` bytes each.
class EncodedExamples
{
public:
    /// Draws what `task` shows of the examples (see `shownIncidents`) on `threads` threads. Throws `Cancelled`.
    EncodedExamples(const City &city, const Task &task, const MapImageEncoding &encoding, std::span<const Example> examples,
                    int threads, Feedback &feedback);

    std::size_t size() const { return m_labels.size(); }
    /// One after the other.
    std::span<const std::uint8_t> images() const { return m_images; }
    std::span<const float> labels() const { return m_labels; }

    std::span<const std::uint8_t> image(std::size_t index) const
    {
        return images().subspan(index * m_imageSize, m_imageSize);
    }

private:
    std::size_t m_imageSize;
    std::vector<std::uint8_t> m_images;
    std::vector<float> m_labels;
};

/// The network's log-odds for each example, in their order. Throws `Cancelled`.
std::vector<double> scoresOf(Network &network, const EncodedExamples &examples, Feedback &feedback);

/// The same without holding all pictures at once.
std::vector<double> scoresOf(Network &network, const City &city, const Task &task, const MapImageEncoding &encoding,
                             std::span<const Example> examples, int threads, Feedback &feedback);

} // namespace forewatch
