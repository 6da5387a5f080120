"""Whether what a page shows of `all_pictures` is what the rows are, read off what is drawn."""

from __future__ import annotations

import asyncio
import base64
import math
import time
from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np
import pytest
from playwright.async_api import Page

from tests.browser import all_pictures, pages
from tests.browser.drawn import Drawn, drawn

FIGURES = (
    *("line", "scatter", "bars", "histogram", "heatmap", "candles"),
    *("timeline", "map", "number", "gauge"),
)
FIRST = 22 * 3600 + 13 * 60 + 20  # of the rows, as seconds of the day


async def they_are_all_there(page: Page) -> None:
    """Compare what is drawn of every picture with the rows."""
    await pages.shows(page, pages.FIGURE, count=len(FIGURES))
    await page.wait_for_function(
        """(count) => {
          const figures = [...document.querySelectorAll(".bqplot.figure")];
          return figures.length === count && figures.every((each) =>
            each.querySelector("path.line[d], image[href], .stick"));
        }""",
        arg=len(FIGURES),
        timeout=pages.SHOWN * 1000,
    )
    await comes_true(lambda: _they_are(page))


async def comes_true(check: Callable[[], Awaitable[None]]) -> None:
    """Wait until a check passes; fails as it does."""
    deadline = time.monotonic() + pages.SHOWN
    while True:
        try:
            return await check()
        except (AssertionError, ValueError):
            if time.monotonic() > deadline:
                raise
        await asyncio.sleep(0.25)


async def _they_are(page: Page) -> None:
    figures = dict(zip(FIGURES, await drawn(page), strict=True))
    charts_of_rows(figures)
    charts_of_counts(figures)
    panels(figures)
    await words(page)


def near(found: Any, wanted: Any, within: float) -> bool:
    """Whether all that is wanted is there, each within so much."""
    away = np.abs(np.asarray(found)[None, :] - np.asarray(wanted)[:, None])
    worst = away.max(axis=2) if away.ndim == 3 else away
    return bool((worst.min(axis=1) <= within).all())


def charts_of_rows(figures: dict[str, Drawn]) -> None:
    at = np.arange(all_pictures.ROWS, dtype=float)
    rows = np.column_stack([FIRST + at, 20 + at / 2])
    figure = figures["line"]
    (curve,) = [each for each in figure.lines() if len(each) == len(rows)]
    assert np.abs(curve - rows).max() < 0.5
    assert {"Temperature", "temp", "temp [°C]", "▲ 60"} <= set(figure.texts)
    (limit,) = [each for each in figure.lines() if len(each) == 2]
    assert np.abs(limit[:, 1] - 60).max() < 0.5, "the alert's limit"

    last = np.column_stack([20 + at / 2, at % 10 + 0.5])[-21:]
    figure = figures["scatter"]
    assert near(figure.dots(), last, 0.1)
    assert {"Phase", "temp [°C]", "load [kW]"} <= set(figure.texts)

    figure = figures["candles"]
    assert "Spans" in figure.texts
    bodies = figure.values([(each[0], each[3]) for each in figure.read["sticks"]])[2:]
    opened = 25 + 5 * np.arange(12)  # two minutes end with the span of the newest row
    assert bodies.shape[0] == opened.size
    assert np.abs(bodies[:, 1] - opened).max() < 0.5, "each opens where it did"


def charts_of_counts(figures: dict[str, Drawn]) -> None:
    figure = figures["bars"]
    (outline,) = figure.lines()
    assert sorted({round(x) for x in outline[:, 0]} - {0}) == [79, 80]
    words = ("Newest", "north", "south", "middle", "80\u202f°C", "79\u202f°C", "79.5\u202f°C")
    assert set(words) <= set(figure.texts)

    figure = figures["histogram"]
    outline = max(figure.lines(), key=len)
    assert {round(y) for y in outline[:, 1]} == {0, 12, 13}, "121 rows in ten bins"
    said = {"Loads", "load [kW] · n = 121", "mean 4.963", "median ≈ 4.958"}
    assert said <= set(figure.texts)

    figure = figures["heatmap"]
    assert {"Tones", "low", "high"} <= set(figure.texts)
    pictures = [base64.b64decode(each[4].split(",")[1]) for each in figure.read["images"]]
    assert [each[:4] for each in pictures] == [b"\x89PNG"] * 2, "the colour bar, and the tones"
    left, right, top, bottom, _ = figure.read["images"][1]
    assert [left, right, top, bottom] == pytest.approx(figure.read["plot"], abs=1)


def panels(figures: dict[str, Drawn]) -> None:
    figure = figures["timeline"]
    spans = [figure.values(each)[[0, -1], 0] - FIRST for each in figure.read["lines"]]
    seen = sorted(tuple(each) for each in spans if each[0] > -1)
    assert np.abs(np.array(seen) - [(0, 60), (60, 120)]).max() < 0.5
    assert {"idle", "running", "door opened"} <= set(figure.texts)

    figure = figures["map"]
    places = [(13.5, 52.55), (13.3, 52.45), (13.4, 52.5)]
    assert np.abs(figure.dots() - places).max() < 0.002
    assert len({each[2] for each in figure.read["dots"]}) == 3, "a colour for each value"
    assert {"north", "south", "middle"} <= set(figure.texts)

    (spark,) = figures["number"].lines()
    across = (spark[:, 0] - spark[0, 0]) / (spark[-1, 0] - spark[0, 0])
    up = (spark[:, 1] - spark[0, 1]) / (spark[-1, 1] - spark[0, 1])
    assert np.abs(across - up).max() < 0.03, "a minute that rises steadily"

    hub = figures["gauge"].read["dots"][0][:2]
    (needle,) = [each for each in figures["gauge"].read["lines"] if len(each) == 5]
    x, y = max(needle, key=lambda each: math.dist(each, hub))
    angle = math.degrees(math.atan2(hub[1] - y, x - hub[0]))
    assert angle == pytest.approx(215 - 0.8 * 250, abs=0.5)


async def words(page: Page) -> None:
    """What is text: labels, the table, the statistics and the alerts."""
    labels = await page.locator(".widget-label").all_inner_texts()
    said = {
        *("Now", "80\u202f°C", "▲ +30\u202f°C in 1 min"),
        *("Dial", "◆ warm", "22:15:20 north"),
        *("■ ended", "States", "Cars", "▲ warning", "too warm"),
        "following · rows 117 to 121, 121 are kept",
    }
    assert said - {each.strip() for each in labels} == set()
    rows = page.locator(".livewidgets-table tbody tr")
    assert await rows.nth(1).locator("td").all_inner_texts() == ["22:15:19.000", "79.5", "middle"]
    statistics = page.locator(".livewidgets-stats tbody tr").first.locator("th, td")
    counted = [each.strip() for each in await statistics.all_inner_texts()]
    assert [counted[0], counted[4], counted[8], counted[9]] == ["temp [°C]", "20.0", "80.0", "121"]
    log = page.locator('[aria-label^="Alert log"]')
    assert "temp 60.5 is above 60" in await log.inner_text()
