"""Arrivals: numbered as they came, bounded, whoever asks."""

from __future__ import annotations

import numpy as np
import pytest

from livewidgets.data.arrivals import Arrivals
from livewidgets.data.batch import Batch
from livewidgets.errors import SchemaError


def rows(*values: float, time: list[float] | None = None, **others: list[object]) -> Batch:
    times = np.array(time if time is not None else values, dtype=float)
    columns = {name: np.array(each, dtype=object) for name, each in others.items()}
    return Batch(times, {"value": np.array(values), **columns})


def all_of(arrivals: Arrivals, number: int = 0) -> list[float]:
    _, batch = arrivals.since(number, 10**6)
    return [] if batch is None else batch["value"].tolist()


def test_rows_stay_in_the_order_in_which_they_came() -> None:
    arrivals = Arrivals()
    arrivals.keep(10)
    arrivals.append(rows(1, 2, time=[5.0, 6.0]))
    arrivals.append(rows(3, time=[1.0]))
    assert all_of(arrivals) == [1, 2, 3]
    assert all_of(arrivals, 2) == [3]
    assert arrivals.since(3, 10) == (3, None)


def test_what_is_kept_no_more_is_told_by_the_first_number() -> None:
    arrivals = Arrivals()
    arrivals.keep(100)
    for start in range(0, 1000, 10):
        arrivals.append(rows(*range(start, start + 10)))
    number, batch = arrivals.since(5, 7)
    assert number == arrivals.first == 900
    assert batch is not None
    assert batch["value"].tolist() == list(range(900, 907))
    assert arrivals.total == 1000
    assert arrivals.back(30) == 970


def test_the_most_that_anybody_asked_for_is_kept() -> None:
    arrivals = Arrivals()
    arrivals.keep(10_000, seconds=50.0)
    arrivals.keep(2000)
    for start in range(0, 8000, 100):  # a hundred rows a second
        numbers = np.arange(start, start + 100)
        arrivals.append(Batch(numbers / 100, {"value": numbers.astype(float)}))
    # 50 s are 5,000 rows; time is told to within 256 rows and a batch.
    assert 8000 - 5000 - 356 <= arrivals.first <= 8000 - 5000
    assert 8000 - 1000 - 356 <= arrivals.back(10**6, seconds=10.0) <= 8000 - 1000
    assert arrivals.bytes == 16 * (8000 - arrivals.first)
    assert all_of(arrivals)[-1] == 7999


def test_a_batch_that_does_not_fit_is_refused_as_a_whole() -> None:
    arrivals = Arrivals()
    arrivals.keep(10)
    arrivals.append(rows(1))
    with pytest.raises(SchemaError, match="text"):
        arrivals.append(rows(2, text=["x"]))
    with pytest.raises(SchemaError, match="not finite"):
        arrivals.append(rows(3, time=[float("nan")]))
    assert all_of(arrivals) == [1]


def test_columns_that_come_later_are_there_for_the_rows_before() -> None:
    arrivals = Arrivals()
    arrivals.keep(10)
    arrivals.append(rows(1))
    more = rows(2, text=["x"])
    arrivals.append(Batch(more.time, more.columns, grows=True))
    _, batch = arrivals.since(0, 10)
    assert batch is not None
    assert batch.grows
    assert batch["text"].tolist() == ["", "x"]
