"""Shades: colours in order, and pictures that a browser reads."""

from __future__ import annotations

import struct
import zlib
from base64 import b64decode

import numpy as np

from livewidgets.views.shades import LEVELS, NOTHING, levels, picture, shade_names, shades


def test_each_shade_is_lighter_than_the_one_before() -> None:
    linear = (shades(40) / 255) ** 2.2
    luminance = linear @ np.array([0.2126, 0.7152, 0.0722])
    assert (np.diff(luminance) > 0).all()


def test_a_part_of_the_shades() -> None:
    assert shade_names(3)[0] == "#440154"
    assert shade_names(3, 0.0, 0.5)[-1] == shade_names(3)[1]


def test_values_have_the_shade_of_their_place_between_the_limits() -> None:
    values = np.array([[-1.0, 0.0, 0.5, 1.0, 9.0, np.nan, np.inf]])
    assert levels(values, 0.0, 1.0)[0].tolist() == [
        *(0, 0, LEVELS // 2, LEVELS - 1, LEVELS - 1, NOTHING, LEVELS - 1)
    ]


def test_a_picture_is_a_png_with_a_palette() -> None:
    image = np.array([[0, 1, NOTHING], [LEVELS - 1, 2, 3]], dtype=np.uint8)
    head, _, code = picture(image).partition(b",")
    assert head == b"data:image/png;base64"
    data = b64decode(code, validate=True)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, at = {}, 8
    while at < len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        assert struct.unpack(">I", data[at + 8 + size : at + 12 + size])[0] == zlib.crc32(
            kind + body
        )
        chunks[kind], at = body, at + 12 + size
    assert struct.unpack(">II", chunks[b"IHDR"][:8]) == (3, 2)
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), dtype=np.uint8).reshape(2, 4)
    assert (rows[:, 1:] == image).all()
    assert chunks[b"tRNS"][NOTHING] == 0
    assert set(chunks[b"tRNS"][:LEVELS]) == {255}
