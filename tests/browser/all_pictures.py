"""A notebook that shows every picture of rows that are known, and what a page has drawn of it.

Every text that can come from data goes through `text_of`: in the plain notebook it is the word
itself, in the other one there is markup around it, which would show up as elements.
"""

from __future__ import annotations

MARKUP = ("<i>", '<img src=x onerror="window.hit=1">')
START = 1_700_000_000.0
ROWS = 121

# All rows come at once and no more do. Times are UTC.
PICTURES = """
import livewidgets as lw

def text_of(word):
    return word.join(MARKUP)

temp, load = text_of("temp"), text_of("load")

def rows():
    for at in range(ROWS):
        yield {"time": START + at, temp: 20.0 + at / 2, load: float(at % 10) + 0.5,
               "car": text_of(["north", "south", "middle"][at % 3]),
               "lat": 52.5 + [0.05, -0.05, 0.0][at % 3], "lon": 13.4 + [0.1, -0.1, 0.0][at % 3],
               "state": text_of("idle" if at < 60 else "running"),
               "said": text_of("door opened") if at == 90 else ""}

def tones():
    for at in range(10):
        yield {"time": START + at, text_of("low"): at / 9, text_of("high"): 1 - at / 9}

data = lw.stream(rows, units={temp: text_of("°C"), load: text_of("kW")}, name=text_of("plant"))
bands = lw.stream(tones, name=text_of("microphone"))
zones = {text_of("cold"): (0, 70), text_of("warm"): (70, 100)}
panel = lw.alerts(data, lw.above(temp, 60, clear=55, name=text_of("too warm")), tz="UTC")
pictures = {
    "line": lw.line(data, temp, window="2m", tz="UTC", band=lw.rolling("10s"), alerts=panel,
                    title=text_of("Temperature")),
    "scatter": lw.scatter(data, temp, load, window="20s", tz="UTC", title=text_of("Phase")),
    "bars": lw.bars(data, temp, by="car", title=text_of("Newest")),
    "histogram": lw.histogram(data, load, bins=10, window="5m", title=text_of("Loads")),
    "heatmap": lw.heatmap(bands, window="10s", limits=(0, 1), tz="UTC", title=text_of("Tones")),
    "candles": lw.candles(data, temp, window="2m", every="10s", volume=load, tz="UTC",
                          title=text_of("Spans")),
    "timeline": lw.timeline(data, "state", events="said", window="2m", tz="UTC",
                            title=text_of("States")),
    "map": lw.map(data, by="car", value=temp, title=text_of("Cars")),
    "number": lw.number(data, temp, title=text_of("Now")),
    "gauge": lw.gauge(data, temp, zones=zones, title=text_of("Dial")),
    "text": lw.text(data, "{time:%H:%M:%S} {car}", tz="UTC"),
    "value": lw.value(data, temp),
    "status": lw.status(data),
    "table": lw.table(data, temp, "car", rows=5, tz="UTC"),
    "stats": lw.stats(data),
    "alerts": panel,
}
"""


WRONG = """
import threading

made = threading.Event()

def later():
    made.wait()
    yield from rows()

late, missing = lw.stream(later, name=text_of("late")), text_of("missing")
wrong = {
    "line": lw.line(late, missing),
    "scatter": lw.scatter(late, temp, missing),
    "bars": lw.bars(late, missing, by="car"),
    "histogram": lw.histogram(late, missing),
    "heatmap": lw.heatmap(late, missing),
    "candles": lw.candles(late, missing),
    "timeline": lw.timeline(late, missing),
    "map": lw.map(late, value=missing),
    "number": lw.number(late, missing),
    "gauge": lw.gauge(late, missing),
    "text": lw.text(late, "{missing}"),
    "value": lw.value(late, missing),
    "table": lw.table(late, missing),
    "stats": lw.stats(late, missing),
    "alerts": lw.alerts(late, lw.above(missing, 1)),
}
made.set()
"""
"""A cell of pictures that cannot be, with what they say instead."""

BOARD = """
board = lw.dashboard(
    {
        "Charts": [
            "Water goes in, and comes back warmer. " * 4,
            [(pictures["line"], 2), pictures["scatter"]],
            [pictures["bars"], pictures["histogram"]],
            [pictures["heatmap"], pictures["candles"]],
        ],
        "Panels": [
            ["# Now", pictures["value"], pictures["text"], pictures["status"]],
            [pictures["number"], pictures["gauge"], pictures["map"]],
            pictures["timeline"],
            [pictures["table"], pictures["stats"]],
            pictures["alerts"],
        ],
    },
    title="All pictures",
)
assert len(board.pictures) == len(pictures)
board
"""
"""A cell of a dashboard of them all."""


def cell(markup: tuple[str, str] = ("", "")) -> str:
    """The notebook's first cell: `pictures` by name, of which none is shown yet.

    Args:
        markup: What stands around all text from data.
    """
    return f"MARKUP, START, ROWS = {markup!r}, {START!r}, {ROWS!r}\n{PICTURES}"
