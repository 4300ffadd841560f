#include "engine/learning/torch_script.h"

#include <torch/script.h>

#include <sstream>

namespace forewatch {

namespace {

using Kind = Layer::Kind;

/// Names of attributes hold no dots.
std::string attributeOf(std::string name)
{
    for (char &letter : name)
        letter = letter == '.' ? '_' : letter;
    return name;
}

std::string activationLine(Activation activation)
{
    switch (activation) {
    case Activation::None: return {};
    case Activation::Relu: return "    x = torch.relu(x)\n";
    case Activation::LeakyRelu: return "    x = torch.leaky_relu(x)\n";
    case Activation::Elu: return "    x = torch.elu(x)\n";
    case Activation::Tanh: return "    x = torch.tanh(x)\n";
    case Activation::Sigmoid: return "    x = torch.sigmoid(x)\n";
    }
    return {};
}

/// The network's layers as lines of TorchScript.
class Source
{
public:
    explicit Source(const NetworkSpec &spec)
    {
        m_text << "def forward(self, images):\n    x = images.float()\n"
               << (spec.input.unitPixels ? "    x = x / torch.sqrt(torch.clamp_min(torch.sum(x * x, [1], True), 1.0))\n"
                                         : "    x = x / 255.0\n");
        for (const Layer &layer : spec.layers)
            add(layer, &layer == &spec.layers.back());
        m_text << "    return torch.squeeze(x, 1)\n";
    }

    std::string text() const { return m_text.str(); }

private:
    void add(const Layer &layer, bool isLast)
    {
        const std::string square = "[" + std::to_string(layer.kernel) + ", " + std::to_string(layer.kernel) + "]";
        switch (layer.kind) {
        case Kind::Convolution:
            m_text << "    x = torch.conv2d(x, " << weights("conv", ++m_convolutions) << ", [1, 1], \""
                   << (layer.padding == Padding::Same ? "same" : "valid") << "\")\n";
            break;
        case Kind::MaxPool: m_text << "    x = torch.max_pool2d(x, " << square << ")\n"; return;
        case Kind::AveragePool: m_text << "    x = torch.avg_pool2d(x, " << square << ")\n"; return;
        case Kind::BatchNorm: {
            const std::string name = "self.norm" + std::to_string(m_norms + 1);
            m_text << "    x = torch.batch_norm(x, " << weights("norm", ++m_norms) << ", " << name << "_mean, " << name
                   << "_variance, False, 0.1, 1e-5, False)\n";
            return;
        }
        case Kind::Dropout: return;
        case Kind::Flatten: m_text << "    x = torch.flatten(x, 1)\n"; return;
        case Kind::Dense: m_text << "    x = torch.linear(x, " << weights("dense", ++m_denses) << ")\n"; break;
        case Kind::Activation: break;
        }
        if (!isLast)
            m_text << activationLine(layer.activation);
    }

    static std::string weights(const std::string &kind, int number)
    {
        const std::string name = "self." + kind + std::to_string(number);
        return name + "_weight, " + name + "_bias";
    }

    std::ostringstream m_text;
    int m_convolutions = 0;
    int m_denses = 0;
    int m_norms = 0;
};

} // namespace

std::string torchScriptOf(const NetworkSpec &spec, const Tensors &weights)
{
    torch::jit::Module module("ForewatchNetwork");
    for (const auto &[name, tensor] : weights) {
        const at::Tensor copy =
            at::from_blob(const_cast<float *>(tensor.values.data()), tensor.shape, at::kFloat).clone();
        if (isLearnt(name))
            module.register_parameter(attributeOf(name), copy.requires_grad_(), false);
        else
            module.register_buffer(attributeOf(name), copy);
    }
    module.define(Source(spec).text());
    module.eval();
    std::ostringstream archive;
    module.save(archive);
    return archive.str();
}

} // namespace forewatch
