"""CSV lines: their times, and what several connections of a stream share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from livewidgets.data.batch import Batch, Reject
from livewidgets.data.csv import CsvFormat

NOW = 1_700_000_000.0


def parse(text: bytes | str, form: CsvFormat | None = None) -> tuple[Batch | None, list[Reject]]:
    rejects: list[Reject] = []
    parser = (form or CsvFormat()).parser(rejects.append)
    data = text.encode() if isinstance(text, str) else text
    return parser.parse(data.split(b"\n"), NOW), rejects


def rows(text: bytes | str, **settings: Any) -> dict[str, list[Any]]:
    batch, rejects = parse(text, CsvFormat(**settings))
    assert rejects == []
    assert batch is not None
    return {name: column.tolist() for name, column in batch.columns.items()}


def times(text: str, **settings: Any) -> list[float]:
    batch, rejects = parse(text, CsvFormat(**settings))
    assert rejects == []
    assert batch is not None
    return [float(time) for time in batch.time]


def reasons(rejects: Sequence[Reject]) -> list[str]:
    return [reject.reason for reject in rejects]


# -- the time ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["t", "Time", "timestamp", "DATETIME", "date", "ts"])
def test_the_time_column_is_found_by_its_name(name: str) -> None:
    assert times(f"a,{name}\n1,5\n2,6") == [5.0, 6.0]


def test_the_time_column_can_be_said() -> None:
    assert times("when,a\n5,1", time="when") == [5.0]
    assert times("time,a\n5,1", time=False) == [NOW]
    assert times("time,when\n5,6", time="when") == [6.0]
    assert times("1,5", time=1) == [5.0]


def test_a_single_column_is_a_value_whatever_its_name() -> None:
    assert rows("t\n5") == {"t": [5.0]}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("0", "0.5", [0.0, 0.5]),
        ("1700000000.25", "1700000001", [1_700_000_000.25, 1_700_000_001.0]),
        ("1700000000250", "1700000001000", [1_700_000_000.25, 1_700_000_001.0]),
        ("1700000000250000", "1700000001000000", [1_700_000_000.25, 1_700_000_001.0]),
        ("1700000000250000000", "1700000001000000000", [1_700_000_000.25, 1_700_000_001.0]),
    ],
)
def test_numeric_times(first: str, second: str, expected: list[float]) -> None:
    # Nanoseconds since 1970 do not fit float64: it holds them to some 0.2 µs.
    assert times(f"{first},1\n{second},2", time=0) == pytest.approx(expected, rel=0, abs=3e-7)


def test_the_unit_of_times_is_that_of_the_first_on_all_connections() -> None:
    form = CsvFormat(time=0)
    parse("1700000000000,1", form)
    batch, _ = parse("5000,1", form)
    assert batch is not None
    assert batch.time.tolist() == [5.0]


def test_iso_times() -> None:
    local = datetime(2026, 11, 21, 12).timestamp()
    utc = datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp()
    text = "2026-11-21T12:00:00Z,1\n2026-11-21 13:00+01:00,2\n2026-11-21T12:00:00.5,3"
    assert times(text, time=0) == [utc, utc, local + 0.5]


@pytest.mark.parametrize("text", ["", "nan", "inf", "yesterday", "2026-13-01", "0001-01-01", "é"])
def test_what_is_no_time_is_rejected(text: str) -> None:
    batch, rejects = parse(f"5,1\n{text},2\n6,3", CsvFormat(time=0))
    assert batch is not None
    if text == "0001-01-01" and not rejects:  # where the machine's zone can represent it
        assert len(batch) == 3
        return
    assert batch.time.tolist() == [5.0, 6.0]
    assert reasons(rejects) == ["column 'time' (field 1) is not a time"]


# -- connections ----------------------------------------------------------------------


def test_each_connection_may_begin_with_the_header() -> None:
    form = CsvFormat()
    first, _ = parse("a,b\n1,2", form)
    second, rejects = parse("a,b\n3,4", form)
    third, more = parse("5,6", form)
    assert first is not None
    assert second is not None
    assert third is not None
    assert second.row(0) == {"time": NOW, "a": 3.0, "b": 4.0}
    assert third.row(0) == {"time": NOW, "a": 5.0, "b": 6.0}
    assert rejects == more == []


def test_a_header_in_another_order_is_followed() -> None:
    form = CsvFormat()
    parse("a,name\n1,x", form)
    batch, rejects = parse("name,a\ny,2", form)
    assert batch is not None
    assert batch.row(0) == {"time": NOW, "a": 2.0, "name": "y"}
    assert rejects == []


def test_rows_under_another_header_are_rejected() -> None:
    form = CsvFormat()
    parse("a,b\n1,2", form)
    batch, rejects = parse("a,c\n3,4\n5,6", form)
    assert batch is None
    assert reasons(rejects) == ["under a header that differs from the first, 'a,b'"] * 3
    assert parse("7,8", form)[0] is not None


def test_the_header_may_come_long_before_the_rows() -> None:
    rejects: list[Reject] = []
    parser = CsvFormat().parser(rejects.append)
    assert parser.parse([b""], NOW) is None
    assert parser.parse([b"a,b"], NOW) is None
    batch = parser.parse([b"1,2"], NOW)
    assert batch is not None
    assert list(batch.columns) == ["a", "b"]
