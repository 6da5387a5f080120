"""Summary: what a table tells of all rows of a stream so far."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

import numpy as np

from livewidgets.data.batch import Batch
from livewidgets.data.schema import Kind
from livewidgets.data.statistics.blocks import Blocks, Floats
from livewidgets.data.statistics.columnwise import columns_of, numbers
from livewidgets.data.statistics.digest import EXACT, Digest
from livewidgets.data.statistics.moments import Moments

SHARES = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class ColumnSummary:
    """What is told of one column; floats are NaN where there are too few numbers.

    Attributes:
        name: Of the column.
        whole: Whether it holds whole numbers, or true and false.
        latest: The newest value; NaN if that is no number.
        quantiles: Of 5 %, 50 % and 95 %.
    """

    name: str
    whole: bool
    count: int
    latest: float
    mean: float
    std: float
    min: float
    quantiles: tuple[float, ...]
    max: float


class Summary:
    """A step that gives no rows, and can be asked at any time. Thread-safe.

    Args:
        columns: Which columns; None: all that are numbers.
    """

    def __init__(self, columns: tuple[str, ...] | None) -> None:
        self._wanted = columns
        self._lock = Lock()
        self._names: tuple[str, ...] = ()
        self._whole: tuple[bool, ...] = ()
        self._latest: Floats = np.empty(0)
        self._newest = -np.inf

    def feed(self, batch: Batch) -> None:
        """Take rows.

        Raises:
            SchemaError: A column is unknown or holds text, or none holds numbers.
        """
        names = self._names or columns_of(batch, self._wanted)
        values = numbers(batch, names)
        with self._lock:
            if not self._names:
                self._begin(names)
            self._whole = tuple(Kind.of(batch[name]) is not Kind.FLOAT for name in names)
            newest = int(np.flatnonzero(batch.time == batch.time.max())[-1])
            if batch.time[newest] >= self._newest:
                self._newest, self._latest = float(batch.time[newest]), values[:, newest].copy()
            self._blocks.add(values)

    def table(self) -> list[ColumnSummary]:
        """Of all rows so far, a line for each column; none before the first rows."""
        with self._lock:
            if not self._names:
                return []
            rest = self._blocks.rest.copy()
            names, whole, latest = self._names, self._whole, self._latest
            moments, digests = self._moments, self._digests
        moments, digests = _merged(moments, digests, rest)
        return [
            ColumnSummary(
                name,
                whole[number],
                int(moments.count[number]),
                float(latest[number]),
                float(moments.mean[number]),
                float(moments.std[number]),
                float(moments.min[number]),
                tuple(digests[number].quantiles(SHARES).tolist()),
                float(moments.max[number]),
            )
            for number, name in enumerate(names)
        ]

    def _begin(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._blocks = Blocks(len(names), EXACT, self._full)
        self._moments = Moments.of(np.empty((len(names), 0)))
        self._digests = [Digest.of(np.empty(0)) for _ in names]

    def _full(self, block: Floats) -> None:
        self._moments, self._digests = _merged(self._moments, self._digests, block)


def _merged(
    moments: Moments, digests: list[Digest], values: Floats
) -> tuple[Moments, list[Digest]]:
    with np.errstate(over="ignore", invalid="ignore"):
        return (
            moments.merge(Moments.of(values)),
            [each.merge(Digest.of(row)) for each, row in zip(digests, values, strict=True)],
        )


class Summarize:
    """The recipe of a `Summary` that a picture asks.

    Args:
        columns: Which columns; None: all that are numbers.

    Attributes:
        newest: The step that was begun last.
    """

    def __init__(self, columns: tuple[str, ...] | None = None) -> None:
        self._columns = columns
        self.newest = Summary(columns)

    def begin(self) -> Summary:
        """A step that has seen no rows."""
        self.newest = Summary(self._columns)
        return self.newest

    def __str__(self) -> str:
        return "summary"
