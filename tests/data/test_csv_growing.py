"""Headers that come again, and change."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewidgets.data.batch import Batch, Reject
from livewidgets.data.csv import CsvFormat
from livewidgets.data.decoder import RowParser
from livewidgets.data.schema import TimeOrigin

CHANGING = [
    b"# made by hand",
    b"time,a [V],s",
    b"1,2,x",
    b"time,a [V],s",
    b"2,3,y",
    b"time,b,a [V]",
    b"3,10,4",
    b"time,b",
    b"4,11",
]


class Reading:
    def __init__(self, **options: object) -> None:
        self.form = CsvFormat(grows=True, **options)  # type: ignore[arg-type]
        self.rejects: list[Reject] = []
        self.parser = self.anew()

    def anew(self) -> RowParser:
        """As where the file was rotated."""
        self.parser = self.form.parser(self.rejects.append)
        return self.parser

    def rows(self, *records: bytes) -> Batch:
        batch = self.parser.parse(list(records), 0.0)
        assert batch is not None
        return batch


def numbers(batch: Batch, name: str) -> list[float | None]:
    return [None if np.isnan(each) else each for each in batch.columns[name].tolist()]


def test_a_header_that_is_repeated_or_changed_is_no_row() -> None:
    reading = Reading()
    batch = reading.rows(*CHANGING)
    assert batch.time.tolist() == [1, 2, 3, 4]
    assert numbers(batch, "a") == [2, 3, 4, None]
    assert numbers(batch, "b") == [None, None, 10, 11]
    assert batch.columns["s"].tolist() == ["x", "y", "", ""]
    assert reading.rejects == []
    assert reading.form.units == {"a": "V"}


@given(st.sets(st.integers(1, len(CHANGING) - 1)))
def test_the_rows_are_the_same_for_every_way_of_cutting(cuts: set[int]) -> None:
    reading = Reading()
    parts = []
    for start, stop in zip([0, *sorted(cuts)], [*sorted(cuts), len(CHANGING)], strict=True):
        if batch := reading.parser.parse(CHANGING[start:stop], 0.0):
            parts.append(batch)
    assert [t for part in parts for t in part.time.tolist()] == [1, 2, 3, 4]
    last = parts[-1]
    assert list(last.columns) == ["a", "s", "b"]
    assert numbers(last, "b")[-1] == 11
    assert reading.rejects == []


BACK = [b"a,b", b"1,2", b"b,a", b"20,10", b"a,b", b"100,200", b"a,c", b"3,4", b"a,b", b"5,6"]


@given(st.sets(st.integers(1, len(BACK) - 1)))
def test_a_header_that_changes_back_is_followed_for_every_way_of_cutting(cuts: set[int]) -> None:
    reading = Reading()
    found: dict[str, list[float | None]] = {"a": [], "b": [], "c": []}
    for start, stop in zip([0, *sorted(cuts)], [*sorted(cuts), len(BACK)], strict=True):
        if batch := reading.parser.parse(BACK[start:stop], 0.0):
            for name, values in found.items():
                known = name in batch.columns
                values += numbers(batch, name) if known else [None] * len(batch)
    assert found == {
        "a": [1, 10, 100, 3, 5],
        "b": [2, 20, 200, None, 6],
        "c": [None, None, None, 4, None],
    }
    assert reading.rejects == []


def test_a_file_that_follows_may_have_another_header_or_none() -> None:
    reading = Reading()
    reading.rows(b"time,a,b", b"1,2,3")
    reading.anew()
    assert numbers(reading.rows(b"b,time", b"7,5"), "b") == [7]
    reading.anew()
    batch = reading.rows(b"8,6")  # as the last header had it
    assert (batch.time.tolist(), numbers(batch, "b")) == ([6], [8])
    reading.anew()
    assert numbers(reading.rows(b"when,other", b"0,1"), "other") == [1]
    assert reading.rejects == []


def test_a_row_of_text_that_shares_no_name_is_no_header() -> None:
    reading = Reading()
    batch = reading.rows(b"level,message", b"info,level", b"error,message lost", b"warn,disk")
    assert batch.columns["level"].tolist() == ["info", "error", "warn"]
    reading.anew()
    assert reading.rows(b"info,again").columns["message"].tolist() == ["again"]


def test_a_changed_header_without_the_time_that_was_asked_for_is_told() -> None:
    reading = Reading(time="time")
    reading.rows(b"time,a,b", b"1,2,3")
    assert reading.parser.parse([b"a,b", b"1,2"], 0.0) is None
    assert "no column 'time'" in reading.rejects[0].reason
    assert numbers(reading.rows(b"time,b", b"1,9"), "b") == [9]


@pytest.mark.parametrize(
    ("options", "records", "seconds", "origin"),
    [
        ({}, [b"t,a", b"5,1"], 5, TimeOrigin("t", "s")),
        ({}, [b"t [ms],a", b"5,1"], 0.005, TimeOrigin("t", "ms")),
        ({"time_unit": "us"}, [b"t,a", b"5,1"], 5e-6, TimeOrigin("t", "us")),
        ({}, [b"ts,a", b"1700000000000,1"], 1_700_000_000, TimeOrigin("ts", "ms")),
        ({}, [b"ts,a", b"1700000000000000,1"], 1_700_000_000, TimeOrigin("ts", "us")),
        ({}, [b"ts,a", b"1700000000000000000,1"], 1_700_000_000, TimeOrigin("ts", "ns")),
        (
            {},
            [b"date,a", b"2026-01-01T01:00:00.5+01:00,1"],
            1_767_225_600.5,
            TimeOrigin("date", "ISO 8601"),
        ),
        ({"time": 1}, [b"1,5"], 5, TimeOrigin(1, "s")),
        ({"time": False}, [b"t,a", b"5,1"], 0, TimeOrigin()),
    ],
)
def test_the_schema_says_where_the_times_come_from(
    options: dict[str, object], records: list[bytes], seconds: float, origin: TimeOrigin
) -> None:
    reading = Reading(**options)
    assert reading.form.origin is None
    assert reading.rows(*records).time.tolist() == [seconds]
    assert reading.form.schema.time == origin


def test_times_of_either_sort_among_each_other() -> None:
    reading = Reading()
    batch = reading.rows(b"time,a", b"2026-01-01T00:00:00Z,1", b"1767225601,2")
    assert batch.time.tolist() == [1_767_225_600, 1_767_225_601]
    assert reading.rows(b"2026-01-01T00:00:02Z,3", b"never,4").time.tolist() == [1_767_225_602]
    assert [each.reason for each in reading.rejects] == ["column 'time' (field 1) is not a time"]
