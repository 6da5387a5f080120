"""The ring's columns, and the ring among threads."""

from __future__ import annotations

from threading import Thread

import numpy as np
import pytest

from livewidgets.data.batch import Batch
from livewidgets.data.ring import Ring
from livewidgets.data.schema import Kind
from livewidgets.errors import SchemaError


def one(**columns: object) -> Batch:
    return Batch(np.zeros(1), {name: np.array([value]) for name, value in columns.items()})


def test_an_integer_column_becomes_float_when_floats_come() -> None:
    ring = Ring()
    ring.append(one(a=1))
    ring.append(one(a=2))
    before = ring.last(2)
    ring.append(one(a=2.5))
    ring.append(one(a=3))
    assert ring.schema is not None
    assert ring.schema.kinds == {"a": Kind.FLOAT}
    assert ring.last(4).columns["a"].tolist() == [1.0, 2.0, 2.5, 3.0]
    assert before.columns["a"].dtype == np.int64


def test_a_float_column_takes_integers_and_booleans_and_text_is_text() -> None:
    ring = Ring()
    ring.append(one(a=0.5, s="x"))
    ring.append(one(a=True, s="longer"))
    ring.append(Batch(np.ones(1), {"s": np.array(["y"]), "a": np.array([7], dtype=np.int16)}))
    assert ring.last(3).columns["a"].tolist() == [0.5, 1.0, 7.0]
    assert ring.last(3).columns["s"].tolist() == ["x", "longer", "y"]


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (one(a=1.0, b="x", c=1), "no column 'c'"),
        (one(a=1.0), "column 'b' is missing"),
        (one(a="x", b="x"), "'a' holds string values where it held float before"),
        (one(a=1.0, b=1.0), "'b' holds float values where it held string before"),
        (one(a=1j, b="x"), "cannot hold complex"),
        (Batch(np.array([np.nan]), one(a=1.0, b="x").columns), "not finite"),
        (Batch(np.array([np.inf]), one(a=1.0, b="x").columns), "not finite"),
    ],
)
def test_a_batch_that_does_not_fit_is_refused_whole(second: Batch, message: str) -> None:
    ring = Ring()
    ring.append(one(a=1.0, b="x"))
    with pytest.raises(SchemaError, match=message):
        ring.append(second)
    assert (ring.rows, ring.total, ring.newest) == (1, 1, 0.0)
    ring.append(one(a=2.0, b="y"))
    assert ring.rows == 2


def test_a_column_of_booleans_stays_one() -> None:
    ring = Ring()
    ring.append(one(a=True))
    with pytest.raises(SchemaError, match="holds float values where it held boolean"):
        ring.append(one(a=1.0))


# -- threads ------------------------------------------------------------------------------


def test_readers_see_whole_rows_while_others_write() -> None:
    ring = Ring(rows=3_000, lateness=1e9)
    ring.append(Batch(np.zeros(1), {"a": np.zeros(1), "b": np.zeros(1)}))
    faults: list[str] = []

    def write(offset: float) -> None:
        for step in range(400):
            now = (step * 20 + np.arange(20)) / 20 + offset
            ring.append(Batch(now, {"a": now, "b": -now}))

    def read() -> None:
        for _ in range(400):
            rows = ring.last(3_000)
            if not (np.diff(rows.time) >= 0).all():
                faults.append("not in order")
            if not np.array_equal(rows.columns["a"], rows.time):
                faults.append("torn: a")
            if not np.array_equal(rows.columns["b"], -rows.time):
                faults.append("torn: b")

    threads = [Thread(target=write, args=(offset,)) for offset in (0.0, 0.03)]
    threads += [Thread(target=read), Thread(target=read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert ring.total == 16_001
    assert ring.rows == 3_000
