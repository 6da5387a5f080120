#!/usr/bin/env bash
# Remove everything that was made: .venv, caches, builds, results.
set -euo pipefail
cd "$(dirname "$0")/.."
rm -rf js/node_modules js/lib js/labextension .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist test-results
find . -type d \( -name __pycache__ -o -name .ipynb_checkpoints -o -name '*.egg-info' \) \
    -not -path './.git/*' -prune -exec rm -rf {} +
