"""RowView and its templates: any format of any column, and nothing but text."""

from __future__ import annotations

import math
from datetime import UTC
from typing import Any

import pytest

from livewidgets.errors import ArgumentError, SchemaError
from livewidgets.views.row import RowView
from livewidgets.views.row_template import RowTemplate
from tests.views.fed import Fed

START = 1_700_000_000.25  # 22:13:20.25 UTC


def text(fed: Fed, template: str) -> Any:
    return RowView(fed, RowTemplate(template, UTC)).render(500)["value"]["value"]


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("{time:%H:%M:%S} {temp:.1f} °C", "22:13:20 21.5 °C"),
        ("{time} {name}", "22:13:20 <b>pump</b>"),
        ("{temp:08.3f}|{count:,}|{on}|{name!r:>16}", "0021.530|12,345|true|   '<b>pump</b>'"),
        ("{{braces}} {a.b:.0f}", "{braces} 7"),
        ("{time:.2f}", "1700000000.25"),
        ("{temp} {count} {value}", "21.53 12,345 0.3"),
        ("{name:.1f}", "<b>pump</b>"),
    ],
)
def test_the_newest_row_fills_the_template(fed: Fed, template: str, line: str) -> None:
    fed.feed(
        [START - 1, START],
        temp=[0.0, 21.53],
        count=[1, 12345],
        on=[False, True],
        value=[0.0, 0.1 + 0.2],
        name=["a", "<b>pump</b>"],
        **{"a.b": [1.0, 7.0]},
    )
    assert text(fed, template) == line


def test_what_is_no_number_has_a_sign_and_lines_stay_one(fed: Fed) -> None:
    fed.feed([START], temp=[math.nan], name=["two\nlines"])
    assert text(fed, "{temp:.1f} {name}") == "– two\\nlines"


def test_a_senders_own_time_is_seconds(fed: Fed) -> None:
    fed.feed([12.5], temp=[1.0])
    assert text(fed, "{time:%H:%M:%S} {temp:.0f}") == "12.5 1"


def test_before_the_first_row_the_text_is_there(fed: Fed) -> None:
    assert text(fed, "{temp:.1f} °C") == "– °C"


def test_a_column_that_is_not_there_is_named(fed: Fed) -> None:
    fed.feed([START], temp=[1.0])
    with pytest.raises(SchemaError, match="did you mean 'temp'"):
        text(fed, "{tmep}")


@pytest.mark.parametrize(
    "template",
    [
        "no field",
        "{",
        "{}",
        "{0}",
        "{temp:{width}}",
        "{temp:.1q}",
        "{temp:999999999}",
        "{temp!x}",
        "{time:%999999999d}",
        5,
    ],
)
def test_a_bad_template_is_refused_at_once(template: Any) -> None:
    with pytest.raises(ArgumentError):
        RowTemplate(template)


def test_nothing_looks_inside_a_value(fed: Fed) -> None:
    fed.feed([START], temp=[1.0])
    with pytest.raises(SchemaError, match=r"there is no column 'temp\.__class__'"):
        text(fed, "{temp.__class__}")
    with pytest.raises(SchemaError, match="there is no column"):
        text(fed, "{temp[0]}")
