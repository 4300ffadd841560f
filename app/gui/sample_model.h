#pragma once

#include <QString>

namespace forewatch {

/// Copies the ready-trained model of the sample city (`packaging/train-sample-model.sh`), which lies in the program,
/// into the user's data folder, where models are read from; gives its folder. Throws `Error` when it cannot be written.
QString unpackSampleModel();

} // namespace forewatch
