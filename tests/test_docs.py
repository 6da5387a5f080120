"""What the documents show, runs: every Python block of every page, one after the other.

A block that begins with ```python runs. One that begins with ```python others, in
docs/coming_from.md alone, is run by tests/browser/test_others.py in an environment of its own.
"""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from ipywidgets import Widget

import livewidgets as lw
from livewidgets.hub.place import Place
from livewidgets.transport.closing import close_tree
from scripts import api_reference
from tests.documented import Sender
from tests.hub.conftest import place as place
from tests.ports import free_port

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
BY_PYTEST = "testing.md"
BY_A_KERNEL = "magics.md"  # in tests/integration/test_magics.py
OTHERS = "coming_from.md"
BLOCK = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(
    r"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"\s,]+)|!\[[^\]]*\]\(([^)\s]+)\)"
)

pytestmark = pytest.mark.usefixtures("leak_check")


def blocks(page: Path) -> list[str]:
    """The Python blocks that run."""
    found = BLOCK.findall(page.read_text())
    return [text for kind, more, text in found if kind == "python" and not more.strip()]


@pytest.fixture
def world(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: Place
) -> Iterator[Callable[[str], str]]:
    """What the examples read: files, a sender, ports, a hub. Gives a block its addresses."""
    monkeypatch.chdir(tmp_path)
    Path("streaming_data.csv").write_text("timestamp,temperature\n2026-01-01T00:00:00Z,20.5\n")
    Path("data.csv").write_text(
        "time,temperature,humidity\n"
        + "".join(
            f"{1_795_000_000 + second},{20 + second / 60},{50 - second / 60}\n"
            for second in range(60)
        )
    )
    Path("readings.jsonl").write_text('{"time": 1, "temperature": 20}\n')
    Path("sensor.py").write_text("for each in range(100):\n    print(each)\n")
    listening: dict[str, int] = {}

    with Sender() as sender:

        def address(block: str) -> str:
            block = re.sub(r'connect\("[^"]+", \d+', f'connect("127.0.0.1", {sender.port}', block)
            return re.sub(
                r"listen\((\d+)",
                lambda found: f"listen({listening.setdefault(found[1], free_port())}",
                block,
            )

        yield address
        lw.stop_all()


@pytest.mark.parametrize(
    "page",
    [each for each in PAGES if blocks(each) and each.name != BY_PYTEST],
    ids=lambda p: p.name,
)
async def test_the_examples_of_a_page_run(
    page: Path, world: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    names: dict[str, Any] = {"__name__": "examples"}
    for block in blocks(page):
        code = compile(world(block), page.name, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        result = eval(code, names)
        if inspect.isawaitable(result):
            await result
    for mine in [each for each in names.values() if isinstance(each, Widget)]:
        close_tree(mine)  # the reader's own, which livewidgets never closes
    if page.name == "files.md":
        await names["readings"].until(rows=1)
        assert names["readings"]["temperature"].tolist() == [20]
        assert str(names["tail"].schema.time) == "column 'timestamp', ISO 8601"
    if page.name == "alerts.md":
        assert "WARNING temp 8" in capsys.readouterr().out


def test_the_tests_that_the_page_about_testing_shows_pass(tmp_path: Path) -> None:
    conftest, *tests = blocks(ROOT / "docs" / BY_PYTEST)
    (tmp_path / "conftest.py").write_text(conftest)
    (tmp_path / "pytest.ini").write_text("[pytest]\nasyncio_mode = auto\n")
    for number, test in enumerate(tests):
        (tmp_path / f"test_{number}.py").write_text(test)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:nbval", "-p", "no:playwright"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=100)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_says_what_it_is(page: Path) -> None:
    text = page.read_text()
    assert text.count("\n```") % 2 == 0
    marked = {more.strip() for kind, more, _ in BLOCK.findall(text) if kind == "python"}
    assert marked <= ({"", "others"} if page.name == OTHERS else {""})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    targets = ["".join(found) for found in LINK.findall(page.read_text())]
    broken = []
    for target in targets:
        path, _, anchor = unquote(target).partition("#")
        if "://" in path:
            continue
        there = page if not path else page.parent / path
        if not there.exists() or (anchor and anchor not in anchors(there)):
            broken.append(target)
    assert broken == []


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
    plain = [re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings]
    names = [heading.strip().replace(" ", "-") for heading in plain]
    before = [names[:place].count(name) for place, name in enumerate(names)]
    return {f"{name}-{n}" if n else name for name, n in zip(names, before, strict=True)}


def test_the_reference_is_what_the_docstrings_say() -> None:
    assert api_reference.PAGE.read_text() == api_reference.reference(), (
        "docs/api.md is not current; run: python scripts/api_reference.py"
    )


def test_the_index_and_the_readme_lead_to_every_page() -> None:
    index = (ROOT / "docs" / "README.md").read_text()
    names = {page.name for page in PAGES if page.parent.name == "docs"} - {"README.md"}
    assert names - set(re.findall(r"\(([\w.]+\.md)", index)) == set()
    assert "docs/README.md" in (ROOT / "README.md").read_text()
    notebooks = {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert notebooks - set(re.findall(r"notebooks/(\w+\.ipynb)", index)) == set()
