#!/usr/bin/env bash
# Everything: lint, then one run of pytest over tests/ and notebooks/. Its summary is the
# last line. Afterwards no process that the run started may be left.
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/lint.sh
bash scripts/others.sh

export LIVEWIDGETS_TEST_RUN="$$-$(date +%s)" # every process of the run inherits it
result=0
.venv/bin/python -m pytest "$@" || result=$?
.venv/bin/python scripts/leftovers.py || result=1
exit "$result"
