#pragma once

#include "engine/learning/network_spec.h"

#include <cstdint>
#include <span>
#include <vector>

namespace forewatch {

/// What one step of a training is given.
struct Batch
{
    /// Inputs one after the other, as `Network::train` takes them, and their labels.
    std::vector<std::uint8_t> images;
    std::vector<float> labels;
    /// Of what dropout leaves out.
    std::uint64_t seed = 0;
};

/// The batches of one epoch: all examples once, in an order of the epoch's own, augmented where its phase says so. The same
/// seed and epoch give the same batches, on any number of threads.
class Batches
{
public:
    /// `images` holds the inputs of all examples one after the other; both spans must outlive this. `epoch` counts from 1.
    Batches(const NetworkSpec &spec, std::uint64_t seed, int epoch, std::span<const std::uint8_t> images,
            std::span<const float> labels);

    std::size_t count() const { return (m_order.size() + m_batch - 1) / m_batch; }

    /// Makes batch `number`, counted from 0, on `threads` threads. Precondition: `number < count()`.
    void make(std::size_t number, int threads, Batch &into) const;

private:
    PictureInput m_input;
    std::size_t m_inputSize;
    std::uint64_t m_seed;
    int m_epoch;
    bool m_augmented;
    std::size_t m_batch;
    std::span<const std::uint8_t> m_images;
    std::span<const float> m_labels;
    std::vector<std::size_t> m_order;
};

} // namespace forewatch
