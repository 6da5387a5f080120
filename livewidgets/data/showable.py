"""Which values an axis can show."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LARGEST = 1e300
"""Numbers beyond it are treated as infinite: a span of two of them could overflow."""

SMALLEST = 1e-300
"""Spans below it are treated as zero: their reciprocal overflows, in a browser too. Numbers
below it have no place on a logarithmic axis."""


def showable(values: NDArray[Any], log: bool = False) -> Floats:
    """Values as float64, with NaN for those that an axis cannot show.

    Args:
        values: Numbers or booleans, of any shape; they are not written to.
        log: Whether the axis is logarithmic: it shows no zero and nothing below.
    """
    floats = np.asarray(values, dtype=np.float64)
    # NaN is in no range, and stays what it is.
    fits = (floats >= SMALLEST) & (floats <= LARGEST) if log else np.abs(floats) <= LARGEST
    return floats if fits.all() else np.where(fits, floats, np.nan)
