"""The condition that no data come."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from livewidgets.data.alerts.judgement import Judgement, Level, Limit
from livewidgets.data.batch import Batch


@dataclass(frozen=True, slots=True)
class NoData:
    """Silence: no row at all for some time.

    Attributes:
        spans: Seconds and the level that they call for, ascending.
    """

    spans: tuple[tuple[float, Level], ...]

    @property
    def text(self) -> str:
        return f"no data for {self.spans[0][0]:g} s"

    @property
    def column(self) -> None:
        """None: it is about all of them."""
        return None

    @property
    def limits(self) -> tuple[Limit, ...]:
        return ()

    def begin(self) -> _NoData:
        return _NoData(self)


class _NoData:
    """Silence between rows by their times; silence now by what is said in `silent`."""

    def __init__(self, recipe: NoData) -> None:
        self._spans = recipe.spans
        self._last: float | None = None  # time of the newest row
        self._began: float | None = None  # when watching began, until there is a row
        self._said = 0  # levels of the silence that lasts which were told

    def judge(self, batch: Batch) -> Judgement:
        before = np.concatenate(([batch.time[0] if self._last is None else self._last], batch.time))
        gaps = np.diff(before)
        moments: list[tuple[float, int, float]] = []
        if len(gaps):
            moments.append((float(batch.time[0]), 0, float(gaps[0])))
        for row in np.flatnonzero(gaps >= self._spans[0][0]):
            told = self._said if row == 0 else 0  # while it lasted
            for span, level in self._spans[told:]:
                if gaps[row] >= span:
                    moments.append((float(before[row] + span), int(level), span))
            moments.append((float(batch.time[row]), 0, float(gaps[row])))
        moments.sort(key=lambda moment: moment[0])
        if len(gaps):
            self._last, self._said = float(batch.time[-1]), 0
        return _judgement(moments)

    def silent(self, time: float) -> Judgement | None:
        if self._began is None:
            self._began = time
        since = self._began if self._last is None else self._last
        moments = [
            (since + span, int(level), span)
            for span, level in self._spans[self._said :]
            if time >= since + span
        ]
        self._said += len(moments)
        return _judgement(moments) if moments else None

    def next_silent(self) -> float | None:
        since = self._began if self._last is None else self._last
        if since is None or self._said == len(self._spans):
            return None
        return since + self._spans[self._said][0]


def _judgement(moments: list[tuple[float, int, float]]) -> Judgement:
    level = np.array([each[1] for each in moments], np.int8)

    def why(moment: int, _: int) -> str:
        told, seconds = moments[moment][1:]
        return f"no data for {seconds:.4g} s" if told else f"data again after {seconds:.4g} s"

    return Judgement(
        np.array([each[0] for each in moments]),
        level,
        level,
        np.array([each[2] for each in moments]),
        why,
    )
