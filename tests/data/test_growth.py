"""Columns that come later, in batches and in the ring."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from livewidgets.data.batch import Batch, join
from livewidgets.data.growth import MOST_COLUMNS, Growth
from livewidgets.data.ring import Ring
from livewidgets.data.schema import Kind
from livewidgets.errors import SchemaError


def rows(time: list[float], **columns: Sequence[object]) -> Batch:
    return Batch(np.array(time), {name: np.array(each) for name, each in columns.items()})


def text(*values: str) -> np.ndarray:
    return np.array(values, dtype=object)


def test_a_batch_gets_the_columns_that_were_there_before() -> None:
    growth = Growth()
    growth.complete(Batch(np.zeros(1), {"a": np.ones(1), "s": text("x")}))
    batch = growth.complete(rows([1.0, 2.0], b=[5.0, 6.0]))
    assert list(batch.columns) == ["a", "s", "b"]
    assert np.isnan(batch.columns["a"]).all()
    assert batch.columns["s"].tolist() == ["", ""]
    assert batch.grows
    assert batch[:1].grows
    assert join([batch, batch]).grows


def test_integers_and_booleans_that_are_missing_make_floats() -> None:
    growth = Growth()
    first = growth.complete(rows([0.0], i=[1], b=[True]))
    assert first.schema.kinds == {"i": Kind.INTEGER, "b": Kind.BOOLEAN}
    growth.complete(rows([1.0], other=[1.0]))
    again = growth.complete(rows([2.0], i=[3], b=[False], other=[2.0]))
    assert again.schema.kinds == dict.fromkeys(["i", "b", "other"], Kind.FLOAT)
    assert growth.complete(rows([3.0], late=[7])).columns["late"].dtype == np.float64


def test_names_without_end_are_left_out() -> None:
    growth = Growth()
    for number in range(MOST_COLUMNS + 10):
        growth.complete(rows([0.0], **{f"id{number}": [1.0]}))
    assert len(growth.kinds) == MOST_COLUMNS
    wide = Growth()
    wide.complete(rows([0.0], **{f"c{number}": [1.0] for number in range(MOST_COLUMNS + 10)}))
    assert len(wide.kinds) == MOST_COLUMNS + 10  # a first batch may be as wide as it is


@pytest.mark.parametrize("before", [1, 1_024, 5_000])  # rows: in a chunk, a full one, several
def test_the_ring_gains_columns_and_what_was_handed_out_stays(before: int) -> None:
    growth, ring = Growth(), Ring()
    ring.append(growth.complete(rows(list(range(before)), a=list(range(before)))))
    held = ring.last(before)
    appended = ring.append(growth.complete(Batch(np.array([1e6]), {"b": np.ones(1)})))
    assert appended.added == ("b",)
    ring.append(growth.complete(Batch(np.array([2e6]), {"a": np.ones(1), "s": text("new")})))
    assert list(held.columns) == ["a"]
    every = ring.last(before + 2)
    assert every.columns["a"].tolist()[:before] == list(range(before))
    assert np.isnan(every.columns["a"][before])
    assert np.isnan(every.columns["b"]).tolist() == [True] * before + [False, True]
    assert every.columns["s"].tolist() == [""] * (before + 1) + ["new"]


def test_late_rows_are_sorted_in_among_columns_that_came_later() -> None:
    growth, ring = Growth(), Ring(lateness=1e9)
    ring.append(growth.complete(rows([0.0, 2.0], a=[0.0, 2.0])))
    ring.append(growth.complete(rows([3.0], b=[3.0])))
    ring.append(growth.complete(rows([1.0], b=[1.0])))
    assert np.isnan(ring.last(4).columns["b"]).tolist() == [True, False, True, False]


def test_a_batch_that_does_not_say_so_adds_no_column() -> None:
    ring = Ring()
    ring.append(rows([0.0], a=[1.0]))
    with pytest.raises(SchemaError, match="no column 'b'"):
        ring.append(rows([1.0], a=[1.0], b=[1.0]))
