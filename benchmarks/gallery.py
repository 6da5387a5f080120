"""Many different pictures in one dashboard: how often each is painted, and what that takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from benchmarks.browser import Browser, Page
from benchmarks.contestants import notebooks
from benchmarks.measure import PROBE, READY, Conditions
from benchmarks.meter import Meter
from benchmarks.pictures import serve

RATE = 1_000
"""Rows a second."""

WIDTH, HEIGHT = 1_400, 1_500
"""CSS pixels: all pictures are seen at once. What is scrolled away would cost nothing."""

CELL = """
import time

import numpy as np
import livewidgets as lw

BINS = 64


def blocks(rate, random=np.random.default_rng(1)):
    start, made = time.time(), 0
    while True:
        time.sleep(0.005)
        due = int((time.time() - start) * rate)
        if due > made:
            yield start + np.arange(made, due) / rate, random
            made = due


def rows():
    for times, random in blocks({rate}):
        noise = random.standard_normal((len(times), 3))
        yield [
            dict(time=t, a=np.sin(2 * t) + 0.02 * x, b=np.cos(3.1 * t) + 0.02 * y, c=20 + z,
                 price=100 + np.sin(t / 5) + 0.1 * x, who=f"sensor {{int(50 * (x % 1)) % 12}}")
            for t, (x, y, z) in zip(times.tolist(), noise.tolist(), strict=True)
        ]


def spectra():
    bins = np.arange(BINS)
    for times, random in blocks(50):
        peak = BINS / 2 * (1 + np.sin(times / 3))[:, None]
        power = np.exp(-(((bins - peak) / 2) ** 2)) + 0.1 * random.random((len(times), BINS))
        yield np.column_stack((times, power))


plant = lw.stream((row for block in rows() for row in block), time="time", name="plant")
bands = lw.stream(spectra, columns=["time", *map(str, range(BINS))], time="time", name="bands")
lw.dashboard(
    [lw.number(plant, "c"), lw.gauge(plant, "c")],
    [lw.line(plant, "a", "b", window="10s", title="line"),
     lw.scatter(plant, "a", "b", title="scatter")],
    [lw.bars(plant, "c", by="who", title="bars"), lw.histogram(plant, "c", title="histogram")],
    [lw.heatmap(bands, title="heat map"),
     lw.candles(plant, "price", window="2m", every="2s", title="candles")],
)
"""
"""Eight different pictures of two streams."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What was seen of a dashboard.

    Attributes:
        painted: Frames a second in which anything changed.
        frames: Frames a second that the page had time for.
        pictures: Changes a second, by picture.
        size: Bytes a second in the page's WebSocket messages.
        server, browser: Cores that each side used, making the rows included.
        others: Cores that everything else on the machine used.
    """

    painted: float
    frames: float
    pictures: dict[str, float]
    size: float
    server: float
    browser: float
    others: float


def measure(
    browser: Browser, repeat: int, conditions: Conditions, begin: Callable[[str], None], out: Path
) -> list[Shown]:
    """Look at the dashboard so many times.

    Raises:
        RuntimeError: The page shows no pictures.
    """
    shown = []
    for _ in range(repeat):
        begin("gallery")
        shown.append(_look(browser, conditions, out / "gallery.png"))
    return shown


def _look(browser: Browser, conditions: Conditions, picture: Path) -> Shown:
    script = (PROBE / "gallery.js").read_text()
    with TemporaryDirectory(prefix="bench") as home:
        conditions.say("starts", 8.0)
        notebook = notebooks.write(CELL.format(rate=RATE), Path(home) / "live.ipynb")
        server = serve(notebook, Path(home))
        try:
            with browser.page([script], width=WIDTH) as page:
                size = {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
                page.call("Emulation.setDeviceMetricsOverride", **size)
                page.open(server.url + "/voila/render/live.ipynb")
                _await(page, picture)
                conditions.say("warms up", conditions.warm_up)
                time.sleep(conditions.warm_up)
                conditions.say("is measured", conditions.seconds)
                meter = Meter(server.process.pid, browser.pid, urlsplit(server.url).port or 0)
                before = page.evaluate("window.gallery.record()")
                time.sleep(conditions.seconds)
                after = page.evaluate("window.gallery.record()")
                used = meter.stop()
                page.screenshot(picture)
        finally:
            server.stop()
    seconds = used.span.seconds
    pictures: dict[str, float] = {}
    for name, changed, had in zip(after["names"], after["changes"], before["changes"], strict=True):
        pictures[name] = (changed - had) / seconds
    return Shown(
        painted=(after["painted"] - before["painted"]) / seconds,
        frames=(after["frames"] - before["frames"]) / seconds,
        pictures=pictures,
        size=(after["bytes"] - before["bytes"]) / seconds,
        server=used.server.cpu,
        browser=used.chromium.cpu,
        others=used.others,
    )


def _await(page: Page, picture: Path) -> None:
    deadline = time.monotonic() + READY
    while time.monotonic() < deadline:
        record = page.evaluate("window.gallery?.record()") or {"changes": []}
        if len(record["changes"]) >= 8 and all(each > 10 for each in record["changes"][-6:]):
            return
        time.sleep(0.5)
    page.screenshot(picture)
    raise RuntimeError(f"the page shows no pictures that move; see {picture}")


def markdown(shown: list[Shown]) -> str:
    """A table, a row for each time that it was looked at."""
    names = list(shown[0].pictures) if shown else []
    head = ["painted /s", *names, "kB/s", "CPU server", "CPU browser", "CPU of others"]
    rows = [
        [
            f"{each.painted:.1f}",
            *(f"{each.pictures.get(name, 0.0):.1f}" for name in names),
            f"{each.size / 1000:.0f}",
            *(f"{cores:.2f}" for cores in (each.server, each.browser, each.others)),
        ]
        for each in shown
    ]
    lines = [head, ["---:"] * len(head), *rows]
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return f"### Eight different pictures, {RATE:,} rows/s; changes a second of each\n\n{table}\n"
