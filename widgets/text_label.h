#pragma once

class QLabel;

namespace forewatch {

/// A paragraph of plain text that wraps and can be copied; `name` is its object name. The caller owns it.
QLabel *makeTextLabel(const char *name);

} // namespace forewatch
