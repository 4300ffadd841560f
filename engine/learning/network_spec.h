#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace forewatch {

/// What follows the sums of a layer with weights, or stands as a layer of its own.
enum class Activation { None, Relu, LeakyRelu, Elu, Tanh, Sigmoid };

/// Whether a convolution's result is smaller than its picture by the kernel, or of the same size (zeros around it).
enum class Padding { Valid, Same };

/// One step of a convolutional network; convolutions have stride 1, pools the stride of their size. Only what belongs to its
/// kind is read.
struct Layer
{
    enum class Kind { Convolution, MaxPool, AveragePool, BatchNorm, Dropout, Activation, Flatten, Dense };

    Kind kind;
    /// Filters of a convolution or units of a dense layer.
    int units = 0;
    /// Edge of the convolution's kernel or the pool's square, in pixels.
    int kernel = 0;
    Padding padding = Padding::Valid;
    /// Of a convolution, a dense layer or an activation. The last layer of a network has none: its sigmoid is the score.
    Activation activation = Activation::Relu;
    /// Share of the numbers that dropout leaves out in training, below 1.
    double rate = 0;

    bool operator==(const Layer &) const = default;
};

/// How a snapshot's picture becomes the network's input.
struct PictureInput
{
    int width = 150;
    int height = 150;
    /// Resized bilinearly, as for model 1; else by nearest neighbor, as for model 2.
    bool smooth = false;
    /// Each pixel's red, green and blue divided by their Euclidean length, as for model 1; else divided by 255.
    bool unitPixels = false;

    bool operator==(const PictureInput &) const = default;
};

enum class OptimiserKind { Adam, AdamW, Sgd };
enum class DecayKind { Constant, Step, Cosine, Plateau };
enum class LossKind { CrossEntropy, Weighted, Focal };

/// Epochs that are alike: the published protocol has two such phases.
struct Phase
{
    int epochs = 10;
    int batch = 20;
    /// Pictures rotated, moved, zoomed and flipped at random, as published (see `engine/learning/augmentation.h`).
    bool augmented = false;

    bool operator==(const Phase &) const = default;
};

/// How a network is trained.
struct LearningSettings
{
    OptimiserKind optimiser = OptimiserKind::Adam;
    double learningRate = 1e-4;
    /// L2 for Adam and SGD, decoupled for AdamW (Loshchilov and Hutter, 2019).
    double weightDecay = 0;
    /// Of SGD.
    double momentum = 0.9;
    bool nesterov = false;

    /// How the rate falls from epoch to epoch: by `decayFactor` every `decayEvery` epochs (step), along half a cosine that
    /// reaches 0 after the last epoch of the phases, or by `decayFactor` after `decayEvery` epochs without a lower validation loss (plateau).
    DecayKind decay = DecayKind::Constant;
    int decayEvery = 10;
    double decayFactor = 0.5;

    LossKind loss = LossKind::CrossEntropy;
    /// Weighted: of an example with a target, 1 for one without.
    double positiveWeight = 1;
    /// Focal: γ (Lin and others, 2017).
    double focus = 2;

    /// At least one, in order.
    std::vector<Phase> phases = {{}};
    /// Training ends after so many epochs without a lower validation loss; 0: never before the last.
    int patience = 0;

    int epochs() const;
    /// The phase of an epoch counted from 1; the last phase for later ones.
    const Phase &phaseOf(int epoch) const;

    /// Learning rate of an epoch counted from 1; `validationLosses` are those of the epochs before it.
    double rateOf(int epoch, std::span<const double> validationLosses) const;

    bool operator==(const LearningSettings &) const = default;
};

/// A network as a value: input, layers, and how it is trained. The last layer is dense with one unit; its sigmoid is
/// the score. Three channels: red, green, blue.
struct NetworkSpec
{
    QString name;
    int channels = 3;
    PictureInput input = {};
    std::vector<Layer> layers = {};
    LearningSettings learning = {};

    /// Model 1 of the published method: 216 × 172 × 3 of unit length, convolutions 128 (3 × 3 same), 64 (3 × 3), 64 (2 × 2) with
    /// pools 2, 3, 3, dense 64 and 32; 501,505 parameters; Adam 1e-3, batch 20, 20 epochs.
    static NetworkSpec model1();

    /// Model 2 of the published method: 150 × 150 × 3, convolutions 32–64–128–128, dense 512; 3,453,121 parameters; Adam 1e-4;
    /// 10 epochs in batches of 20, then 50 augmented ones in batches of 32.
    static NetworkSpec model2();

    /// The presets by name. Throws `Error`, listing them, for another name.
    static NetworkSpec preset(const QString &name);
    static QStringList presets();

    QJsonObject toJson() const;

    /// Reads what `toJson` writes; fields may be left out and have their defaults then. Throws `Error`, naming the field or
    /// the layer, also for fields that do not exist and for shapes that are impossible. Form:
    /// `{"name", "input": {"width", "height", "resize": "nearest"|"bilinear", "pixels": "scaled"|"unit"}, "layers": [{"kind":
    /// "convolution", "filters", "kernel", "padding": "valid"|"same", "activation": "relu"}, {"kind": "max_pool"|"average_pool",
    /// "size"}, {"kind": "batch_norm"}, {"kind": "dropout", "rate"}, {"kind": "activation", "activation"}, {"kind": "flatten"},
    /// {"kind": "dense", "units", "activation"}], "learning": {"optimiser": "adam"|"adamw"|"sgd", "learning_rate",
    /// "weight_decay", "momentum", "nesterov", "decay": "constant"|"step"|"cosine"|"plateau", "decay_every", "decay_factor",
    /// "loss": "cross_entropy"|"weighted"|"focal", "positive_weight", "focus", "phases": [{"epochs", "batch", "augmented"}],
    /// "patience"}}`.
    static NetworkSpec fromJson(const QJsonObject &json);

    /// Values of one input, channels × height × width. In the header, because the learning module does not link the
    /// engine.
    std::size_t inputSize() const { return static_cast<std::size_t>(channels) * input.height * input.width; }

    bool operator==(const NetworkSpec &) const = default;
};

/// A layer as people read it, with what leaves it: `Convolution 32 of 3 × 3, ReLU`, `148 × 148 × 32`, 896 parameters.
struct LayerSummary
{
    QString name;
    QString shape;
    std::int64_t parameters = 0;
};

/// One row for each layer. Throws `Error` as `weightShapes` does.
std::vector<LayerSummary> summaryOf(const NetworkSpec &spec);

/// Shapes of all weights, by name: `conv1.weight` (filters, channels, kernel, kernel), `conv1.bias`, …, `dense1.weight`
/// (units, inputs), …, `norm1.weight`, `norm1.bias`, and a batch norm's running statistics `norm1.mean` and
/// `norm1.variance`, counted from 1. Throws `Error`, naming the layer, for what cannot be: a
/// picture smaller than a kernel, a convolution after flattening, a last layer that is not dense with one unit, …
std::vector<std::pair<std::string, std::vector<std::int64_t>>> weightShapes(const NetworkSpec &spec);

/// Whether a network's tensor is changed by the optimiser; a batch norm's running statistics are not.
inline bool isLearnt(const std::string &tensor)
{
    return !tensor.ends_with(".mean") && !tensor.ends_with(".variance");
}

/// Learnt numbers alone.
std::int64_t parameterCount(const NetworkSpec &spec);

} // namespace forewatch
