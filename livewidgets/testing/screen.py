"""A screen without a page: it says what each mark and label shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from livewidgets.transport.screen import Change, Cost


@dataclass(frozen=True, slots=True)
class ShownFrame:
    """One frame, as it went out.

    Attributes:
        time: When, on the clock's monotonic time, in seconds.
        changes: New values by trait, by target.
        mark: The number that a page is to acknowledge, where one is.
    """

    time: float
    changes: tuple[tuple[Any, Mapping[str, Any]], ...]
    mark: int | None


class HeadlessScreen:
    """Implements `livewidgets.transport.screen.Screen` for tests.

    Targets may be anything hashable: use names, such as "lines" or "label".
    """

    def __init__(self) -> None:
        self.frames: list[ShownFrame] = []
        self._shown: dict[Any, dict[str, Any]] = {}

    def show(self, changes: Sequence[Change], now: float, mark: int | None) -> Cost:
        copied = tuple((target, dict(traits)) for target, traits in changes)
        self.frames.append(ShownFrame(now, copied, mark))
        size = 0
        for target, traits in copied:
            self._shown.setdefault(target, {}).update(traits)
            size += sum(v.nbytes for v in traits.values() if isinstance(v, np.ndarray))
        return Cost(len(copied) + (mark is not None), size)

    def settle(self, now: float) -> float | None:
        return None

    def __getitem__(self, target: Any) -> dict[str, Any]:
        """What a target shows now, by trait; empty where nothing was shown on it."""
        return self._shown.get(target, {})

    def clear(self) -> None:
        """Forget the frames; what is shown stays."""
        self.frames.clear()
