"""Quantiles of all rows so far, now and then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.statistics.blocks import Blocks
from livewidgets.data.statistics.columnwise import Columnwise, Floats, Results
from livewidgets.data.statistics.digest import EXACT, Digest
from livewidgets.data.statistics.rolling import Steps, percent


@dataclass(frozen=True)
class Quantiles(Columnwise):
    """Quantiles of all rows up to the first row of each step of time: `p5`, `p50`, `p99.9`.

    Exact for 8,192 numbers, of a t-digest beyond.

    Attributes:
        shares: 0 to 1.
        every: The step, in seconds.
        columns: Which columns; None: all that are numbers.
    """

    shares: tuple[float, ...]
    every: float = 5.0
    columns: tuple[str, ...] | None = None
    UNITS: ClassVar[Mapping[str, str]] = {}

    def online(self, columns: int) -> RunningQuantiles:
        return RunningQuantiles(self.shares, self.every, columns)

    def suffixes(self) -> tuple[str, ...]:
        return tuple(percent(share) for share in self.shares)

    def edges(self, results: Mapping[str, NDArray[Any]]) -> tuple[Floats, Floats]:
        """The band's lower and upper edge, from a column's results by suffix."""
        return results[percent(min(self.shares))], results[percent(max(self.shares))]

    def __str__(self) -> str:
        return "quantiles"


class Digests:
    """A digest for each column, fed in blocks of rows, so that batches change nothing.

    Args:
        columns: How many.
    """

    def __init__(self, columns: int) -> None:
        self._digests = [Digest.of(np.empty(0)) for _ in range(columns)]
        self._blocks = Blocks(columns, EXACT, self._full)

    def add(self, values: Floats) -> None:
        """Take rows, shape (columns, n)."""
        self._blocks.add(values)

    def now(self) -> list[Digest]:
        """Those of all rows so far. Where this is asked, a block ends."""
        self._blocks.flush()
        return self._digests

    def _full(self, block: Floats) -> None:
        new = zip(self._digests, block, strict=True)
        self._digests = [each.merge(Digest.of(row)) for each, row in new]


class RunningQuantiles:
    """`Quantiles` at work.

    Args:
        shares: 0 to 1.
        every: The step, in seconds.
        columns: How many.
    """

    def __init__(self, shares: tuple[float, ...], every: float, columns: int) -> None:
        self._shares = shares
        self._steps = Steps(every)
        self._digests = Digests(columns)

    def feed(self, time: Floats, values: Floats) -> Results:
        """Take rows; there is a result at the first of each step."""
        which = self._steps.first(time)
        wanted = np.arange(len(time))[which]
        made = np.empty((len(self._shares), len(values), len(wanted)))
        done = 0
        for number, row in enumerate(wanted):
            self._digests.add(values[:, done : row + 1])
            done = int(row) + 1
            for column, digest in enumerate(self._digests.now()):
                made[:, column, number] = digest.quantiles(self._shares)
        self._digests.add(values[:, done:])
        return which, dict(zip(map(percent, self._shares), made, strict=True))
