#!/usr/bin/env bash
# Measure livewidgets and what one would use instead of it. Options go to
# `python -m benchmarks`: scripts/bench.sh --repeat 1 --seconds 10 --workload W2
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/setup.sh test

stamp=.venv/made-from
if ! grep -qx bench "$stamp"; then
    echo "setup: installing the packages for make bench into .venv"
    .venv/bin/python -m pip install -qq --disable-pip-version-check \
        --constraint constraints.txt --editable ".[bench]" ||
        { echo "setup: pip could not install the packages" >&2 && exit 1; }
    # They come with Panel; in what is measured and tested here they have no business.
    .venv/bin/jupyter labextension disable --level=sys_prefix \
        @pyviz/jupyterlab_pyviz >/dev/null 2>&1
    .venv/bin/jupyter server extension disable --sys-prefix \
        panel.io.jupyter_server_extension >/dev/null 2>&1
    echo bench >>"$stamp"
fi
exec .venv/bin/python -m benchmarks "$@"
