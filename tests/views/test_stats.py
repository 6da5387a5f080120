"""The table of statistics: numbers as people write them, text as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest

from livewidgets.data.statistics.summary import Summarize
from livewidgets.errors import SchemaError
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource
from livewidgets.views.stats import HEADINGS, StatsView, decimals_for, number_text

START = 1_700_000_000.0


@pytest.fixture
def source() -> ScriptedSource:
    return ScriptedSource("boiler")


@pytest.fixture
def stream(source: ScriptedSource) -> Iterator[Stream]:
    units = {"temp": "°C", "<b>": "<i>"}
    with Stream(source, units=units) as made:
        yield made


def view_of(stream: Stream, *columns: str) -> StatsView:
    recipe = Summarize(columns or None)
    return StatsView(stream, stream.derive(recipe, keep=1).start(), recipe)


def table(view: StatsView) -> list[list[str]]:
    """The texts of the body's cells, row by row."""
    body = view.render(400)["table"]["value"].partition("<tbody>")[2]
    rows = re.findall(r"<tr>(.*?)</tr>", body)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]
    return [[re.sub(r"<[^>]*>", "", cell) for cell in row] for row in cells]


def test_a_row_for_each_column_of_numbers_with_all_of_its_samples(
    stream: Stream, source: ScriptedSource
) -> None:
    view = view_of(stream)
    stream.derive({"x": "temp"}).start().stop()  # another one does not disturb it
    temp = 20 + np.random.default_rng(1).standard_normal(500)
    time = (START + np.arange(500)).tolist()
    source.rows(time[:300], temp=temp[:300].tolist(), on=[True] * 300, name=["a"] * 300)
    source.rows(time[300:], temp=temp[300:].tolist(), on=[False] * 200, name=["a"] * 200)
    stream.wait(rows=500)
    first, second = table(view)
    assert first[0] == "temp [°C]"
    cuts = np.quantile(temp, (0.05, 0.5, 0.95))
    expected = [temp[-1], temp.mean(), temp.std(ddof=1), temp.min(), *cuts, temp.max()]
    assert first[1:-1] == [f"{value:,.{decimals_for(temp.std(), 20)}f}" for value in expected]
    assert first[-1] == second[-1] == "500"
    assert len(first) == len(HEADINGS) + 1
    assert second[:3] == ["on", "0", "0.600"]


def test_markup_in_names_and_units_stays_text(stream: Stream, source: ScriptedSource) -> None:
    view = view_of(stream)
    source.rows([START], **{"<b>": [1.0], "a&b": [2.0]})
    stream.wait(rows=1)
    value = view.render(400)["table"]["value"]
    assert "&lt;b&gt;" in value
    assert "[&lt;i&gt;]" in value
    assert "a&amp;b" in value
    assert "<b>" not in value
    assert "<i>" not in value


def test_too_few_samples_are_dashes_and_none_say_what_the_stream_does(
    stream: Stream, source: ScriptedSource
) -> None:
    view = view_of(stream, "temp")
    assert table(view) == [] or "no rows yet" in view.render(400)["table"]["value"]
    source.rows([START, START + 1], temp=[3.25, float("nan")])
    stream.wait(rows=2)
    assert table(view) == [
        ["temp [°C]", "–", "3.25", "–", "3.25", "3.25", "3.25", "3.25", "3.25", "1"]
    ]


def test_a_column_of_text_has_no_statistics_and_says_so(
    stream: Stream, source: ScriptedSource
) -> None:
    view = view_of(stream)
    source.rows([START], name=["x"])
    stream.wait(rows=1)
    with pytest.raises(SchemaError, match=r"no column holds numbers \(known: name\)"):
        view.render(400)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, 2, "1,234.50"),
        (-0.0004, 2, "0.00"),
        (1e9, 3, "1,000,000,000.000"),
        (123456789012.5, 9, "123,456,789,012.500"),
        (1e20, 3, "1e+20"),
        (1e-30, 9, "1e-30"),
        (float("nan"), 3, "–"),
        (0.0, 1, "0.0"),
    ],
)
def test_numbers_are_written_with_the_decimals_that_count(
    value: float, decimals: int, text: str
) -> None:
    assert number_text(value, decimals) == text


@pytest.mark.parametrize(
    ("std", "mean", "decimals"),
    [(1.0, 5.0, 2), (0.0123, 5.0, 4), (250.0, 5.0, 0), (0.0, 2.5, 1), (0.0, 3.0, 0)],
)
def test_decimals_end_where_the_deviation_does(std: float, mean: float, decimals: int) -> None:
    assert decimals_for(std, mean) == decimals
