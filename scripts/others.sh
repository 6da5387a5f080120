#!/usr/bin/env bash
# Make .venv/others: what the programs of others in docs/coming_from.md import. Our tests run them
# there, apart from what we use ourselves; again when the list of versions has changed.
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/setup.sh test

versions=tests/browser/others.txt
made_from="$PWD $(cksum <"$versions")"
stamp=.venv/others/made-from
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$made_from" ]; then
    exit 0
fi
echo "setup: installing Dash, Panel, Taipy and matplotlib into .venv/others (half a minute)"
.venv/bin/python -m venv --clear .venv/others
.venv/others/bin/python -m pip install -qq --disable-pip-version-check --no-compile \
    --requirement "$versions" ||
    { echo "setup: pip could not install what $versions lists" >&2 && exit 1; }
echo "$made_from" >"$stamp"
