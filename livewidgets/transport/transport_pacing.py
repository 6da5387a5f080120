"""Transport pacing: by the pages that have the extension, once there is one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from livewidgets.transport.actions import MOST_PIXELS
from livewidgets.transport.pacing import Pacer
from livewidgets.transport.page_pacing import MOST_PAGES, PagePacer

POINTS_PER_FRAME = 128_000
"""Points that all curves share on pages that draw them on a canvas: 32 curves have four for
each of 1,000 pixels. While a picture slides, only those that are new are sent and drawn."""

MOST_COLUMNS = 2_000
"""Columns where no page has said how wide its plot is."""


class TransportPacer(Pacer):
    """Paces by the pages that have the extension, once there is one; else by the echo."""

    def __init__(self, pages: PagePacer) -> None:
        super().__init__()
        self._by_frames = pages
        self._widths: dict[str, Mapping[str, int]] = {}  # of plots, by page and figure

    @property
    def points(self) -> int:
        return POINTS_PER_FRAME if self._by_frames.heard else super().points

    @property
    def columns(self) -> int:
        return MOST_COLUMNS if self._by_frames.heard else super().columns

    def widths(self, page: str, widths: Mapping[str, int]) -> list[str]:
        """A page tells the widths of its plots, in device pixels, by figure; gives the
        figures for which that is news."""
        before = self._widths.pop(page, {})
        if len(self._widths) >= MOST_PAGES:  # the one that said so the longest time ago
            del self._widths[next(iter(self._widths))]
        self._widths[page] = dict(widths)
        return [figure for figure, pixels in widths.items() if before.get(figure) != pixels]

    def pixels_of(self, targets: Mapping[str, Any]) -> int | None:
        """Those of the widest page that is seen."""
        model: str = getattr(targets.get("figure"), "model_id", "")
        seen = self._by_frames.seen
        known = [each.get(model, 0) for page, each in self._widths.items() if page in seen]
        return min(max(known, default=0), MOST_PIXELS) or None

    def steady(self, interval: float) -> None:
        self._by_frames.steady(interval)

    def delay(self, now: float) -> float:
        return self._by_frames.delay(now) if self._by_frames.heard else super().delay(now)

    def marks(self, now: float) -> bool:
        return not self._by_frames.heard and super().marks(now)

    def sent(self, now: float, messages: int, size: int, marked: bool) -> int:
        if self._by_frames.heard:
            self._by_frames.sent(now, messages)
        return super().sent(now, messages, size, marked)

    def cell(self, runs: bool, now: float) -> None:
        super().cell(runs, now)
        self._by_frames.cell(runs, now)
