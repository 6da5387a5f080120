"""What runs, as a table: for `%streams`, and for the panel of JupyterLab."""

from __future__ import annotations

import html
import itertools
import threading
import weakref
from dataclasses import astuple, dataclass, fields

from livewidgets.errors import ArgumentError, unknown_name
from livewidgets.lifetime import REGISTRY
from livewidgets.sources.source import State
from livewidgets.stream import Stream
from livewidgets.views.format import age_text, count_text, rate_text
from livewidgets.views.status import SYMBOLS
from livewidgets.views.text import MISSING, one_line

_numbers: weakref.WeakKeyDictionary[Stream, int] = weakref.WeakKeyDictionary()
_next = itertools.count(1)
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Listed:
    """A stream that runs, as texts for people.

    Attributes:
        number: By which it is found; the same for as long as it is there.
        name: What it is called.
        state: What it is doing, with a sign before the word.
        rate: Rows a second.
        rows: Rows that were stored.
        lost: Rows that were not; "–" for none.
        age: How old the newest row is.
        pictures: How many show it.
    """

    number: int
    name: str
    state: str
    rate: str
    rows: str
    lost: str
    age: str
    pictures: int


HEADINGS = ("no.", *(field.name for field in fields(Listed)[1:]))

TEXTS = ("name", "state")
LEFT = ' style="text-align: left"'


def listed() -> tuple[Listed, ...]:
    """All streams that run, in the order in which they were started."""
    pictures = REGISTRY.pictures()
    inner = [part for picture in pictures for part in getattr(picture, "parts", ())]
    shown = [getattr(each, "stream", None) for each in pictures if each not in inner]
    return tuple(_of(stream, shown.count(stream)) for stream in REGISTRY.streams())


def number_of(stream: Stream) -> int:
    """The number by which a stream is found."""
    with _lock:
        if stream not in _numbers:
            _numbers[stream] = next(_next)
        return _numbers[stream]


def stop(wanted: str) -> tuple[str, ...]:
    """Stop streams, and leave their pictures as they are.

    Args:
        wanted: A name, a number of the table, or "all".

    Returns:
        The names of those that were stopped.

    Raises:
        ArgumentError: None of those that run is so called; says the nearest.
    """
    running = REGISTRY.streams()
    found = [
        each
        for each in running
        if wanted in ("all", one_line(each.name), each.name, str(number_of(each)))
    ]
    if not found and wanted != "all":
        names = dict.fromkeys(one_line(each.name) for each in running)
        raise ArgumentError(unknown_name("running stream", wanted, names))
    for stream in found:
        stream.stop()
    return tuple(one_line(stream.name) for stream in found)


def stop_number(number: int) -> None:
    """Stop the stream of this number; nothing where it has ended meanwhile."""
    for stream in REGISTRY.streams():
        if number_of(stream) == number:
            stream.stop()


class Table:
    """The streams that run, as text and as markup in which all text is escaped."""

    def __init__(self, rows: tuple[Listed, ...]) -> None:
        self.rows = rows

    def __repr__(self) -> str:
        if not self.rows:
            return "no stream runs"
        lines = [HEADINGS, *(tuple(str(each) for each in astuple(row)) for row in self.rows)]
        widths = [max(len(line[place]) for line in lines) for place in range(len(HEADINGS))]
        return "\n".join(
            "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
            for line in lines
        )

    def _repr_html_(self) -> str:
        if not self.rows:
            return "<p>no stream runs</p>"
        head = "".join(
            f'<th scope="col"{LEFT if name in TEXTS else ""}>{name}</th>' for name in HEADINGS
        )
        body = "".join(f"<tr>{_cells(row)}</tr>" for row in self.rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(row: Listed) -> str:
    texts = zip(HEADINGS, astuple(row), strict=True)
    return "".join(
        f"<td{LEFT if name in TEXTS else ''}>{html.escape(str(each))}</td>" for name, each in texts
    )


def _of(stream: Stream, pictures: int) -> Listed:
    status, counts = stream.status, stream.counts
    lost = counts.rejected + counts.too_late + counts.dropped
    return Listed(
        number=number_of(stream),
        name=one_line(stream.name),
        state=f"{SYMBOLS[status.state]} {status.state.value}",
        rate=rate_text(stream.rate) if status.state is State.LIVE else MISSING,
        rows=count_text(counts.stored),
        lost=count_text(lost) if lost else MISSING,
        age=MISSING if status.age is None else age_text(status.age),
        pictures=pictures,
    )
