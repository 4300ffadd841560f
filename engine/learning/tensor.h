#pragma once

#include <QJsonObject>
#include <QString>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace forewatch {

/// A named array of numbers, row-major. Precondition of all that use it: `values.size()` is the product of `shape`.
struct Tensor
{
    std::vector<std::int64_t> shape;
    std::vector<float> values;

    bool operator==(const Tensor &) const = default;
};

/// Weights, or an optimiser's state, by name.
using Tensors = std::map<std::string, Tensor>;

/// Writes float32 tensors as safetensors: eight bytes of header length, a JSON header, the raw little-endian numbers.
/// Data, never code. `notes` are the format's string-to-string `__metadata__`. Whole or not at all; throws `Error`.
/// Format: https://huggingface.co/docs/safetensors
void writeTensors(const QString &path, const Tensors &tensors, const std::map<std::string, std::string> &notes = {});

/// A file's tensors and its notes.
struct TensorFile
{
    Tensors tensors;
    std::map<std::string, std::string> notes;
};

/// Throws `Error` for a file that is cut short, whose offsets overlap or leave the file, or whose numbers are no
/// float32: no size in the header is believed before it is checked against the file.
TensorFile readTensors(const QString &path);

} // namespace forewatch
