"""Statistics over a sliding window of time or of rows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.statistics.columnwise import Columnwise, Floats, Results
from livewidgets.data.statistics.sums import described
from livewidgets.data.statistics.window import WindowMoments
from livewidgets.data.statistics.window_quantiles import WindowQuantiles

RESULTS_PER_WINDOW = 30
"""How often in a window quantiles are computed where nothing else is said."""

MOMENTS = ("mean", "std", "min", "max")


@dataclass(frozen=True)
class Rolling(Columnwise):
    """`mean`, `std` (of a sample: n - 1), `min`, `max` and quantiles of the newest rows.

    Attributes:
        span: Of the window: in seconds, or in rows. It holds what is later than its end by
            less than that, and its end itself.
        rows: Whether it is in rows.
        quantiles: Shares, 0 to 1; their columns end with `p5` for 0.05.
        every: Results stand at the first row of each such step, in the same unit; 0: at
            each row.
        k: Half the width of the band, in standard deviations; with quantiles the band runs
            from the least to the greatest of them.
        columns: Which columns; None: all that are numbers.
    """

    span: float
    rows: bool = False
    quantiles: tuple[float, ...] = ()
    every: float = 0.0
    k: float = 2.0
    columns: tuple[str, ...] | None = None
    UNITS: ClassVar[Mapping[str, str]] = {}

    def online(self, columns: int) -> RollingWindow:
        return RollingWindow(self, columns)

    def suffixes(self) -> tuple[str, ...]:
        return (*MOMENTS, *(percent(share) for share in self.quantiles))

    def edges(self, results: Mapping[str, NDArray[Any]]) -> tuple[Floats, Floats]:
        """The band's lower and upper edge, from a column's results by suffix."""
        if self.quantiles:
            lowest, highest = min(self.quantiles), max(self.quantiles)
            return results[percent(lowest)], results[percent(highest)]
        return results["mean"] - self.k * results["std"], results["mean"] + self.k * results["std"]

    def __str__(self) -> str:
        return f"rolling over {self.span:g} {'rows' if self.rows else 's'}"


class RollingWindow:
    """`Rolling` at work.

    Args:
        recipe: What is wanted.
        columns: How many.
    """

    def __init__(self, recipe: Rolling, columns: int) -> None:
        self._recipe = recipe
        self._moments = WindowMoments(recipe.span, columns)
        self._quantiles = WindowQuantiles(recipe.span, recipe.quantiles, columns)
        self._rows = 0
        self._steps = Steps(recipe.every)

    def feed(self, time: Floats, values: Floats) -> Results:
        """Take rows; there is a result for each, or for the first of each step."""
        recipe = self._recipe
        at = self._rows + np.arange(len(time), dtype=np.float64) if recipe.rows else time
        self._rows += len(time)
        which = self._steps.first(at)
        count, mean, squares, low, high = (x[:, which] for x in self._moments.feed(at, values))
        results = dict(zip(MOMENTS, described(count, mean, squares, low, high), strict=True))
        if recipe.quantiles:
            wanted = np.arange(len(time))[which]
            made = self._quantiles.feed(at, values, wanted)
            results |= dict(zip(map(percent, recipe.quantiles), made, strict=True))
        return which, results


class Steps:
    """Finds the first row of each step of time, from the first row ever on.

    Args:
        every: The length of a step, aligned to zero; 0: each row is one.
    """

    def __init__(self, every: float) -> None:
        self._every = every
        self._last = -math.inf

    def first(self, at: Floats) -> slice | NDArray[np.bool_]:
        """Which of the rows are the first of a step.

        Args:
            at: Places, shape (n,), never backward.
        """
        if not self._every or not len(at):
            return slice(None)
        steps = np.floor(at / self._every)
        before = np.concatenate(([self._last], steps[:-1]))
        self._last = float(steps[-1])
        return np.asarray(steps > before, dtype=np.bool_)


def percent(share: float) -> str:
    """What a quantile's column ends with: `p5` for 0.05, `p99.9` for 0.999."""
    return f"p{100 * share:.10g}"
