"""Where labels go, so that none lies on another."""

from __future__ import annotations

from collections.abc import Sequence

CHARACTER = 6.4
"""Pixels of a character at 11 pixels, on average; wide ones have more."""

GAP = 8.0


def text_width(text: str) -> float:
    """Pixels that a text takes at 11 pixels, estimated."""
    return CHARACTER * len(text)


def label_rows(places: Sequence[float], texts: Sequence[str], rows: int) -> list[int | None]:
    """A row for each label, such that those of a row do not touch; the newest come first.

    Args:
        places: Where each ends, in pixels from the picture's left edge, ascending.
        texts: What they say.
        rows: How many rows there are.

    Returns:
        The row of each, 0 the lowest; None for one that finds no room.
    """
    free = [float("inf")] * rows  # of each row, up to where it has room
    found: list[int | None] = [None] * len(places)
    for index in range(len(places) - 1, -1, -1):
        start = places[index] - text_width(texts[index])
        for row, end in enumerate(free):
            if start >= 0.0 and places[index] <= end:
                found[index] = row
                free[row] = start - GAP
                break
    return found
