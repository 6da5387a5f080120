"""What a dashboard writes: rows as CSV and Parquet, and itself as a page."""

from __future__ import annotations

import csv
import sys
from collections.abc import AsyncIterator
from html.parser import HTMLParser
from pathlib import Path

import ipywidgets
import numpy as np
import pytest
from pyarrow import parquet

import livewidgets as lw
from livewidgets.errors import ArgumentError, MissingExtra
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock
from livewidgets.transport.closing import close_tree

pytestmark = pytest.mark.usefixtures("leak_check")

START = 1_700_000_000.0
MARKUP = "<script>alert('x')</script>"


@pytest.fixture
def source() -> ScriptedSource:
    return ScriptedSource("boiler")


@pytest.fixture
async def stream(source: ScriptedSource, clock: VirtualClock) -> AsyncIterator[Stream]:
    units = {"temp": "°C", "load": "kW"}
    made = Stream(source, runner="asyncio", clock=clock, units=units)
    yield made
    lw.stop_all()
    await made.aclose()
    await clock.advance(0.0)


async def feed(source: ScriptedSource, clock: VirtualClock, rows: int = 100) -> None:
    for number in range(rows):
        load = float("nan") if number == rows - 1 else 0.1 * number
        source.row(START + number, temp=number, load=load, name=f'{MARKUP} "{number}", ü')
    await clock.advance(1.0)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


async def test_the_rows_of_the_window_as_csv_which_can_be_read_again(
    stream: Stream, source: ScriptedSource, clock: VirtualClock, tmp_path: Path
) -> None:
    figure = lw.line(stream, "temp", window="1h")
    board = lw.dashboard(figure, lw.value(stream, "load"))
    await feed(source, clock)
    figure.zoom(START + 89.5, START + 200)
    board.export(tmp_path / "data.csv")
    rows = table(tmp_path / "data.csv")
    assert list(rows[0]) == ["time", "temp [°C]", "load [kW]", "name"]
    assert [float(row["time"]) for row in rows] == [START + each for each in range(90, 100)]
    assert [row["temp [°C]"] for row in rows] == [f"{each}.0" for each in range(90, 100)]
    assert float(rows[0]["load [kW]"]) == 0.1 * 90, "to the last digit"
    assert rows[-1]["load [kW]"] == ""
    assert rows[0]["name"] == f'{MARKUP} "90", ü'
    board.export(str(tmp_path / "all.csv"), everything=True)
    assert len(table(tmp_path / "all.csv")) == 100

    again = lw.tail(tmp_path / "data.csv")
    again.wait(rows=10)
    assert again.units == {"temp": "°C", "load": "kW"}
    np.testing.assert_array_equal(again["temp"], stream["temp"][90:])
    np.testing.assert_array_equal(again.time, stream.time[90:])
    again.stop()


async def test_the_rows_as_parquet(
    stream: Stream, source: ScriptedSource, clock: VirtualClock, tmp_path: Path
) -> None:
    board = lw.dashboard(lw.line(stream, "temp", window="1h"))
    await feed(source, clock)
    board.export(tmp_path / "data.parquet")
    read = parquet.read_table(tmp_path / "data.parquet")
    assert str(read.schema.field("time").type) == "timestamp[us, tz=UTC]"
    assert read.schema.field("temp").metadata == {b"unit": "°C".encode()}
    assert read.column("temp").to_pylist() == list(range(100))
    assert read.column("load").to_numpy()[:99].tolist() == stream["load"][:99].tolist()
    assert read.column("name").to_pylist() == stream["name"].tolist()
    assert read.column("time").to_pylist()[7].timestamp() == START + 7


async def test_rows_of_several_streams_are_told_apart(
    stream: Stream, source: ScriptedSource, clock: VirtualClock, tmp_path: Path
) -> None:
    other_source = ScriptedSource("pump")
    other = Stream(other_source, runner="asyncio", clock=clock)
    board = lw.dashboard(lw.line(stream, "temp"), lw.line(other, "speed"))
    source.row(START + 1, temp=1, name="a")
    other_source.row(START, speed=2.5, name=7.0)
    await clock.advance(1.0)
    board.export(tmp_path / "data.csv")
    assert table(tmp_path / "data.csv") == [
        {"time": "1700000000.0", "stream": "pump", "temp [°C]": "", "name": "7.0", "speed": "2.5"},
        {"time": "1700000001.0", "stream": "boiler", "temp [°C]": "1.0", "name": "a", "speed": ""},
    ]
    board.export(tmp_path / "data.parquet")
    assert parquet.read_table(tmp_path / "data.parquet").column("stream").to_pylist() == [
        "pump",
        "boiler",
    ]
    lw.stop_all()
    await other.aclose()


async def test_what_cannot_be_written_is_said(
    stream: Stream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = lw.dashboard(lw.line(stream, "temp"))
    for name, sentence in (
        ("data.cvs", "did you mean '.csv'"),
        ("data", "give a name such as"),
        ("none/data.csv", "cannot be written: No such file or directory"),
        ("none/page.html", "cannot be written: No such file or directory"),
    ):
        with pytest.raises(ArgumentError, match=sentence):
            board.export(tmp_path / name)
    with pytest.raises(ArgumentError, match="no picture of this dashboard has a stream"):
        lw.dashboard("words").export(tmp_path / "data.csv")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r'pip install "livewidgets\[parquet\]"'):
        board.export(tmp_path / "data.parquet")
    assert list(tmp_path.iterdir()) == []


class Tags(HTMLParser):
    """The elements of a page, with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


async def test_a_page_needs_nothing_else_and_has_text_as_text(
    stream: Stream, source: ScriptedSource, clock: VirtualClock, tmp_path: Path
) -> None:
    figure = lw.line(stream, "temp", "load", title=MARKUP, window="200s", band=lw.rolling("10s"))
    own = ipywidgets.HTML(value=MARKUP, description="Mine")
    board = lw.dashboard(
        {MARKUP: [[(figure, 2), lw.value(stream, "name")], f"# {MARKUP}"]},
        [lw.stats(stream, "temp"), lw.status(stream), own],
        title=MARKUP,
    )
    await feed(source, clock)
    board.export(tmp_path / "page.html")
    page = Tags((tmp_path / "page.html").read_text(encoding="utf-8"))
    assert not page.named("script")
    assert not [each for tag, each in page.found if "src" in each or "href" in each]
    assert not [each for _, each in page.found if any(name.startswith("on") for name in each)]
    (policy, *_) = [each for each in page.named("meta") if "http-equiv" in each]
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert page.text.count(MARKUP) >= 6
    (svg,) = [each for each in page.named("svg") if each.get("role") == "img"]
    # The curve of 100 rows from 0 to 99, on a plot of a thousand units.
    assert svg["viewbox"] == "0 0 1000 1000"
    curve, _ = [each["d"] or "" for each in page.named("path") if each.get("class") == "curve"]
    points = [tuple(map(float, each.split())) for each in curve.strip("M").split("L")]
    scale = figure.axes[1].scale
    assert len(points) >= 100
    rise = 1000 * 99 / (scale.max - scale.min)
    assert points[0][1] - points[-1][1] == pytest.approx(rise, abs=0.2)
    assert points[-1][0] - points[0][0] == pytest.approx(1000 * 99 / 200, abs=0.2)
    board.close()
    close_tree(own)
