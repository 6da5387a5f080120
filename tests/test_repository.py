"""What is in the repository agrees with itself and says nothing of one machine."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from itertools import chain
from pathlib import Path

import pytest

import livewidgets

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

# In pieces, so that this file does not name them.
REGISTRIES = [
    "".join(parts)
    for parts in (
        ("py", "pi.", "org"),
        ("python", "hosted.", "org"),
        ("npm", "js.", "org"),
        ("npm", "js.", "com"),
        ("ana", "conda.", "org"),
        ("deb.", "debian.", "org"),
    )
]


def kept_files() -> list[Path]:
    """The files that git keeps, or would with the next `git add`."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts() -> dict[str, str]:
    """The text files among them, by name."""
    found = {}
    for path in kept_files():
        data = path.read_bytes()
        if b"\0" not in data:
            found[str(path.relative_to(ROOT))] = data.decode()
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebooks_are_kept_without_outputs(path: Path) -> None:
    book = json.loads(path.read_text())
    cells = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    assert cells
    assert [cell["outputs"] for cell in cells] == [[]] * len(cells)
    assert {cell["execution_count"] for cell in cells} == {None}
    assert "widgets" not in book["metadata"]


def test_no_file_names_a_registry() -> None:
    named = [(name, host) for name, text in texts().items() for host in REGISTRIES if host in text]
    assert named == []


def test_no_file_names_a_place_on_this_machine() -> None:
    # Where the checkout lies directly in a folder that all machines have, it says nothing.
    places = {ROOT.parent, Path.home()} - {Path("/"), Path("/tmp"), Path("/home"), Path("/root")}
    patterns = [re.compile(rf"(?<![\w.-]){re.escape(str(place))}/") for place in places]
    named = [name for name, text in texts().items() if any(each.search(text) for each in patterns)]
    assert named == []


def test_the_readme_says_how_to_see_it_and_how_to_test_it() -> None:
    readme = (ROOT / "README.md").read_text()
    assert "make demo" in readme
    assert "make test" in readme


def test_the_newest_version_in_the_changelog_is_the_package_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    versions = re.findall(r"^## \[?v?(\d[\w.]*)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert versions[0] == project["version"] == livewidgets.__version__


def test_constraints_pin_every_direct_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = list(chain(project["dependencies"], *project["optional-dependencies"].values()))
    pinned = re.findall(r"^([\w.-]+)==", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
    names = {re.split(r"[^\w.-]", requirement)[0] for requirement in wanted}
    assert names - set(pinned) == set()


def test_every_notebook_has_a_small_picture_for_the_index() -> None:
    pictures = {path.stem: path.stat().st_size for path in (ROOT / "notebooks").glob("*/*.png")}
    assert set(pictures) == {path.stem for path in NOTEBOOKS} - {"index"}
    assert {name for name, size in pictures.items() if size > 60_000} == set()
