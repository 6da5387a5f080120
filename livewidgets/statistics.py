"""Recipes for derived streams: statistics of every sample, as it comes.

    tail.derive(statistics.ewm("30s"))
    lw.line(tail, "value", band=statistics.rolling("1m", quantiles=(0.05, 0.95)))

Each is immutable and serves any number of streams. What they have in common stands in
`livewidgets.data.statistics`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from livewidgets.data.batch import Batch
from livewidgets.data.columns import Columns
from livewidgets.data.duration import seconds
from livewidgets.data.statistics.change import Derivative, Integral
from livewidgets.data.statistics.digest import Digest
from livewidgets.data.statistics.ewm import Ewm
from livewidgets.data.statistics.moments import Moments
from livewidgets.data.statistics.quantiles import Quantiles
from livewidgets.data.statistics.rate import Rate
from livewidgets.data.statistics.rolling import RESULTS_PER_WINDOW, Rolling
from livewidgets.data.statistics.running import Running
from livewidgets.data.statistics.window import MOST_ROWS
from livewidgets.errors import ArgumentError

__all__ = [
    "Digest",
    "Moments",
    "columns",
    "derivative",
    "ewm",
    "integral",
    "quantiles",
    "rate",
    "rolling",
    "running",
]

Duration = str | float | timedelta


def rolling(
    window: int | Duration,
    *only: str,
    quantiles: Sequence[float] = (),
    every: int | Duration | None = None,
    k: float = 2.0,
) -> Rolling:
    """Mean, deviation, minimum, maximum and quantiles of the newest rows, at each row.

    The columns of the result: `value_mean`, `value_std`, `value_min`, `value_max`, and for
    quantiles `value_p5`. With quantiles there is a result 30 times in a window where `every`
    does not say otherwise. A window holds at least the newest 250,000 rows; what is older
    may leave it before its time.

    Args:
        window: A duration ("1m", 60.0), or a whole number of rows.
        only: Which columns; none given: all that are numbers.
        quantiles: Shares, 0 to 1.
        every: Results at the first row of each such step only: a duration, or a number of
            rows where the window is one.
        k: Half the width of the band in `line(..., band=)`, in standard deviations; with
            quantiles the band runs from the least to the greatest of them.

    Raises:
        ArgumentError: An argument cannot be used.
    """
    rows = isinstance(window, int) and not isinstance(window, bool)
    shares = _shares(quantiles) if len(quantiles) else ()
    span = _rows(window) if rows else seconds(window)
    if every is not None:
        step = _rows(every) if rows else seconds(every)
    else:
        step = span / RESULTS_PER_WINDOW if shares else 0.0
        step = max(1.0, float(round(step))) if rows and shares else step
    return Rolling(span, rows, shares, step, _width(k), _only(only))


def ewm(time_constant: Duration, *only: str, k: float = 2.0) -> Ewm:
    """Exponentially weighted mean and deviation, at each row: `value_mean`, `value_std`.

    Args:
        time_constant: The age at which a sample weighs 1/e of a new one; a half-life
            divided by 0.693.
        only: Which columns; none given: all that are numbers.
        k: Half the width of the band in `line(..., band=)`, in standard deviations.

    Raises:
        ArgumentError: An argument cannot be used.
    """
    return Ewm(seconds(time_constant), _width(k), _only(only))


def running(*only: str) -> Running:
    """Count, mean, deviation, minimum and maximum of all rows so far, at each row.

    Args:
        only: Which columns; none given: all that are numbers.

    Raises:
        ArgumentError: One of them is no text.
    """
    return Running(_only(only))


def quantiles(*shares: float, every: Duration = "5s", only: Sequence[str] = ()) -> Quantiles:
    """Quantiles of all rows so far, at the first row of each step: `value_p50`.

    Args:
        shares: 0 to 1; none given: the quartiles.
        every: How long a step is.
        only: Which columns; none given: all that are numbers.

    Raises:
        ArgumentError: An argument cannot be used.
    """
    return Quantiles(_shares(shares or (0.25, 0.5, 0.75)), seconds(every), _only(only))


def derivative(*only: str) -> Derivative:
    """The change per second since the row before: `value_derivative`.

    Args:
        only: Which columns; none given: all that are numbers.

    Raises:
        ArgumentError: One of them is no text.
    """
    return Derivative(_only(only))


def integral(*only: str) -> Integral:
    """The area under the line so far, by the trapezoidal rule: `value_integral`.

    Args:
        only: Which columns; none given: all that are numbers.

    Raises:
        ArgumentError: One of them is no text.
    """
    return Integral(_only(only))


def rate(window: Duration = "10s") -> Rate:
    """Rows per second over a window that slides: `rate`.

    Raises:
        ArgumentError: The window is no duration.
    """
    return Rate(seconds(window))


def columns(given: Mapping[str, Callable[[Batch], Any] | str]) -> Columns:
    """Columns of your own: functions of a batch, or names of columns to take along.

    Args:
        given: By the new column's name: a function that gives an array of shape (rows,), or
            one value for all rows; or the name of a column.

    Raises:
        ArgumentError: There is none, or one is neither.
    """
    return Columns(given)


def _rows(count: object) -> float:
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST_ROWS:
        raise ArgumentError(f"{count!r} rows: give a whole number, 1 to {MOST_ROWS:,}")
    return float(count)


def _shares(shares: Sequence[float]) -> tuple[float, ...]:
    for share in shares:
        if isinstance(share, (bool, str)) or not 0 <= share <= 1:
            raise ArgumentError(f"{share!r} is no quantile: give shares from 0 to 1, as in 0.95")
    if len(set(shares)) < len(shares):
        raise ArgumentError(f"the quantiles {tuple(shares)!r} name one twice")
    return tuple(float(share) for share in shares)


def _only(only: Sequence[str]) -> tuple[str, ...] | None:
    for name in only:
        if isinstance(only, str) or not isinstance(name, str):
            raise ArgumentError(f"{only!r}: give columns by name, one by one")
    return tuple(only) or None


def _width(k: float) -> float:
    if isinstance(k, (bool, str)) or not 0 < k < float("inf"):
        raise ArgumentError(f"k={k!r}: give a number of standard deviations above 0")
    return float(k)
