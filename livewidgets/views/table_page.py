"""TablePage: which rows of a ring a table shows: the newest ones, or a page further back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from livewidgets.data.batch import Batch, join
from livewidgets.data.look import Look
from livewidgets.data.ring import Ring
from livewidgets.views.cleared import Cleared


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows.

    Attributes:
        rows: Oldest first.
        start: The sequence number of the first of them.
        first: That of the oldest row that can be shown.
        total: How many rows the ring was ever given.
    """

    rows: Batch
    start: int
    first: int
    total: int

    @property
    def end(self) -> int:
        """The sequence number after the last of the rows."""
        return self.start + len(self.rows)


class TablePage:
    """Follows the newest rows until it is paused; then it stays where it is, and can go to
    older and newer rows. From any thread.

    Args:
        size: Rows of a page.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._end: int | None = None  # the sequence number after its last row
        self._cleared = Cleared()

    @property
    def revision(self) -> int | None:
        """Another one when it has been moved."""
        return self._end

    @property
    def following(self) -> bool:
        return self._end is None

    def follow(self) -> None:
        """Show the newest rows from now on."""
        self._end = None

    def pause(self, ring: Ring) -> None:
        """Stay at the rows that are newest now."""
        if self._end is None:
            self._end = ring.total

    def clear(self, ring: Ring) -> None:
        """Show only rows that come from now on, as they come."""
        self._cleared.clear(ring)
        self._end = None

    def empty(self, ring: Ring) -> bool:
        """Whether there is no row that can be shown."""
        return self._cleared.hides(ring)

    def older(self, ring: Ring) -> None:
        """Go back by a page, as far as the ring goes."""
        end = ring.total if self._end is None else self._end
        self._end = max(end - self.size, self._least(ring))

    def newer(self, ring: Ring) -> None:
        """Go forth by a page, as far as there are rows."""
        if self._end is not None:
            self._end = min(self._end + self.size, ring.total)

    def read(self, ring: Ring, names: Sequence[str]) -> Page:
        """The rows of the page; of a page whose rows are gone, the oldest that are there.

        Raises:
            SchemaError: There is no such column.
        """
        total = ring.total
        end = total if self._end is None else min(self._end, total)
        if self._first(ring) > max(0, end - self.size):
            end = max(end, self._least(ring))
        start = max(end - self.size, self._cleared.rows(ring))
        rows, look = rows_between(ring, start, end, names)
        return Page(rows, look.start, max(look.first, self._cleared.rows(ring)), total)

    def _least(self, ring: Ring) -> int:
        return min(self._first(ring) + self.size, ring.total)

    def _first(self, ring: Ring) -> int:
        return max(ring.first, self._cleared.rows(ring))


def rows_between(ring: Ring, start: int, end: int, names: Sequence[str]) -> tuple[Batch, Look]:
    """The rows of a ring from one sequence number to before another, as far as they are there,
    and the look that they are of, which tells where they begin.

    Raises:
        SchemaError: There is no such column.
    """
    look = ring.look(start, names=names)
    found, left = [], end - look.start
    for time, columns in look.pieces or ():
        if left <= 0:
            break
        found.append(Batch(time, columns)[:left])
        left -= len(time)
    return join(found) if found else look.rows[:0], look
