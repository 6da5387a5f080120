"""View: what a picture shows of a stream, as values for the traits of its slots."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeAlias

from livewidgets.stream import Stream

Traits: TypeAlias = dict[str, Any]
"""Values by trait name: numpy arrays for marks, plain values for all else."""

Shown: TypeAlias = Mapping[str, Traits]
"""Traits by slot; a slot is a place in the picture, such as `lines` or `x_scale`."""


class View(Protocol):
    """One picture of one stream. Pure: it reads the ring, and the time is passed in.

    It may have a `pace`, the least seconds between two pictures of it, a `refresh`, how many
    a second it asks for, and streams `beside` the one it follows, of which it shows something
    too. It may have a `viewport`, which its rows move if it `leads`, an `edge`: where
    that is another, there is something new, and a `revision`: where that is, it is drawn at
    once. Where it has `pixels`, it is told how many its plot has, before it is drawn; None: that
    is not known.
    """

    follows: Follows

    @property
    def curves(self) -> int:
        """How many curves share the points that a page can draw; 0 for text."""

    @property
    def period(self) -> float | None:
        """Seconds after which it changes by itself (an age that is shown); None: never."""

    def render(self, columns: int) -> Shown:
        """What is to be seen now.

        Args:
            columns: Pixel columns to reduce each curve to.
        """


class Follows:
    """The stream that a view shows, and its successors when cells run again.

    Args:
        stream: The first one.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    @property
    def stream(self) -> Stream:
        """The one that reads now; from any thread."""
        self._stream = self._stream.current()
        return self._stream
