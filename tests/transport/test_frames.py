"""Frames: a page that is given them has what was given to the encoder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from livewidgets.transport.frames import Encoder
from livewidgets.transport.precision import VISIBLE
from tests.transport.page import Page

Floats = NDArray[np.float64]


def close(shown: Any, given: Floats) -> bool:
    """Whether a page shows an array as well as the encoder promises."""
    finite = given[np.isfinite(given)]
    span = float(np.ptp(finite)) if finite.size else 0.0
    with np.errstate(invalid="ignore"):
        near = np.abs(shown - given) <= VISIBLE * span
    same = (shown == given) | (np.isnan(shown) & np.isnan(given))
    return shown.shape == given.shape and bool((near | same).all())


def sliding(length: int, rows: int = 2, step: int = 3, seed: int = 1) -> list[Floats]:
    """Windows over random walks, each a few columns further."""
    walks = np.cumsum(np.random.default_rng(seed).normal(size=(rows, length * 4)), axis=1)
    return [walks[:, i : i + length] for i in range(0, 3 * length, step)]


def send(encoder: Encoder, page: Page, changes: Mapping[str, Mapping[str, Any]]) -> int:
    """One frame to a page; the bytes of its buffers."""
    frame, buffers = encoder.encode(list(changes.items()), snapshot=page.have < 0)
    page.receive(frame, buffers)
    return sum(map(len, buffers))


def test_a_window_that_slides_costs_its_new_columns_alone() -> None:
    encoder, page = Encoder(), Page()
    for number, window in enumerate(sliding(200)):
        size = send(encoder, page, {"line": {"y": window}})
        assert close(page.shown["line", "y"], window)
        assert size == (4 * 2 * 200 if number == 0 else 4 * 2 * 3)


def test_columns_that_change_at_the_end_are_sent_again() -> None:
    encoder, page = Encoder(), Page()
    values = np.arange(100.0)
    send(encoder, page, {"line": {"y": values}})
    values = values.copy()
    values[-2:] = 7.0
    assert send(encoder, page, {"line": {"y": values}}) == 4 * 2
    assert close(page.shown["line", "y"], values)


def test_a_constant_slides_with_the_array_beside_it() -> None:
    encoder, page = Encoder(), Page()
    time = np.arange(1000.0)
    send(encoder, page, {"line": {"x": time[:500], "y": np.ones(500)}})
    assert send(encoder, page, {"line": {"x": time[10:510], "y": np.ones(500)}}) <= 4 * 20
    assert page.shown["line", "x"][0] == 10.0


def test_gaps_are_kept_as_they_are() -> None:
    encoder, page = Encoder(), Page()
    values = np.sin(np.arange(300.0))
    values[[0, 50, 120, 299]] = np.nan
    for start in range(0, 200, 7):
        size = send(encoder, page, {"line": {"y": values[start : start + 100]}})
        assert close(page.shown["line", "y"], values[start : start + 100])
        assert start == 0 or size <= 4 * 7


def test_times_of_today_arrive_to_a_fraction_of_a_pixel() -> None:
    encoder, page = Encoder(), Page()
    time = 1_763_715_000.0 + np.arange(2000) * 0.0105
    for start in range(0, 1000, 11):
        send(encoder, page, {"line": {"x": time[start : start + 950]}})
        assert np.abs(page.shown["line", "x"] - time[start : start + 950]).max() < 1e-5


def test_noise_on_a_large_offset_is_not_lost() -> None:
    encoder, page = Encoder(), Page()
    values = 1e9 + np.random.default_rng(2).normal(size=500)
    send(encoder, page, {"line": {"y": values}})
    assert np.abs(page.shown["line", "y"] - values).max() < 1e-5


def test_what_four_bytes_cannot_tell_apart_is_sent_in_eight() -> None:
    encoder, page = Encoder(), Page()
    values = np.array([[0.0, 1e-30, 1.0], [1e300, -1e300, 5.0]])
    assert send(encoder, page, {"line": {"y": values}}) == 8 * 6
    assert (page.shown["line", "y"] == values).all()


def test_what_was_good_enough_for_a_wide_span_is_sent_again_for_a_narrow_one() -> None:
    encoder, page = Encoder(), Page()
    rng = np.random.default_rng(3)
    values = np.concatenate(([1e9], rng.normal(size=400)))
    send(encoder, page, {"line": {"y": values[:200]}})
    send(encoder, page, {"line": {"y": values[1:201]}})
    assert close(page.shown["line", "y"], values[1:201])


def test_a_page_that_lost_a_frame_asks_and_a_snapshot_mends_it() -> None:
    encoder, page, other = Encoder(), Page(), Page()
    windows = sliding(50)
    for window in windows[:5]:
        frame, buffers = encoder.encode([("line", {"y": window})], snapshot=other.have < 0)
        other.receive(frame, buffers)
        if frame["seq"] != 3:
            page.receive(frame, buffers)
    assert page.asked == 2
    assert page.have == 2
    frame, buffers = encoder.encode([], snapshot=True)
    assert page.receive(frame, buffers)
    assert not other.receive(frame, buffers), "a page that is up to date ignores it"
    assert close(page.shown["line", "y"], windows[4])
    frame, buffers = encoder.encode([("line", {"y": windows[5]})], snapshot=False)
    assert page.receive(frame, buffers)
    assert other.receive(frame, buffers)


def test_a_snapshot_tells_everything_and_nothing_of_what_was_closed() -> None:
    encoder, page = Encoder(), Page()
    encoder.encode([("line", {"y": np.ones(3), "labels": ["a"]}), ("old", {"value": "1"})], False)
    encoder.encode([("label", {"value": "2"}), ("line", {"labels": ["b"]})], False)
    encoder.forget("old")
    page.receive(*encoder.encode([], snapshot=True))
    assert page.shown.keys() == {("line", "y"), ("line", "labels"), ("label", "value")}
    assert page.shown["line", "labels"] == ["b"]


def test_what_is_kept_does_not_change_with_what_was_given() -> None:
    encoder, page = Encoder(), Page()
    values = np.arange(10.0)
    send(encoder, page, {"line": {"y": values}})
    values[:] = 99.0
    page.receive(*encoder.encode([("label", {"value": "x"})], snapshot=True))
    assert close(page.shown["line", "y"], np.arange(10.0))


def test_each_encoder_has_an_epoch_of_its_own() -> None:
    assert Encoder().epoch != Encoder().epoch


values = st.one_of(
    st.floats(-1e3, 1e3),
    st.sampled_from([0.0, -0.0, 1.0, np.nan, np.inf, -np.inf, 1e300, -1e300, 1e-300, 1.7e9]),
)


@st.composite
def arrays(draw: st.DrawFn) -> Floats:
    flat = draw(st.booleans())
    rows, columns = (1 if flat else draw(st.integers(0, 3))), draw(st.integers(0, 12))
    cells = draw(st.lists(values, min_size=rows * columns, max_size=rows * columns))
    made = np.array(cells, dtype=np.float64).reshape(rows, columns)
    return made[0] if flat else made


@st.composite
def slides(draw: st.DrawFn, before: Floats | None) -> Floats:
    """An array that has much in common with the last one, or nothing."""
    if before is None or draw(st.integers(0, 4)) == 0:
        return draw(arrays())
    drop = draw(st.integers(0, before.shape[-1]))
    more = draw(st.integers(0, 4))
    tail_shape = (*before.shape[:-1], more)
    count = int(np.prod(tail_shape))
    tail = np.array(draw(st.lists(values, min_size=count, max_size=count)), dtype=np.float64)
    return np.concatenate((before[..., drop:], tail.reshape(tail_shape)), axis=-1)


@given(st.data())
def test_any_sequence_of_frames_shows_what_was_given(data: st.DataObject) -> None:
    encoder, page = Encoder(), Page()
    given: dict[str, Floats] = {}
    for _ in range(data.draw(st.integers(1, 8))):
        for trait in data.draw(st.sets(st.sampled_from(["x", "y"]), min_size=1)):
            given[trait] = data.draw(slides(given.get(trait)))
        snapshot = page.have < 0 or data.draw(st.integers(0, 5)) == 0
        frame, buffers = encoder.encode([("line", dict(given))], snapshot)
        lost = data.draw(st.integers(0, 5)) == 0
        if lost or not page.receive(frame, buffers):
            asked = page.asked
            if lost and page.have >= 0:
                later = encoder.encode([("label", {"value": "later"})], snapshot=False)
                assert not page.receive(*later)
                assert page.asked == asked + 1, "it sees that it lost one"
            assert page.receive(*encoder.encode([("label", {"value": "s"})], snapshot=True))
        for trait, array in given.items():
            assert close(page.shown["line", trait], array)


@pytest.mark.parametrize("shape", [(0,), (0, 5), (3, 0)])
def test_an_array_of_nothing_is_an_array(shape: tuple[int, ...]) -> None:
    encoder, page = Encoder(), Page()
    send(encoder, page, {"line": {"y": np.empty(shape)}})
    assert page.shown["line", "y"].shape == shape
