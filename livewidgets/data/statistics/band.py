"""The band around a line: from a statistic's results, its lower and upper edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, runtime_checkable

from numpy.typing import NDArray

from livewidgets.data.batch import Batch
from livewidgets.data.statistics.columnwise import ColumnwiseStep, Floats, columns_of
from livewidgets.data.transform import Step

LOW, HIGH = "low", "high"


@runtime_checkable
class Edged(Protocol):
    """A recipe whose results have a band."""

    @property
    def columns(self) -> tuple[str, ...] | None: ...
    def begin(self) -> ColumnwiseStep: ...
    def suffixes(self) -> tuple[str, ...]: ...
    def edges(self, results: Mapping[str, NDArray[Any]]) -> tuple[Floats, Floats]:
        """The lower and the upper edge, from a column's results by suffix."""


@dataclass(frozen=True)
class Band:
    """`low` and `high` of each column, in the order of the columns.

    Attributes:
        recipe: Whose band it is.
        columns: Which columns; None: all that are numbers.
    """

    recipe: Edged
    columns: tuple[str, ...] | None = None

    def begin(self) -> Step:
        """A step that has seen no rows."""
        recipe = self.recipe
        return _BandStep(replace(recipe, columns=self.columns), self.columns)  # type: ignore[type-var]

    def units(self, given: Mapping[str, str]) -> Mapping[str, str]:
        """Those of the columns."""
        return {f"{name}_{edge}": unit for name, unit in given.items() for edge in (LOW, HIGH)}

    def __str__(self) -> str:
        return f"band, {self.recipe},"


class _BandStep:
    def __init__(self, recipe: Edged, columns: tuple[str, ...] | None) -> None:
        self._recipe = recipe
        self._columns = columns  # those of the first rows, where none are given
        self._step = recipe.begin()

    def feed(self, batch: Batch) -> Batch | None:
        """The edges at each of the results."""
        made = self._step.feed(batch)
        if made is None:
            return None
        edges: dict[str, NDArray[Any]] = {}
        self._columns = self._columns or tuple(columns_of(batch, None))
        for name in self._columns:
            results = {each: made[f"{name}_{each}"] for each in self._recipe.suffixes()}
            low, high = self._recipe.edges(results)
            edges |= {f"{name}_{LOW}": low, f"{name}_{HIGH}": high}
        return Batch(made.time, edges)
