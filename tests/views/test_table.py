"""TableView and its page: the newest rows, and those further back."""

from __future__ import annotations

import re
from datetime import UTC
from typing import Any

import numpy as np
import pytest

from livewidgets.data.batch import Batch
from livewidgets.data.ring import Ring
from livewidgets.errors import SchemaError
from livewidgets.testing import VirtualClock
from livewidgets.views.table import TableView
from livewidgets.views.table_page import TablePage
from tests.views.fed import Fed

START = 1_700_000_000.0  # 22:13:20 UTC


def view_of(fed: Fed, page: TablePage, *columns: str, **options: Any) -> TableView:
    return TableView(fed, columns, page, tz=UTC, **options)


def cells(view: TableView) -> list[list[str]]:
    body = view.render(9)["table"]["value"].partition("<tbody>")[2]
    rows = re.findall(r"<tr>(.*?)</tr>", body)
    return [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in rows]


def feed(fed: Fed, first: int, count: int) -> None:
    numbers = range(first, first + count)
    fed.feed([START + each for each in numbers], n=[float(each) for each in numbers])


def test_the_newest_rows_come_first_or_last(fed: Fed) -> None:
    feed(fed, 0, 10)
    page = TablePage(3)
    assert cells(view_of(fed, page)) == [
        ["22:13:29.000", "9"],
        ["22:13:28.000", "8"],
        ["22:13:27.000", "7"],
    ]
    assert [row[1] for row in cells(view_of(fed, page, newest_first=False))] == ["7", "8", "9"]


def test_it_follows_pauses_and_pages_as_far_as_there_are_rows(fed: Fed) -> None:
    page = TablePage(4)
    view = view_of(fed, page)

    def now() -> tuple[list[str], str, bool, bool]:
        shown = view.render(9)
        rows = [row[1] for row in cells(view)]
        return (
            rows,
            shown["follow"]["description"],
            shown["older"]["disabled"],
            shown["newer"]["disabled"],
        )

    ring = fed.ring
    feed(fed, 0, 10)
    assert now() == (["9", "8", "7", "6"], "Pause", False, True)
    before = view.revision
    page.pause(ring)
    assert view.revision != before, "it is drawn at once"
    feed(fed, 10, 3)
    assert now() == (["9", "8", "7", "6"], "Follow", False, False)
    page.older(ring)
    assert now()[0] == ["5", "4", "3", "2"]
    page.older(ring)
    page.older(ring)
    assert now() == (["3", "2", "1", "0"], "Follow", True, False)
    for _ in range(5):
        page.newer(ring)
    assert now() == (["12", "11", "10", "9"], "Follow", False, True)
    feed(fed, 13, 1)
    assert now()[0] == ["12", "11", "10", "9"]
    page.follow()
    assert now() == (["13", "12", "11", "10"], "Pause", False, True)


def test_a_page_whose_rows_are_gone_shows_the_oldest_that_there_are() -> None:
    ring, page = Ring(rows=50), TablePage(5)
    rows = np.arange(40.0)
    ring.append(Batch(START + rows, {"n": rows}))
    page.older(ring)
    for _ in range(20):
        page.older(ring)
    assert page.read(ring, ["n"]).rows["n"].tolist() == [0.0, 1.0, 2.0, 3.0, 4.0]
    ring.append(Batch(START + 40 + rows, {"n": 40 + rows}))
    read = page.read(ring, ["n"])
    assert read.rows["n"].tolist() == [30.0, 31.0, 32.0, 33.0, 34.0]
    assert (read.start, read.first, read.total) == (30, 30, 80)


def test_fewer_rows_than_a_page_are_all_there(fed: Fed) -> None:
    feed(fed, 0, 2)
    page = TablePage(10)
    view = view_of(fed, page)
    page.older(fed.ring)
    assert [row[1] for row in cells(view)] == ["1", "0"]


def test_text_is_text_and_units_are_told(clock: VirtualClock) -> None:
    fed = Fed(clock, {"n": "<i>"})
    columns: dict[str, list[Any]] = {"n": [1.0], "<b>": ["<img src=x onerror=alert(1)>"]}
    fed.feed([START], **columns)
    value = view_of(fed, TablePage(3)).render(9)["table"]["value"]
    assert "<img" not in value
    assert "<b>" not in value
    assert "[&lt;i&gt;]" in value
    assert cells(view_of(fed, TablePage(3)))[0][2] == "&lt;img src=x onerror=alert(1)&gt;"


def test_the_date_is_there_where_days_differ(fed: Fed) -> None:
    fed.feed([START, START + 86_400], n=[1.0, 2.0])
    assert [row[0] for row in cells(view_of(fed, TablePage(3)))] == [
        "2023-11-15 22:13:20.000",
        "2023-11-14 22:13:20.000",
    ]


def test_only_the_columns_that_are_named_and_a_wrong_one_is_said(fed: Fed) -> None:
    fed.feed([1.5], a=[1.0], b=[2.0])
    assert cells(view_of(fed, TablePage(3), "b")) == [["1.500", "2"]]
    with pytest.raises(SchemaError, match="there is no column 'c'"):
        view_of(fed, TablePage(3), "c").render(9)


def test_before_the_first_row_it_says_so_and_nothing_can_be_pressed(fed: Fed) -> None:
    shown = view_of(fed, TablePage(3)).render(9)
    assert shown["said"]["value"]
    assert shown["older"]["disabled"]
    assert shown["newer"]["disabled"]
