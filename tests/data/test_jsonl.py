"""JSON lines."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewidgets.data.batch import Batch, Reject
from livewidgets.data.growth import MOST_COLUMNS
from livewidgets.data.json_values import DEEPEST
from livewidgets.data.jsonl import JsonFormat
from livewidgets.data.schema import Kind, TimeOrigin
from livewidgets.errors import ArgumentError


class Position(msgspec.Struct):
    x: int
    y: int | None = None


class Reading(msgspec.Struct):
    t: float
    pos: Position
    ok: bool = True
    name: str = ""


class Loop(msgspec.Struct):
    value: float
    inner: Loop | None = None


class Lines:
    def __init__(self, **options: Any) -> None:
        self.form = JsonFormat(**options)
        self.rejects: list[Reject] = []
        self.parser = self.form.parser(self.rejects.append)

    def maybe(self, *records: Any, now: float = 0.0) -> Batch | None:
        lines = [r if isinstance(r, bytes) else json.dumps(r).encode() for r in records]
        return self.parser.parse(lines, now)

    def rows(self, *records: Any, now: float = 0.0) -> Batch:
        batch = self.maybe(*records, now=now)
        assert batch is not None
        return batch

    @property
    def reasons(self) -> list[str]:
        return [each.reason for each in self.rejects]


def plain(batch: Batch) -> dict[str, list[Any]]:
    return {
        name: [None if each != each else each for each in column.tolist()]
        for name, column in batch.columns.items()
    }


def test_nested_fields_have_dotted_names() -> None:
    lines = Lines()
    batch = lines.rows({"ts": 5, "pos": {"x": 1, "more": {"z": 2}}, "v": [3, [4]], "s": "a"})
    assert batch.time.tolist() == [5]
    assert plain(batch) == {"pos.x": [1], "pos.more.z": [2], "v.0": [3], "v.1.0": [4], "s": ["a"]}
    assert lines.form.origin == TimeOrigin("ts", "s")


def test_fields_may_be_missing_null_or_new() -> None:
    lines = Lines()
    batch = lines.rows({"a": 1, "ok": True}, {"a": None, "s": "x"}, {"ok": False, "b": 2})
    assert plain(batch) == {
        "a": [1, None, None],
        "ok": [1, None, 0],  # a boolean that is missing makes numbers of them
        "s": ["", "x", ""],
        "b": [None, None, 2],
    }
    assert plain(lines.rows({"a": 9}))["s"] == [""]


def test_kinds_that_are_mixed() -> None:
    lines = Lines()
    batch = lines.rows({"a": 1, "s": "x"}, {"a": "2.5", "s": 7}, {"a": True, "s": False})
    assert plain(batch) == {"a": [1, 2.5, 1], "s": ["x", "7", "false"]}
    assert plain(lines.rows({"a": 3}, {"a": "warm", "s": "y"}, {"a": 4}))["a"] == [3, 4]
    assert lines.reasons == ["line 5: field 'a' holds 'warm' and no number"]
    assert lines.rejects[0].excerpt == b'{"a": "warm", "s": "y"}'


def test_wrong_lines_are_rejected_with_their_number() -> None:
    lines = Lines()
    deep: Any = 1
    for _ in range(DEEPEST + 1):
        deep = {"a": deep}
    batch = lines.rows({"a": 1}, b"", b'{"a": 2', b"nonsense", {}, None, deep, b"\xff", {"a": 3})
    assert plain(batch)["a"] == [1, 3]
    assert [reason.split(":")[0] for reason in lines.reasons] == [f"line {n}" for n in range(3, 9)]
    assert "truncated" in lines.reasons[0]
    assert "malformed" in lines.reasons[1]
    assert "no value" in lines.reasons[2]
    assert "levels deep" in lines.reasons[4]


def test_lists_and_single_values() -> None:
    assert plain(Lines().rows([1, 2], [3])) == {"c0": [1, 3], "c1": [2, None]}
    assert plain(Lines().rows(1, 2.5)) == {"value": [1, 2.5]}
    assert plain(Lines(time=0).rows([7, 2])) == {"c1": [2]}


def test_of_many_fields_those_that_are_wanted() -> None:
    lines = Lines(columns={"pos.x": int, "s": str}, units={"pos.x": "mm"})
    batch = lines.rows({"time": 3, "pos": {"x": 1, "y": 2}, "s": 5, "other": 0})
    assert batch.time.tolist() == [3]
    assert batch.schema.kinds == {"pos.x": Kind.INTEGER, "s": Kind.STRING}
    assert lines.form.units == {"pos.x": "mm"}


def test_a_name_may_hold_a_unit_and_may_not_be_time() -> None:
    lines = Lines(time=False)
    batch = lines.rows({"temp [°C]": 20, "time": 4}, now=9.0)
    assert batch.time.tolist() == [9]
    assert plain(batch) == {"temp": [20], "time_2": [4]}
    assert lines.form.units == {"temp": "°C"}
    assert lines.form.origin == TimeOrigin()


@pytest.mark.parametrize(
    ("value", "options", "seconds", "unit"),
    [
        (12.5, {}, 12.5, "s"),
        (1_700_000_000_123, {}, 1_700_000_000.123, "ms"),
        (5, {"time_unit": "ms"}, 0.005, "ms"),
        ("2026-01-01T00:00:00Z", {}, 1_767_225_600, "ISO 8601"),
    ],
)
def test_times(value: Any, options: dict[str, str], seconds: float, unit: str) -> None:
    lines = Lines(**options)
    assert lines.rows({"time": value, "a": 1}).time.tolist() == [seconds]
    assert lines.form.origin == TimeOrigin("time", unit)


def test_rows_without_their_time_are_rejected() -> None:
    lines = Lines(time="when")
    batch = lines.rows({"when": 1, "a": 1}, {"a": 2}, {"when": "soon", "a": 3}, {"when": 4, "a": 4})
    assert batch.time.tolist() == [1, 4]
    assert "the time is missing" in lines.reasons[0]
    assert lines.reasons[1] == "line 3: field 'when' holds 'soon' and no time"
    huge = Lines(time="when")
    assert huge.maybe({"when": 10**400, "a": 1}) is None
    assert huge.rejects
    other = Lines(time="wehn")
    assert other.maybe({"when": 1, "a": 1}) is None
    assert "did you mean 'when'?" in other.reasons[0]


def test_a_struct_says_the_kinds_and_refuses_what_does_not_conform() -> None:
    lines = Lines(schema=Reading)
    batch = lines.rows({"t": 5, "pos": {"x": 2}, "unknown": 1}, {"t": 6, "pos": {"x": 3, "y": 4}})
    assert batch.time.tolist() == [5, 6]
    assert batch.schema.kinds == {
        "pos.x": Kind.INTEGER,
        "ok": Kind.BOOLEAN,
        "name": Kind.STRING,
        "pos.y": Kind.FLOAT,
    }
    assert lines.maybe({"t": 7, "pos": {"x": 2.5}}) is None
    assert lines.reasons == ["line 3: Expected `int`, got `float` - at `$.pos.x`"]
    assert plain(Lines(schema=Loop).rows({"value": 1, "inner": {"value": 2}})) == {
        "value": [1],
        "inner.value": [2],
    }


@pytest.mark.parametrize("schema", [dict, "Reading", Reading(1.0, Position(1))])
def test_what_is_no_struct_is_refused(schema: object) -> None:
    with pytest.raises(ArgumentError, match=r"msgspec\.Struct"):
        JsonFormat(schema)  # type: ignore[arg-type]


def test_names_without_end_are_left_out() -> None:
    lines = Lines()
    batch = lines.rows(*({f"id{n}": n} for n in range(MOST_COLUMNS + 50)))
    assert len(batch.columns) == MOST_COLUMNS
    assert len(batch) == MOST_COLUMNS + 50


SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5))
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
    st.text(max_size=3), inner, max_size=3), max_leaves=8)  # fmt: skip


@given(st.lists(JSON, max_size=12), st.integers(1, 12))
def test_whatever_comes_every_line_is_a_row_or_a_reject(records: list[Any], size: int) -> None:
    lines = Lines()
    kept = 0
    for start in range(0, len(records), size):
        if (batch := lines.maybe(*records[start : start + size])) is not None:
            kept += len(batch)
            assert np.isfinite(batch.time).all()
    assert kept + len(lines.rejects) == len(records)
