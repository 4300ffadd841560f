#!/usr/bin/env bash
# Installs what is missing, builds the dev preset (warnings are errors), and runs the tests without a display.
# Arguments go to ctest, e.g. -R map.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

require_packages
build dev >&2
export QT_QPA_PLATFORM=offscreen
cd "$project"
ctest --preset dev "$@"
