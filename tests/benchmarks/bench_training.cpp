#include "engine/core/random.h"
#include "engine/learning/batches.h"
#include "engine/learning/network.h"

#include <QCoreApplication>
#include <QTextStream>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <vector>

using namespace forewatch;

namespace {

constexpr std::size_t examples = 64;

double secondsOf(auto &&work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Model 2 in one number format, with the batches of its augmented phase.
class Runner
{
public:
    Runner(Precision precision, int threads)
        : m_network(torchBackend().create(m_spec, initialWeights(m_spec, 1), precision, threads))
        , m_threads(threads)
    {
        Random random(1);
        std::ranges::generate(m_images, [&] { return std::uint8_t(random.below(256)); });
        std::ranges::generate(m_labels, [&] { return random.uniform() < .5 ? 0.F : 1.F; });
    }

    QString name() const { return precisionName(m_network->precision()); }

    void train(int steps)
    {
        const Batches batches(m_spec, 1, 11, m_images, m_labels);
        for (int step = 0; step < steps; ++step) {
            batches.make(std::size_t(step) % batches.count(), m_threads, m_batch);
            m_network->train(m_batch.images, m_batch.labels, {.learningRate = 1e-4, .seed = m_batch.seed});
        }
    }

    void distort(int steps)
    {
        const Batches batches(m_spec, 1, 11, m_images, m_labels);
        for (int step = 0; step < steps; ++step)
            batches.make(std::size_t(step) % batches.count(), m_threads, m_batch);
    }

    void infer(int steps)
    {
        for (int step = 0; step < steps; ++step)
            m_network->logits(std::span(m_images).first(32 * m_spec.inputSize()));
    }

private:
    NetworkSpec m_spec = NetworkSpec::model2();
    std::vector<std::uint8_t> m_images = std::vector<std::uint8_t>(examples * m_spec.inputSize());
    std::vector<float> m_labels = std::vector<float>(examples);
    std::unique_ptr<Network> m_network;
    int m_threads;
    Batch m_batch;
};

} // namespace

/// `bench_training [THREADS [STEPS [ROUNDS]]]`: images per second of model 2 in batches of 32, augmentation included in
/// training; the best of the rounds, whose kinds of work take turns. One JSON object a line.
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const auto argument = [&](int number, int otherwise) {
        return application.arguments().size() > number ? application.arguments()[number].toInt() : otherwise;
    };
    const int threads = argument(1, 2);
    const int steps = argument(2, 6);
    const int rounds = argument(3, 3);
    Runner exact(Precision::Float32, threads);
    Runner fast(Precision::Auto, threads);
    struct Kind
    {
        QString name;
        std::function<void(int)> work;
        double best = 0;
    };
    std::vector<Kind> kinds;
    for (Runner *runner : {&exact, &fast}) {
        if (runner == &fast && fast.name() == exact.name())
            continue;
        kinds.push_back({QStringLiteral("training, ") + runner->name(), [runner](int n) { runner->train(n); }});
        kinds.push_back({QStringLiteral("inference, ") + runner->name(), [runner](int n) { runner->infer(n); }});
    }
    kinds.push_back({QStringLiteral("augmentation alone"), [&](int n) { exact.distort(n); }});
    for (Kind &kind : kinds)
        kind.work(1);
    for (int round = 0; round < rounds; ++round)
        for (Kind &kind : kinds)
            kind.best = std::max(kind.best, 32. * steps / secondsOf([&] { kind.work(steps); }));
    QTextStream out(stdout);
    for (const Kind &kind : kinds)
        out << QStringLiteral("{\"task\": \"model 2 %1\", \"threads\": %2, \"value\": %3, \"unit\": \"images/s\"}\n")
                   .arg(kind.name).arg(threads).arg(kind.best, 0, 'f', 1);
    return 0;
}
