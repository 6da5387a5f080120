"""What the figures of a page have drawn as SVG, in pixels of the page, and what that says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from playwright.async_api import Page

READ = """
() => [...document.querySelectorAll(".bqplot.figure")].map((figure) => {
  const all = (selector) => [...figure.querySelectorAll(selector)].filter((each) =>
    each.closest("[display=none], [style*='display: none']") === null);
  const placed = (each, x, y) => {
    const {a, b, c, d, e, f} = each.getScreenCTM();
    return [a * x + c * y + e, b * x + d * y + f];
  };
  const points = (each) => [...(each.getAttribute("d") ?? "")
    .matchAll(/[ML]([-\\d.e]+),([-\\d.e]+)/g)].map(([, x, y]) => placed(each, +x, +y));
  const tick = (each) => [...placed(each, 0, 0), each.textContent];
  const box = figure.querySelector(".plotarea_events").getBoundingClientRect();
  return {
    texts: all("text").map((each) => each.textContent.trim()).filter((text) => text),
    x: all(".axis[text-anchor=middle] .tick").map(tick),
    y: all(".axis:not([text-anchor=middle]) .tick").map(tick),
    lines: all(".curve path.line").map(points).filter((each) => each.length),
    areas: all(".curve path.area").map(points).filter((each) => each.length),
    dots: all(".dot").map((each) =>
      [...placed(each, 0, 0), getComputedStyle(each).fill]),
    sticks: all(".stick_body").map((each) => {
      const {left, right, top, bottom} = each.getBoundingClientRect();
      return [left, right, top, bottom];
    }),
    images: all("image").map((each) => {
      const {left, right, top, bottom} = each.getBoundingClientRect();
      return [left, right, top, bottom, each.getAttribute("href")];
    }),
    plot: [box.left, box.right, box.top, box.bottom],
  };
})
"""


@dataclass(frozen=True)
class Drawn:
    """One figure: its texts, and its shapes as arrays of (x, y) in pixels."""

    read: dict[str, Any]

    @property
    def texts(self) -> list[str]:
        """All texts that are seen, without space around them."""
        found: list[str] = self.read["texts"]
        return found

    def lines(self) -> list[np.ndarray[Any, Any]]:
        """The strokes of curves, as (x, y) in the units of the axes."""
        return [self.values(each) for each in self.read["lines"]]

    def dots(self) -> np.ndarray[Any, Any]:
        """The markers of points, as (x, y) in the units of the axes."""
        return self.values([each[:2] for each in self.read["dots"]])

    def values(self, pixels: Sequence[Sequence[float]]) -> np.ndarray[Any, Any]:
        """Pixels in the units of the axes, by the ticks' numbers; times as seconds of the day."""
        at = np.array(pixels, dtype=float).reshape(-1, 2)
        across = _measured([(tick[0], tick[2]) for tick in self.read["x"]], at[:, 0])
        up = _measured([(tick[1], tick[2]) for tick in self.read["y"]], at[:, 1])
        return np.column_stack([across, up])


async def drawn(page: Page) -> list[Drawn]:
    """All figures of a page, in order."""
    return [Drawn(read) for read in await page.evaluate(READ)]


def _measured(
    ticks: Sequence[tuple[float, str]], pixels: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """Pixels along an axis as its values; as pixels where it has fewer than two ticks."""
    known = [(place, number) for place, text in ticks if (number := _number(text)) is not None]
    if len(known) < 2:
        return pixels
    places, numbers = np.array(known).T
    slope, start = np.polyfit(places, numbers, 1)
    return np.asarray(slope * pixels + start)


def _number(text: str) -> float | None:
    clock = re.fullmatch(r"(\d\d):(\d\d):(\d\d)(\.\d+)?", text)
    if clock:
        hours, minutes, seconds = (int(each) for each in clock.groups()[:3])
        return 3600.0 * hours + 60.0 * minutes + seconds + float(clock[4] or 0)
    found = re.fullmatch(r"(-?[\d,]+(?:\.\d+)?)(?:° [NSEW]|\u202f.*)?", text.replace("−", "-"))
    return float(found[1].replace(",", "")) if found else None
