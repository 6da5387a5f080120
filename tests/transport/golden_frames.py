"""Golden frames: made here, and read by the tests of both languages.

    python -m tests.transport.golden_frames        writes tests/transport/golden/ anew

Each case is a JSON file with its frames in order, and a file of bytes: the frames' buffers,
and behind them what a page then has. `buffers` and `expect` say where each lies.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livewidgets.transport.frames import Encoder
from tests.transport.page import Page

FOLDER = Path(__file__).parent / "golden"

Changes = list[tuple[str, dict[str, Any]]]


def _noise(count: int, seed: int) -> NDArray[np.float64]:
    """Numbers without a pattern that are the same, to the bit, on every machine."""
    return (np.arange(seed, seed + count) * 7919 % 1009) / 1009


def _sliding() -> Iterator[tuple[Changes, bool]]:
    time = 1_763_715_000.0 + np.arange(80) / 64
    values = np.stack((_noise(80, 1), 100.0 * _noise(80, 2)))
    for number, start in enumerate((0, 3, 4, 20)):
        window = slice(start, start + 40)
        x = np.stack((time[window], time[window]))
        yield (
            [("lines", {"x": x, "y": values[:, window]}), ("label", {"value": f"{number}"})],
            (number == 0),
        )


def _gaps() -> Iterator[tuple[Changes, bool]]:
    values = _noise(30, 5)
    values[[0, 7, 29]] = np.nan
    values[11] = np.inf
    yield [("mark", {"y": values[:20]})], True
    yield [("mark", {"y": values[7:]})], False


def _wide() -> Iterator[tuple[Changes, bool]]:
    yield [("mark", {"y": np.array([0.0, 1e-30, 1.0, 1e300])})], True
    yield [("mark", {"y": np.array([1e-30, 1.0, 1e300, -1e300])})], False


def _snapshot() -> Iterator[tuple[Changes, bool]]:
    state = {"labels": ["a", "°C <b>"], "visible": True, "min": -1.5, "tick_labels": {"0": " "}}
    yield [("mark", {"y": _noise(6, 1).reshape(2, 3), **state})], True
    yield [("mark", {"y": _noise(8, 1).reshape(2, 4), "labels": []})], False
    yield [], True
    yield [("mark", {"visible": None})], False


CASES = {"sliding": _sliding, "gaps": _gaps, "wide": _wide, "snapshot": _snapshot}


def golden(name: str) -> tuple[str, bytes]:
    """The JSON and the bytes of a case."""
    encoder, page, data = Encoder(epoch="golden"), Page(), bytearray()

    def put(piece: bytes) -> list[int]:
        data.extend(piece)
        return [len(data) - len(piece), len(piece)]

    frames = []
    for changes, snapshot in CASES[name]():
        frame, buffers = encoder.encode(changes, snapshot)
        page.receive(frame, buffers)
        frames.append({"content": frame, "buffers": [put(each) for each in buffers]})
    expect = []
    for (model, trait), value in sorted(page.shown.items(), key=lambda item: item[0]):
        entry: dict[str, Any] = {"model": model, "trait": trait}
        if isinstance(value, np.ndarray):
            entry |= {"shape": value.shape, "bytes": put(value.astype("<f8").tobytes())}
        else:
            entry |= {"value": value}
        expect.append(entry)
    return json.dumps({"frames": frames, "expect": expect}, indent=1) + "\n", bytes(data)


def write() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name in CASES:
        text, data = golden(name)
        (FOLDER / f"{name}.json").write_text(text)
        (FOLDER / f"{name}.bin").write_bytes(data)


if __name__ == "__main__":
    write()
