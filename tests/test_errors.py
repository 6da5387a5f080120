"""Every error message that a user can see from the stream and the ways in.

A message says what happened, where, and what to do next. The whole sentences stand here,
so that a change of one is seen.
"""

from __future__ import annotations

import asyncio
import builtins
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import livewidgets as lw
from livewidgets import errors
from livewidgets.data.batch import Batch
from livewidgets.errors import EXCERPT_BYTES, DecodeError, MissingExtra, show_excerpt, unknown_name
from livewidgets.runner import AsyncioRunner, runner_of
from livewidgets.sources.source import State
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource

pytestmark = pytest.mark.usefixtures("leak_check")


def stream(rows: bool = False, state: State | None = None, why: str = "") -> Stream:
    """A stream "boiler" that nobody reads: with one row, or in a state."""
    made = Stream(ScriptedSource("boiler"))
    if rows:
        columns = {"temp": np.array([20.5]), "name": np.array(["a"], dtype=object)}
        made.put(Batch(np.array([1_700_000_000.0]), columns))
    if state is not None:
        made.report(state, why)
    made.wake = lambda: None  # type: ignore[method-assign]
    return made


def replaced() -> None:
    old = stream()
    old.replace_by(stream())
    old.start()


def closed_loop() -> None:
    async def cell() -> Stream:
        return Stream(ScriptedSource(), runner="asyncio")

    asyncio.run(cell()).start()


def hold_the_loop() -> None:
    async def cell() -> None:
        Stream(ScriptedSource("boiler"), runner="asyncio").wait(rows=3)

    asyncio.run(cell())


Case = tuple[str, Callable[[], object], type[Exception], str]

STREAM: list[Case] = [
    (
        "no source",
        lambda: Stream([1]),  # type: ignore[arg-type]
        errors.ArgumentError,
        "list is no source; livewidgets.stream(...) makes a stream of generators, iterables "
        "and functions",
    ),
    (
        "keep",
        lambda: lw.stream([1], keep=2.5),  # type: ignore[call-overload]
        errors.ArgumentError,
        "keep=2.5: give a number of rows, or a duration such as '10m'",
    ),
    (
        "keep nothing",
        lambda: lw.stream([1], keep=0),
        errors.ArgumentError,
        "keep=0: at least one row must be kept",
    ),
    (
        "runner",
        lambda: lw.stream([1], runner="process"),
        errors.ArgumentError,
        "there is no runner 'process'; use 'thread' or 'asyncio'",
    ),
    (
        "runner without a loop",
        AsyncioRunner,
        errors.ArgumentError,
        "runner='asyncio' needs a running event loop, and none runs here; make the stream in a "
        "notebook cell or a coroutine, or use runner='thread'",
    ),
    (
        "runner whose loop is closed",
        closed_loop,
        errors.ClosedError,
        "the event loop of this runner='asyncio' has been closed; make the stream again where a "
        "loop runs, or use runner='thread'",
    ),
    (
        "replaced",
        replaced,
        errors.ClosedError,
        "the stream 'boiler' was replaced when its cell ran again; use the one that the cell has "
        "made now",
    ),
    (
        "no columns yet",
        lambda: stream(state=State.CONNECTING, why="connected, waiting for data")["temp"],
        errors.SchemaError,
        "the stream 'boiler' has no columns yet (connecting: connected, waiting for data); "
        "wait(rows=1) waits for the first row",
    ),
    (
        "no such column",
        lambda: stream(rows=True)["tmep"],
        errors.SchemaError,
        "there is no column 'tmep'; did you mean 'temp'? (known: 'temp', 'name')",
    ),
    (
        "wait for nothing",
        lambda: stream().wait(rows=0),
        errors.ArgumentError,
        "rows=0: give the number of rows to wait for, 1 or more",
    ),
    (
        "wait on the loop that reads",
        hold_the_loop,
        errors.ArgumentError,
        "wait() would hold the thread that reads this stream; use: await stream.until(rows=3)",
    ),
    (
        "wait in vain",
        lambda: stream(rows=True, state=State.LIVE).wait(rows=5, timeout=0.001),
        TimeoutError,
        "boiler: 1 of 5 rows came within 0.001 s; it is live; wait longer with timeout=",
    ),
    (
        "wait on what has ended",
        lambda: stream(rows=True, state=State.ENDED, why="1 row").wait(rows=5),
        errors.ClosedError,
        "boiler: 1 of 5 rows came, and no more will: it is ended: 1 row",
    ),
    (
        "on_batch",
        lambda: stream().on_batch(5),  # type: ignore[arg-type]
        errors.ArgumentError,
        "on_batch takes a function of one batch, not int",
    ),
]

WAYS_IN: list[Case] = [
    (
        "framing",
        lambda: lw.connect("h", 1, framing="dots"),  # type: ignore[arg-type]
        errors.ArgumentError,
        "framing='dots': use 'lines' or 'pause'",
    ),
    (
        "pause without framing",
        lambda: lw.connect("h", 1, pause="1s"),
        errors.ArgumentError,
        "pause='1s' needs framing='pause' beside it",
    ),
    (
        "limit",
        lambda: lw.connect("h", 1, limit=0),
        errors.ArgumentError,
        "limit=0: give the longest record in bytes, as in 65536",
    ),
    (
        "unknown option",
        lambda: lw.stream([1], lateness_="1s"),  # type: ignore[call-overload]
        errors.ArgumentError,
        "there is no option 'lateness_'; did you mean 'lateness'? (known: 'clock', 'columns', "
        "'interval', 'keep', 'lateness', 'name', 'retry', 'runner', 'stale_after', 'time', "
        "'units')",
    ),
]


@pytest.mark.parametrize(
    ("provoke", "kind", "sentence"),
    [pytest.param(*case[1:], id=case[0]) for case in (*STREAM, *WAYS_IN)],
)
def test_the_sentence(provoke: Callable[[], object], kind: type[Exception], sentence: str) -> None:
    with pytest.raises(kind) as raised:
        provoke()
    assert type(raised.value) is kind
    assert str(raised.value) == sentence


def test_a_package_that_is_missing_is_named_with_the_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name == "pandas":
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra) as raised:
        stream().to_pandas()
    assert str(raised.value) == (
        "to_pandas() needs the package pandas, which is not installed. "
        'Run: pip install "livewidgets[pandas]"'
    )


def test_an_argument_error_is_a_value_error_and_all_have_one_root() -> None:
    assert issubclass(errors.ArgumentError, ValueError)
    assert issubclass(errors.MissingExtra, ImportError)
    with pytest.raises(lw.LiveWidgetsError):
        runner_of("process")


def test_a_record_that_cannot_be_decoded_is_shown_safely() -> None:
    error = DecodeError("column 'temp' is no number", 17, b"warm \xff\n\x1b[31m" + b"x" * 500)
    assert str(error).startswith(
        "record 17: column 'temp' is no number: 'warm \\\\xff\\n\\x1b[31mxx"
    )
    assert len(error.excerpt) == EXCERPT_BYTES
    assert "\n" not in str(error)
    assert len(show_excerpt(b"x" * 500)) == EXCERPT_BYTES + 2


def test_an_unknown_name_is_said_with_the_nearest_and_not_too_many_others() -> None:
    assert unknown_name("column", "x", []) == "there is no column 'x' (known: none yet)"
    many = unknown_name("column", "c7x", [f"c{number}" for number in range(500)])
    assert "did you mean 'c7'" in many
    assert len(many) < 200
