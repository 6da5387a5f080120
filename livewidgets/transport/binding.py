"""Binding: a view, and the widgets that its slots are shown on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from livewidgets.errors import LiveWidgetsError
from livewidgets.stream import Stream
from livewidgets.transport.screen import Change
from livewidgets.views.view import View
from livewidgets.views.viewport import Viewport

_log = logging.getLogger("livewidgets")

PAUSED = "‖ paused"
"""What a picture says that stands still, where no control does."""

Check = Callable[[Any, str, Any], Any]
"""Called with target, trait name and value; returns the value that the trait can take."""


class Binding:
    """Renders a view when there is something new, and says what changed since.

    Attributes:
        drawn: Frames that were made of it.
        coalesced: Changes of the stream that were not drawn on their own.
        error: Why the last frame could not be made, as a sentence; empty if it could.
        total: Rows that the stream had had when the last frame was made.

    Args:
        view: What is shown.
        targets: What it is shown on, by slot; slots without a target are left out.
        check: Validates values for widgets that are the user's own.
        notice: Where an error is shown: slot, trait, and what stands there otherwise.
    """

    def __init__(
        self,
        view: View,
        targets: Mapping[str, Any],
        check: Check | None = None,
        notice: tuple[str, str, str] | None = None,
    ) -> None:
        self.view = view
        self.targets = dict(targets)
        self.drawn = 0
        self.coalesced = 0
        self.error = ""
        self.total = 0
        self._check = check
        self._notice = notice
        self._noticed = ("", False)  # the error, and whether it is paused
        self._wake: Callable[[], None] | None = None
        self._heard: Stream | None = None  # the stream that tells `_wake`, until `_deaf`
        self._deaf: list[Callable[[], None]] = []
        self._beside: tuple[Stream, ...] = getattr(view, "beside", ())
        self._paused = False
        self._logged = ""
        self._shown: dict[str, dict[str, Any]] = {}
        self._version: tuple[Any, ...] | None = None
        self._revision: object = None
        self._rendered_at = -1e9

    @property
    def paused(self) -> bool:
        """Whether it stands still; the stream goes on."""
        return self._paused

    def pause(self) -> None:
        self._paused = True
        if self._wake is not None:
            self._wake()  # to say so

    def resume(self) -> None:
        self._paused = False
        if self._wake is not None:
            self._wake()

    def listen(self, wake: Callable[[], None] | None) -> None:
        """Say whom to tell when the stream has something new; None: nobody any more."""
        self._wake = wake
        for deaf in self._deaf:
            deaf()
        self._deaf, self._heard = [], None
        viewport: Viewport | None = getattr(self.view, "viewport", None)
        if viewport is not None and getattr(self.view, "leads", False):
            (viewport.leave if wake is None else viewport.join)(self.view.follows)
        if wake is not None:
            self._deaf = [] if viewport is None else [viewport.on_change(wake)]
            self._heard = self.view.follows.stream
            heard = (self._heard, *self._beside)
            self._deaf += [stream.subscribers.add_change(wake) for stream in heard]

    def look_through(self, viewport: Viewport) -> None:
        """Have a view that has a viewport share this one from now on."""
        wake = self._wake
        self.listen(None)
        self.view.viewport = viewport  # type: ignore[attr-defined]
        self.listen(wake)

    def due(self, now: float) -> float | None:
        """Seconds until it wants to be drawn (0: now); None: not before something changes."""
        if self._notice is not None and self._noticed[1] != self._paused:
            return 0.0  # to say so, or no more
        if self._paused:
            return None
        version = self._current_version()
        if self._revision != getattr(self.view, "revision", None):
            return 0.0
        if self._version != version:
            # A table that is read wants fewer changes than a line that moves.
            pace: float = getattr(self.view, "pace", 0.0)
            return max(0.0, self._rendered_at + pace - now)
        period = self.view.period
        return None if period is None else max(0.0, self._rendered_at + period - now)

    def changes(self, now: float, columns: int, pixels: int | None = None) -> list[Change]:
        """Draw, and give what differs from what is shown already.

        A view that cannot be drawn keeps its last picture and says why in `error`.

        Args:
            now: Monotonic time, in seconds.
            columns: Columns to reduce each curve to, at most.
            pixels: Device pixels of the plot's width, where a page has told.
        """
        if self._paused:
            return self._notices()
        self._note_version(now)
        self.total = self.view.follows.stream.ring.total
        try:
            if hasattr(self.view, "pixels"):
                self.view.pixels = pixels
            shown = self.view.render(columns)
            changed = {
                name: self._differences(name, traits)
                for name, traits in shown.items()
                if self.targets.get(name) is not None
            }
        except Exception as error:
            self._fail(error)
            return [*self._notices(), *self._without_message()]
        self.error = ""
        for name, traits in changed.items():  # after all of it is known to work
            self._shown.setdefault(name, {}).update(traits)
        shows = [(self.targets[name], traits) for name, traits in changed.items() if traits]
        return [*self._notices(), *shows]

    def _notices(self) -> list[Change]:
        """The error in its place on the picture, that it is paused, or what stands there when
        there is nothing to say."""
        now = (self.error, self._paused)
        if self._notice is None or now == self._noticed:
            return []
        self._noticed = now
        slot, trait, otherwise = self._notice
        shown = str(self._shown.get(slot, {}).pop(trait, otherwise))
        text = f"{otherwise} ⚠ {self.error}" if self.error else otherwise
        if self._paused:
            text = f"{text if self.error else shown} {PAUSED}"
        return [(self.targets[slot], {trait: text.strip()})]

    def _without_message(self) -> list[Change]:
        """Takes away what says that there are no rows: an error says more."""
        target, shown = self.targets.get("message"), self._shown.setdefault("message", {})
        if target is None or shown.get("visible") is False:
            return []
        shown["visible"] = False
        return [(target, {"visible": False})]

    def _fail(self, error: Exception) -> None:
        kind = type(error).__name__
        if kind != self._logged:  # it may come with every frame, and with another text
            _log.warning("a picture cannot be drawn: %s: %s", kind, error, exc_info=error)
        self._logged = kind
        self.error = str(error) if isinstance(error, LiveWidgetsError) else f"{kind}: {error}"

    def _differences(self, slot: str, traits: Mapping[str, Any]) -> dict[str, Any]:
        before, changed = self._shown.get(slot, {}), {}
        for trait, value in traits.items():
            new = value if self._check is None else self._check(self.targets[slot], trait, value)
            if trait not in before or not _equal(before[trait], new):
                changed[trait] = new
        return changed

    def _current_version(self) -> tuple[Any, ...]:
        stream = self.view.follows.stream
        if self._wake is not None and stream is not self._heard:
            # The cell of the stream ran again: go on with its successor.
            self.listen(self._wake)
            try:
                stream.wake()
            except LiveWidgetsError as error:
                self._fail(error)
        beside = (each.version for each in self._beside)
        return id(stream), stream.version, *beside, getattr(self.view, "edge", None)

    def _note_version(self, now: float) -> None:
        version = self._current_version()
        self._revision = getattr(self.view, "revision", None)
        if self._version is not None and self._version[0] == version[0]:
            self.coalesced += max(0, version[1] - self._version[1] - 1)
        self._version = version
        self._rendered_at = now
        self.drawn += 1


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return (
            isinstance(one, np.ndarray)
            and isinstance(other, np.ndarray)
            and one.shape == other.shape
            # What slides differs at its end, where it is looked at first: it is long.
            and (one.size == 0 or _equal(one.item(-1), other.item(-1)))
            and _same(one, other)
        )
    return bool(one == other) or (one != one and other != other)  # NaN is NaN still


def _same(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> bool:
    return np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
