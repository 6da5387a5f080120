"""The band around the curves of a line."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

import livewidgets as lw
from livewidgets.data.statistics.band import Band, Edged
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource
from livewidgets.views.line import LineView
from livewidgets.views.palette import line_colour

START = 1_700_000_000.0
COLUMNS = 400


@pytest.fixture
def source() -> ScriptedSource:
    return ScriptedSource("boiler")


@pytest.fixture
def stream(source: ScriptedSource) -> Iterator[Stream]:
    with Stream(source) as made:
        yield made


def view_of(stream: Stream, band: Band, columns: list[str] | None = None) -> LineView:
    return LineView(stream, columns, window=100.0, band=stream.derive(band).start())


@pytest.mark.parametrize(
    "recipe", [lw.rolling("5s", k=1.0), lw.statistics.ewm("2s"), lw.rolling(30, quantiles=(0, 1))]
)
def test_two_curves_for_each_column_around_it(
    stream: Stream, source: ScriptedSource, recipe: Edged
) -> None:
    edges = stream.derive(Band(recipe, ("b", "a"))).start()
    view = LineView(stream, ["b", "a"], window=100.0, band=edges)
    time = START + np.arange(90.0)
    source.rows(time.tolist(), a=np.sin(time).tolist(), b=(9 + np.cos(time)).tolist())
    source.end()
    edges.wait(rows=90)
    shown = view.render(COLUMNS)
    band, lines = shown["band"], shown["lines"]
    assert view.curves == 6
    assert band["visible"] is True
    assert band["x"].shape == band["y"].shape
    assert band["x"].shape[0] == 4
    assert band["x"][0].tolist() == band["x"][1].tolist()
    assert band["fill_colors"] == [line_colour(0)] * 2 + [line_colour(1)] * 2
    assert band["fill_opacities"][1::2] == [0.0, 0.0], "between the bands nothing is filled"
    known = np.isfinite(band["y"]).all(axis=0)
    assert known.sum() > 80 or recipe.suffixes()[-1] == "p100"
    assert (band["y"][::2, known] <= band["y"][1::2, known]).all()
    limits = shown["y_scale"]
    assert limits["min"] <= np.nanmin(band["y"]) < np.nanmax(band["y"]) <= limits["max"]
    assert 8 < np.nanmean(band["y"][:2]) < 10, "the first pair is the first curve's"
    assert lines["labels"] == ["b", "a"]


def test_before_there_are_edges_there_is_no_band(stream: Stream, source: ScriptedSource) -> None:
    view = view_of(stream, Band(lw.rolling("5s"), ("a",)), ["a"])
    assert "band" not in view.render(COLUMNS)
    source.row(START, a=1.0)
    stream.wait(rows=1)
    band = view.render(COLUMNS)["band"]
    assert not np.isfinite(band.get("y", np.nan)).any(), "one sample has no deviation"
