"""HeatmapView: a picture of the window that moves by whole buckets."""

from __future__ import annotations

import zlib
from base64 import b64decode

import numpy as np
import pytest

from livewidgets.errors import SchemaError
from livewidgets.testing import VirtualClock
from livewidgets.views.heatmap import IMAGES, MOST_BUCKETS, MOST_CHANNELS, HeatmapView
from livewidgets.views.shades import LEVELS, NOTHING
from livewidgets.views.value_axis import ValueAxis
from livewidgets.views.view import Shown
from tests.views.fed import Fed

START = 1_700_000_000.0


def pixels(shown: Shown) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """The colours of the picture that is shown, the uppermost row first."""
    value = shown[IMAGES[shown["image"]["image"]]]["value"]
    data = b64decode(value.partition(b",")[2])
    at, body, size = 8, b"", (0, 0)
    while at < len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        part = data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            size = int.from_bytes(part[4:8], "big"), int.from_bytes(part[:4], "big")
        if kind == b"IDAT":
            body = zlib.decompress(part)
        at += 12 + length
    return np.frombuffer(body, dtype=np.uint8).reshape(size[0], size[1] + 1)[:, 1:]


def view_of(fed: Fed, *columns: str, window: float = 10.0) -> HeatmapView:
    return HeatmapView(fed, columns, window=window, colours=ValueAxis((0.0, 1.0)))


def test_each_value_has_its_place_and_colour(fed: Fed) -> None:
    # Ten buckets of a second; rows in the last three.
    fed.feed([START + 7.5, START + 8.5, START + 9.5], low=[0.0, 0.5, 1.0], high=[1.0, 1.0, np.nan])
    shown = view_of(fed).render(10)
    image = pixels(shown)
    assert image.shape == (2, 10)
    assert (image[:, :7] == NOTHING).all()
    assert image[1, 7:].tolist() == [0, LEVELS // 2, LEVELS - 1], "the first column is lowest"
    assert image[0, 7:].tolist() == [LEVELS - 1, LEVELS - 1, NOTHING]
    assert shown["x_scale"] == {"min": START, "max": START + 10.0}
    assert shown["y_axis"]["tick_labels"] == {"0": "low", "1": "high"}
    assert shown["bar_scale"] == {"min": 0.0, "max": 1.0}


def test_what_was_drawn_moves_and_does_not_change(fed: Fed) -> None:
    view = view_of(fed)
    rng = np.random.default_rng(1)
    before: np.ndarray[tuple[int, int], np.dtype[np.uint8]] | None = None
    for step in range(60):
        fed.feed([START + step * 0.25], a=rng.uniform(size=1).tolist())
        shown = view.render(10)
        if not set(IMAGES) & shown.keys():
            continue  # it is as it was
        image = pixels(shown)
        if before is not None:
            moved = step % 4 == 0
            old = before[:, 1:-1] if moved else before[:, :-1]
            assert (image[:, : old.shape[1]] == old).all()
        before = image


def test_the_two_pictures_take_turns_and_none_comes_twice(fed: Fed) -> None:
    view = view_of(fed)
    fed.feed([START], a=[0.1])
    first = view.render(10)
    assert not set(IMAGES) & view.render(10).keys()
    fed.feed([START + 1], a=[0.9])
    second = view.render(10)
    assert first["image"]["image"] != second["image"]["image"]


def test_it_is_bounded_however_many_columns_there_are(fed: Fed) -> None:
    columns = {f"bin {number}": [float(number)] * 2 for number in range(600)}
    fed.feed([START, START + 9], **columns)
    shown = view_of(fed).render(5_000)
    rows, across = pixels(shown).shape
    assert rows == MOST_CHANNELS
    assert across <= MOST_BUCKETS
    names = list(shown["y_axis"]["tick_labels"].values())
    assert len(names) <= 8
    assert names[0] == "bin 0"


def test_the_colours_follow_the_data_and_say_the_unit(clock: VirtualClock) -> None:
    fed = Fed(clock, units={"a": "dB", "b": "dB"})
    fed.feed([START, START + 1], a=[-40.0, -30.0], b=[-20.0, -10.0])
    shown = HeatmapView(fed, window=10.0).render(10)
    assert shown["bar_scale"]["min"] <= -40.0
    assert shown["bar_scale"]["max"] >= -10.0
    assert shown["bar_axis"]["label"] == "[dB]"


def test_a_late_row_is_drawn_in_its_place(fed: Fed) -> None:
    view = view_of(fed)
    fed.feed([START + 7, START + 9], a=[0.0, 1.0])
    view.render(10)
    fed.feed([START + 8], a=[1.0])
    assert pixels(view.render(10))[0, 7:].tolist() == [0, LEVELS - 1, LEVELS - 1]


def test_text_and_columns_that_are_not_there_are_named(fed: Fed) -> None:
    fed.feed([START], temp=[1.0], name=["x"])
    with pytest.raises(SchemaError, match="did you mean 'temp'"):
        view_of(fed, "tmep").render(10)
    with pytest.raises(SchemaError, match="'name' holds text"):
        view_of(fed, "name").render(10)
