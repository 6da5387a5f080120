"""Python objects into batches: what each becomes, and what is rejected."""

from __future__ import annotations

from collections import namedtuple
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from livewidgets.data.batch import Batch, Reject
from livewidgets.data.records import Records
from livewidgets.data.schema import Kind
from livewidgets.errors import ArgumentError, SchemaError

NOW = 1_700_000_000.0


def make(*items: object, records: Records | None = None) -> tuple[Batch | None, list[Reject]]:
    rejects: list[Reject] = []
    now = [NOW + index for index in range(len(items))]
    return (records or Records()).batch(items, now, rejects.append), rejects


def good(*items: object, **settings: Any) -> Batch:
    batch, rejects = make(*items, records=Records(**settings))
    assert rejects == []
    assert batch is not None
    return batch


def columns(batch: Batch) -> dict[str, list[Any]]:
    return {name: column.tolist() for name, column in batch.columns.items()}


def reasons(rejects: list[Reject]) -> list[str]:
    return [reject.reason for reject in rejects]


# -- what an object becomes ----------------------------------------------------------------


@pytest.mark.parametrize(
    "value", [1, 1.0, np.float32(1), np.int64(1), np.array(1), Decimal(1), np.uint8(1)]
)
def test_a_number_is_a_float_value(value: object) -> None:
    batch = good(value, 2)
    assert columns(batch) == {"value": [1.0, 2.0]}
    assert batch.columns["value"].dtype == np.float64
    assert batch.time.tolist() == [NOW, NOW + 1]


def test_booleans_and_strings_and_none() -> None:
    assert columns(good(True, np.False_)) == {"value": [True, False]}
    assert columns(good("a", b"\xc2\xb0")) == {"value": ["a", "°"]}
    assert columns(good(("a",), (None,))) == {"value": ["a", ""]}
    assert np.isnan(good({"a": None}).columns["a"][0])


def test_none_alone_is_no_reading() -> None:
    rejects: list[Reject] = []
    batch = Records().batch([None, 1, None], [1.0, 2.0, 3.0], rejects.append)
    assert batch is not None
    assert batch.columns["value"].tolist() == [1.0]
    assert rejects == [Reject("None instead of a reading", b"None")] * 2


def test_a_sequence_is_a_row() -> None:
    assert columns(good((1, "x"), [2, "y"])) == {"c0": [1.0, 2.0], "c1": ["x", "y"]}
    assert columns(good(np.array([1, 2]), [3, 4.5])) == {"c0": [1.0, 3.0], "c1": [2.0, 4.5]}
    assert columns(good([1, 2], columns=["a", "b"])) == {"a": [1.0], "b": [2.0]}
    assert good([5, 2], time=0).time.tolist() == [5.0]


def test_a_mapping_is_a_row() -> None:
    point = namedtuple("point", "a b")
    assert columns(good({"a": 1, "b": "x"}, {"b": "y", "a": 2}, point(3, "z"))) == {
        "a": [1.0, 2.0, 3.0],
        "b": ["x", "y", "z"],
    }


def test_a_mapping_of_arrays_is_a_table() -> None:
    batch = good({"t": [1, 2], "a": np.array([3, 4]), "b": ["x", None]}, {"a": 5, "b": "", "t": 9})
    assert columns(batch) == {"a": [3.0, 4.0, 5.0], "b": ["x", "", ""]}
    assert batch.time.tolist() == [1.0, 2.0, 9.0]


def test_a_two_dimensional_array_is_a_table_of_rows() -> None:
    batch = good(np.arange(6).reshape(3, 2))
    assert columns(batch) == {"c0": [0, 2, 4], "c1": [1, 3, 5]}
    assert batch.schema.kinds == {"c0": Kind.INTEGER, "c1": Kind.INTEGER}
    assert batch.time.tolist() == [NOW] * 3


def test_a_structured_array_is_a_table() -> None:
    array = np.array([(1, 2.5), (2, 3.5)], dtype=[("t", "i4"), ("a", "f4")])
    batch = good(array)
    assert columns(batch) == {"a": [2.5, 3.5]}
    assert batch.time.tolist() == [1.0, 2.0]


