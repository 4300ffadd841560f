#include "engine/evaluation/attention.h"

#include "engine/core/error.h"
#include "engine/learning/encoding.h"
#include "engine/map/map_frame.h"

#include <QColor>

#include <algorithm>
#include <array>
#include <cmath>

namespace forewatch {

namespace {

/// Pixels of the picture that a cell is wide and high, as nearly as whole cells allow.
constexpr int cellPixels = 5;
/// Pictures that are scored between two looks at the user's wish to stop.
constexpr std::size_t batch = 32;

struct NamedMethod
{
    AttentionMethod method;
    QLatin1String name;
};
constexpr std::array namedMethods{NamedMethod{AttentionMethod::Saliency, QLatin1String("saliency")},
                                  NamedMethod{AttentionMethod::Occlusion, QLatin1String("occlusion")}};

/// Half-open range of a picture's pixels.
struct Pixels
{
    int from;
    int to;
};

/// Divides a picture's planes into cells.
class Cells
{
public:
    Cells(int width, int height)
        : m_width(width)
        , m_height(height)
        , m_columns(std::max(1, (width + cellPixels / 2) / cellPixels))
        , m_rows(std::max(1, (height + cellPixels / 2) / cellPixels))
    {
    }

    int columns() const { return m_columns; }
    int rows() const { return m_rows; }
    std::size_t plane() const { return static_cast<std::size_t>(m_width) * static_cast<std::size_t>(m_height); }

    /// Calls `use(index)` with the index in its plane of each pixel of the cell and of `around` cells on each side.
    void forEachPixel(int column, int row, int around, auto &&use) const
    {
        const Pixels x = range(column, around, m_columns, m_width);
        const Pixels y = range(row, around, m_rows, m_height);
        for (int line = y.from; line < y.to; ++line)
            for (int at = x.from; at < x.to; ++at)
                use(static_cast<std::size_t>(line) * static_cast<std::size_t>(m_width) + static_cast<std::size_t>(at));
    }

private:
    static Pixels range(int cell, int around, int cells, int pixels)
    {
        return {std::max(cell - around, 0) * pixels / cells, std::min(cell + around + 1, cells) * pixels / cells};
    }

