"""Series with labels: made ones, whose anomalies are known, and ones that people labelled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.batch import Batch

ROWS = 6_000
QUIET = 1_000  # rows at the beginning without an event: there is something to learn from
SEASON = 200  # rows
SEEDS = range(5)

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Series:
    """A series and what is to be found in it.

    Attributes:
        kind: The sort of anomalies.
        value: float64, shape (rows,); one row a second.
        events: First and last row of each anomaly: an alarm in between has found it.
        votes: Of series that several people labelled, each one's events; else empty.
    """

    kind: str
    value: Array
    events: Sequence[tuple[int, int]]
    votes: Sequence[Sequence[tuple[int, int]]] = field(default=())

    @property
    def rows(self) -> Batch:
        return Batch(np.arange(float(len(self.value))), {"value": self.value})


def spikes(random: np.random.Generator) -> Series:
    """Single rows 6 to 12 standard deviations off, in noise that drifts slowly."""
    value = 50.0 + random.normal(0.0, 1.0, ROWS) + random.normal(0.0, 0.02, ROWS).cumsum()
    places = _places(random, 12, 300)
    for place in places:
        value[place] += random.choice([-1.0, 1.0]) * random.uniform(6.0, 12.0)
    return Series("spikes", value, [(place, place + 2) for place in places])


def drifts(random: np.random.Generator) -> Series:
    """Ramps to 3 standard deviations within 300 rows, and back at once."""
    value = 50.0 + random.normal(0.0, 1.0, ROWS)
    places = _places(random, 6, 700)
    for place in places:
        value[place : place + 300] += random.choice([-1.0, 1.0]) * np.linspace(0.0, 3.0, 300)
    return Series("drifts", value, [(place, place + 310) for place in places])


def levels(random: np.random.Generator) -> Series:
    """The mean changes by 2 to 5 standard deviations, and stays."""
    value = 50.0 + random.normal(0.0, 1.0, ROWS)
    places = _places(random, 8, 500)
    for place in places:
        value[place:] += random.choice([-1.0, 1.0]) * random.uniform(2.0, 5.0)
    return Series("levels", value, [(place, place + 50) for place in places])


def seasons(random: np.random.Generator) -> Series:
    """A sine of 10 standard deviations; for five rows a value of another time of the season."""
    time = np.arange(ROWS)
    value = 50.0 + 10.0 * np.sin(2 * np.pi * time / SEASON)
    places = _places(random, 10, 400)
    for place in places:
        other = place + SEASON * random.uniform(0.3, 0.7)
        value[place : place + 5] = 50.0 + 10.0 * np.sin(2 * np.pi * other / SEASON)
    found = [
        (place, place + 6)
        for place in places
        if abs(value[place] - 50.0 - 10.0 * np.sin(2 * np.pi * place / SEASON)) > 5.0
    ]
    return Series("seasons", value + random.normal(0.0, 1.0, ROWS), found)


MADE: tuple[Callable[[np.random.Generator], Series], ...] = (spikes, drifts, levels, seasons)


def made() -> list[Series]:
    """Of each kind some, the same each time."""
    return [make(np.random.default_rng(seed)) for make in MADE for seed in SEEDS]


FOUND_WITHIN = 40  # rows after a labelled change; people see what follows, detectors do not


def public() -> list[Series]:
    """Series of the Turing Change Point Dataset that river brings, labelled by five people each
    (van den Burg and Williams, arXiv:2003.06222).

    Left out: those of which river has other rows than were labelled (apple, brent_spot), and
    one that is too short to learn from (uk_coal_employ).
    """
    from river.drift import datasets

    wanted: dict[str, tuple[Any, str | None]] = {
        "airline_passengers": (datasets.AirlinePassengers(), None),
        "bitcoin": (datasets.Bitcoin(), None),
        "occupancy": (datasets.Occupancy(), "V1"),
        "run_log": (datasets.RunLog(), "Pace"),
    }
    found = []
    for name, (dataset, column) in wanted.items():
        value = np.array([float(y if column is None else y[column]) for _, y in dataset])
        votes = [
            [(change, change + FOUND_WITHIN) for change in changes if change > 5]
            for changes in dataset.annotations.values()
        ]
        events = sorted({event for vote in votes for event in vote})
        found.append(Series(f"public: {name}", value, events, votes))
    return found


def _places(random: np.random.Generator, count: int, apart: int) -> list[int]:
    """Rows at which something happens, at least so far apart."""
    room = ROWS - QUIET - count * apart
    gaps = np.sort(random.integers(0, room, count))
    return [int(QUIET + gap + number * apart) for number, gap in enumerate(gaps)]
