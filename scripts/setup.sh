#!/usr/bin/env bash
# Make .venv in the checkout; make it again when what it is made from has changed.
# Usage: scripts/setup.sh demo|test      (test includes demo)
# As root on Debian it installs what the system lacks; else it says what to install.
set -euo pipefail
cd "$(dirname "$0")/.."

what=${1:-test}
case $what in
demo) # the dashboard soon: what it does not import need not be compiled
    packages=".[demo]" compile=--no-compile ;;
test) packages=".[demo,pandas,test]" compile=--compile ;;
*)
    echo "usage: scripts/setup.sh demo|test" >&2
    exit 2
    ;;
esac

say() { echo "setup: $*"; }
fail() {
    echo "setup: $*" >&2
    exit 1
}

# A name on the PATH may be a launcher with no interpreter behind it: run it to see.
find_python() {
    local each
    for each in python3.13 python3.12 python3.11 python3; do
        if "$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$each"
            return
        fi
    done
    fail "Python 3.11 or newer is needed; please install python3"
}

# The Debian packages that this machine lacks.
lacking() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null || echo "$(basename "$python")-venv"
    [ "$what" = test ] || return 0
    command -v chromium >/dev/null || echo chromium fonts-dejavu-core
    # Playwright's own Node needs this one.
    [ "$(uname)" != Linux ] ||
        "$python" -c 'import ctypes; ctypes.CDLL("libatomic.so.1")' 2>/dev/null || echo libatomic1
}

# The lists of a fresh machine are empty, and old ones name files that are gone: hence the
# update and the second try.
install_debian() {
    command -v apt-get >/dev/null || fail "please install: $*"
    [ "$(id -u)" = 0 ] || fail "please run: sudo apt-get install $*"
    say "installing $* with apt-get"
    local install=(apt-get install -y -qq --no-install-recommends "$@") output
    export DEBIAN_FRONTEND=noninteractive
    output=$("${install[@]}" 2>&1) ||
        output=$(apt-get update -qq 2>&1 && "${install[@]}" 2>&1) ||
        fail "apt-get could not install $*:"$'\n'"$output"
}

python=$(find_python)
read -ra debian <<<"$(lacking | tr '\n' ' ')"
[ ${#debian[@]} = 0 ] || install_debian "${debian[@]}"

# The stamp names what .venv was made from, then one line for each set that is installed.
made_from="$PWD $(cat pyproject.toml constraints.txt | cksum)"
stamp=.venv/made-from
if [ -f "$stamp" ] && [ "$(head -n 1 "$stamp")" = "$made_from" ] && .venv/bin/python -c ''; then
    if grep -qx -e "$what" -e test "$stamp"; then
        # Where js/ has changed since: an editable package takes its Python from the checkout,
        # but its labextension is a copy.
        .venv/bin/python scripts/front_end.py place || fail "the browser's half cannot be built"
        exit 0
    fi
else
    say "making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
    echo "$made_from" >"$stamp"
fi
say "installing the packages for make $what into .venv (a minute or two, mostly downloads)"
.venv/bin/python -m pip install -qq --disable-pip-version-check "$compile" \
    --constraint constraints.txt --editable "$packages" ||
    fail "pip could not install the packages"
echo "$what" >>"$stamp"
say "ready"
