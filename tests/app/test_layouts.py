"""The layout of a dashboard as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import livewidgets as lw
from livewidgets.errors import ArgumentError
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock

pytestmark = pytest.mark.usefixtures("leak_check")

START = 1_700_000_000.0


async def feed(source: ScriptedSource, clock: VirtualClock, first: int, rows: int) -> None:
    for number in range(first, first + rows):
        source.row(START + number, temp=float(number), load=1.0)
    await clock.advance(1.0)


async def test_a_layout_is_saved_and_loaded(
    stream: Stream, source: ScriptedSource, clock: VirtualClock, tmp_path: Path
) -> None:
    file = tmp_path / "layout.json"
    one = lw.line(stream, title="Both", window="30s", y=(0, None))
    two, value = lw.line(stream, "load", title="Load", link=False), lw.value(stream)
    await feed(source, clock, 0, 10)
    board = lw.dashboard([(one, 2), two], {"Now": ["## Words", value]}, title="House")
    one.hidden = ["temp"]
    two.window = "5m"
    two.y = "data"
    board.save(file)
    board.close()

    one.hidden, one.y, two.y = [], None, None
    one.window = two.window = "10s"
    again = lw.dashboard(one, two, value, layout=file)
    assert again.layout_json() == file.read_text()
    assert (one.window, two.window) == (30.0, 300.0)
    assert list(one.hidden) == ["temp"]
    assert one.y == (0.0, None)
    assert two.y == "data"
    assert "House" in again.children[0].value
    before = again.children[-1]
    one.window = 99
    again.load(file)
    assert one.window == 30.0
    assert again.children[-1] is not before
    assert before.comm is None
    assert again.layout_json() == file.read_text()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda it: it.update(livewidgets_layout=7), "it is of version 7, and this livewidgets"),
        (lambda it: it.pop("livewidgets_layout"), "missing required field"),
        (lambda it: it.update(surprise=1), "unknown field `surprise`"),
        (lambda it: it["charts"].update(Laod=it["charts"]["Load"]), "did you mean 'Load'"),
        (lambda it: it["charts"]["Load"].update(window=-1), "a window of -1.0 s cannot be shown"),
        (lambda it: it["charts"]["Load"].update(y=[5, 1]), "the lower one first"),
        (lambda it: it["charts"]["Load"].update(y="__import__('os')"), "Invalid enum value"),
        (lambda it: it["arrangement"]["parts"][0].update(name="Laod"), "did you mean 'Load'"),
        (lambda it: it["arrangement"]["parts"].pop(), "'value boiler' has no place"),
        (lambda it: it["arrangement"]["parts"].append(it["arrangement"]["parts"][0]), "two places"),
        (lambda it: it["arrangement"]["parts"][0].update(weight=0), "weight 0.0"),
        (lambda it: it["arrangement"]["parts"][0].update(kind="script"), "Invalid value 'script'"),
    ],
)
async def test_a_layout_that_does_not_suit_changes_nothing_and_says_why(
    stream: Stream, tmp_path: Path, change: Any, sentence: str
) -> None:
    file = tmp_path / "layout.json"
    board = lw.dashboard(lw.line(stream, title="Load"), lw.value(stream))
    board.save(file)
    layout = json.loads(file.read_text())
    change(layout)
    file.write_text(json.dumps(layout))
    before, children = board.layout_json(), board.children
    with pytest.raises(ArgumentError) as raised:
        board.load(file)
    assert sentence in str(raised.value)
    assert str(raised.value).startswith(f"the layout {file} cannot be used: ")
    assert (board.layout_json(), board.children) == (before, children)


@pytest.mark.parametrize("text", ["", "[1]", "\0", "[" * 100_000, "x" * 1_000_001, "5"])
async def test_what_is_no_layout_is_said(stream: Stream, tmp_path: Path, text: str) -> None:
    file = tmp_path / "layout.json"
    file.write_text(text)
    with pytest.raises(ArgumentError, match="cannot be used"):
        lw.dashboard(lw.line(stream), layout=file)
    with pytest.raises(ArgumentError, match="cannot be read: No such file"):
        lw.dashboard(lw.value(stream), layout=tmp_path / "none.json")
