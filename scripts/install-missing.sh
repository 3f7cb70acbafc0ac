#!/usr/bin/env bash
# Installs what this machine lacks, and nothing else: run twice, the second run finds nothing to do.
#
#   scripts/install-missing.sh build           what it takes to build and run kreds
#   scripts/install-missing.sh browser-tests   what the browser tests need on top
#
# Knows Debian 12. Elsewhere it names what is needed, and leaves the installing to you.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# Debian packages, each with why it is needed.
build_packages=(
    libsqlite3-dev   # the database; GRDB links against it
    git              # swift build fetches the libraries with it,
    ca-certificates  # over https
    binutils         # the linker that the Swift compiler calls
    libc6-dev        # C headers, under everything
    libstdc++-12-dev # C++ headers and library, for the cryptography in swift-crypto
    libcurl4         # swift build and swift test themselves load these three
    libncurses6
    libxml2
    libjs-leaflet    # maps that can be moved; pages draw the circles without it
    cracklib-runtime # new passwords are held against its words,
    python3-zxcvbn   # against the passwords found in leaks,
    wdanish          # and against the Danish words
    weasyprint       # letters and the report become PDF through it,
    fonts-liberation # in these letters;
    poppler-utils    # the tests read what stands in them
)
browser_packages=(
    python3-venv     # the browser tests are in Python, in an environment of their own
    chromium         # the browser
    fonts-dejavu-core # letters on a machine without a desktop
    dbconfig-no-thanks # glewlwyd asks for a database of its own without it
    faketime         # the tests serve on the days that they speak of
    glewlwyd         # an identity provider to sign in through; the tests start it themselves
)

install_packages() {
    local wanted=("$@") missing=() name
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "This is no Debian, so nothing was installed. Needed here, by Debian's names: ${wanted[*]}"
        return
    fi
    for name in "${wanted[@]}"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null || true)" = installed ] || missing+=("$name")
    done
    [ ${#missing[@]} -gt 0 ] || return 0

    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            fail "Missing: ${missing[*]}. Installing them takes root; as root: apt-get install ${missing[*]}"
        as_root=(sudo)
        # Nobody is there to type a password.
        [ -t 0 ] || as_root=(sudo -n)
    fi
    say "Installing ${missing[*]}"
    # The tests bring a configuration of their own, and the package cannot make one without a database server.
    if [[ " ${missing[*]} " == *" glewlwyd "* ]]; then
        echo "glewlwyd glewlwyd/config_type select No configuration" | "${as_root[@]}" debconf-set-selections
    fi
    "${as_root[@]}" apt-get update -qq ||
        fail "The list of packages could not be brought up to date. Missing: ${missing[*]}"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq -y --no-install-recommends "${missing[@]}" >&2 ||
        fail "Not all could be installed. Missing: ${missing[*]}"
}

need_swift() {
    command -v swift >/dev/null ||
        fail "There is no 'swift' in PATH. Install a Swift 6.3 toolchain (https://www.swift.org/install) and come back."
}

# The environment of the browser tests, as Tests/Browser/requirements.txt has it: .venv remembers what it was made from.
make_environment() {
    local wanted=Tests/Browser/requirements.txt made_from=.venv/made-from.txt python=/usr/bin/python3
    [ -x "$python" ] || python=python3
    if cmp -s "$wanted" "$made_from" && .venv/bin/python -c 'import playwright, pytest, axe_playwright_python' 2>/dev/null; then
        return
    fi
    say "Making .venv from $wanted"
    rm -rf .venv
    "$python" -m venv .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --requirement "$wanted"
    cp "$wanted" "$made_from"
}

case "${1:-}" in
    build)
        install_packages "${build_packages[@]}"
        need_swift
        ;;
    browser-tests)
        install_packages "${browser_packages[@]}"
        make_environment
        ;;
    *)
        say "Usage: $0 build | browser-tests"
        exit 64
        ;;
esac
