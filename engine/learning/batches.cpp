#include "engine/learning/batches.h"

#include "engine/core/parallel.h"
#include "engine/core/random.h"
#include "engine/learning/augmentation.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace forewatch {

namespace {

/// Independent streams of one seed; an epoch's order has its number. See also `trainer.cpp` and `augmentation.cpp`.
constexpr std::uint64_t dropoutStream = std::uint64_t(1) << 34;
constexpr int epochShift = 36;

} // namespace

Batches::Batches(const NetworkSpec &spec, std::uint64_t seed, int epoch, std::span<const std::uint8_t> images,
                 std::span<const float> labels)
    : m_input(spec.input)
    , m_inputSize(spec.inputSize())
    , m_seed(seed)
    , m_epoch(epoch)
    , m_augmented(spec.learning.phaseOf(epoch).augmented)
    , m_batch(static_cast<std::size_t>(spec.learning.phaseOf(epoch).batch))
    , m_images(images)
    , m_labels(labels)
    , m_order(labels.size())
{
    assert(images.size() == labels.size() * m_inputSize);
    std::iota(m_order.begin(), m_order.end(), std::size_t(0));
    Random(seed, static_cast<std::uint64_t>(epoch)).shuffle(m_order);
}

void Batches::make(std::size_t number, int threads, Batch &into) const
{
    const std::size_t from = number * m_batch;
    const auto chosen = std::span(m_order).subspan(from, std::min(m_batch, m_order.size() - from));
    into.images.resize(chosen.size() * m_inputSize);
    into.labels.resize(chosen.size());
    into.seed = Random(m_seed, (static_cast<std::uint64_t>(m_epoch) << epochShift) | dropoutStream | from).next();
    const auto place = [&](std::size_t i) {
        const auto picture = m_images.subspan(chosen[i] * m_inputSize, m_inputSize);
        const auto there = std::span(into.images).subspan(i * m_inputSize, m_inputSize);
        if (m_augmented)
            augment(picture, m_input, m_seed, m_epoch, chosen[i], there);
        else
            std::ranges::copy(picture, there.begin());
        into.labels[i] = m_labels[chosen[i]];
    };
    if (m_augmented && threads > 1) {
        NoFeedback quiet;
        forEachInParallel(chosen.size(), threads, quiet, place);
        return;
    }
    for (std::size_t i = 0; i < chosen.size(); ++i)
        place(i);
}

} // namespace forewatch
