"""A page's end of the wire in Python, to hold the encoder to its word."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livewidgets.transport.wire import ArrayOp, FrameMessage


class Page:
    """What a page has after the frames that it was given.

    Attributes:
        epoch, have: The last frame that was applied.
        shown: Values by (model, trait).
        asked: How often it had to ask for a snapshot.
    """

    def __init__(self) -> None:
        self.epoch = ""
        self.have = -1
        self.asked = 0
        self.shown: dict[tuple[str, str], Any] = {}

    def receive(self, frame: FrameMessage, buffers: Sequence[bytes]) -> bool:
        """Apply a frame, or not; whether it was applied."""
        frame = json.loads(json.dumps(frame, allow_nan=False))
        known = frame["epoch"] == self.epoch
        if known and frame["seq"] <= self.have:
            return False
        if frame["base"] != -1 and not (known and frame["base"] == self.have):
            self.asked += 1
            return False
        if frame["base"] == -1:
            self.shown = {}
        for op in frame["ops"]:
            if op["op"] == "set":
                self.shown.update({(op["model"], name): v for name, v in op["state"].items()})
            else:
                place = (op["model"], op["trait"])
                self.shown[place] = decode(op, buffers[op["buffer"]], self.shown.get(place))
        self.epoch, self.have = frame["epoch"], frame["seq"]
        return True


def decode(op: ArrayOp, buffer: bytes, old: Any) -> NDArray[np.float64]:
    """The new array that an operation makes of the old one."""
    *rest, columns = op["shape"]
    rows = rest[0] if rest else 1
    wide = op.get("dtype") == "float64"
    tail = np.frombuffer(buffer, "<f8" if wide else "<f4").reshape(rows, columns - op["keep"])
    whole = tail.astype(np.float64)
    if not wide:
        whole = np.array(op["bases"])[:, np.newaxis] + whole
    if op["keep"]:
        kept = np.atleast_2d(old)[:, op["drop"] : op["drop"] + op["keep"]]
        assert kept.shape == (rows, op["keep"])
        whole = np.concatenate((kept, whole), axis=1)
    return whole if rest else whole[0]
