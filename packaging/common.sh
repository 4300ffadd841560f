# What run.sh and test.sh share: the packages, and how the project is built. Sourced, not run.

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf 'forewatch: %s\n' "$*" >&2; }

wanted_packages() { sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' "$project/packaging/packages.txt"; }

missing_packages() {
    local package
    for package in $(wanted_packages); do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || printf '%s\n' "$package"
    done
}

is_debian_12() { [ -r /etc/os-release ] && (. /etc/os-release && [ "${ID:-}" = debian ] && [ "${VERSION_ID:-}" = 12 ]); }

# Installs what is missing, and says what. On another system than Debian 12 it says what is needed and stops, unless
# FOREWATCH_SKIP_PACKAGES=1 says that it is there.
require_packages() {
    [ "${FOREWATCH_SKIP_PACKAGES:-0}" = 1 ] && return
    if ! is_debian_12; then
        say 'this script installs packages on Debian 12 only. Elsewhere, install what corresponds to these, and set'
        say 'FOREWATCH_SKIP_PACKAGES=1:'
        wanted_packages >&2
        exit 1
    fi
    local missing as_root=()
    mapfile -t missing < <(missing_packages)
    [ "${#missing[@]}" -eq 0 ] && return
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { say "run this as root, or install sudo: these packages are missing: ${missing[*]}"; exit 1; }
        as_root=(sudo)
    fi
    say "installing ${#missing[@]} missing packages: ${missing[*]}"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Configures a preset once and builds what has changed.
build() {
    local preset=$1
    export CCACHE_BASEDIR=$project CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    cd "$project"
    if [ ! -f "build/$preset/build.ninja" ]; then
        say "configuring the $preset preset"
        local log
        log=$(mktemp)
        cmake --preset "$preset" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; exit 1; }
        rm -f "$log"
    fi
    cmake --build --preset "$preset"
}
