#!/usr/bin/env bash
# Builds the benchmarks for release and runs them. Arguments go to them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

swift build -c release --product kreds-bench --explicit-target-dependency-import-check error
exec .build/release/kreds-bench "$@"
