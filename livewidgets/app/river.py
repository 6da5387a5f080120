"""Models of the package river, ready to use as detectors."""

from __future__ import annotations

from typing import Any

from livewidgets.data.detectors.model import Model
from livewidgets.errors import ArgumentError, MissingExtra


def half_space_trees(
    column: str | None = None,
    *,
    low: float,
    high: float,
    trees: int = 25,
    height: int = 8,
    window: int = 250,
    threshold: float | None = None,
    quantile: float = 0.995,
    seed: int | None = 1,
) -> Model:
    """Half-space trees (Tan, Ting and Liu, IJCAI 2011), as river has them.

    Args:
        column: Which column; None takes the first that holds numbers.
        low: The least value that is expected: the trees cut the range into halves.
        high: The greatest value that is expected.
        trees: How many.
        height: Of each.
        window: Rows after which the trees learn anew.
        threshold: The score, 0 to 1, of an anomaly; None learns it.
        quantile: Of the scores before, where the threshold is learned.
        seed: For the same trees each time.

    Raises:
        MissingExtra: river is not installed.
        ArgumentError: An argument cannot be used.
    """
    if not low < high:
        raise ArgumentError(f"low={low!r}, high={high!r}: give the range of values, lower first")
    try:
        from river import anomaly
    except ImportError:
        raise MissingExtra("river", "river", "half_space_trees") from None
    made: Any = anomaly.HalfSpaceTrees(
        n_trees=trees,
        height=height,
        window_size=window,
        limits={"value": (low, high)},
        seed=seed,
    )
    return Model(made, column, threshold, quantile, learn=window)
