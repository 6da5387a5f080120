#!/usr/bin/env bash
# The quick tests. Options go to pytest: scripts/unit.sh -k ring
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/setup.sh test
exec .venv/bin/python -m pytest tests --ignore=tests/browser --ignore=tests/binder \
    --ignore=tests/integration "$@"
