"""Lifetime: the cells of a notebook's shell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from IPython.core.events import EventManager, available_events

from livewidgets.lifetime import REGISTRY, watch_cells
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource

pytestmark = pytest.mark.usefixtures("leak_check")


def stream() -> Stream:
    return Stream(ScriptedSource()).start()


@pytest.fixture(autouse=True)
def no_streams() -> Iterator[None]:
    """Each test has the registry to itself."""
    assert REGISTRY.streams() == ()
    yield
    REGISTRY.stop_all()


class Result:
    def __init__(self, success: bool) -> None:
        self.success = success


class Info:
    def __init__(self, cell_id: str | None) -> None:
        self.cell_id = cell_id


class Shell:
    """What an IPython shell tells of its cells."""

    def __init__(self, parent: dict[str, Any] | None = None) -> None:
        self.events = EventManager(self, available_events)  # type: ignore[arg-type]
        self._parent = parent

    def get_parent(self) -> dict[str, Any]:
        return self._parent or {}

    def run(self, identity: str | None, code: Callable[[], Any], success: bool = True) -> Any:
        self.events.trigger("pre_run_cell", Info(identity))
        try:
            return code()
        finally:
            self.events.trigger("post_run_cell", Result(success))


def test_the_cells_of_a_shell_are_followed_until_told_otherwise() -> None:
    shell = Shell()
    unwatch = watch_cells(shell)
    first = shell.run("a", stream)
    second = shell.run("a", stream)
    assert first.current() is second
    shell.run("a", lambda: None, success=False)
    assert second.running
    unwatch()
    shell.run("a", lambda: None)
    assert second.running


def test_the_first_cell_that_uses_us_owns_what_it_makes() -> None:
    request = {"header": {"msg_type": "execute_request"}, "metadata": {"cellId": "a"}}
    shell = Shell(request)
    unwatch = watch_cells(shell)  # in the middle of cell a
    first = stream()
    shell.events.trigger("post_run_cell", Result(True))
    second = shell.run("a", stream)
    assert first.current() is second
    assert REGISTRY.streams() == (second,)
    unwatch()


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"header": {"msg_type": "execute_request"}, "metadata": {}},
        {"header": {"msg_type": "comm_msg"}, "metadata": {"cellId": "a"}},
    ],
)
def test_without_a_cell_that_runs_nothing_is_owned(request_: dict[str, Any]) -> None:
    shell = Shell(request_)
    unwatch = watch_cells(shell)
    made = stream()
    shell.events.trigger("post_run_cell", Result(True))
    shell.run("a", lambda: None)
    assert made.running
    unwatch()
