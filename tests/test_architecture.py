"""The shape of the house: who may import whom, who may read a clock, how long a file is."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = "livewidgets"

# From top to bottom; a module may import from its own layer and from those below it.
LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"app", "conditions", "detectors"}),
    frozenset({"transport"}),
    frozenset({"views"}),
    frozenset({"alerting", "stream", "access", "derived", "lifetime", "status", "subscribers"})
    | {"pushed"},
    frozenset({"hub"}),
    frozenset({"sources"}),
    frozenset({"data", "statistics"}),
    frozenset({"runner"}),
    frozenset({"clock", "errors", "version"}),
)
TESTING = "testing"  # may import anything; nothing else imports it

# data/ computes: it waits for nothing and reads nothing.
DATA_MAY_IMPORT = frozenset({"msgspec", "numpy", f"{PACKAGE}.data", f"{PACKAGE}.errors"})
DATA_MAY_NOT = frozenset(
    {"asyncio", "concurrent", "http", "io", "multiprocessing", "os", "pathlib", "queue"}
    | {"select", "selectors", "signal", "socket", "ssl", "subprocess", "threading", "time"}
    | {"urllib"}
)
WIDGETS = frozenset({"bqplot", "bqscales", "ipywidgets"})

# What reads the time or waits for it, by the module or object it is called on.
TIMED = {
    "asyncio": frozenset({"sleep", "timeout", "timeout_at", "wait_for"}),
    "datetime": frozenset({"now", "today", "utcnow"}),
    "date": frozenset({"today"}),
    "threading": frozenset({"Timer"}),
}
TIMED_METHODS = frozenset({"call_at", "call_later"})

SAYING_NOTHING = frozenset({"common", "core", "helpers", "manager", "utils"})
LONGEST = 300  # lines

MODULES = sorted((ROOT / PACKAGE).rglob("*.py"))


def module_name(path: Path) -> str:
    """livewidgets/data/ring.py → livewidgets.data.ring"""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def part(module: str) -> str:
    """The name of a module below the package: livewidgets.data.ring → data."""
    names = module.split(".")
    return names[1] if len(names) > 1 else ""


def level(module: str) -> int:
    """How far up a module of ours is; 0 is the bottom.

    Raises:
        KeyError: LAYERS does not say where it belongs.
    """
    for number, layer in enumerate(reversed(LAYERS)):
        if part(module) in layer:
            return number
    raise KeyError(f"{module} is in no layer: give it a place in LAYERS and ARCHITECTURE.md")


def imports(tree: ast.AST) -> Iterator[str]:
    """All that is imported anywhere in a file, with the names: `threading.Lock`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, packages: frozenset[str]) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in packages)


def wrong_imports(module: str, tree: ast.AST) -> Iterator[str]:
    """The imports that a module may not have, each with the reason."""
    here = part(module)
    for name in imports(tree):
        if within(name, WIDGETS) and here not in ("transport", TESTING):
            yield f"{name}: only transport/ touches widgets"
        if here == "data" and not _data_may(name):
            yield f"{name}: data/ computes: numpy, and msgspec to read JSON"
        if within(name, frozenset({PACKAGE})) and here not in ("", TESTING):
            if part(name) == TESTING:
                yield f"{name}: nothing stands on the testing tools"
            elif level(name) > level(module):
                yield f"{name}: imports go down only"


def _data_may(name: str) -> bool:
    if name == "threading.Lock":
        return True
    ours = within(name, frozenset({PACKAGE}))
    known = within(name, DATA_MAY_IMPORT)
    return known or (not ours and not within(name, DATA_MAY_NOT) and _standard(name))


def _standard(name: str) -> bool:
    return name.split(".")[0] in sys.stdlib_module_names


def timed(tree: ast.AST) -> Iterator[str]:
    """What in a file reads the time or waits for it by itself."""
    for name in imports(tree):
        owner, _, last = name.rpartition(".")
        if within(name, frozenset({"time"})) or last in TIMED.get(owner, ()):
            yield f"imports {name}"
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name, owner = node.func.attr, ast.unparse(node.func.value).rpartition(".")[2]
        lets_others_run = name == "sleep" and [ast.unparse(each) for each in node.args] == ["0"]
        if name in TIMED_METHODS or (name in TIMED.get(owner, ()) and not lets_others_run):
            yield f"line {node.lineno}: {ast.unparse(node)}"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_go_down_and_each_layer_keeps_to_its_own(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert list(wrong_imports(module_name(path), tree)) == []


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_only_clock_reads_the_time(path: Path) -> None:
    if module_name(path) != f"{PACKAGE}.clock":
        assert list(timed(ast.parse(path.read_text()))) == []


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("livewidgets.data.ring", "import livewidgets.sources.tcp"),
        ("livewidgets.data.ring", "from livewidgets.clock import Clock"),
        ("livewidgets.data.ring", "from threading import Thread"),
        ("livewidgets.data.ring", "import threading"),
        ("livewidgets.data.ring", "def f():\n    import pandas"),
        ("livewidgets.data.ring", "from os import path"),
        ("livewidgets.sources.tcp", "from livewidgets.stream import Stream"),
        ("livewidgets.views.line", "from livewidgets.transport import pump"),
        ("livewidgets.views.line", "from bqplot import Lines"),
        ("livewidgets.app.board", "import ipywidgets.widgets"),
        ("livewidgets.app.board", "from livewidgets.testing.clock import VirtualClock"),
        ("livewidgets.app.board", "from livewidgets import testing"),
    ],
)
def test_a_wrong_import_is_found(module: str, code: str) -> None:
    assert list(wrong_imports(module, ast.parse(code)))


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("livewidgets.data.ring", "import re\nimport numpy as np\nfrom threading import Lock"),
        ("livewidgets.data.ring", "from livewidgets.data.batch import Batch"),
        ("livewidgets.app.board", "from livewidgets.transport.screen import Screen"),
        ("livewidgets.testing.screen", "import ipywidgets\nfrom livewidgets.app import streams"),
    ],
)
def test_a_right_import_is_let_pass(module: str, code: str) -> None:
    assert list(wrong_imports(module, ast.parse(code))) == []


@pytest.mark.parametrize(
    "code",
    [
        "import time",
        "from time import monotonic",
        "from asyncio import wait_for",
        "asyncio.sleep(0.1)",
        "asyncio.sleep(delay)",
        "asyncio.wait_for(x, 1)",
        "asyncio.timeout(1)",
        "datetime.now()",
        "datetime.datetime.now(UTC)",
        "date.today()",
        "self.loop.call_later(1, f)",
        "threading.Timer(1, f)",
    ],
)
def test_a_reading_of_the_time_is_found(code: str) -> None:
    assert list(timed(ast.parse(code)))


def test_letting_others_run_is_no_waiting() -> None:
    assert list(timed(ast.parse("asyncio.sleep(0)\nclock.sleep(5)\nbatch.time"))) == []


def test_names_say_what_a_thing_is() -> None:
    ours = (path for path in ROOT.glob("[!.]*/**/*") if "node_modules" not in path.parts)
    assert [path for path in ours if path.stem in SAYING_NOTHING] == []


def test_no_file_is_longer_than_a_person_reads() -> None:
    files = [*ROOT.glob("*.py"), *ROOT.glob("[!.]*/**/*.py"), *ROOT.glob("[!.]*/**/*.ts")]
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in files
        if "node_modules" not in path.parts
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}
