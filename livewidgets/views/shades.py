"""Shades: colours for numbers, from dark to light, which the colour-blind can order, too."""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]

# Nine points of viridis (Stéfan van der Walt, Nathaniel Smith, Eric Firing, 2015), which is
# perceptually uniform; between them colours are mixed.
_POINTS = np.array(
    [
        (68, 1, 84),
        (71, 44, 122),
        (59, 81, 139),
        (44, 113, 142),
        (33, 144, 141),
        (39, 173, 129),
        (92, 200, 99),
        (170, 220, 50),
        (253, 231, 37),
    ],
    dtype=np.float64,
)

LEVELS = 255
"""Different colours of a picture; one more stands for nothing, which is transparent."""

NOTHING = LEVELS

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def shades(count: int, darkest: float = 0.0, lightest: float = 1.0) -> Bytes:
    """So many colours from low to high, shape (count, 3): red, green, blue; of all shades
    those from a part of the way on to another."""
    places = np.linspace(darkest, lightest, count) * (len(_POINTS) - 1)
    mixed = [np.interp(places, np.arange(len(_POINTS)), part) for part in _POINTS.T]
    return np.round(np.stack(mixed, axis=1)).astype(np.uint8)


def shade_names(count: int, darkest: float = 0.0, lightest: float = 1.0) -> list[str]:
    """As `shades`, each as "#rrggbb"."""
    colours = shades(count, darkest, lightest).tolist()
    return [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in colours]


def levels(values: NDArray[np.float64], low: float, high: float) -> Bytes:
    """Which of the colours a value has: 0 at `low` or below, the last at `high` or above.

    Args:
        values: Of any shape; NaN has none.
        low: The lower limit.
        high: The upper limit, which is greater.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        part = (values - low) * (LEVELS / (high - low))
        found = np.clip(np.nan_to_num(part, nan=0.0), 0, LEVELS - 1).astype(np.uint8)
    found[np.isnan(values)] = NOTHING
    return found


def picture(image: Bytes) -> bytes:
    """A picture as a data URL (PNG with a palette, ISO/IEC 15948), in ASCII.

    A page shows a data URL at once; an address of anything else is loaded, and what was there
    before is gone meanwhile.

    Args:
        image: Colours as `levels` gives them, shape (rows, columns), the uppermost row first.
    """
    rows, columns = image.shape
    lines = np.zeros((rows, columns + 1), dtype=np.uint8)  # each begins with its filter: none
    lines[:, 1:] = image
    return b"data:image/png;base64," + b64encode(
        _SIGNATURE
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0))
        + _PALETTE
        + _chunk(b"IDAT", zlib.compress(lines.tobytes(), 1))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


_PALETTE = _chunk(b"PLTE", shades(LEVELS).tobytes() + bytes(3)) + _chunk(
    b"tRNS", bytes([255] * LEVELS + [0])
)
