"""What following a file amounts to, as states and sentences."""

from __future__ import annotations

from livewidgets.sources.source import Sink, State

_WORTH_TELLING = 16 * 1024 * 1024
"""Bytes still to be read from which on the progress is told."""

UNFINISHED_AFTER = 2.0
"""Seconds after which half a line at a file's end is worth a sentence."""


class FollowReport:
    """Tells a sink how it goes, where that has changed.

    Args:
        name: What the file is called, for people.

    Attributes:
        rotations: How often the file was replaced by another.
        truncations: How often it was cut.
        lost: Whether it was cut before all of it was read.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._sink: Sink | None = None
        self._said: tuple[State, str] | None = None
        self.rotations = self.truncations = 0
        self.lost = False

    def into(self, sink: Sink | None) -> None:
        """Tell this sink from now on."""
        self._sink, self._said = sink, None

    def reading(self, left: int, size: int) -> None:
        """Rows come; so many bytes of the file's are still to be read."""
        share = f"{100 * (size - left) // size} % read" if left > _WORTH_TELLING else ""
        self._say(State.LIVE, share, *self._history())

    def waiting(self, begun: bool, size: int, held: int) -> None:
        """All was read; half a line of `held` bytes may be at the end."""
        unit = "byte" if held == 1 else "bytes"
        half = f"half a line ({held:,} {unit}) at the end of {self._name}" if held else ""
        if begun:
            self._say(State.LIVE, half, *self._history())
        else:
            where = "at the end of" if size else "nothing yet in"
            self._say(State.CONNECTING, half or f"{where} {self._name}: waiting for rows")

    def away(self, why: str, begun: bool) -> None:
        """The file cannot be read now; it is looked for."""
        state = State.RECONNECTING if begun else State.CONNECTING
        self._say(state, f"{self._name} {why}; waiting for it", *self._history())

    def _history(self) -> list[str]:
        said = []
        if self.rotations:
            said.append(f"rotated {_times(self.rotations)}")
        if self.truncations:
            lost = ", and not all had been read" if self.lost else ""
            said.append(f"truncated {_times(self.truncations)}{lost}")
        return said

    def _say(self, state: State, *parts: str) -> None:
        said = (state, "; ".join(filter(None, parts)))
        if said != self._said and self._sink is not None:
            self._said = said
            self._sink.report(*said)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"
