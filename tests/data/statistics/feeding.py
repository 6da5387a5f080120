"""Feeding recipes rows in batches."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.batch import Batch, join
from livewidgets.data.transform import Transform

Floats = NDArray[np.float64]


def fed(
    recipe: Transform, time: Floats, values: Floats, cuts: Sequence[int] = (), name: str = "v"
) -> Batch:
    """What a recipe makes of one column, the rows cut into batches at `cuts`."""
    step = recipe.begin()
    ends = sorted({0, len(time), *(cut for cut in cuts if cut < len(time))})
    made = [
        step.feed(Batch(time[start:stop], {name: values[start:stop]}))
        for start, stop in itertools.pairwise(ends)
    ]
    return join([batch for batch in made if batch is not None])


def samples(count: int, seed: int = 1, offset: float = 1e9, holes: float = 0.1) -> Floats:
    """Noise on an offset, with holes, and once a value that is far from all others."""
    random = np.random.default_rng(seed)
    values = offset + random.standard_normal(count)
    values[random.random(count) < holes] = np.nan
    values[count // 3] = 1e6 * offset
    return values


def times(count: int, seed: int = 2, interval: float = 0.05) -> Floats:
    """Uneven intervals, some of them nothing."""
    random = np.random.default_rng(seed)
    steps = np.where(random.random(count) < 0.1, 0.0, random.exponential(interval, count))
    return np.asarray(1.7e9 + np.cumsum(steps), dtype=np.float64)