def test_a_data_frame_is_a_table() -> None:
    frame = pd.DataFrame({"a": [1, 2], "s": ["x", "y"]})
    assert columns(good(frame)) == {"a": [1, 2], "s": ["x", "y"]}
    frame.index = pd.to_datetime(["2026-11-21T12:00Z", "2026-11-21T12:01Z"])
    noon = datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp()
    assert good(frame).time.tolist() == [noon, noon + 60]


def test_a_batch_stays_as_it_is() -> None:
    batch = Batch(np.array([1.0, 2.0]), {"a": np.array([1, 2])})
    assert good(batch) is batch
    assert columns(good(batch, {"a": 3}, batch)) == {"a": [1, 2, 3, 1, 2]}


def test_tables_are_copied_as_their_owner_may_write_to_them() -> None:
    buffer = np.zeros((2, 1))
    batch = good(buffer)
    buffer[:] = 9.0
    assert columns(batch) == {"value": [0.0, 0.0]}


def test_rows_stay_in_order_among_tables() -> None:
    batch = good([1.0], np.array([[2.0], [3.0]]), [4.0], [5.0])
    assert columns(batch) == {"value": [1.0, 2.0, 3.0, 4.0, 5.0]}
    assert batch.time.tolist() == [NOW, NOW + 1, NOW + 1, NOW + 2, NOW + 3]


def test_integers_become_floats_when_floats_come() -> None:
    records = Records()
    first, _ = make({"a": np.array([1, 2])}, records=records)
    second, _ = make({"a": np.array([2.5])}, records=records)
    third, _ = make({"a": np.array([3])}, 4, records=records)
    assert first is not None
    assert second is not None
    assert third is not None
    kinds = [batch.columns["a"].dtype.kind for batch in (first, second, third)]
    assert kinds == ["i", "f", "f"]
    assert columns(third) == {"a": [3.0, 4.0]}


def test_nothing_gives_nothing() -> None:
    assert make() == (None, [])
    assert make(np.empty((0, 2))) == (None, [])


# -- columns, time, units ------------------------------------------------------------------


def test_of_a_mapping_only_what_is_wanted_is_taken() -> None:
    item = {"x": 0, "b": 2, "t": 5, "a": 1}
    batch = good(item, columns=["a", "b"], time="t")
    assert columns(batch) == {"b": [2.0], "a": [1.0]}
    assert batch.time.tolist() == [5.0]


def test_kinds_can_be_stated() -> None:
    batch, rejects = make(1, 2.0, 2.5, True, records=Records(columns={"n": int}))
    assert batch is not None
    assert batch.columns["n"].dtype == np.int64
    assert columns(batch) == {"n": [1, 2, 1]}
    assert reasons(rejects) == ["column 'n': 2.5 is not an integer"]


def test_names_give_units() -> None:
    records = Records(units={"b": "s"})
    units = records.units
    make({"temp [°C]": 1, "b": 2}, {"temp [°C]": 3, "b": 4}, records=records)
    assert units == {"temp": "°C", "b": "s"}


NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (5, 5.0),
        (1_700_000_000_000, 1_700_000_000.0),
        (NOON, NOON.timestamp()),
        (NOON.replace(tzinfo=None), NOON.replace(tzinfo=None).timestamp()),
        (np.datetime64("2026-11-21T12:00"), NOON.timestamp()),
        ("2026-11-21T12:00:00Z", NOON.timestamp()),
        (pd.Timestamp("2026-11-21T12:00Z"), NOON.timestamp()),
        (date(2026, 11, 21), datetime(2026, 11, 21).timestamp()),
    ],
)
def test_times(value: object, expected: float) -> None:
    assert good({"time": value, "a": 1}).time.tolist() == [expected]
    assert good({"time": [value, value], "a": [1, 2]}).time.tolist() == [expected] * 2
    assert good([value, 1], time=0).time.tolist() == [expected]


