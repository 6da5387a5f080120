"""What is in the wheel and in the sdist: the extension, and what it is built from."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SHARED = "share/jupyter/labextensions/livewidgets"


def build(target: str, folder: Path) -> None:
    """What pip does, in this environment."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", target]
    ran = subprocess.run(
        [*command, "--directory", str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel that is built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build("wheel", folder)
    (built,) = folder.glob("livewidgets-*.whl")
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


def test_the_wheel_brings_the_extension(wheel: set[str]) -> None:
    data = {name.split(".data/data/")[1] for name in wheel if ".data/data/" in name}
    assert {f"{SHARED}/package.json", f"{SHARED}/install.json"} <= data
    assert any(name.startswith(f"{SHARED}/static/remoteEntry.") for name in data)


def test_the_wheel_brings_the_package_and_nothing_of_the_build(wheel: set[str]) -> None:
    assert {"livewidgets/__init__.py", "livewidgets/py.typed"} <= wheel
    assert {"livewidgets/transport/wire.py", "livewidgets/notebooks/tcp.ipynb"} <= wheel
    assert [name for name in wheel if name.startswith(("js/", "tests/", "scripts/"))] == []


def test_the_sdist_brings_both_halves_and_the_built_one(tmp_path: Path) -> None:
    build("sdist", tmp_path)
    (built,) = tmp_path.glob("livewidgets-*.tar.gz")
    with tarfile.open(built) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    sources = {"js/src/plugin.ts", "js/package.json", "js/package-lock.json", "js/install.json"}
    assert {*sources, "js/tsconfig.build.json", "js/.npmrc", "scripts/front_end.py"} <= names
    # Installed from it, no Node is needed.
    assert {"js/labextension/package.json", "js/labextension/made-from"} <= names
    assert [name for name in names if "node_modules" in name or name.startswith("js/lib/")] == []
