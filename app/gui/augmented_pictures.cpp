#include "app/gui/augmented_pictures.h"

#include "engine/core/error.h"
#include "engine/core/time.h"
#include "engine/learning/augmentation.h"
#include "engine/learning/encoding.h"
#include "engine/task/task.h"

namespace forewatch {

namespace {

constexpr std::size_t rows = 3;
constexpr int variants = 4;
constexpr int gap = 4;

QImage pictureOf(std::span<const std::uint8_t> values, const PictureInput &input)
{
    QImage image(input.width, input.height, QImage::Format_RGB32);
    const auto plane = static_cast<std::size_t>(input.width) * static_cast<std::size_t>(input.height);
    for (int y = 0; y < input.height; ++y) {
        for (int x = 0; x < input.width; ++x) {
            const std::size_t at = static_cast<std::size_t>(y) * static_cast<std::size_t>(input.width) + static_cast<std::size_t>(x);
            image.setPixel(x, y, qRgb(values[at], values[plane + at], values[2 * plane + at]));
        }
    }
    return image;
}

/// Spread over the table, so that they are not all of one night.
std::vector<Example> chosen(const City &city, const Task &task)
{
    const Window known = city.incidents->coveredDays();
    std::vector<Example> positives = makeExamples(city, task, known.start, known.end());
    std::erase_if(positives, [](const Example &example) { return !example.outcome; });
    std::vector<Example> some;
    for (std::size_t i = 0; i < rows && i < positives.size(); ++i)
        some.push_back(positives[(2 * i + 1) * positives.size() / (2 * rows)]);
    return some;
}

} // namespace

QImage augmentedPictures(const City &city, const PictureInput &input, std::uint64_t seed, Feedback &feedback)
{
    const Task task{.question = Question::SameWindow};
    const std::vector<Example> examples = chosen(city, task);
    if (examples.empty())
        throw Error(QStringLiteral("No window of the table has a target, so there is nothing to show. Choose other targets."));
    const MapImageEncoding encoding(city, {}, input);
    std::vector<std::uint8_t> picture(encoding.size());
    std::vector<std::uint8_t> moved(encoding.size());
    QImage sheet(variants * (input.width + gap) - gap, static_cast<int>(examples.size()) * (input.height + gap) - gap,
                 QImage::Format_ARGB32_Premultiplied);
    sheet.fill(Qt::transparent);
    for (std::size_t row = 0; row < examples.size(); ++row) {
        std::vector<Incident> scratch;
        encoding.encode(shownIncidents(city, task, examples[row], scratch), picture);
        for (int variant = 0; variant < variants; ++variant) {
            feedback.checkpoint(static_cast<double>(row) / static_cast<double>(examples.size()));
            augment(picture, input, seed, variant + 1, row, moved);
            const QImage image = pictureOf(moved, input);
            const int left = variant * (input.width + gap);
            const int top = static_cast<int>(row) * (input.height + gap);
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    sheet.setPixel(left + x, top + y, image.pixel(x, y));
        }
    }
    return sheet;
}

} // namespace forewatch
