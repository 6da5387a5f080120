"""What a picture shows, in words: for who listens to it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from livewidgets.data.ring import Ring
from livewidgets.data.schema import Schema
from livewidgets.views.format import formatter
from livewidgets.views.text import one_line, plain
from livewidgets.views.view import Traits

PACE = 2.0
"""Seconds of the stream's time: words that change faster cannot be listened to."""

MOST_NAMED = 5
"""Columns that are told of by name; of more nobody keeps track."""


class Said:
    """What is said of a picture, as it was up to two seconds ago.

    Attributes:
        period: Seconds after which it has to be said anew though no more rows come; None: not.
    """

    def __init__(self) -> None:
        self.period: float | None = None
        self._at, self._words = -math.inf, ""
        self._newest = -math.inf

    def traits(self, newest: float, words: Callable[[], str]) -> Traits:
        """The trait `words` of a figure.

        Args:
            newest: The time of the newest row, in seconds.
            words: Makes them.
        """
        rests, self._newest = newest == self._newest, newest
        if rests or not 0.0 <= newest - self._at < PACE:
            self._at, self._words = newest, words()
        self.period = None if newest == self._at else PACE
        return {"words": self._words}


def listed(names: Sequence[str]) -> str:
    """Names as a sentence has them, the first few of many."""
    shown = [one_line(each) for each in names[:MOST_NAMED]]
    more = len(names) - len(shown)
    if more:
        shown.append(f"{more} more")
    return " and ".join(each for each in (", ".join(shown[:-1]), *shown[-1:]) if each)


def valued(name: str, value: float, schema: Schema) -> str:
    """A column's value with its name and unit."""
    show = formatter(None, schema.units.get(name, ""))
    return f"{one_line(name)} {show(value)}"


def newest_words(ring: Ring, schema: Schema, names: Sequence[str]) -> str:
    """The values of the newest row; empty where there is none."""
    wanted = [name for name in names if name != "time"][:MOST_NAMED]
    row = ring.last(1, wanted)
    if not len(row) or not wanted:
        return ""
    values = (
        valued(name, float(row[name][0]), schema)
        if schema.kinds[name].numeric
        else f"{one_line(name)} {plain(row[name][0])}"
        for name in wanted
    )
    return f"newest {', '.join(values)}"


def sentence(parts: Iterable[str]) -> str:
    """Parts that say something, with semicolons between."""
    return "; ".join(each for each in parts if each)
