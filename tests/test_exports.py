"""What livewidgets gives to its users: few names, each of them explained."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import livewidgets
import livewidgets.testing
from livewidgets.clock import Clock
from livewidgets.sources.source import Source
from livewidgets.transport.screen import Screen

MOST_NAMES = 30
PICTURES = {
    *("alerts", "bars", "candles", "gauge", "heatmap", "histogram", "line", "map", "number"),
    *("scatter", "stats", "status", "table", "text", "timeline", "value"),
}
"""Each is one word for one thing to look at: they come on top of the others."""
PACKAGE = Path(livewidgets.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
SAYS_ITSELF = {"Schema.names"}
GIVEN = [
    livewidgets,
    livewidgets.conditions,
    livewidgets.detectors,
    livewidgets.statistics,
    livewidgets.testing,
]


@pytest.mark.parametrize("module", GIVEN, ids=lambda module: module.__name__)
def test_all_that_is_named_is_there_once_and_in_order(module: ModuleType) -> None:
    names = module.__all__
    assert [name for name in names if not hasattr(module, name)] == []
    assert len(set(names)) == len(names)
    assert len(set(names) - PICTURES) <= MOST_NAMES
    assert names == sorted(names)


def test_a_star_brings_no_more_than_that() -> None:
    space: dict[str, Any] = {}
    exec("from livewidgets import *", space)
    assert set(space) - {"__builtins__"} == set(livewidgets.__all__)


def test_of_the_errors_the_root_is_given_and_the_others_are_named_beneath_it() -> None:
    from livewidgets import errors

    given = [name for name in livewidgets.__all__ if name.endswith(("Error", "Extra"))]
    assert given == ["LiveWidgetsError"]
    assert errors.__doc__ is not None
    for name, kind in vars(errors).items():
        if inspect.isclass(kind) and issubclass(kind, errors.LiveWidgetsError):
            assert name in errors.__doc__, "the tree in the module's docstring has them all"


def things(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Public functions and classes, and the public members that the classes define."""
    for name in module.__all__:
        thing = getattr(module, name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            yield name, thing
        if inspect.isclass(thing):
            for owner in thing.__mro__:
                if not owner.__module__.startswith("livewidgets"):
                    continue
                for member, value in vars(owner).items():
                    if not member.startswith("_") and (
                        inspect.isfunction(value) or isinstance(value, property)
                    ):
                        yield f"{name}.{member}", value


@pytest.mark.parametrize("module", GIVEN, ids=lambda module: module.__name__)
def test_all_that_a_user_can_call_is_explained(module: ModuleType) -> None:
    silent = [name for name, thing in things(module) if not inspect.getdoc(thing)]
    assert [name for name in silent if not says_itself(name)] == []


def says_itself(name: str) -> bool:
    """Whether a member is explained by the protocol that its class implements."""
    member = name.partition(".")[2]
    explained = (getattr(protocol, member, None) for protocol in (Clock, Screen, Source))
    return name in SAYS_ITSELF or any(each is not None and each.__doc__ for each in explained)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_module_and_each_of_its_public_classes_and_functions_is_explained(
    path: Path,
) -> None:
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree), "a module says what it is about"
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, kinds) and not node.name.startswith("_") and not ast.get_docstring(node)
        if not any(getattr(each, "id", "") == "overload" for each in node.decorator_list)
    ]
    assert silent == []


def test_the_version_is_the_packages() -> None:
    from importlib.metadata import version

    assert livewidgets.__version__ == version("livewidgets")


def test_importing_it_starts_and_opens_nothing() -> None:
    code = (
        "import threading, os; before = threading.active_count();"
        "import livewidgets, ipywidgets.widgets.widget as w;"
        "print(threading.active_count() - before, len(w._instances),"
        "sum('socket' in os.readlink(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd')"
        " if os.path.exists(f'/proc/self/fd/{n}') or os.path.islink(f'/proc/self/fd/{n}')))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["0", "0", "0"]
