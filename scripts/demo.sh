#!/usr/bin/env bash
# Serve the moving dashboard until Ctrl-C. Options go to `livewidgets demo`.
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/setup.sh demo
exec .venv/bin/livewidgets demo "$@"
