"""Transform: what makes rows of rows as they come, a batch at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from livewidgets.data.batch import Batch


class Step(Protocol):
    """A transform at work on one stream: it remembers what it needs of the rows so far."""

    def feed(self, batch: Batch) -> Batch | None:
        """Take the next rows, and give what they amount to.

        The rows come in order of arrival, each once, however they are split into batches;
        what is given must not depend on the split. Times may go backward where rows came
        late. A user's function may raise: that is shown, and the next rows come all the same.

        Returns:
            Rows with columns and times of their own; None where there are none yet.
        """


@runtime_checkable
class Transform(Protocol):
    """A recipe: immutable, for any number of streams. It may say what units come of it
    (see `Measured`) and what it is called (`str`)."""

    def begin(self) -> Step:
        """A step that has seen no rows."""


@runtime_checkable
class Measured(Protocol):
    """A transform whose columns have units of their own; without, a column of the result
    has the unit of the column of the same name."""

    def units(self, given: Mapping[str, str]) -> Mapping[str, str]:
        """Units of the result by column name, from those of the rows that are fed."""
