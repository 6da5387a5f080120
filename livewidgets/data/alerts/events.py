"""Conditions that are events: a detector's anomalies, and a function of the user's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.alerts.judgement import Judgement, Level, Limit, Rows
from livewidgets.data.batch import Batch
from livewidgets.errors import UserCodeError


class Detecting(Protocol):
    """A detector at work; its rows have `value`, `anomaly` and `reason`."""

    def feed(self, batch: Batch) -> Batch | None: ...


class Detector(Protocol):
    """A recipe of a detector."""

    def begin(self) -> Detecting: ...


@dataclass(frozen=True, slots=True)
class Anomaly:
    """A detector's anomalies.

    Attributes:
        detector: The detector.
        level: What an anomaly is.
        quiet: Seconds without another one after which the alert is cleared.
    """

    detector: Detector
    level: Level
    quiet: float

    @property
    def text(self) -> str:
        of = f" of {self.column}" if self.column else ""
        return f"anomaly{of} ({type(self.detector).__name__})"

    @property
    def column(self) -> str | None:
        column = getattr(self.detector, "column", None)
        return column if isinstance(column, str) else None

    @property
    def limits(self) -> tuple[Limit, ...]:
        return ()

    def begin(self) -> _Anomaly:
        return _Anomaly(self)


class _Anomaly(Rows):
    def __init__(self, recipe: Anomaly) -> None:
        self._recipe = recipe
        self._detecting = recipe.detector.begin()
        self._last = -np.inf  # time of the newest anomaly

    def judge(self, batch: Batch) -> Judgement:
        judged = self._detecting.feed(batch)
        if judged is None:
            judged = batch[:0]
            return Judgement(judged.time, *_levels(0), judged.time, lambda *_: "")
        anomaly = judged.columns["anomaly"]
        last = np.maximum.accumulate(np.where(anomaly, judged.time, self._last))
        if len(last):
            self._last = float(last[-1])
        level, keep = _levels(len(judged))
        level[anomaly] = self._recipe.level
        keep[judged.time - last < self._recipe.quiet] = self._recipe.level
        reason, quiet = judged.columns["reason"], self._recipe.quiet

        def why(moment: int, _: int) -> str:
            return str(reason[moment]) or f"no anomaly for {quiet:g} s"

        return Judgement(judged.time, level, keep, judged.columns["value"], why)


@dataclass(frozen=True, slots=True)
class When:
    """A function of the user's own: of a batch, true or false for each row.

    Attributes:
        function: For `level`.
        level: What it is when it is true.
        critical: The same for critical, where there are both.
    """

    function: Callable[[Batch], Any]
    level: Level
    critical: Callable[[Batch], Any] | None = None

    @property
    def text(self) -> str:
        return function_name(self.function)

    @property
    def column(self) -> None:
        """None: only the function knows."""
        return None

    @property
    def limits(self) -> tuple[Limit, ...]:
        return ()

    def begin(self) -> _When:
        return _When(self)


class _When(Rows):
    def __init__(self, recipe: When) -> None:
        self._recipe = recipe

    def judge(self, batch: Batch) -> Judgement:
        level, _ = _levels(len(batch))
        level[_truth(self._recipe.function, batch)] = self._recipe.level
        if self._recipe.critical is not None:
            level[_truth(self._recipe.critical, batch)] = Level.CRITICAL
        name = function_name(self._recipe.function)

        def why(_: int, called: int) -> str:
            return f"{name} is {'true' if called else 'false'}"

        return Judgement(batch.time, level, level, np.full(len(batch), np.nan), why)


def function_name(function: Callable[..., Any]) -> str:
    """What people call a function; for one without a name, its class."""
    name = getattr(function, "__qualname__", type(function).__name__)
    return str(name).rpartition("<locals>.")[2]


def _levels(rows: int) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    return np.zeros(rows, np.int8), np.zeros(rows, np.int8)


def _truth(function: Callable[[Batch], Any], batch: Batch) -> NDArray[np.bool_]:
    """What a function says of each row.

    Raises:
        UserCodeError: It raised, or gave something else than true or false for each row.
    """
    name = function_name(function)
    try:
        given = np.asarray(function(batch))
    except (Exception, SystemExit) as error:
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise UserCodeError(f"{what} (in {name})") from error
    if given.dtype.kind != "b" or given.shape not in ((), (len(batch),)):
        raise UserCodeError(
            f"{name} gave {given.dtype} of shape {given.shape} for {len(batch)} rows; "
            "it must give True or False for each row"
        )
    return np.broadcast_to(given, len(batch))
