#!/usr/bin/env bash
# Style, format and types; stops at the first that fails.
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/setup.sh test
echo "lint: ruff check"
.venv/bin/ruff check --quiet .
echo "lint: ruff format --check"
.venv/bin/ruff format --quiet --check . ||
    { echo "lint: please run .venv/bin/ruff format" >&2 && exit 1; }
echo "lint: mypy --strict"
.venv/bin/mypy --strict --no-error-summary
echo "lint: biome and tsc, in js/"
.venv/bin/python scripts/front_end.py npm lint
