"""Look: what a reader sees of a ring at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from livewidgets.data.batch import Batch
from livewidgets.data.chunks import Pieces


@dataclass(frozen=True)
class Look:
    """What a reader sees of a ring at one moment.

    Attributes:
        revision: How often late rows have moved others, so far.
        first: Sequence number of the oldest row in the ring.
        start: Sequence number of the first of `rows`.
        pieces: The rows as they lie in the ring, sorted by time; None: it never held any.
    """

    revision: int
    first: int
    start: int
    pieces: Pieces | None

    @cached_property
    def rows(self) -> Batch:
        """The rows in one piece; not to be written to."""
        return self.pieces.batch() if self.pieces else nothing()


def nothing() -> Batch:
    """No rows, of no columns."""
    return Batch(np.empty(0), {})
