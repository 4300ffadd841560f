#include "engine/learning/augmentation.h"
#include "engine/learning/batches.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

using namespace forewatch;

namespace {

constexpr int width = 23;
constexpr int height = 17;
using Picture = std::vector<std::uint8_t>;
using Matrix = std::array<std::array<double, 3>, 3>;

Picture noise()
{
    Random random(1);
    Picture picture(3 * width * height);
    std::ranges::generate(picture, [&] { return std::uint8_t(random.below(256)); });
    return picture;
}

Picture distorted(const Picture &picture, const Distortion &distortion)
{
    Picture result(picture.size());
    distort(picture, 3, width, height, distortion, result);
    return result;
}

Matrix product(const Matrix &a, const Matrix &b)
{
    Matrix result{};
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j)
            for (std::size_t k = 0; k < 3; ++k)
                result[i][j] += a[i][k] * b[k][j];
    return result;
}

/// Keras' matrix, rows first, about the middle.
Matrix matrixOf(const Distortion &d)
{
    const double angle = d.rotation * std::numbers::pi / 180;
    const double shear = d.shear * std::numbers::pi / 180;
    const Matrix rotation{{{std::cos(angle), -std::sin(angle), 0}, {std::sin(angle), std::cos(angle), 0}, {0, 0, 1}}};
    const Matrix shift{{{1, 0, d.shiftY * height}, {0, 1, d.shiftX * width}, {0, 0, 1}}};
    const Matrix sheared{{{1, -std::sin(shear), 0}, {0, std::cos(shear), 0}, {0, 0, 1}}};
    const Matrix zoom{{{d.zoomY, 0, 0}, {0, d.zoomX, 0}, {0, 0, 1}}};
    const Matrix there{{{1, 0, (height - 1) / 2.}, {0, 1, (width - 1) / 2.}, {0, 0, 1}}};
    const Matrix back{{{1, 0, -(height - 1) / 2.}, {0, 1, -(width - 1) / 2.}, {0, 0, 1}}};
    return product(there, product(product(product(product(rotation, shift), sheared), zoom), back));
}

/// One value of the distorted picture in double precision.
double plainValue(const Picture &picture, const Distortion &d, int channel, int row, int column)
{
    const Matrix m = matrixOf(d);
    const int x = d.mirrored ? width - 1 - column : column;
    const double fromRow = std::clamp(m[0][0] * row + m[0][1] * x + m[0][2], 0., height - 1.);
    const double fromColumn = std::clamp(m[1][0] * row + m[1][1] * x + m[1][2], 0., width - 1.);
    const int top = std::min(int(fromRow), height - 2);
    const int left = std::min(int(fromColumn), width - 2);
    const auto at = [&](int r, int c) { return double(picture[std::size_t((channel * height + r) * width + c)]); };
    const double right = fromColumn - left;
    const double below = fromRow - top;
    return (1 - below) * ((1 - right) * at(top, left) + right * at(top, left + 1))
        + below * ((1 - right) * at(top + 1, left) + right * at(top + 1, left + 1));
}

} // namespace

