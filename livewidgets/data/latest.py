"""Latest: the newest value of each category, in a stable order."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_KNOWN = 1_000
"""Categories that are kept apart; rows of any further one are let go of."""


class LatestValues:
    """The newest value of each category, in the order in which they were seen first.

    Attributes:
        values: By category.
        beyond: Whether there were more categories than are kept apart.
    """

    def __init__(self) -> None:
        self.values: dict[Any, float] = {}
        self.beyond = False

    def add(self, categories: NDArray[Any], values: NDArray[np.float64]) -> None:
        """Take rows over, which are sorted by time.

        Args:
            categories: Shape (rows,); text, numbers or booleans.
            values: Shape (rows,); NaN is the newest value, too.
        """
        newest = dict(zip(categories.tolist(), values.tolist(), strict=True))
        if newest.keys() <= self.values.keys():
            self.values.update(newest)
            return
        for category, value in newest.items():
            if category in self.values or len(self.values) < MOST_KNOWN:
                self.values[category] = value
            else:
                self.beyond = True
