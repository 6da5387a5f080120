"""The browser's half: its own tests, and that it is built and installed as Jupyter wants it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from livewidgets.transport import wire

ROOT = Path(__file__).parent.parent.parent
JS = ROOT / "js"
INSTALLED = Path(sys.prefix) / "share/jupyter/labextensions/livewidgets"


def package() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((JS / "package.json").read_text())
    return loaded


def test_the_tests_in_typescript_pass() -> None:
    command = [sys.executable, str(ROOT / "scripts/front_end.py"), "npm", "test"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert re.search(r"Tests\s.*\d+ passed", re.sub(r"\x1b\[[\d;]*m", "", ran.stdout))


def test_kernel_and_page_mean_the_same_module() -> None:
    version = (JS / "src/version.ts").read_text()
    assert f'MODULE = "{wire.MODULE}"' in version
    assert f'VERSION = "{wire.MODULE_VERSION}"' in version
    assert package()["name"] == wire.MODULE
    assert package()["version"] == wire.MODULE_VERSION


@pytest.mark.parametrize("half", ["Hello", "Ack", "Visible", "Resync", "Bye", "FrameMessage"])
def test_both_halves_of_the_wire_name_the_same_fields(half: str) -> None:
    typescript = (JS / "src/wire.ts").read_text()
    body = re.search(rf"export interface {half} {{(.*?)\n}}", typescript, re.DOTALL)
    assert body is not None
    fields = re.findall(r"^  (\w+)\??:", body[1], re.MULTILINE)
    assert fields == list(getattr(wire, half).__annotations__)


def test_jupyter_finds_the_extension_enabled_and_whole() -> None:
    command = [sys.executable, "-m", "jupyter", "labextension", "list"]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = re.sub(r"\x1b\[[\d;]*m", "", said.stdout + said.stderr).splitlines()
    ours = [line for line in lines if line.split()[:1] == ["livewidgets"]]
    assert len(ours) == 1
    assert "enabled OK (python, livewidgets)" in ours[0]


def test_what_is_installed_is_a_copy_of_what_these_sources_make() -> None:
    # Voila answers 403 to links.
    assert not INSTALLED.is_symlink()
    assert not any(path.is_symlink() for path in INSTALLED.rglob("*"))
    built = JS / "labextension"
    for path in built.rglob("*"):
        if path.is_file():
            assert (INSTALLED / path.relative_to(built)).read_bytes() == path.read_bytes()


def test_what_jupyter_shares_is_shared_and_not_brought_along() -> None:
    shared = package()["jupyterlab"]["sharedPackages"]
    assert shared["@jupyter-widgets/base"] == {"bundled": False, "singleton": True}
    sizes = [path.stat().st_size for path in (INSTALLED / "static").glob("*.js")]
    assert sum(sizes) < 100_000


def test_the_lock_file_names_versions_and_checksums_and_no_place_to_fetch_from() -> None:
    locked = json.loads((JS / "package-lock.json").read_text())["packages"]
    packages = {name: each for name, each in locked.items() if name}
    assert [name for name, each in packages.items() if "resolved" in each] == []
    assert [name for name, each in packages.items() if "integrity" not in each] == []


def test_the_lock_file_has_every_platforms_binaries() -> None:
    locked = json.loads((JS / "package-lock.json").read_text())["packages"]
    have = {name.rpartition("node_modules/")[2] for name in locked}
    wanted = {name for each in locked.values() for name in each.get("optionalDependencies", {})}
    assert wanted - have == set()