/// Training pictures are moved as the published ones were, and always the same way for the same seed.
class TestAugmentation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingChangesNothing() { QVERIFY(distorted(noise(), {}) == noise()); }

    void mirroringTwiceChangesNothing()
    {
        const Picture once = distorted(noise(), {.mirrored = true});
        QVERIFY(once != noise());
        QCOMPARE(once[0], noise()[width - 1]);
        QVERIFY(distorted(once, {.mirrored = true}) == noise());
    }

    void wholePixelsAreShifted()
    {
        const Picture picture = noise();
        const Picture moved = distorted(picture, {.shiftX = 2. / width, .shiftY = 3. / height});
        for (int row = 0; row < height; ++row)
            for (int column = 0; column < width; ++column)
                QCOMPARE(moved[std::size_t(row * width + column)],
                         picture[std::size_t(std::min(row + 3, height - 1) * width + std::min(column + 2, width - 1))]);
    }

    void everyValueIsThatOfPlainArithmetic_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 0; seed < 12; ++seed)
            QTest::addRow("%d", seed) << seed;
    }
    void everyValueIsThatOfPlainArithmetic()
    {
        QFETCH(int, seed);
        const Distortion distortion = Distortion::drawn(Random(std::uint64_t(seed)));
        const Picture picture = noise();
        const Picture result = distorted(picture, distortion);
        // Weights of 256ths on differences of up to 255, along two axes, and rounding.
        constexpr double tolerance = 3.5;
        double bias = 0;
        for (int channel = 0; channel < 3; ++channel)
            for (int row = 0; row < height; ++row)
                for (int column = 0; column < width; ++column) {
                    const double got = result[std::size_t((channel * height + row) * width + column)];
                    const double wanted = plainValue(picture, distortion, channel, row, column);
                    QVERIFY2(std::abs(got - wanted) < tolerance, qPrintable(QStringLiteral("%1 not %2").arg(got).arg(wanted)));
                    bias += (got - wanted) / double(picture.size());
                }
        QVERIFY(std::abs(bias) < .2);
    }

    void drawsFillTheirRanges()
    {
        std::array<double, 6> least;
        std::array<double, 6> most;
        least.fill(1e9);
        most.fill(-1e9);
        int mirrored = 0;
        for (std::uint64_t seed = 0; seed < 1000; ++seed) {
            const Distortion d = Distortion::drawn(Random(seed));
            const std::array values{d.rotation / 20, d.shear * 10, d.shiftX * 10, d.shiftY * 10, (d.zoomX - 1) * 10, (d.zoomY - 1) * 10};
            for (std::size_t i = 0; i < values.size(); ++i) {
                least[i] = std::min(least[i], values[i]);
                most[i] = std::max(most[i], values[i]);
            }
            mirrored += d.mirrored;
        }
        for (std::size_t i = 0; i < least.size(); ++i)
            QVERIFY(least[i] >= -1 && least[i] < -.98 && most[i] <= 1 && most[i] > .98);
        QVERIFY(mirrored > 420 && mirrored < 580);
    }

    void seedEpochAndNumberDecide()
    {
        const PictureInput input{.width = width, .height = height};
        const Picture picture = noise();
        const auto augmented = [&](std::uint64_t seed, int epoch, std::size_t index) {
            Picture result(picture.size());
            augment(picture, input, seed, epoch, index, result);
            return result;
        };
        const Picture one = augmented(1, 1, 1);
        QVERIFY(augmented(1, 1, 1) == one);
        QVERIFY(augmented(2, 1, 1) != one);
        QVERIFY(augmented(1, 2, 1) != one);
        QVERIFY(augmented(1, 1, 2) != one);
    }

    void orderChangesWithEachEpoch()
    {
        std::vector<std::uint8_t> images;
        std::vector<float> labels;
        const NetworkSpec spec = batchSpec(false);
        for (int i = 0; i < 10; ++i) {
            images.insert(images.end(), spec.inputSize(), std::uint8_t(i));
            labels.push_back(float(i));
        }
        const auto orderOf = [&](std::uint64_t seed, int epoch) {
            const Batches batches(spec, seed, epoch, images, labels);
            std::vector<float> order;
            Batch batch;
            for (std::size_t number = 0; number < batches.count(); ++number) {
                batches.make(number, 2, batch);
                order.insert(order.end(), batch.labels.begin(), batch.labels.end());
                for (std::size_t i = 0; i < batch.labels.size(); ++i)
                    if (batch.images[i * spec.inputSize()] != std::uint8_t(batch.labels[i]))
                        return std::vector<float>();
            }
            return order;
        };
        const auto first = orderOf(1, 1);
        QVERIFY(std::ranges::is_permutation(first, labels));
        QCOMPARE(orderOf(1, 1), first);
        QVERIFY(orderOf(1, 2) != first);
        QVERIFY(orderOf(2, 1) != first);
    }

    void augmentationIsTheSameOnAnyNumberOfThreads()
    {
        const NetworkSpec spec = batchSpec(true);
        std::vector<std::uint8_t> images(10 * spec.inputSize());
        Random random(3);
        std::ranges::generate(images, [&] { return std::uint8_t(random.below(256)); });
        const std::vector<float> labels(10);
        const auto made = [&](int epoch, int threads) {
            const Batches batches(spec, 1, epoch, images, labels);
            Batch batch;
            batches.make(1, threads, batch);
            return batch.images;
        };
        QVERIFY(made(1, 1) == made(1, 3));
        QVERIFY(made(1, 1) != made(2, 1));
    }

private:
    static NetworkSpec batchSpec(bool augmented)
    {
        NetworkSpec spec = NetworkSpec::model2();
        spec.input = {.width = 9, .height = 7};
        spec.learning.phases = {{.epochs = 1, .batch = 4, .augmented = augmented}};
        return spec;
    }
};

QTEST_GUILESS_MAIN(TestAugmentation)
#include "tst_augmentation.moc"
