#!/usr/bin/env bash
# Installs what is missing, builds the release preset, and starts Forewatch on its sample city.
#
#   bash packaging/run.sh                  the window; without a display the same as --headless
#   bash packaging/run.sh --headless       the whole job without a window, into ./forewatch-demo
#   bash packaging/run.sh TABLE POLYGONS   the window on these files
set -euo pipefail
here=$(pwd)
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

headless=0
if [ "${1:-}" = --headless ]; then
    headless=1
    shift
elif [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    say 'there is no display, so this is the demo without a window'
    headless=1
fi

require_packages
build release >&2
bin=$project/build/release/bin
cd "$here"

if [ "$headless" = 1 ]; then
    out=forewatch-demo
    if [ -f "$out/README.txt" ]; then
        say "$out is there already, from an earlier run; remove it to make it anew"
    else
        rm -rf "$out"
        "$bin/forewatch-cli" demo --out "$out"
    fi
    say "look at $out/README.txt first; then $out/timeline.png and the pictures in $out/snapshots-clear"
elif [ "$#" -gt 0 ]; then
    exec "$bin/forewatch" "$@"
else
    exec "$bin/forewatch" --sample
fi
