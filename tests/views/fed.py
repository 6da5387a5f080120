"""A stream that a test puts rows into, with nothing that reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from livewidgets.data.batch import Batch
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock


class Fed(Stream):
    """Rows are put by `feed`; no source is ever read."""

    def __init__(self, clock: VirtualClock, units: dict[str, str] | None = None) -> None:
        super().__init__(ScriptedSource("boiler"), clock=clock, units=units)

    def feed(self, time: Sequence[float], **columns: Sequence[Any]) -> None:
        arrays = {}
        for name, column in columns.items():
            array = np.asarray(column)
            arrays[name] = array.astype(object) if array.dtype.kind == "U" else array
        self.put(Batch(np.asarray(time, dtype=np.float64), arrays))
