"""What `%live` is given, as a stream: an address, a file, or what an expression gives."""

from __future__ import annotations

import ast
import builtins
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from livewidgets.app.at_hand import is_at_hand, replayed, rows_of
from livewidgets.app.files import tail
from livewidgets.app.streams import connect, stream
from livewidgets.clock import SYSTEM
from livewidgets.errors import ArgumentError
from livewidgets.sources.detect import source_of
from livewidgets.stream import Stream
from livewidgets.transport.figure import is_widget

LONGEST_NAME = 60

SUFFIXES = (".csv", ".tsv", ".txt", ".log", ".jsonl", ".ndjson")
"""Of files that are read where something so called is no Python name."""

_ADDRESS = re.compile(r"(?:tcp://)?(\[[0-9a-fA-F:.]+\]|[\w.-]+):(\d{1,5})")


@dataclass(frozen=True, slots=True)
class Found:
    """A stream, and what is known of it before it is read.

    Attributes:
        stream: It.
        made: Whether it was made for this; else it is the user's own.
        span: Seconds from its first row to its last, where all rows are there already.
    """

    stream: Stream
    made: bool = True
    span: float | None = None


def find(
    text: str, space: Mapping[str, Any], evaluate: Callable[[str], Any], every: float | None = None
) -> Found:
    """The stream of what was written.

    Args:
        text: An expression of the user's, `host:port`, or the path of a file.
        space: The user's names.
        evaluate: Gives an expression's value.
        every: Seconds between calls of a function or items; None chooses.

    Raises:
        ArgumentError: It cannot be shown; says why, and what can.
    """
    named = _named(text, space)
    if named is not None:
        return _without_pace(named, every)
    if not _parses(text):
        raise ArgumentError(
            f"{text!r} is neither an expression nor an address (host:port) nor a file "
            f"({', '.join(SUFFIXES)})"
        )
    return _of_value(evaluate(text), short(text), every)


def short(text: str) -> str:
    """An expression as a stream's name: on one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1] + "…"


def _named(text: str, space: Mapping[str, Any]) -> Stream | None:
    """The stream of an address or a file, where the text is one."""
    address = _ADDRESS.fullmatch(text)
    if address is not None:
        return connect(address[1].strip("[]"), int(address[2]))
    path = os.path.expanduser(text)
    if _parses(text) and _names(text) <= {*space, *vars(builtins)}:
        return None
    if path.lower().endswith(SUFFIXES) or _is_file(path):
        return tail(path)
    return None


def _of_value(value: Any, name: str, every: float | None) -> Found:
    if isinstance(value, Stream):
        return Found(value, made=False)
    if isinstance(value, (str, os.PathLike)):
        named = _named(os.fspath(value), {})
        if named is None:
            raise ArgumentError(
                f"the text {os.fspath(value)!r} is neither an address (host:port) nor a file "
                f"({', '.join(SUFFIXES)})"
            )
        return _without_pace(named, every)
    if is_widget(value):
        raise ArgumentError(
            f"{type(value).__name__} is a picture already: let it be the cell's last line"
        )
    if value is None or isinstance(value, (bool, int, float, complex, np.generic)):
        raise ArgumentError(
            f"this is one value ({value!r}): give a function that returns it anew, as in "
            f"%live lambda: {name}, or repeat a cell that ends with it by %%live"
        )
    if is_at_hand(value):
        batch = rows_of(value, SYSTEM.time())
        if every is not None:
            return Found(_stream(replayed(batch), name, every))
        return Found(_stream([batch], name, None), span=float(batch.time[-1] - batch.time[0]))
    return Found(_stream(value, name, every))


def _stream(thing: Any, name: str, every: float | None) -> Stream:
    return stream(source_of(thing, interval=every, name=name))


def _without_pace(named: Stream, every: float | None) -> Found:
    if every is not None:
        raise ArgumentError(
            f"--every is for functions and for data at hand; {named.name} sets its own pace"
        )
    return Found(named)


def _parses(text: str) -> bool:
    return bool(text) and _tree(text) is not None


def _names(text: str) -> set[str]:
    tree = _tree(text)
    nodes = () if tree is None else ast.walk(tree)
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def _tree(text: str) -> ast.Expression | None:
    try:
        return ast.parse(text, mode="eval")
    except (SyntaxError, ValueError):
        return None


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False