def test_the_time_can_be_left_alone() -> None:
    batch = good({"time": 5, "a": 1}, time=False)
    assert columns(batch) == {"time_2": [5.0], "a": [1.0]}
    assert batch.time.tolist() == [NOW]


@pytest.mark.parametrize("value", [None, float("nan"), "soon", pd.NaT, np.datetime64("NaT"), {}])
def test_a_missing_time_is_rejected(value: object) -> None:
    first = {"time": 1.0, "a": 1}
    batch, rejects = make(first, {"time": value, "a": 1})
    assert batch is not None
    assert (len(batch), len(rejects)) == (1, 1)
    if value != {}:
        table, rejects = make(first, {"time": [5.0, value], "a": [1, 2]})
        assert table is not None
        assert table.time.tolist() == [1.0, 5.0]
        assert [(reject.reason, reject.rows) for reject in rejects] == [("the time is missing", 1)]


# -- what is rejected ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "reason", "rows"),
    [
        ("x", "1 field where 2 are expected", 1),
        ({"a": 1}, "it has no 'b'", 1),
        ({"a": 1, "b": 2, "c": 3}, "'c' was not in the first", 1),
        ({"a": "x", "b": 2}, "column 'a': a str is not a number", 1),
        ({"a": [1, 2], "b": ["x", "y"]}, "column 'b': a str is not a number", 2),
        ({"a": [1, 2], "b": [1]}, "the columns of a table must be equally long, not 2, 1", 1),
        ({"a": [1, 2], "b": 1}, "a mapping must hold single values only, or arrays only", 1),
        ({"a": 1j, "b": 1}, "column 'a': a complex is not a number", 1),
        ([1, [2]], "column 'b': a list is not a number", 1),
        (np.zeros((2, 2, 2)), "an array of 3 dimensions is no record", 1),
        (np.zeros((5, 3)), "3 fields where 2 are expected", 5),
        (object, "a type is no record", 1),
        ({1, 2}, "a set is no record", 1),
        (Batch(np.zeros(3), {"a": np.zeros(3)}), "column 'b' is not both in this batch", 3),
        (Batch(np.full(2, np.nan), dict.fromkeys("ab", np.zeros(2))), "the time is missing", 2),
    ],
)
def test_what_does_not_fit_is_rejected_and_the_others_stay(
    item: object, reason: str, rows: int
) -> None:
    batch, rejects = make({"a": 1, "b": 2}, item, {"b": 4, "a": 3})
    assert batch is not None
    assert columns(batch) == {"a": [1.0, 3.0], "b": [2.0, 4.0]}
    assert [reject.rows for reject in rejects] == [rows]
    assert rejects[0].reason.startswith(reason)
    assert rejects[0].excerpt


def test_what_cannot_be_used_decides_nothing() -> None:
    batch, rejects = make(object(), {"a": 1j}, {"time": None, "a": 1}, 5.0)
    assert batch is not None
    assert columns(batch) == {"value": [5.0]}
    assert len(rejects) == 3


def test_an_object_whose_repr_fails_is_rejected_too() -> None:
    class Odd:
        def __repr__(self) -> str:
            raise RuntimeError

    _, rejects = make(Odd())
    assert reasons(rejects) == ["a Odd is no record"]
    assert b"Odd" in rejects[0].excerpt


def test_numbers_too_large_are_rejected() -> None:
    _, rejects = make(10**400)
    assert "is not a number" in rejects[0].reason
    _, rejects = make({"n": np.array([2**63], dtype=np.uint64)}, records=Records({"n": int}))
    assert reasons(rejects) == ["column 'n': an integer does not fit 64 bits"]


def test_what_is_asked_for_and_is_not_there_is_a_schema_error() -> None:
    with pytest.raises(SchemaError, match="did you mean 'tim'"):
        make({"tim": 1, "a": 2}, records=Records(time="tme"))
    with pytest.raises(SchemaError, match="no column 'bb'"):
        make({"a": 1, "b": 2}, records=Records(columns={"a": float, "bb": float}))
    with pytest.raises(ArgumentError, match="different names"):
        Records(columns=["a", "a"])
