"""Columns by functions of the user's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from livewidgets.data.batch import Batch
from livewidgets.data.columns import Columns
from livewidgets.data.transform import Measured, Transform
from livewidgets.errors import ArgumentError, SchemaError


def rows(count: int = 3) -> Batch:
    number = np.arange(count, dtype=np.float64)
    return Batch(
        number, {"u": number + 1, "i": 2 * number, "name": np.array(["a"] * count, object)}
    )


def test_each_row_has_its_own_columns() -> None:
    recipe = Columns({"power": lambda b: b["u"] * b["i"], "name": "name", "gain": lambda b: 3})
    assert isinstance(recipe, Transform)
    assert isinstance(recipe, Measured)
    made = recipe.begin().feed(rows())
    assert made["power"].tolist() == [0.0, 4.0, 12.0]
    assert made["name"].tolist() == ["a", "a", "a"]
    assert made["gain"].tolist() == [3, 3, 3]
    assert made["time"].tolist() == [0.0, 1.0, 2.0]
    assert str(recipe) == "power, name, gain"
    assert recipe.units({"u": "V", "name": "x"}) == {"name": "x"}


def test_narrow_numbers_become_those_that_a_column_holds() -> None:
    made = Columns({"x": lambda b: b["u"].astype(np.float32), "n": lambda b: np.int8(3)})
    columns = made.begin().feed(rows()).columns
    assert {name: column.dtype.name for name, column in columns.items()} == {
        "x": "float64",
        "n": "int64",
    }


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (lambda batch: batch["uu"], "there is no column 'uu'; did you mean 'u'?"),
        (lambda batch: batch["u"][:1], "the function for 'x' gave shape (1,) for 3 rows"),
        (lambda batch: [1j, 2j, 3j], "the function for 'x': a column cannot hold complex128"),
    ],
)
def test_what_is_no_column_is_refused(function: Callable[[Batch], Any], sentence: str) -> None:
    with pytest.raises(SchemaError) as error:
        Columns({"x": function}).begin().feed(rows())
    assert sentence in str(error.value)


@pytest.mark.parametrize("given", [{}, {"x": 3}, {3: "x"}])
def test_what_makes_no_column_is_refused_at_once(given: Any) -> None:
    with pytest.raises(ArgumentError, match='b\\["u"\\] \\* b\\["i"\\]'):
        Columns(given)
