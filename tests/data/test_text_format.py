"""Which format lines are in."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from livewidgets.data.batch import Reject
from livewidgets.data.text_format import TextFormat
from livewidgets.data.timestamps import TimeUnit
from livewidgets.errors import ArgumentError


class Reading(msgspec.Struct):
    a: float


def columns(form: TextFormat, *records: bytes) -> dict[str, list[Any]]:
    batch = form.parser(_refuse).parse(list(records), 0.0)
    assert batch is not None
    return {name: column.tolist() for name, column in batch.columns.items()}


def _refuse(reject: Reject) -> None:
    raise AssertionError(reject)


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([b"5", b"6"], {"value": [5, 6]}),
        ([b"a,b", b"1,2"], {"a": [1], "b": [2]}),
        ([b'{"a": 1}'], {"a": [1]}),
        ([b"", b"# comment", b'  {"a": 1}'], {"a": [1]}),
        ([b'\xef\xbb\xbf{"a": 1}'], {"a": [1]}),
    ],
)
def test_the_first_line_shows_it(records: list[bytes], expected: dict[str, list[Any]]) -> None:
    assert columns(TextFormat(), *records) == expected


def test_what_was_found_holds_for_the_connections_that_follow() -> None:
    form = TextFormat(units={"a": "V"})
    assert form.origin is None
    columns(form, b'{"b [m]": 1}')
    rejects: list[Reject] = []
    assert form.parser(rejects.append).parse([b"5,6"], 0.0) is None
    assert "malformed" in rejects[0].reason
    assert dict(form.units) == {"a": "V", "b": "m"}
    assert str(form.origin) == "time of arrival"


def test_it_can_be_stated() -> None:
    assert columns(TextFormat("csv", header=False), b'{"a": 1}') == {"value": ['{"a": 1}']}
    assert columns(TextFormat("jsonl"), b"[1, 2]") == {"c0": [1], "c1": [2]}
    assert columns(TextFormat(schema=Reading), b'{"a": 1, "b": 2}') == {"a": [1]}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"format": "xml"}, "use 'csv' or 'jsonl'"),
        ({"format": "jsonl", "delimiter": ";"}, "delimiter= is for CSV"),
        ({"format": "csv", "schema": Reading}, "schema= is for JSON lines"),
        ({"header": True, "schema": Reading}, "schema= is for JSON lines"),
        ({"time_unit": "minutes"}, "use 's', 'ms', 'us' or 'ns'"),
    ],
)
def test_what_contradicts_itself_is_refused(options: dict[str, Any], says: str) -> None:
    with pytest.raises(ArgumentError, match=says):
        TextFormat(**options)


def test_units_of_time() -> None:
    assert TimeUnit("\u03bcs").per_second(1e18) == 1e6
    stated = TimeUnit()
    stated.is_stated("kg")
    stated.is_stated("ns")
    assert (stated.per_second(5), stated.name) == (1e9, "ns")
    stated.is_stated("s")
    assert stated.name == "ns"