    int m_width;
    int m_height;
    int m_columns;
    int m_rows;
};

using Picture = std::vector<std::uint8_t>;

/// Mean over each cell of the largest gradient among the colors, for colors from 0 to 1. Precondition: one picture's gradients for
/// colors from 0 to 255.
std::vector<float> pooled(std::span<const float> gradients, const Cells &cells)
{
    const std::size_t plane = cells.plane();
    std::vector<float> values;
    for (int row = 0; row < cells.rows(); ++row)
        for (int column = 0; column < cells.columns(); ++column) {
            double sum = 0;
            int count = 0;
            cells.forEachPixel(column, row, 0, [&](std::size_t pixel) {
                float steepest = 0;
                for (std::size_t at = pixel; at < gradients.size(); at += plane)
                    steepest = std::max(steepest, std::abs(gradients[at]));
                sum += steepest;
                ++count;
            });
            values.push_back(static_cast<float>(255 * sum / std::max(count, 1)));
        }
    return values;
}

/// `picture` with a cell and those around it taken from `blank`; nothing where that changes nothing.
bool hide(const Picture &picture, const Picture &blank, const Cells &cells, int column, int row, Picture &hidden)
{
    hidden = picture;
    bool changed = false;
    cells.forEachPixel(column, row, 1, [&](std::size_t pixel) {
        for (std::size_t at = pixel; at < picture.size(); at += cells.plane()) {
            changed = changed || picture[at] != blank[at];
            hidden[at] = blank[at];
        }
    });
    return changed;
}

std::vector<float> occluded(Network &network, const Picture &picture, const Picture &blank, const Cells &cells, float whole,
                            Feedback &feedback)
{
    std::vector<float> values(static_cast<std::size_t>(cells.columns() * cells.rows()), 0.F);
    std::vector<std::uint8_t> waiting;
    std::vector<std::size_t> waitingCells;
    const auto score = [&] {
        const std::vector<float> scores = network.logits(waiting);
        for (std::size_t i = 0; i < scores.size(); ++i)
            values[waitingCells[i]] = whole - scores[i];
        waiting.clear();
        waitingCells.clear();
    };
    Picture hidden;
    for (std::size_t cell = 0; cell < values.size(); ++cell) {
        const auto at = static_cast<int>(cell);
        if (!hide(picture, blank, cells, at % cells.columns(), at / cells.columns(), hidden))
            continue;
        waiting.insert(waiting.end(), hidden.begin(), hidden.end());
        waitingCells.push_back(cell);
        if (waitingCells.size() < batch)
            continue;
        feedback.checkpoint(static_cast<double>(cell) / static_cast<double>(values.size()));
        score();
    }
    if (!waitingCells.empty())
        score();
    return values;
}

} // namespace

QString attentionName(AttentionMethod method)
{
    return std::ranges::find(namedMethods, method, &NamedMethod::method)->name;
}

std::optional<AttentionMethod> parseAttention(const QString &name)
{
    const auto found = std::ranges::find(namedMethods, name, &NamedMethod::name);
    return found == namedMethods.end() ? std::nullopt : std::optional(found->method);
}

float Attention::largest() const
{
    float largest = 0;
    for (const float value : values)
        largest = std::max(largest, std::abs(value));
    return largest;
}

QImage Attention::overlay() const
{
    const QColor speaksFor(0xE0, 0x8A, 0x00);
    const QColor speaksAgainst(0x2F, 0x6F, 0xC9);
    constexpr float most = 0.8F;
    QImage image(columns, rows, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    const float top = largest();
    for (int row = 0; top > 0 && row < rows; ++row)
        for (int column = 0; column < columns; ++column) {
            QColor color = at(column, row) > 0 ? speaksFor : speaksAgainst;
            color.setAlphaF(most * std::abs(at(column, row)) / top);
            image.setPixelColor(column, row, color);
        }
    return image;
}

Example exampleAt(const City &city, const Task &task, Time moment)
{
    const Window asked = task.question == Question::SameWindow ? Window{moment - task.length, task.length}
                                                               : Window{moment + task.lead, task.horizon};
    return {task.inputFor(asked), asked, city.target->anyIn(city.incidents->snapshot(asked).incidents)};
}

Attention attentionOf(const Model &model, const City &city, const Example &example, AttentionMethod method, Feedback &feedback)
{
    if (!model.network)
        throw Error(QStringLiteral("This model is a risk field, which looks at no picture. Choose a model of pictures."));
    StageFeedback making(feedback, 0, 0.1);
    const MapImageEncoding encoding = encodingFor(model.card, city, making);
    const Cells cells(encoding.input().width, encoding.input().height);
    Picture picture(encoding.size());
    std::vector<Incident> scratch;
    encoding.encode(shownIncidents(city, model.card.task, example, scratch), picture);

    Attention attention{.method = method, .example = example, .columns = cells.columns(), .rows = cells.rows(), .values = {}};
    attention.extent = MapFrame::original(city.neighborhoods->box(), MapFrame::originalSize(city.neighborhoods->box())).visibleBox();
    const float whole = model.network->logits(picture).front();
    attention.logOdds = whole;
    if (method == AttentionMethod::Saliency) {
        attention.values = pooled(model.network->inputGradients(picture), cells);
    } else {
        Picture blank(picture.size());
        encoding.encode({example.input, {}}, blank);
        StageFeedback hiding(feedback, 0.1, 1);
        attention.values = occluded(*model.network, picture, blank, cells, whole, hiding);
    }
    feedback.progress(1);
    return attention;
}

} // namespace forewatch
