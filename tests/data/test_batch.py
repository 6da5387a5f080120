"""Batches, kinds and schemas."""

from __future__ import annotations

import numpy as np
import pytest

from livewidgets.data.batch import Batch, Reject, join
from livewidgets.data.schema import Kind, Schema
from livewidgets.errors import ArgumentError, SchemaError


def test_columns_have_the_rows_of_the_time() -> None:
    with pytest.raises(SchemaError, match="'a' has 3 rows where the time column has 2"):
        Batch(np.zeros(2), {"a": np.zeros(3)})


def test_rows_as_plain_values() -> None:
    batch = Batch(
        np.array([1.0, 2.0]),
        {"f": np.array([0.5, 1.5]), "i": np.array([1, 2]), "s": np.array(["x", "y"], dtype=object)},
    )
    assert batch.row(-1) == {"time": 2.0, "f": 1.5, "i": 2, "s": "y"}
    assert type(batch.row(0)["i"]) is int
    assert batch[1:].row(0) == batch[np.array([False, True])].row(0) == batch.row(1)
    assert batch.schema.kinds == {"f": Kind.FLOAT, "i": Kind.INTEGER, "s": Kind.STRING}


def test_batches_are_joined_in_order() -> None:
    one = Batch(np.array([1.0]), {"a": np.array([1]), "b": np.array(["x"], dtype=object)})
    two = Batch(np.array([2.0]), {"b": np.array(["y"], dtype=object), "a": np.array([2.5])})
    assert join([one]) is one
    both = join([one, two])
    assert both.time.tolist() == [1.0, 2.0]
    assert both.columns["a"].tolist() == [1.0, 2.5]
    assert both.columns["b"].tolist() == ["x", "y"]


def test_an_excerpt_is_cut() -> None:
    assert len(Reject("bad", b"x" * 1_000).excerpt) == 80


@pytest.mark.parametrize(
    ("dtype", "kind"),
    [
        ("f4", Kind.FLOAT),
        ("u1", Kind.INTEGER),
        ("?", Kind.BOOLEAN),
        ("U3", Kind.STRING),
        ("O", Kind.STRING),
    ],
)
def test_the_kind_of_an_array(dtype: str, kind: Kind) -> None:
    assert Kind.of(np.zeros(1, dtype=dtype)) is kind
    assert kind.numeric is (kind is not Kind.STRING)


@pytest.mark.parametrize("dtype", ["c16", "M8[s]", "m8[s]", "S3"])
def test_arrays_that_no_column_holds(dtype: str) -> None:
    with pytest.raises(SchemaError, match="a column cannot hold"):
        Kind.of(np.zeros(1, dtype=dtype))


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (float, Kind.FLOAT),
        (int, Kind.INTEGER),
        (str, Kind.STRING),
        ("bool", Kind.BOOLEAN),
        ("string", Kind.STRING),
        (Kind.FLOAT, Kind.FLOAT),
    ],
)
def test_the_kind_that_is_meant(given: Kind | type | str, kind: Kind) -> None:
    assert Kind.given(given) is kind


@pytest.mark.parametrize("given", [complex, "number", None])
def test_a_kind_that_does_not_exist(given: type) -> None:
    with pytest.raises(ArgumentError, match="is not a kind of column"):
        Kind.given(given)


def test_a_schema_knows_its_columns() -> None:
    schema = Schema({"a": Kind.FLOAT, "s": Kind.STRING}, {"a": "°C"})
    assert (schema.names, schema.numeric) == (("a", "s"), ("a",))
    assert schema.require("s") is Kind.STRING
    with pytest.raises(SchemaError, match="did you mean 'a'"):
        schema.require("aa")
