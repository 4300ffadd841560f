#include "engine/learning/scoring.h"

#include "engine/core/parallel.h"

#include <algorithm>

namespace forewatch {

namespace {

/// Inputs between two looks at the user's wish to stop.
constexpr std::size_t step = 32;
/// Inputs drawn at once where they are not kept.
constexpr std::size_t drawnAtOnce = 512;

double share(std::size_t part, std::size_t whole)
{
    return static_cast<double>(part) / static_cast<double>(whole);
}

} // namespace

EncodedExamples::EncodedExamples(const City &city, const Task &task, const MapImageEncoding &encoding,
                                 std::span<const Example> examples, int threads, Feedback &feedback)
    : m_imageSize(encoding.size())
    , m_images(examples.size() * m_imageSize)
{
    std::ranges::transform(examples, std::back_inserter(m_labels),
                           [](const Example &example) { return example.outcome ? 1.F : 0.F; });
    forEachInParallel(examples.size(), threads, feedback, [&](std::size_t i) {
        std::vector<Incident> scratch;
        encoding.encode(shownIncidents(city, task, examples[i], scratch),
                        std::span(m_images).subspan(i * m_imageSize, m_imageSize));
    });
}

std::vector<double> scoresOf(Network &network, const EncodedExamples &examples, Feedback &feedback)
{
    std::vector<double> scores;
    for (std::size_t at = 0; at < examples.size(); at += step) {
        feedback.checkpoint(share(at, examples.size()));
        const std::size_t count = std::min(step, examples.size() - at);
        const std::size_t size = examples.image(0).size();
        const auto part = network.logits(examples.images().subspan(at * size, count * size));
        scores.insert(scores.end(), part.begin(), part.end());
    }
    return scores;
}

std::vector<double> scoresOf(Network &network, const City &city, const Task &task, const MapImageEncoding &encoding,
                             std::span<const Example> examples, int threads, Feedback &feedback)
{
    std::vector<double> scores;
    for (std::size_t at = 0; at < examples.size(); at += drawnAtOnce) {
        const std::size_t count = std::min(drawnAtOnce, examples.size() - at);
        StageFeedback part(feedback, share(at, examples.size()), share(at + count, examples.size()));
        // Drawing takes about a third as long as scoring.
        StageFeedback drawing(part, 0, 0.25);
        StageFeedback scoring(part, 0.25, 1);
        const EncodedExamples encoded(city, task, encoding, examples.subspan(at, count), threads, drawing);
        const auto scored = scoresOf(network, encoded, scoring);
        scores.insert(scores.end(), scored.begin(), scored.end());
    }
    return scores;
}

} // namespace forewatch
